import path from 'node:path';
import { isObject } from '../core/is-object';
import { DataMap } from '../mesh/reading/data-map';
import { MeshObject } from '../mesh/reading/mesh-object';

/** So many manifests of one folder for one object are no slip. */
const MANY = 3;
/** Nor are so many objects that one file describes in another way than a file that has all of them, and so many of such files. */
const SEVERAL = 2;

/** A manifest and the file that it stands in. */
interface Placed {
  readonly file: string;
  readonly value: unknown;
}

/**
 * Files of one folder of which one is applied at a time, such as the steps of a tutorial: several of them have their own manifest for the
 * same object. One such object in two files may as well be a name that was copied by mistake.
 */
export function alternativeFiles(manifests: readonly Placed[]): Set<string> {
  const byFolder = new Map<string, DataMap<string[], Map<string, string>>>();
  const keysOf = new Map<string, Set<string>>();
  for (const { file, value } of manifests) {
    if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') {
      continue;
    }
    const { id, key, name } = new MeshObject({ ...value, apiVersion: value.apiVersion, kind: value.kind });
    const folder = path.dirname(file);
    const objects = byFolder.get(folder) ?? new DataMap();
    byFolder.set(folder, objects);
    if (name !== '') {
      objects.getOrAdd([id, key], () => new Map<string, string>()).set(file, JSON.stringify(value));
    }
    keysOf.set(file, (keysOf.get(file) ?? new Set()).add(JSON.stringify([id, key])));
  }
  const isPartOf = (one: string, other: string): boolean =>
    [...keysOf.get(one)!].every((key) => keysOf.get(other)!.has(key));
  return new Set(
    [...byFolder.values()].flatMap((objects) => {
      const differing = objects.values().filter((texts) => new Set(texts.values()).size > 1);
      const many = differing.filter((texts) => texts.size >= MANY).flatMap((texts) => [...texts.keys()]);
      const pairs = new Map<string, readonly string[]>();
      for (const files of differing.map((texts) => [...texts.keys()])) {
        for (const [i, one] of files.slice(0, MANY).entries()) {
          const other = files.slice(i + 1).find((each) => isPartOf(one, each) || isPartOf(each, one));
          if (other !== undefined) {
            pairs.set(JSON.stringify([one, other]), [one, other]);
          }
        }
      }
      const whole = [...pairs.values()];
      const isSlip = ([one, other]: readonly string[]): boolean =>
        whole.length < SEVERAL && Math.min(keysOf.get(one)!.size, keysOf.get(other)!.size) < SEVERAL;
      return [...many, ...whole.filter((pair) => !isSlip(pair)).flat()];
    }),
  );
}
