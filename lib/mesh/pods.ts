import { LabelIndex } from './label-index';
import type { Mesh } from './reading/mesh';
import type { RegistryService } from './registry';
import type { Workload } from './workload';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

/** The pods of all Deployments and other kinds that make pods, by their labels. */
export function pods(mesh: Mesh): LabelIndex<Workload> {
  return mesh.derive(podIndex);
}

function podIndex(mesh: Mesh): LabelIndex<Workload> {
  return new LabelIndex(mesh.workloads);
}

/**
 * The pods behind a Service, or behind a ServiceEntry with a workloadSelector, all in its namespace
 * (pilot/pkg/serviceregistry/kube/controller/endpointslice.go; serviceentry/conversion.go: services).
 *
 * @param subset labels that a subset asks for as well
 */
export function podsOf(
  mesh: Mesh,
  { selector, namespace, external }: Pick<RegistryService, 'selector' | 'namespace' | 'external'>,
  subset: Labels = {},
): readonly Workload[] {
  // Without a selector, no controller creates endpoints for a Service; an empty one of a ServiceEntry selects all pods.
  if (selector === undefined || (!external && Object.keys(selector).length === 0)) {
    return [];
  }
  const found = pods(mesh).select(selector, namespace);
  return Object.keys(subset).length === 0 ? found : found.filter(({ labels }) => selects(subset, labels));
}
