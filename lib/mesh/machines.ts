import { entriesOf } from './endpoints';
import type { Mesh } from './reading/mesh';
import { selects } from './workload';

/**
 * Whether a selector takes machines of a namespace: WorkloadEntries, or those that istiod makes for the machines of a WorkloadGroup
 * when they register (pilot/pkg/autoregistration/controller.go: workloadEntryFromGroup).
 */
export function selectsMachines(mesh: Mesh, selector: Readonly<Record<string, string>>, namespace: string): boolean {
  return (
    entriesOf(mesh, selector, namespace).length > 0 ||
    mesh
      .all('networking.istio.io/WorkloadGroup')
      .some(
        (group) =>
          group.namespace === namespace &&
          selects(selector, { ...group.spec.template?.labels, ...group.spec.metadata?.labels }),
      )
  );
}
