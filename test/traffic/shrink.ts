import { smallerSpecs } from '../istiod/shrink';
import type { Manifest } from '../real/manifest';
import type { Compared, Differential } from './differential';

/**
 * A mesh with less in it, in which real proxies and the tracer still disagree on the same request: without objects, then without parts of
 * those that are left.
 */
export async function shrunk(differential: Differential, found: Compared): Promise<Compared> {
  let smallest = found;
  const tryWith = async (manifests: readonly Manifest[]): Promise<boolean> => {
    const compared = await differential.compareIn({ ...smallest.mesh, manifests }, smallest.request);
    if (compared?.differences[0] !== found.differences[0]) {
      return false;
    }
    smallest = compared!;
    return true;
  };
  for (let size = 16; size >= 1; size = Math.floor(size / 2)) {
    const objects = (): Manifest[] => smallest.mesh.manifests.filter(isRule);
    for (let at = 0; at < objects().length;) {
      const gone = new Set(objects().slice(at, at + size));
      at += (await tryWith(smallest.mesh.manifests.filter((each) => !gone.has(each)))) ? 0 : size;
    }
  }
  for (const [i] of smallest.mesh.manifests.entries()) {
    await withoutParts(i);
  }
  return smallest;

  async function withoutParts(i: number): Promise<void> {
    const { manifests } = smallest.mesh;
    if (!isRule(manifests[i]) || manifests[i].kind === 'Service') {
      return;
    }
    for (const spec of smallerSpecs(manifests[i].spec)) {
      if (await tryWith(manifests.map((each, j) => (j === i ? { ...each, spec: spec as Manifest['spec'] } : each)))) {
        return withoutParts(i);
      }
    }
  }
}

function isRule({ kind }: Manifest): boolean {
  return kind !== 'Namespace' && kind !== 'Deployment';
}
