import { at, list } from './reading/free-spec';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

/**
 * The object that makes a Prometheus call pods of a namespace, where no manifest shows in which namespace that Prometheus runs
 * (prometheus-operator, api/v1: NamespaceSelector).
 */
export function monitorOfUnseenPrometheus(mesh: Mesh, namespace: string): MeshObject | undefined {
  const monitors = mesh.derive(unseenMonitors);
  return (monitors.get(namespace) ?? monitors.get(ANY))?.[0];
}

const ANY = '*';
const GROUP = 'monitoring.coreos.com';
const MONITORS: ReadonlySet<string> = new Set([`${GROUP}/PodMonitor`, `${GROUP}/ServiceMonitor`]);

/** By the namespace whose pods they are for. */
function unseenMonitors(mesh: Mesh): ReadonlyMap<string, readonly MeshObject[]> {
  const found = new Map<string, MeshObject[]>();
  const ids: string[] = mesh.objects.map(({ id }) => id);
  if (ids.some((id) => id === `${GROUP}/Prometheus` || id === `${GROUP}/PrometheusAgent`)) {
    return found;
  }
  for (const object of mesh.objects) {
    if (MONITORS.has(object.id)) {
      namespacesOf(object).forEach((namespace) => push(found, namespace, object));
    }
  }
  return found;
}

function namespacesOf({ namespace, spec }: MeshObject): readonly string[] {
  if (at(spec, 'namespaceSelector', 'any') === true) {
    return [ANY];
  }
  const named = list(at(spec, 'namespaceSelector', 'matchNames')).filter((each) => typeof each === 'string');
  return named.length === 0 ? [namespace] : named;
}
