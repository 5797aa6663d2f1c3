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
  /** By namespace, and by key and value of the first label. */
  private readonly byLabel = new Map<string, Map<string, Map<string, Entry<T>[]>>>();

  constructor(all: readonly T[], selectingOf: (thing: T) => Selecting) {
    for (const thing of all) {
      const { namespace, selector = {} } = selectingOf(thing);
      const [first] = Object.entries(selector);
      if (first === undefined) {
        push(this.ofAll, namespace, thing);
      } else {
        const [key, value] = first;
        const byKey = this.byLabel.get(namespace) ?? new Map<string, Map<string, Entry<T>[]>>();
        this.byLabel.set(namespace, byKey);
        const byValue = byKey.get(key) ?? new Map<string, Entry<T>[]>();
        byKey.set(key, byValue);
        push(byValue, value, { thing, selector });
      }
    }
  }

  /** All that select pods with these labels; those without a selector come first. */
  public selecting(labels: Labels, namespace: string): readonly T[] {
    const found = [...(this.ofAll.get(namespace) ?? [])];
    const byKey = this.byLabel.get(namespace);
    for (const key of byKey === undefined ? [] : Object.keys(labels)) {
      for (const { selector, thing } of byKey!.get(key)?.get(labels[key]) ?? []) {
        if (selects(selector, labels)) {
          found.push(thing);
        }
      }
    }
    return found;
  }
}

interface Entry<T> {
  readonly thing: T;
  readonly selector: Labels;
}
