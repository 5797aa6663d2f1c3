import { Mesh } from '../mesh/reading/mesh';
import type { Manifest } from '../mesh/reading/mesh-object';
import { toldFirst } from './external-manifests';
import type { Located } from './intake';
import { takeIn } from './intake';
import type { Settings } from './read-settings';

/** Values that were given for manifests, as one mesh: what is asked of it and what checks say of it is read once. */
export interface TakenMesh {
  readonly manifests: readonly Manifest[];
  readonly externals: readonly Manifest[];
  /** What a manifest was given as: itself, or what stands for it in a list. */
  readonly givenAs: (manifest: Manifest) => unknown;
  /** About values that are no objects of a cluster. */
  readonly refused: readonly Located[];
  /** Made when it is first asked for. */
  readonly mesh: Mesh;
}

export function takeMesh(
  given: readonly unknown[],
  { context, externals }: Pick<Settings, 'context' | 'externals'>,
): TakenMesh {
  const { manifests, origins, findings } = takeIn(given);
  const told = toldFirst(takeIn(externals).manifests);
  let mesh: Mesh | undefined;
  return {
    manifests,
    externals: told,
    givenAs: (manifest) => origins.get(manifest) ?? manifest,
    refused: findings,
    get mesh() {
      mesh ??= new Mesh(manifests, told, context);
      return mesh;
    },
  };
}
