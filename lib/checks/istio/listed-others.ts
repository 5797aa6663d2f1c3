import type { Kind } from '../../mesh/reading/kind';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { RelatedPlace } from '../check';
import { SHOWN } from './unmatched-selector';

/** All of a long list but one, so that it stays readable and takes no longer for a long list than for a short one. */
export function listedOthers(names: readonly string[], own: string): string {
  const shown = names.slice(0, SHOWN + 1).filter((name) => name !== own);
  const rest = names.length - 1 - SHOWN;
  return rest <= 0 ? shown.join(', ') : `${shown.slice(0, SHOWN).join(', ')} and ${rest} more`;
}

/** All of a long list of objects but one, as far as a message names them. */
export function otherObjects(objects: readonly MeshObject[], own: MeshObject): RelatedPlace[] {
  return objects
    .slice(0, SHOWN + 1)
    .filter((object) => object !== own)
    .slice(0, SHOWN)
    .map((object) => ({ object }));
}

/** The same as objects of the mesh, for the reader of a report. */
export function relatedOthers<K extends Kind>(
  mesh: Mesh,
  kind: K,
  keys: readonly string[],
  own: string,
): RelatedPlace[] {
  return keys
    .slice(0, SHOWN + 1)
    .filter((key) => key !== own)
    .flatMap((key) => {
      const [namespace, name] = key.split('/');
      return mesh.find(kind, namespace, name) ?? [];
    })
    .map((object) => ({ object }));
}
