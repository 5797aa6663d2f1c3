/** What is said of a member that a message or a struct of options does not have. */
export function unknownField(name: string, owner: string, known: string[]): string {
  const close = nearest(name, known);
  const hint = close === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${close}?`;
  return `unknown field of ${owner}. ${hint}`;
}

/** The name that was probably meant. Of many names, and for many questions, ask a `NameIndex`. */
export function nearest(name: string, candidates: string[]): string | undefined {
  const wanted = plainName(name);
  let best: string | undefined;
  let least = mostSteps(name) + 1;
  for (const candidate of candidates) {
    const given = plainName(candidate);
    // Each letter more is a step: of many names most are out at a look.
    const away = Math.abs(given.length - wanted.length) < least ? distance(wanted, given, least - 1) : least;
    if (away < least) {
      least = away;
      best = candidate;
    }
  }
  return best;
}

/** What of a name is compared. */
export function plainName(text: string): string {
  return text.replace(/[_-]/g, '').toLowerCase();
}

/** Whoever misspells a name gets few of its letters wrong, however long it is. */
const MOST_STEPS = 4;

/** A name that is further away is another name, not the same one misspelt. */
export function mostSteps(name: string): number {
  return Math.min(MOST_STEPS, Math.max(1, Math.floor(name.length / 3)));
}

/**
 * Levenshtein's distance, in which two letters that changed places are one step; any larger number where there are more than `most`.
 */
export function distance(a: string, b: string, most = Infinity): number {
  // What both begin and end with takes no step.
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++;
  }
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  return steps(a.slice(start, endA), b.slice(start, endB), most);
}

/** Row by row of a table: what each beginning of `b` is away from a beginning of `a`. */
function steps(a: string, b: string, most: number): number {
  let [before, row, next] = [0, 1, 2].map(() => new Uint32Array(b.length + 1));
  row.forEach((_, j) => (row[j] = j));
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let each = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (isSame ? 0 : 1));
      if (!isSame && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        each = Math.min(each, before[j - 2] + 1);
      }
      next[j] = each;
      least = Math.min(least, each);
    }
    // No later row has less than the least of this one.
    if (least > most) {
      return least;
    }
    [before, row, next] = [row, next, before];
  }
  return row[b.length];
}
