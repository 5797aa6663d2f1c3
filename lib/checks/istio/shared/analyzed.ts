import type { Kind } from '../../../mesh/reading/kind';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { once } from '../../../mesh/reading/once';
import { isIgnored } from '../../../istio/ignored-namespaces';

/** All objects of a kind that Istio's analyzers see. */
export function analyzed<K extends Kind>(mesh: Mesh, kind: K): readonly MeshObject<K>[] {
  return withoutIgnored(mesh.all(kind)) as unknown as readonly MeshObject<K>[];
}

const withoutIgnored = once((objects: readonly MeshObject[]) =>
  objects.filter(({ id, namespace, name }) => !isIgnored(id === 'core/Namespace' ? name : namespace)),
);
