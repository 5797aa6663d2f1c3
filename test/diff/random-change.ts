import { Mesh } from '../../lib/mesh/reading/mesh';
import { Random } from '../differential/random';
import type { Manifest } from '../real/manifest';
import { keyOf } from '../real/manifest';
import { trafficMesh } from '../traffic/random-mesh';

/** A random mesh, and the same after a change. */
export interface RandomChange {
  readonly before: Mesh;
  readonly after: Mesh;
  /** What was done, for whoever reads a failure. */
  readonly edits: readonly string[];
}

/** How many numbers lie between a mesh and the one from which a change takes its objects. */
const APART = 7001;

const addressOf = (thing: string): string => `127.1.4.${(thing.length % 200) + 1}`;

/** The change with a number; the same one each time. Some objects go, some come from another mesh, some change places with those of another mesh. */
export function randomChange(number: number): RandomChange {
  const random = new Random(900_000_011 + number);
  const old = trafficMesh(number, addressOf);
  const pool = trafficMesh(number + APART, addressOf).manifests;
  const edits: string[] = [];
  let manifests: Manifest[] = [...old.manifests];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(manifests.length);
    const other = pool[random.below(pool.length)];
    switch (random.below(4)) {
      case 0:
        edits.push(`without ${keyOf(manifests[at])}`);
        manifests = manifests.filter((_, i) => i !== at);
        break;
      case 1: {
        const place = manifests.findIndex((each) => keyOf(each) === keyOf(other));
        edits.push(`${place < 0 ? 'with' : 'other'} ${keyOf(other)}`);
        manifests = place < 0 ? [...manifests, other] : manifests.map((each, i) => (i === place ? other : each));
        break;
      }
      case 2: {
        const { kind, spec } = manifests[at];
        const alike = pool.filter((each) => each.kind === kind && JSON.stringify(each.spec) !== JSON.stringify(spec));
        if (alike.length > 0) {
          const taken = alike[random.below(alike.length)].spec;
          edits.push(`another spec of ${keyOf(manifests[at])}`);
          manifests = manifests.map((each, i) => (i === at ? { ...each, spec: taken } : each));
        }
        break;
      }
      default: {
        const to = random.below(manifests.length);
        edits.push(`${keyOf(manifests[at])} at another place`);
        const moved = manifests[at];
        manifests = manifests.filter((_, i) => i !== at);
        manifests.splice(to, 0, moved);
      }
    }
  }
  const meshOf = (all: readonly Manifest[]): Mesh => new Mesh(all, [], { meshConfig: old.meshConfig });
  return { before: meshOf(old.manifests), after: meshOf(manifests), edits };
}
