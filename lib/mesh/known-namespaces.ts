import type { Mesh } from './reading/mesh';

/** The namespaces that objects are in or describe, and those that every cluster with Istio has. */
export function knownNamespaces(mesh: Mesh): ReadonlySet<string> {
  return mesh.derive(collect);
}

function collect({ objects, context }: Mesh): ReadonlySet<string> {
  const names = objects.map(({ id, name, namespace }) => (id === 'core/Namespace' ? name : namespace));
  return new Set(['default', context.rootNamespace, ...names].filter((name) => name !== ''));
}
