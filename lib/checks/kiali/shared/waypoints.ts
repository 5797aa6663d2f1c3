import { DataSet } from '../../../mesh/reading/data-map';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { DATAPLANE_MODE, USE_WAYPOINT, WAYPOINT_FOR, WAYPOINT_NAMESPACE } from '../../../istio/data-plane-labels';
import { SelectorIndex } from '../../../mesh/selector-index';
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
  return name !== undefined && name !== NONE && mesh.derive(waypoints).has([within, name]);
}

function serviceLabels(mesh: Mesh, { namespace, labels }: KialiWorkload): Labels {
  const services = mesh.derive(serviceSelectors).selecting(labels, namespace);
  // Of several, which one would decide is not known.
  return services.length === 1 ? services[0].labels : {};
}

function serviceSelectors(mesh: Mesh): SelectorIndex<MeshObject<'core/Service'>> {
  const selecting = mesh.all('core/Service').filter(({ spec }) => Object.keys(spec.selector ?? {}).length > 0);
  return new SelectorIndex(selecting, ({ namespace, spec: { selector } }) => ({ namespace, selector }));
}

function waypoints(mesh: Mesh): DataSet<readonly [namespace: string, name: string]> {
  const found = new DataSet<readonly [namespace: string, name: string]>();
  for (const workload of mesh.derive(workloadIndex).all) {
    if (isWaypoint(workload) && workload.labels[WAYPOINT_FOR] !== NONE) {
      found.add([workload.namespace, workload.name]);
    }
  }
  return found;
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
