import type { Finding } from '../checks/finding';
import type { Settings } from '../checks/read-settings';
import { refusedObjects } from '../checks/run-checks';
import type { TakenMesh } from '../checks/taken-mesh';
import { takeMesh } from '../checks/taken-mesh';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';

/** A mesh, with what is needed to tell of its objects where they came from. */
export interface MeshToAsk {
  readonly mesh: Mesh;
  /** For the checks, which look at the same mesh. */
  readonly taken: TakenMesh;
  /** What was given as an object: its manifest, or what stands for it in a list. */
  readonly givenAs: (object: MeshObject) => unknown;
  /** What the API server or Istio's webhook would not let in as it is. */
  readonly refused: readonly Refused[];
  /** Of values that are no objects of a cluster. */
  readonly strangers: readonly { readonly finding: Finding; readonly given: unknown }[];
}

/** An object with the first reason why it does not come into the cluster. */
export interface Refused {
  readonly object: MeshObject;
  readonly finding: Finding;
}

/** Manifests as a mesh that can be asked where requests go. */
export function meshToAsk(given: readonly unknown[], settings: Settings): MeshToAsk {
  const taken = takeMesh(given, settings);
  const { mesh, refused } = taken;
  return {
    mesh,
    taken,
    givenAs: ({ manifest }) => taken.givenAs(manifest),
    get refused() {
      return mesh.derive(refusedObjects);
    },
    strangers: refused,
  };
}
