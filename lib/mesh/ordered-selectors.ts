import { SelectorIndex } from './selector-index';

type Labels = Readonly<Record<string, string>>;

/** Finds the selectors that take pods, in the order in which they were given. */
export class OrderedSelectors<T> {
  private readonly index: SelectorIndex<readonly [place: number, thing: T]>;

  constructor(
    all: readonly T[],
    selectingOf: (thing: T) => { readonly namespace: string; readonly selector?: Labels },
  ) {
    const placed = all.map((thing, place): readonly [number, T] => [place, thing]);
    this.index = new SelectorIndex(placed, ([, thing]) => selectingOf(thing));
  }

  /** All that select pods with these labels; those without a selector select all of their namespace. */
  public selecting(labels: Labels, namespace: string): readonly T[] {
    const found = this.index.selecting(labels, namespace);
    return (found.length < 2 ? found : [...found].sort(([a], [b]) => a - b)).map(([, thing]) => thing);
  }
}
