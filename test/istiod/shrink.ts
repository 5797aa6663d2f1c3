import type { Manifest } from '../../lib/mesh/mesh-object';
import { disagreements } from './compare';
import { istiodStates } from './istiod-states';
import type { RandomMesh } from './random-mesh';

/** A mesh with less in it, in which istiod and we still disagree: without what can be left out of objects, lists and fields. */
export async function shrunk(mesh: RandomMesh): Promise<RandomMesh> {
  let smallest = await shrunkBy(mesh, withoutOneProxy);
  smallest = await shrunkBy(smallest, withoutOneObject);
  return shrunkBy(smallest, withoutOnePart);
}

async function shrunkBy(mesh: RandomMesh, smaller: (mesh: RandomMesh) => RandomMesh[]): Promise<RandomMesh> {
  let smallest = mesh;
  for (;;) {
    const candidates = smaller(smallest);
    const states = await istiodStates(candidates);
    const next = candidates.find((each, i) => disagreements(each, states[i]).length > 0);
    if (next === undefined) {
      return smallest;
    }
    smallest = next;
  }
}

function withoutOneProxy(mesh: RandomMesh): RandomMesh[] {
  return mesh.proxies.map((proxy) => ({ ...mesh, proxies: mesh.proxies.filter((each) => each !== proxy) }));
}

function withoutOneObject(mesh: RandomMesh): RandomMesh[] {
  const settings = Object.keys(mesh.meshConfig).map((key) => ({
    ...mesh,
    meshConfig: Object.fromEntries(Object.entries(mesh.meshConfig).filter(([other]) => other !== key)),
  }));
  const objects = mesh.manifests
    .filter(({ kind }) => kind !== 'Pod')
    .map((manifest) => ({ ...mesh, manifests: mesh.manifests.filter((each) => each !== manifest) }));
  return [...settings, ...objects];
}

function withoutOnePart(mesh: RandomMesh): RandomMesh[] {
  return mesh.manifests
    .filter(({ kind }) => kind !== 'Pod')
    .flatMap((manifest) =>
      parts(manifest.spec).map((spec) => ({
        ...mesh,
        manifests: mesh.manifests.map((each): Manifest => (each === manifest ? { ...manifest, spec } : each)),
      })),
    );
}

/** A value with one item of a list, or one field, left out. */
function parts(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, i) => [
      value.filter((_, j) => j !== i),
      ...parts(item).map((part) => value.map((each: unknown, j) => (j === i ? part : each))),
    ]);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => [
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)),
      ...parts(item).map((part) => ({ ...value, [key]: part })),
    ]);
  }
  return [];
}
