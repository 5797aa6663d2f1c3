import { groupBy, push } from './reading/group-by';
import type { Workload } from './workload';
import { selects } from './workload';

/** Pods as a workload selector sees them. */
export interface SelectablePods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether a sidecar or ztunnel takes their traffic. */
  readonly inMesh: boolean;
  readonly ambient: boolean;
  /** What makes them; undefined for the ingress gateway that Istio's own chart installs. */
  readonly workload?: Workload;
}

const MOST_VALUES = 200;

type Labels = Readonly<Record<string, string>>;

/** Finds pods by their labels without looking at all of them. */
export class PodIndex {
  private readonly byNamespace: ReadonlyMap<string, SelectablePods[]>;
  /** By namespace, and undefined for all of them, as far as somebody asked; then by `key=value`. */
  private readonly byLabel = new Map<string | undefined, ReadonlyMap<string, SelectablePods[]>>();
  /** By namespace and key, as far as somebody asked. */
  private readonly values = new Map<string, string[]>();
  private readonly meshed: ReadonlySet<string>;

  constructor(public readonly all: readonly SelectablePods[]) {
    this.byNamespace = groupBy(all, ({ namespace }) => namespace);
    this.meshed = new Set(all.filter(({ inMesh }) => inMesh).map(({ namespace }) => namespace));
  }

  /** All pods of a namespace. */
  public in(namespace: string): readonly SelectablePods[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** Whether some pods of a namespace have a proxy. */
  public isInMesh(namespace: string): boolean {
    return this.meshed.has(namespace);
  }

  public hasLabel(key: string, value: string, namespace: string): boolean {
    return this.labelsIn(namespace).has(`${key}=${value}`);
  }

  /** The values that a label has on the pods of a namespace, in the order of the manifests and as many as anybody wants to read. */
  public valuesOf(key: string, namespace: string): string[] {
    let values = this.values.get(`${namespace} ${key}`);
    if (values === undefined) {
      values = [
        ...new Set(this.in(namespace).flatMap(({ labels }) => (Object.hasOwn(labels, key) ? labels[key] : []))),
      ].slice(0, MOST_VALUES);
      this.values.set(`${namespace} ${key}`, values);
    }
    return values;
  }

  /** The pods that have all these labels; no labels select all. */
  public select(labels: Labels = {}, namespace?: string): readonly SelectablePods[] {
    const byLabel = this.labelsIn(namespace);
    let fewest = namespace === undefined ? this.all : this.in(namespace);
    const keys = Object.keys(labels);
    for (const key of keys) {
      const having = byLabel.get(`${key}=${labels[key]}`) ?? [];
      if (having.length < fewest.length) {
        fewest = having;
      }
    }
    return keys.length < 2 ? fewest : fewest.filter((pods) => selects(labels, pods.labels));
  }

  private labelsIn(namespace: string | undefined): ReadonlyMap<string, SelectablePods[]> {
    let byLabel = this.byLabel.get(namespace);
    if (byLabel === undefined) {
      byLabel = groupByLabel(namespace === undefined ? this.all : this.in(namespace));
      this.byLabel.set(namespace, byLabel);
    }
    return byLabel;
  }
}

function groupByLabel(all: readonly SelectablePods[]): ReadonlyMap<string, SelectablePods[]> {
  const groups = new Map<string, SelectablePods[]>();
  for (const pods of all) {
    Object.keys(pods.labels).forEach((key) => push(groups, `${key}=${pods.labels[key]}`, pods));
  }
  return groups;
}
