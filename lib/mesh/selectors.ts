import { push } from './group-by';
import { isIgnored } from './ignored-namespaces';
import { isAmbientPod, isInMesh } from './injection';
import type { Mesh } from './mesh';
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
  private readonly byNamespace = new Map<string, SelectablePods[]>();
  /** By `key=value`, in all namespaces and in each. */
  private readonly byLabel = new Map<string, SelectablePods[]>();
  /** Some values of each key in a namespace, in the order of the manifests. */
  private readonly values = new Map<string, string[]>();
  private readonly meshed = new Set<string>();

  constructor(public readonly all: readonly SelectablePods[]) {
    for (const pods of all) {
      push(this.byNamespace, pods.namespace, pods);
      if (pods.inMesh) {
        this.meshed.add(pods.namespace);
      }
      for (const [key, value] of Object.entries(pods.labels)) {
        push(this.byLabel, `${key}=${value}`, pods);
        if (!this.hasLabel(key, value, pods.namespace) && this.valuesOf(key, pods.namespace).length < MOST_VALUES) {
          push(this.values, `${pods.namespace} ${key}`, value);
        }
        push(this.byLabel, `${pods.namespace} ${key}=${value}`, pods);
      }
    }
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
    return this.byLabel.has(`${namespace} ${key}=${value}`);
  }

  /** The values that a label has on the pods of a namespace, as many as anybody wants to read. */
  public valuesOf(key: string, namespace: string): string[] {
    return this.values.get(`${namespace} ${key}`) ?? [];
  }

  /** The pods that have all these labels; no labels select all. */
  public select(labels: Labels = {}, namespace?: string): readonly SelectablePods[] {
    const prefix = namespace === undefined ? '' : `${namespace} `;
    let fewest = namespace === undefined ? this.all : this.in(namespace);
    const keys = Object.keys(labels);
    for (const key of keys) {
      const having = this.byLabel.get(`${prefix}${key}=${labels[key]}`) ?? [];
      if (having.length < fewest.length) {
        fewest = having;
      }
    }
    return keys.length < 2 ? fewest : fewest.filter((pods) => selects(labels, pods.labels));
  }
}

/** All pods that Istio's analyzers see: `mesh.derive(podIndex)`. */
export function podIndex(mesh: Mesh): PodIndex {
  const pods = mesh.workloads
    .filter(({ namespace }) => !isIgnored(namespace))
    .map((workload): SelectablePods => {
      const { namespace, labels } = workload;
      const ambient = isAmbientPod(workload);
      return { namespace, labels, ambient, inMesh: ambient || isInMesh(workload, mesh), workload };
    });
  return new PodIndex([...pods, ...ingressGateway(mesh)]);
}

/** Unless MeshConfig turns Ingress off, Istio takes it for granted that its ingress gateway is installed. */
function ingressGateway(mesh: Mesh): SelectablePods[] {
  if (mesh.context.meshConfig.ingressControllerMode === 'OFF') {
    return [];
  }
  const namespace = mesh.context.rootNamespace;
  const inMesh = mesh.find('core/Namespace', '', namespace)?.labels['istio-injection'] === 'enabled';
  return [{ namespace, labels: { istio: 'ingressgateway' }, ambient: false, inMesh }];
}
