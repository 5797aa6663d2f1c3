import type { Manifest } from '../../mesh/reading/mesh-object';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Report } from '../check';
import { duplicate, variantsNote } from '../runtime/duplicate-objects';
import type { SortedDuplicates } from './sort-duplicates';
import { UnitPairs } from './variants';

/** What is said of manifests for one object: of those that are replaced one by one, of variants once for all folders that share objects. */
export function duplicateReports(
  { replaced, variants }: SortedDuplicates,
  objectOf: (manifest: Manifest) => MeshObject,
): Report[] {
  const joined = new UnitPairs();
  variants.forEach(({ units: [first, ...others] }) => others.forEach((other) => joined.add(first, other)));
  const notes = new Map<string, { readonly manifests: readonly Manifest[]; more: number }>();
  const groups = new Map<string, string>();
  for (const { manifests, units } of variants) {
    const group = groupOf(units[0], joined, groups);
    const note = notes.get(group);
    if (note === undefined) {
      notes.set(group, { manifests, more: 0 });
    } else {
      note.more++;
    }
  }
  return [
    ...replaced.map(({ manifest, by }) => duplicate(objectOf(manifest), objectOf(by))),
    ...[...notes.values()].map(({ manifests: [first, ...others], more }) =>
      variantsNote(objectOf(first), others.map(objectOf), more),
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
