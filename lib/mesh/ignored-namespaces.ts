import type { Kind } from './kind';
import type { Mesh } from './mesh';
import type { MeshObject } from './mesh-object';
import { once } from './once';

/** Namespaces of Kubernetes itself: Istio's injector and its analyzers leave alone what is in them. */
const IGNORED = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

export function isIgnored(namespace: string): boolean {
  return IGNORED.has(namespace);
}

/** All objects of a kind that Istio's analyzers see. */
export function analyzed<K extends Kind>(mesh: Mesh, kind: K): readonly MeshObject<K>[] {
  return withoutIgnored(mesh.all(kind)) as unknown as readonly MeshObject<K>[];
}

const withoutIgnored = once((objects: readonly MeshObject[]) =>
  objects.filter(({ id, namespace, name }) => !isIgnored(id === 'core/Namespace' ? name : namespace)),
);
