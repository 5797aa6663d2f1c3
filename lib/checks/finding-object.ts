import type { MeshObject } from '../mesh/reading/mesh-object';
import type { FindingObject } from './finding';

/** What a finding or a trace calls an object. */
export function findingObject({ apiVersion, kind, namespace, name }: MeshObject): FindingObject {
  return { apiVersion, kind, namespace, name };
}
