import type { Manifest } from '../../mesh/reading/mesh-object';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Report } from '../check';
import { alternatives, duplicate, nestedDuplicate, variantsNote } from '../runtime/duplicate-objects';
import type { SortedDuplicates } from './sort-duplicates';
import type { Variants } from './variants';
import { UnitPairs } from './variants';

/**
 * What is said of manifests for one object: of those that are replaced one by one, of variants once for all folders that share objects, and
 * of alternatives once for their folder.
 */
export function duplicateReports(
  { replaced, variants }: SortedDuplicates,
  { relation }: Pick<Variants, 'relation'>,
  objectOf: (manifest: Manifest) => MeshObject,
): Report[] {
  const joined = new UnitPairs();
  variants.forEach(({ units: [first, ...others] }) => others.forEach((other) => joined.add(first, other)));
  const folders: string[] = [];
  for (const {
    units: [first],
  } of variants.filter(({ isOfOneFolder }) => isOfOneFolder)) {
    const known = folders.find((each) => relation(each, first) === 'alternative');
    if (known === undefined) {
      folders.push(first);
    } else {
      joined.add(known, first);
    }
  }
  const notes = new Map<
    string,
    { readonly manifests: readonly Manifest[]; readonly isOfOneFolder: boolean; more: number }
  >();
  const groups = new Map<string, string>();
  for (const { manifests, units, isOfOneFolder } of variants) {
    const group = `${isOfOneFolder} ${groupOf(units[0], joined, groups)}`;
    const note = notes.get(group);
    if (note === undefined) {
      notes.set(group, { manifests, isOfOneFolder, more: 0 });
    } else {
      note.more++;
    }
  }
  return [
    ...replaced.map(({ manifest, by, isNested }) =>
      (isNested ? nestedDuplicate : duplicate)(objectOf(manifest), objectOf(by)),
    ),
    ...[...notes.values()].map(({ manifests: [first, ...others], isOfOneFolder, more }) =>
      (isOfOneFolder ? alternatives : variantsNote)(objectOf(first), others.map(objectOf), more),
    ),
  ];
}

/** What stands for all units that pairs lead to from one. */
function groupOf(unit: string, pairs: UnitPairs, known: Map<string, string>): string {
  const waiting = [unit];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at !== undefined && !known.has(at)) {
      known.set(at, unit);
      waiting.push(...pairs.of(at));
    }
  }
  return known.get(unit)!;
}
