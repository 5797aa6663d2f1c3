import type { Random } from '../differential/random';

/** What random meshes are drawn with. */
export class Draw {
  constructor(private readonly random: Random) {}

  /** True that many times of a hundred. */
  public percent(share: number): boolean {
    return this.random.below(100) < share;
  }

  /** A whole number from `from` to `to`, both included. */
  public between(from: number, to: number): number {
    return from + this.random.below(to - from + 1);
  }

  public one<T>(items: readonly T[]): T {
    return this.random.pick(items);
  }

  /** From `from` to `to` different ones, in a random order. */
  public some<T>(items: readonly T[], from: number, to: number): T[] {
    const rest = [...items];
    const wanted = Math.min(this.between(from, to), rest.length);
    return Array.from({ length: wanted }, () => rest.splice(this.random.below(rest.length), 1)[0]);
  }

  /** That many of what is made. */
  public times<T>(from: number, to: number, make: (i: number) => T): T[] {
    return Array.from({ length: this.between(from, to) }, (_, i) => make(i));
  }

  /** A field, that many times of a hundred. */
  public maybe<T extends object>(share: number, fields: () => T): T | Record<string, never> {
    return this.percent(share) ? fields() : {};
  }

  /** One by weight. */
  public weighted<T>(...choices: readonly (readonly [number, T])[]): T {
    let at = this.random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of choices) {
      if (at < weight) {
        return value;
      }
      at -= weight;
    }
    return choices[0][1];
  }
}
