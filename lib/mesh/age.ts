import { isObject } from '../core/is-object';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

export type { AgeOrder } from './reading/mesh-context';

/**
 * Objects as istiod sorts them (pilot/pkg/model/config.go: sortConfigByCreationTime): by the second in which they were created, and those
 * of one second by name, then namespace.
 *
 * Objects with a creationTimestamp were created then. Those without one are created later, after all existing ones, in the order that the mesh
 * assumes.
 */
export function oldestFirst<T extends MeshObject>(mesh: Mesh, objects: readonly T[]): readonly T[] {
  return objects.length < 2 ? objects : [...objects].sort((a, b) => compareAge(mesh, a, b));
}

/** Which of two objects istiod meets first, or undefined where the files do not show it. */
export function olderOf(a: MeshObject, b: MeshObject): MeshObject | undefined {
  const known = compareKnownAge(a, b) || (timeOf(a) === undefined ? 0 : compareNames(a, b));
  const listed = known || a.place - b.place;
  const named = known || compareNames(a, b);
  return listed === 0 || named === 0 || listed < 0 !== named < 0 ? undefined : listed < 0 ? a : b;
}

/**
 * Less than zero where the first object is the older one.
 *
 * @param names how objects of one second are ordered, where istiod does not do it by name and namespace
 */
export function compareAge({ context }: Mesh, a: MeshObject, b: MeshObject, names = compareNames(a, b)): number {
  return (
    compareKnownAge(a, b) || (context.age === 'listed' && timeOf(a) === undefined ? a.place - b.place : 0) || names
  );
}

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** By name, then namespace, as Go compares texts. */
export function compareNames(a: Named, b: Named): number {
  return compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
}

export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** As far as the objects themselves show it. */
function compareKnownAge(a: MeshObject, b: MeshObject): number {
  const [timeA, timeB] = [timeOf(a), timeOf(b)];
  // What is only known from the settings was there before the manifests.
  const rank = (time: number | undefined, { external }: MeshObject): number =>
    time !== undefined ? 1 : external ? 0 : 2;
  return rank(timeA, a) - rank(timeB, b) || (timeA ?? 0) - (timeB ?? 0);
}

/** The second in which an object was made. */
function timeOf({ manifest: { metadata } }: MeshObject): number | undefined {
  const given = isObject(metadata) ? metadata.creationTimestamp : undefined;
  const time = typeof given === 'string' ? Date.parse(given) : NaN;
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}
