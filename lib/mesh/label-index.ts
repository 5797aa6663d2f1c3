import { push } from './reading/group-by';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

/** By key, then by value. */
type ByLabel<T> = ReadonlyMap<string, ReadonlyMap<string, readonly T[]>>;

/** Finds what has labels by them, without looking at all of it. */
export class LabelIndex<T extends Labelled> {
  private readonly byNamespace = new Map<string, T[]>();
  /** Filled as it is asked for; the key undefined stands for all namespaces. */
  private readonly byLabel = new Map<string | undefined, ByLabel<T>>();

  constructor(public readonly all: readonly T[]) {
    all.forEach((each) => push(this.byNamespace, each.namespace, each));
  }

  public in(namespace: string): readonly T[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** What has a label, whatever else it has. */
  public having(key: string, value: string, namespace?: string): readonly T[] {
    return this.labels(namespace).get(key)?.get(value) ?? [];
  }

  /** The values that a label has, in the order of the manifests. */
  public valuesOf(key: string, namespace?: string): string[] {
    return [...(this.labels(namespace).get(key)?.keys() ?? [])];
  }

  /** What has all these labels; no labels select all. */
  public select(labels: Labels = {}, namespace?: string): readonly T[] {
    const keys = Object.keys(labels);
    const all = namespace === undefined ? this.all : this.in(namespace);
    const fewest = keys
      .map((key) => this.having(key, labels[key], namespace))
      .reduce((least, each) => (each.length < least.length ? each : least), all);
    return keys.length < 2 ? fewest : fewest.filter((each) => selects(labels, each.labels));
  }

  private labels(namespace: string | undefined): ByLabel<T> {
    let index = this.byLabel.get(namespace);
    if (index === undefined) {
      index = group(namespace === undefined ? this.all : this.in(namespace));
      this.byLabel.set(namespace, index);
    }
    return index;
  }
}

function group<T extends Labelled>(all: readonly T[]): ByLabel<T> {
  const index = new Map<string, Map<string, T[]>>();
  for (const each of all) {
    for (const key of Object.keys(each.labels)) {
      let values = index.get(key);
      if (values === undefined) {
        values = new Map();
        index.set(key, values);
      }
      push(values, each.labels[key], each);
    }
  }
  return index;
}
