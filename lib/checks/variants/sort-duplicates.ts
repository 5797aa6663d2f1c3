import { DataMap } from '../../mesh/reading/data-map';
import type { Manifest } from '../../mesh/reading/mesh-object';
import { MeshObject } from '../../mesh/reading/mesh-object';
import type { Variants } from './variants';
import { UnitPairs } from './variants';

/** Manifests for one object of which one is applied, each of another unit. */
export interface Variant {
  readonly manifests: readonly Manifest[];
  readonly units: readonly string[];
  /** Whether some of them stand in one folder. */
  readonly isOfOneFolder: boolean;
}

/** A manifest that another one replaces. */
interface Replaced {
  readonly manifest: Manifest;
  readonly by: Manifest;
  /** Whether the two stand in a folder and in one within it. */
  readonly isNested: boolean;
}

/** Manifests for one object, sorted by how they are meant. */
export interface SortedDuplicates {
  /** Manifests that another one replaces, which is applied with them. */
  readonly replaced: readonly Replaced[];
  /** Variants of one object, each of another unit, where they differ. */
  readonly variants: readonly Variant[];
  /** Units that are never applied together, or not under these names. */
  readonly apart: UnitPairs;
}

/** The last manifest for an object in one unit. */
interface Last {
  readonly unit: string | undefined;
  readonly manifest: Manifest;
  readonly place: number;
  readonly text: string;
}

/** Sorts the manifests for each object of which there are several. */
export function sortDuplicates(manifests: readonly Manifest[], variants: Variants): SortedDuplicates {
  const sorted = {
    replaced: [] as Replaced[],
    variants: [] as Variant[],
    apart: new UnitPairs(),
  };
  for (const same of sameObjects(manifests)) {
    const units = same.map((manifest) => variants.unitOf(manifest));
    const places = new Map(units.map((unit, place) => [unit, place]));
    const lasts = [...places].map(([unit, place]): Last => {
      const manifest = same[place];
      return { unit, manifest, place, text: JSON.stringify(manifest) };
    });
    const isNested = (a: string | undefined, b: string | undefined): boolean =>
      a !== undefined && b !== undefined && variants.relation(a, b) === 'nested';
    const isTogether = (a: string | undefined, b: string | undefined): boolean =>
      a === undefined || b === undefined || variants.relation(a, b) === 'together' || isNested(a, b);
    for (const [i, manifest] of same.entries()) {
      const later = lasts.filter(({ unit, place }) => place > i && isTogether(units[i], unit));
      const by = later.filter(({ unit }) => !isNested(units[i], unit)).at(-1) ?? later.at(-1);
      if (by !== undefined) {
        sorted.replaced.push({ manifest, by: by.manifest, isNested: isNested(units[i], by.unit) });
      }
    }
    const differing = new Set<Last>();
    let isOfOneFolder = false;
    for (const [i, one] of lasts.entries()) {
      for (const other of lasts.slice(i + 1)) {
        if (isTogether(one.unit, other.unit) || one.text === other.text) {
          continue;
        }
        sorted.apart.add(one.unit!, other.unit!);
        const relation = variants.relation(one.unit!, other.unit!);
        if (relation !== 'renamed') {
          differing.add(one).add(other);
          isOfOneFolder ||= relation === 'alternative';
        }
      }
    }
    if (differing.size > 0) {
      const all = lasts.filter((last) => differing.has(last));
      sorted.variants.push({
        manifests: all.map(({ manifest }) => manifest),
        units: all.map(({ unit }) => unit!),
        isOfOneFolder,
      });
    }
  }
  return sorted;
}

/** The manifests for each object of which there is more than one. */
function sameObjects(manifests: readonly Manifest[]): Manifest[][] {
  const byObject = new DataMap<string[], Manifest[]>();
  for (const manifest of manifests) {
    const { id, key, name } = new MeshObject(manifest);
    if (name !== '') {
      byObject.getOrAdd([id, key], () => []).push(manifest);
    }
  }
  return byObject.values().filter(({ length }) => length > 1);
}
