import { DataSet } from '../../mesh/reading/data-map';
import type { Manifest } from '../../mesh/reading/mesh-object';
import { MeshObject } from '../../mesh/reading/mesh-object';
import { saidOfBoth } from '../alternatives';
import type { Report } from '../check';

/**
 * What is said of manifests in every one of some sets that has them, both where the rest of the manifests is there and where it is not:
 * what follows from manifests that are never applied together is not true of any cluster.
 */
export function saidInAll(
  manifests: readonly Manifest[],
  worlds: readonly ReadonlySet<Manifest>[],
  reportsOf: (manifests: readonly Manifest[]) => Report[],
): Report[] {
  let kept: Report[] = [];
  const seen = new Set<Manifest>();
  for (const world of worlds) {
    const said = saidOfBoth(reportsOf([...world]), reportsOf(withRest(manifests, world)));
    const again = new DataSet<unknown[]>();
    const numbers = new Map([...world].map((manifest, i) => [manifest, i]));
    const placeOf = ({ code, object, path }: Report): unknown[] => [code, numbers.get(object.manifest)!, path];
    said.forEach((report) => again.add(placeOf(report)));
    kept = [
      ...kept.filter((report) => !world.has(report.object.manifest) || again.has(placeOf(report))),
      ...said.filter((report) => !seen.has(report.object.manifest)),
    ];
    world.forEach((manifest) => seen.add(manifest));
  }
  return kept;
}

/** All manifests but those for an object that a set has its own for. */
function withRest(manifests: readonly Manifest[], world: ReadonlySet<Manifest>): Manifest[] {
  const own = new DataSet<string[]>();
  const keyOf = (manifest: Manifest): string[] => {
    const { id, key } = new MeshObject(manifest);
    return [id, key];
  };
  world.forEach((manifest) => own.add(keyOf(manifest)));
  return manifests.filter((manifest) => world.has(manifest) || !own.has(keyOf(manifest)));
}
