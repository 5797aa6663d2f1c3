import { ofFlagger } from '../../../mesh/flagger';
import { GATEWAY_MANAGED, GATEWAY_NAME, managedGateway } from '../../../mesh/managed-gateways';
import { groupBy } from '../../../mesh/reading/group-by';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import type { Mesh } from '../../../mesh/reading/mesh';
import { DATAPLANE_MODE, INJECT, INJECTION, REVISION } from '../../../istio/data-plane-labels';
import { isAmbientPod } from '../../../mesh/injection';
import type { SelectablePods } from '../../../mesh/pod-index';
import { PodIndex } from '../../../mesh/pod-index';
import type { Workload } from '../../../mesh/workload';
import { selects } from '../../../mesh/workload';
import type { MeshNamespaces } from './namespaces';
import { meshNamespaces } from './namespaces';

/** What takes the traffic of pods. */
type DataPlane = 'sidecar' | 'ambient' | 'none';

/** A workload as Kiali lists it: also a WorkloadGroup, and what istiod runs for a Gateway of the Gateway API. */
export interface KialiWorkload extends SelectablePods {
  readonly name: string;
  /** Undefined for istiod itself and for what it makes. */
  readonly object?: MeshObject;
  readonly serviceAccount?: string;
  readonly hasPods: boolean;
  readonly dataPlane: DataPlane;
  readonly annotations: Readonly<Record<string, string>>;
}

export class WorkloadIndex {
  private readonly index: PodIndex;

  constructor(public readonly all: readonly KialiWorkload[]) {
    this.index = new PodIndex(all);
  }

  public in(namespace: string): readonly KialiWorkload[] {
    return this.index.in(namespace) as readonly KialiWorkload[];
  }

  public select(labels: Readonly<Record<string, string>>, namespace?: string): readonly KialiWorkload[] {
    return this.index.select(labels, namespace) as readonly KialiWorkload[];
  }

  public get pods(): PodIndex {
    return this.index;
  }
}

export function workloadIndex(mesh: Mesh): WorkloadIndex {
  const namespaces = mesh.derive(meshNamespaces);
  const entries = mesh.derive(entriesByNamespace);
  return new WorkloadIndex([
    ...mesh.workloads.map((workload) => ofTemplate(workload, namespaces, mesh)),
    ...mesh.derive(ofFlagger).primaries.map((workload) => ofPrimary(workload, namespaces, mesh)),
    ...mesh.all('networking.istio.io/WorkloadGroup').map((group) => ofGroup(group, entries.get(group.namespace))),
    ...mesh.derive(gatewayDeployments),
    istiod(mesh),
  ]);
}

function ofTemplate(workload: Workload, namespaces: MeshNamespaces, mesh: Mesh): KialiWorkload {
  const { namespace, name, labels, annotations, object, serviceAccount } = workload;
  const dataPlane = dataPlaneOf(workload, namespaces, mesh);
  const { replicas } = object.spec as { readonly replicas?: number };
  const hasPods = replicas !== 0 && object.kind !== 'CronJob';
  return {
    namespace,
    name,
    labels,
    annotations,
    object,
    serviceAccount,
    hasPods,
    dataPlane,
    workload,
    inMesh: dataPlane !== 'none',
    ambient: dataPlane === 'ambient',
  };
}

/** Nothing is said of the pods of a primary that is not said of those that they are a copy of. */
function ofPrimary(workload: Workload, namespaces: MeshNamespaces, mesh: Mesh): KialiWorkload {
  return { ...ofTemplate(workload, namespaces, mesh), object: undefined };
}

/** What the injector, or else the CNI agent of ambient mode, does to pods. */
function dataPlaneOf(workload: Workload, namespaces: MeshNamespaces, { context }: Mesh): DataPlane {
  const { namespace, labels, annotations, pod } = workload;
  if (annotations['sidecar.istio.io/status'] !== undefined) {
    return 'sidecar';
  }
  if (isAmbientPod(workload)) {
    return 'ambient';
  }
  if (pod.hostNetwork) {
    return 'none';
  }
  const around = namespaces.labels(namespace);
  const mode = labels[DATAPLANE_MODE];
  const ambient = mode === 'ambient' || (mode !== 'none' && namespaces.isAmbient(namespace));
  const asked = labels[INJECT] ?? annotations[INJECT];
  const disabled = around[INJECTION] === 'disabled';
  const byNamespace = namespaces.isDeclared(namespace)
    ? !disabled && (around[INJECTION] === 'enabled' || (around[REVISION] ?? '') !== '')
    : !ambient && namespace !== context.rootNamespace;
  if (asked === undefined ? byNamespace : (asked === 'true' && !disabled) || (byNamespace && asked !== 'false')) {
    return 'sidecar';
  }
  return ambient ? 'ambient' : 'none';
}

function ofGroup(
  group: MeshObject<'networking.istio.io/WorkloadGroup'>,
  entries: readonly MeshObject<'networking.istio.io/WorkloadEntry'>[] = [],
): KialiWorkload {
  const own = group.spec.metadata?.labels ?? {};
  const entry = entries.find(({ spec }) => selects(own, spec.labels ?? {}));
  const { namespace, name } = group;
  const labels = Object.keys(own).length === 0 ? own : (entry?.spec.labels ?? own);
  return machine(namespace, name, labels, group);
}

function entriesByNamespace(mesh: Mesh): Map<string, MeshObject<'networking.istio.io/WorkloadEntry'>[]> {
  return groupBy(mesh.all('networking.istio.io/WorkloadEntry'), ({ namespace }) => namespace);
}

function machine(
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  object?: MeshObject,
): KialiWorkload {
  return {
    namespace,
    name,
    labels,
    annotations: {},
    object,
    hasPods: false,
    dataPlane: 'none',
    inMesh: true,
    ambient: false,
  };
}

function istiod({ context }: Mesh): KialiWorkload {
  const labels = { app: 'istiod', istio: 'pilot' };
  return { ...machine(context.rootNamespace, 'istiod', labels), hasPods: true, serviceAccount: 'istiod' };
}

/** The pods that istiod runs for Gateways of the Gateway API; each has a Service of the same name. */
export function gatewayDeployments(mesh: Mesh): KialiWorkload[] {
  return mesh.all('gateway.networking.k8s.io/Gateway').flatMap((gateway) => {
    const managed = managedGateway(gateway, mesh);
    if (managed === undefined) {
      return [];
    }
    const { name, labels, serviceAccount } = managed;
    return [{ ...machine(gateway.namespace, name, labels), hasPods: true, serviceAccount }];
  });
}

/** Whether pods are a waypoint, by their labels. */
export function isWaypoint({ labels }: Pick<KialiWorkload, 'labels'>): boolean {
  return (
    labels[GATEWAY_MANAGED] === 'istio.io-mesh-controller' ||
    (labels[GATEWAY_NAME] ?? '').toLowerCase().includes('waypoint')
  );
}

/** Whether pods are a gateway, by their labels and annotations. */
export function isGateway({ labels, annotations }: Pick<KialiWorkload, 'labels' | 'annotations'>): boolean {
  return (
    ['IngressGateways', 'EgressGateways'].includes(labels['operator.istio.io/component']) ||
    ['ingressgateway', 'egressgateway'].includes(labels.istio) ||
    annotations['inject.istio.io/templates'] === 'gateway' ||
    labels['istio.io/gateway-name'] !== undefined ||
    labels[GATEWAY_MANAGED] === 'istio.io-gateway-controller'
  );
}
