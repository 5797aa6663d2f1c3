import { push } from '../../../mesh/reading/group-by';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { DATAPLANE_MODE, USE_WAYPOINT, WAYPOINT_FOR, WAYPOINT_NAMESPACE } from '../../../istio/data-plane-labels';
import { selects } from '../../../mesh/workload';
import { meshNamespaces } from './namespaces';
import { serviceIndex } from './services';
import type { KialiWorkload } from './workloads';
import { isWaypoint, workloadIndex } from './workloads';

const NONE = 'none';

type Labels = Readonly<Record<string, string>>;

/** Whether labels name a waypoint: those of the object itself, or else those of its namespace. */
export function isEnrolled(mesh: Mesh, labels: Labels, namespace: string): boolean {
  const name = labels[USE_WAYPOINT] ?? mesh.derive(meshNamespaces).labels(namespace)[USE_WAYPOINT] ?? NONE;
  return name !== '' && name !== NONE;
}

export function isOptedOut({ labels }: KialiWorkload): boolean {
  return labels[DATAPLANE_MODE] === NONE;
}

/** Whether a workload has a waypoint that exists. Only pods of ambient mode look for one. */
export function hasWaypoint(mesh: Mesh, workload: KialiWorkload): boolean {
  if (workload.dataPlane !== 'ambient' || !workload.hasPods) {
    return false;
  }
  const { namespace, labels } = workload;
  const named = [labels, serviceLabels(mesh, workload), mesh.derive(meshNamespaces).labels(namespace)].find(
    (each) => each[USE_WAYPOINT] !== undefined,
  );
  const name = named?.[USE_WAYPOINT];
  const within = named?.[WAYPOINT_NAMESPACE] ?? namespace;
  return name !== undefined && name !== NONE && mesh.derive(waypoints).has(`${within}/${name}`);
}

function serviceLabels(mesh: Mesh, { namespace, labels }: KialiWorkload): Labels {
  const index = mesh.derive(servicesByLabel);
  const services = Object.entries(labels)
    .flatMap((label) => index.get(`${namespace} ${label.join('=')}`) ?? [])
    .filter(({ spec }) => selects(spec.selector, labels));
  // Of several, which one would decide is not known.
  return services.length === 1 ? services[0].labels : {};
}

function servicesByLabel(mesh: Mesh): Map<string, MeshObject<'core/Service'>[]> {
  const index = new Map<string, MeshObject<'core/Service'>[]>();
  for (const service of mesh.all('core/Service')) {
    const [first] = Object.entries(service.spec.selector ?? {});
    if (first !== undefined) {
      push(index, `${service.namespace} ${first.join('=')}`, service);
    }
  }
  return index;
}

function waypoints(mesh: Mesh): Set<string> {
  const found = mesh
    .derive(workloadIndex)
    .all.filter((workload) => isWaypoint(workload) && workload.labels[WAYPOINT_FOR] !== NONE);
  return new Set(found.map(({ namespace, name }) => `${namespace}/${name}`));
}

/** What a policy is attached to. */
export interface PolicyTarget {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
}

interface TargetRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

export function hasTargetRefs({ targetRef, targetRefs = [] }: PolicyTarget): boolean {
  return targetRef !== undefined || targetRefs.length > 0;
}

/** Names of the Services that a policy is attached to. */
export function targetServices({ targetRef, targetRefs = [] }: PolicyTarget): string[] {
  return [...(targetRef === undefined ? [] : [targetRef]), ...targetRefs]
    .filter(({ kind, group = '' }) => kind === 'Service' && (group === '' || group === 'core'))
    .map(({ name = '' }) => name);
}

/** Whether traffic to what a policy of an ambient namespace is for bypasses all waypoints. */
export function missesWaypoint(mesh: Mesh, target: PolicyTarget, namespace: string): boolean {
  const services = targetServices(target).flatMap((name) => mesh.derive(serviceIndex).find(namespace, name) ?? []);
  if (services.length > 0) {
    return services.some(({ labels }) => !isEnrolled(mesh, labels, namespace));
  }
  const labels = target.selector?.matchLabels ?? {};
  const selected =
    Object.keys(labels).length === 0
      ? []
      : mesh
          .derive(workloadIndex)
          .select(labels, namespace)
          .filter((workload) => !isWaypoint(workload));
  const inAmbient = selected.filter((workload) => !isOptedOut(workload));
  return selected.length > 0
    ? inAmbient.some((workload) => !isEnrolled(mesh, workload.labels, namespace))
    : !isEnrolled(mesh, {}, namespace);
}
