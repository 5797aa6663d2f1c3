import { LabelIndex } from './label-index';
import type { Workload } from './workload';

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

/** Nobody needs more values of a label than these. */
const MOST_VALUES = 200;

/** Pods by their labels, and whether there are proxies where they are. */
export class PodIndex extends LabelIndex<SelectablePods> {
  private readonly meshed: ReadonlySet<string>;

  constructor(all: readonly SelectablePods[]) {
    super(all);
    this.meshed = new Set(all.filter(({ inMesh }) => inMesh).map(({ namespace }) => namespace));
  }

  /** Whether some pods of a namespace have a proxy. */
  public isInMesh(namespace: string): boolean {
    return this.meshed.has(namespace);
  }

  public hasLabel(key: string, value: string, namespace: string): boolean {
    return this.having(key, value, namespace).length > 0;
  }

  /** The first values that a label has on the pods of a namespace, in the order of the manifests. */
  public override valuesOf(key: string, namespace: string): string[] {
    return super.valuesOf(key, namespace).slice(0, MOST_VALUES);
  }
}
