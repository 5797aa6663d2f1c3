import { entriesOf } from './endpoints';
import { LabelIndex } from './label-index';
import type { Mesh } from './reading/mesh';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a selector takes machines of a namespace: WorkloadEntries, or those that istiod makes for the machines of a WorkloadGroup
 * when they register (pilot/pkg/autoregistration/controller.go: workloadEntryFromGroup).
 */
export function selectsMachines(mesh: Mesh, selector: Labels, namespace: string): boolean {
  return entriesOf(mesh, selector, namespace).length > 0 || mesh.derive(groups).select(selector, namespace).length > 0;
}

function groups(mesh: Mesh): LabelIndex<{ readonly namespace: string; readonly labels: Labels }> {
  return new LabelIndex(
    mesh.all('networking.istio.io/WorkloadGroup').map(({ namespace, spec: { metadata, template } }) => ({
      namespace,
      labels: { ...template?.labels, ...metadata?.labels },
    })),
  );
}
