const ANY = '*';
const PARTS = 3;

/** A locality, or all localities in it. */
interface Area {
  /** Region, zone and subzone, without a `*` at the end. */
  readonly parts: readonly string[];
  /** Whether there was a `*` at the end. */
  readonly all: boolean;
}

/**
 * What is wrong with each of some localities (region, region/zone, region/zone/subzone), in a sentence without its subject.
 *
 * @param options.ordered whether istiod reads them in this order. Where it does not, chance decides what it says of "*" next to
 * other localities, and here that is rejected.
 */
export function overlapProblems(
  localities: readonly string[],
  { ordered }: { readonly ordered: boolean },
): (string | undefined)[] {
  const areas = localities.map((locality, i) => ({ i, area: areaOf(locality), problem: formProblem(locality) }));
  const rank = ({ all, parts }: Area): number => (all ? parts.length : PARTS + 1);
  const inOrder = ordered ? areas : [...areas].sort((a, b) => rank(a.area) - rank(b.area));
  const problems: (string | undefined)[] = [];
  const taken = new Taken();
  for (const { i, area, problem } of inOrder) {
    problems[i] = problem ?? (taken.add(area) ? undefined : 'overlaps with another one.');
  }
  return problems;
}

/** Localities that have a share already. */
class Taken {
  /** Those with all that is in them. */
  private readonly whole = new Set<string>();
  /** Those, and all that they are part of. */
  private readonly touched = new Set<string>();

  /** Whether it was free. */
  public add({ parts, all }: Area): boolean {
    const outer = parts.map((_, length) => key(parts.slice(0, length)));
    const own = key(parts);
    const free = !outer.some((each) => this.whole.has(each)) && !(all ? this.whole : this.touched).has(own);
    if (free) {
      this.whole.add(own);
      [...outer.slice(1), own].forEach((each) => this.touched.add(each));
    }
    return free;
  }
}

function key(parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function areaOf(locality: string): Area {
  const [region, zone, ...rest] = locality.split('/');
  const parts = [region, zone, rest.length > 0 ? rest.join('/') : undefined].filter((part) => part !== undefined);
  const all = parts[parts.length - 1] === ANY;
  return { parts: all ? parts.slice(0, -1) : parts, all };
}

function formProblem(locality: string): string | undefined {
  const stars = locality.split(ANY).length - 1;
  if (stars > 1 || (stars === 1 && !locality.endsWith(ANY))) {
    return 'has "*" before its end.';
  }
  const { parts } = areaOf(locality);
  return parts.includes('') ? 'has an empty part.' : undefined;
}
