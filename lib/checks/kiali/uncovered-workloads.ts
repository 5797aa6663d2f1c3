import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { selectorOf } from './shared/selectors';
import type { KialiWorkload } from './shared/workloads';
import { workloadIndex } from './shared/workloads';

/** Workloads that no AuthorizationPolicy is for. */
export const uncoveredWorkloads: Check = {
  codes: ['KIA1301'],
  run(mesh, report) {
    const covered = mesh.derive(coveredWorkloads);
    const namespaces = mesh.all('core/Namespace').map(({ name }) => name);
    for (const namespace of namespaces.filter((name) => mesh.derive(meshNamespaces).inMesh(name))) {
      for (const workload of mesh.derive(workloadIndex).in(namespace)) {
        if (workload.object !== undefined && !covered.has(workload)) {
          report({
            code: 'KIA1301',
            object: workload.object,
            path: 'metadata.name',
            message: `No AuthorizationPolicy of ${namespace} or ${mesh.context.rootNamespace} is for ${workload.name}. Everybody who reaches its pods is let in.`,
            fix: `Add an AuthorizationPolicy for it; one without rules in ${namespace} refuses everything that others do not allow.`,
          });
        }
      }
    }
  },
};

function coveredWorkloads(mesh: Mesh): Set<KialiWorkload> {
  const workloads = mesh.derive(workloadIndex);
  const covered = new Set<KialiWorkload>();
  const wide = new Set<string>();
  for (const object of checkedObjects(mesh, 'security.istio.io/AuthorizationPolicy')) {
    const { labels } = selectorOf(object);
    const within = object.namespace === mesh.context.rootNamespace ? undefined : object.namespace;
    const isWide = Object.keys(labels).length === 0;
    if (!isWide || !wide.has(within ?? '')) {
      workloads.select(labels, within).forEach((workload) => covered.add(workload));
    }
    if (isWide) {
      wide.add(within ?? '');
    }
  }
  return covered;
}
