/** What is said of a member that a message or a struct of options does not have. */
export function unknownField(name: string, owner: string, known: string[]): string {
  const close = nearest(name, known);
  const hint = close === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${close}?`;
  return `unknown field of ${owner}. ${hint}`;
}

/** The name that was probably meant. */
export function nearest(name: string, candidates: string[]): string | undefined {
  const plain = (text: string) => text.replace(/[_-]/g, '').toLowerCase();
  const wanted = plain(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const given = plain(candidate);
    // Each letter more is a step: of many names most are out at a look.
    const steps = Math.abs(given.length - wanted.length) < least ? distance(wanted, given) : least;
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein's distance, in which two letters that changed places are one step. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const steps = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = swapped ? Math.min(steps, before[j - 2] + 1) : steps;
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
