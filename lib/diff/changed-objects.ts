import { isObject } from '../core/is-object';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { once } from '../mesh/reading/once';
import type { Side, Sides } from './sides';

/** An object that is not what it was; undefined on the side that does not have it. */
export type ChangedObject = Sides<MeshObject | undefined>;

/**
 * The objects in which two meshes differ. Of those that stand in another order, as few as possible count: which of two objects is listed first
 * may decide.
 */
export const changedObjects = once(({ before, after }: Sides<Side>): readonly ChangedObject[] => {
  const [old, own] = [objectsOf(before.asked), objectsOf(after.asked)];
  const kept = [...own].flatMap(([key, object]) => {
    const known = old.get(key);
    return known === undefined ? [] : [{ before: known, after: object }];
  });
  const moved = movedOf(kept);
  return [
    ...kept.filter((each) => moved.has(each.after) || !isSame(each)),
    ...[...own].filter(([key]) => !old.has(key)).map(([, after]) => ({ before: undefined, after })),
    ...[...old].filter(([key]) => !own.has(key)).map(([, before]) => ({ before, after: undefined })),
  ];
});

/**
 * Those of them that somebody has written: not what istiod makes of the Gateway API.
 *
 * @param given the same meshes as they were given
 */
export function writtenChanges(given: Sides<Mesh>, sides: Sides<Side>): readonly ChangedObject[] {
  const written = new Set([given.before, given.after].flatMap(({ objects }) => objects.map(keyOf)));
  return changedObjects(sides).filter(({ before, after }) => written.has(keyOf((after ?? before)!)));
}

function objectsOf(mesh: Mesh): ReadonlyMap<string, MeshObject> {
  return new Map(mesh.objects.map((object) => [keyOf(object), object]));
}

export function keyOf({ id, key }: MeshObject): string {
  return `${id} ${key}`;
}

function isSame({ before, after }: Sides<MeshObject>): boolean {
  return before.external === after.external && isAlike(before.manifest, after.manifest);
}

/** Whether values are the same as JSON, in whichever order their members stand, but for what the API server writes and no proxy reads. */
export function isAlike(before: unknown, after: unknown, key?: string): boolean {
  if (before === after) {
    return true;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((each, i) => isAlike(each, after[i]));
  }
  if (!isObject(before) || !isObject(after) || hasText(before) || hasText(after)) {
    return JSON.stringify(before) === JSON.stringify(after);
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every(
    (name) => (key === 'metadata' && WRITTEN.has(name)) || isAlike(before[name], after[name], name),
  );
}

/** Dates and the like, which are texts in JSON. */
function hasText(value: Record<string, unknown>): boolean {
  return typeof value.toJSON === 'function';
}

const WRITTEN: ReadonlySet<string> = new Set(['managedFields', 'resourceVersion', 'uid', 'generation', 'selfLink']);

/** Those that are not in the longest part of a list that stands in the same order on both sides. */
function movedOf(kept: readonly Sides<MeshObject>[]): ReadonlySet<MeshObject> {
  const own = kept.filter(({ before, after }) => !before.external && !after.external);
  const inOrder = [...own].sort((a, b) => a.after.place - b.after.place);
  const still = new Set(longestRising(inOrder.map(({ before }) => before.place)).map((i) => inOrder[i].after));
  return new Set(own.map(({ after }) => after).filter((each) => !still.has(each)));
}

/** The places of a longest rising part of some numbers. */
function longestRising(numbers: readonly number[]): readonly number[] {
  /** By length, the place of the smallest number that a part of this length ends with. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  numbers.forEach((number, i) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    previous[i] = ends[low - 1];
    ends[low] = i;
  });
  const found: number[] = [];
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) {
    found.unshift(at);
  }
  return found;
}
