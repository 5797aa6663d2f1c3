import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { disagreements } from './compare';
import { istiodStates } from './istiod-states';
import type { RandomMesh } from './random-mesh';
import { without } from './random-mesh';

/**
 * A mesh with less in it, in which istiod and we still disagree on the same: without what can be left out of objects, lists and
 * fields. What is left is valid.
 */
export async function shrunk(mesh: RandomMesh, fact: string): Promise<RandomMesh> {
  const [{ refused }] = await istiodStates([mesh]);
  let smallest = without(mesh, refused);
  for (const smaller of [withoutOneProxy, withoutOneObject, withoutOnePart]) {
    smallest = await shrunkBy(smallest, smaller, fact);
  }
  return smallest;
}

async function shrunkBy(
  mesh: RandomMesh,
  smaller: (mesh: RandomMesh) => RandomMesh[],
  fact: string,
): Promise<RandomMesh> {
  let smallest = mesh;
  for (;;) {
    const candidates = smaller(smallest);
    const states = await istiodStates(candidates);
    const next = candidates.find(
      (each, i) =>
        states[i].refused.length === 0 && disagreements(each, states[i]).some((found) => found.fact === fact),
    );
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
    .filter(({ kind }) => kind !== 'Pod' && kind !== 'Service')
    .flatMap((manifest) =>
      smallerSpecs(manifest.spec).map((spec) => ({
        ...mesh,
        manifests: mesh.manifests.map((each): Manifest => (each === manifest ? { ...manifest, spec } : each)),
      })),
    );
}

/** A value with one item of a list, or one field, left out. */
export function smallerSpecs(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, i) => [
      value.filter((_, j) => j !== i),
      ...smallerSpecs(item).map((part) => value.map((each: unknown, j) => (j === i ? part : each))),
    ]);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => [
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)),
      ...smallerSpecs(item).map((part) => ({ ...value, [key]: part })),
    ]);
  }
  return [];
}
