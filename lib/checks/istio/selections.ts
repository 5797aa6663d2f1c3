import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { PodIndex, SelectablePods } from '../../mesh/pod-index';
import type { Wording } from '../check';
import { otherObjects } from './listed-others';
import { SHOWN } from './unmatched-selector';

interface Selections<T> {
  /** Those that select no pod of their namespace. */
  readonly unmatched: readonly T[];
  /** Which of them select the same pods. */
  readonly byPods: ReadonlyMap<SelectablePods, readonly T[]>;
}

/** Which pods objects select in their own namespaces. */
export function selections<T extends MeshObject>(
  objects: readonly T[],
  labelsOf: (object: T) => Record<string, string>,
  pods: PodIndex,
): Selections<T> {
  const unmatched: T[] = [];
  const byPods = new Map<SelectablePods, T[]>();
  for (const object of objects) {
    const selected = pods.select(labelsOf(object), object.namespace);
    if (selected.length === 0) {
      unmatched.push(object);
    }
    for (const each of selected) {
      const list = byPods.get(each);
      if (list === undefined) {
        byPods.set(each, [object]);
      } else {
        list.push(object);
      }
    }
  }
  return { unmatched, byPods };
}

/** Objects that select the same pods, each told once, of the first pods of which it is so. */
export function conflicts<T extends MeshObject>(
  byPods: ReadonlyMap<SelectablePods, readonly T[]>,
): (Pick<Wording, 'message' | 'related'> & { readonly object: T })[] {
  const told = new Set<T>();
  return [...byPods].flatMap(([{ workload }, list]) => {
    const who = workload === undefined ? 'the ingress gateway' : `the pods of ${workload.object.kind} ${workload.name}`;
    return (list.length > 1 ? list : [])
      .filter((object) => !told.has(object) && told.add(object))
      .map((object) => ({
        object,
        related: [...otherObjects(list, object), ...(workload === undefined ? [] : [{ object: workload.object }])],
        message: `${others(object, list)} also selects ${who}.`,
      }));
  });
}

function others(object: MeshObject, list: readonly MeshObject[]): string {
  const some = list.slice(0, SHOWN + 1).filter((each) => each !== object);
  const rest = list.length - 1 - Math.min(some.length, SHOWN);
  const names = some.slice(0, SHOWN).map(({ name }) => name);
  return `${object.kind} ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
