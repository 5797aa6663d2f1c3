import type { Manifest } from '../../mesh/reading/mesh-object';
import type { UnitPairs, Variants } from './variants';

/** Each set costs a run of the checks, so that their number keeps the time linear. */
const MOST = 6;

/**
 * Sets of manifests without variants of each other, each as large as it can be. Every manifest is in at least one. The last set has all
 * variants that are left when there are many.
 */
export function worldsOf(manifests: readonly Manifest[], variants: Variants, apart: UnitPairs): Set<Manifest>[] {
  const units = new Map(manifests.map((manifest) => [manifest, variants.unitOf(manifest)]));
  const all = [...new Set([...units.values()].filter((unit) => unit !== undefined))];
  const waiting = new Set(all);
  const worlds: Set<Manifest>[] = [];
  while (waiting.size > 0) {
    const isLast = worlds.length === MOST - 1;
    const taken = new Set<string>(isLast ? waiting : []);
    const barred = new Set([...taken].flatMap((unit) => [...apart.of(unit)]));
    for (const unit of [...waiting, ...all]) {
      if (!taken.has(unit) && !barred.has(unit)) {
        taken.add(unit);
        apart.of(unit).forEach((each) => barred.add(each));
      }
    }
    taken.forEach((unit) => waiting.delete(unit));
    worlds.push(
      new Set(
        manifests.filter((manifest) => {
          const unit = units.get(manifest);
          return unit === undefined || taken.has(unit);
        }),
      ),
    );
  }
  return worlds;
}
