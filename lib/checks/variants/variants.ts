/**
 * How two manifests for one object are meant: both are applied, and the last one counts; both are where someone applies a folder with those
 * in it (nested); both are applied under names that a tool makes of theirs; or one of the two is, as of overlays, steps and examples. Of
 * alternatives in one folder the folder as a whole cannot be applied.
 */
export type Relation = 'together' | 'nested' | 'renamed' | 'apart' | 'alternative';

/** What is known of manifests that are never applied together. */
export interface Variants {
  /** What stands for all manifests that are applied wherever one of them is; undefined for those of which nothing is known. */
  unitOf(value: unknown): string | undefined;
  relation(one: string, other: string): Relation;
}

/** Pairs of units. */
export class UnitPairs {
  private readonly pairs = new Map<string, Set<string>>();

  public add(one: string, other: string): void {
    this.of(one).add(other);
    this.of(other).add(one);
  }

  /** The partners of a unit. */
  public of(unit: string): Set<string> {
    const known = this.pairs.get(unit) ?? new Set();
    this.pairs.set(unit, known);
    return known;
  }
}
