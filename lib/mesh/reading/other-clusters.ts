import { Mesh } from './mesh';

/** The other clusters of a mesh, by name, in the order of the settings. */
export function otherClusters({ context }: Mesh): ReadonlyMap<string, Mesh> {
  return new Map(
    context.otherClusters.map(({ name, manifests }) => [
      name,
      new Mesh([], manifests, { ...context, clusterName: name, otherClusters: [] }),
    ]),
  );
}
