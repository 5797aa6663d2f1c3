import { DataMap } from './reading/data-map';
import { push } from './reading/group-by';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

interface Selecting {
  readonly namespace: string;
  readonly selector?: Labels;
}

/** Finds the selectors that select pods, without looking at all of them: a selector can be found by any one of its labels. */
export class SelectorIndex<T> {
  /** Those that take all pods of their namespace. */
  private readonly ofAll = new Map<string, T[]>();
  private readonly byLabel = new DataMap<readonly [namespace: string, key: string, value: string], Entry<T>[]>();

  constructor(all: readonly T[], selectingOf: (thing: T) => Selecting) {
    for (const thing of all) {
      const { namespace, selector = {} } = selectingOf(thing);
      const [first] = Object.entries(selector);
      if (first === undefined) {
        push(this.ofAll, namespace, thing);
      } else {
        this.byLabel.getOrAdd([namespace, ...first], () => []).push({ thing, selector });
      }
    }
  }

  /** All that select pods with these labels; those without a selector come first. */
  public selecting(labels: Labels, namespace: string): readonly T[] {
    const found = Object.entries(labels).flatMap((label) => this.byLabel.get([namespace, ...label]) ?? []);
    return [
      ...(this.ofAll.get(namespace) ?? []),
      ...found.filter(({ selector }) => selects(selector, labels)).map(({ thing }) => thing),
    ];
  }
}

interface Entry<T> {
  readonly thing: T;
  readonly selector: Labels;
}
