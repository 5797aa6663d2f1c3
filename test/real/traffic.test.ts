import { BROKEN, caughtAfter } from '../traffic/broken';
import type { Compared } from '../traffic/differential';
import { Differential } from '../traffic/differential';
import { SAME_SETTINGS } from '../traffic/random-mesh';
import { readable } from '../traffic/readable';

/** Groups of meshes with the same settings, those of each, and requests of each mesh, some of which are sent often: 10,000 in all. */
const [GROUPS, MESHES, REQUESTS] = [4, SAME_SETTINGS, 400];
const LAST = 23;

/**
 * Where it depends on what proxies had before: one mesh has a rule for TCP at a gateway whose destination is hidden from it, and istiod
 * leaves the gateway the cluster of an earlier Service with that name.
 */
const OPEN = [20];

/** Within how many requests a broken tracer is caught. */
const CAUGHT_WITHIN = MESHES * REQUESTS;

describe.each(Array.from({ length: GROUPS }, (_, group) => group))('meshes with settings %i', (group) => {
  const numbers = Array.from({ length: MESHES }, (_, i) => group * SAME_SETTINGS + i).filter(
    (number) => number <= LAST && !OPEN.includes(number),
  );
  let differential: Differential;
  const all: Compared[] = [];

  beforeAll(async () => {
    differential = await Differential.start(group);
  });

  afterAll(() => differential?.stop());

  test.each(numbers)(
    `real proxies do with ${REQUESTS} random requests what the tracer says, in random mesh %i`,
    async (number) => {
      const compared = await differential.compare(await differential.mesh(number), REQUESTS);
      all.push(...compared);
      expect(compared.filter(disagrees).map((each) => readable(each))).toEqual([]);
    },
  );

  if (group === 0) {
    test.each(BROKEN)('a tracer that $name is caught', (broken) => {
      expect(caughtAfter(broken, all, (thing) => differential.addressOf(thing))).toBeLessThan(CAUGHT_WITHIN);
    });
  }
});

function disagrees({ differences }: Compared): boolean {
  return differences.length > 0;
}
