import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { selectorOf } from './shared/selectors';
import type { KialiWorkload } from './shared/workloads';
import { workloadIndex } from './shared/workloads';

/** Workloads that no AuthorizationPolicy is for. */
export const uncoveredWorkloads: Check = {
  name: 'uncovered-workloads',
  mirrors: ['business/checkers/workloads/uncovered_workload'],
  codes: {
    KIA1301: {
      name: 'WorkloadNotCovered',
      severity: 'warning',
      source: 'kiali',
      summary: 'No AuthorizationPolicy applies to a workload.',
      explanation:
        'Without any AuthorizationPolicy a workload accepts every request that reaches it. Kiali reports this only if it is enabled, and so does this check: write `include: [KIA1301]` in the settings. A policy of the root ' +
        'namespace counts.',
      onRequest: true,
      remedy: 'Add an AuthorizationPolicy for the workload, or one without rules for the namespace.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns',
      ],
    },
  },
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
            message: `No AuthorizationPolicy of ${namespace} or ${mesh.context.rootNamespace} applies to ${workload.name}. Its pods accept every request that reaches them.`,
            fix: `Add an AuthorizationPolicy for it; one without rules in ${namespace} rejects everything that others do not allow.`,
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
