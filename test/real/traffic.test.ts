import { BROKEN, caughtAfter } from '../traffic/broken';
import type { Compared } from '../traffic/differential';
import { Differential } from '../traffic/differential';
import { SAME_SETTINGS } from '../traffic/random-mesh';
import { readable } from '../traffic/readable';

/** Groups of meshes with the same settings, meshes of each, and requests of each mesh: 10,000 in all. */
const [GROUPS, MESHES, REQUESTS] = [3, SAME_SETTINGS, 480];

/** Within how many requests a broken tracer is caught. */
const CAUGHT_WITHIN = 1500;

describe.each(Array.from({ length: GROUPS }, (_, group) => group))('meshes with settings %i', (group) => {
  let differential: Differential;
  const all: Compared[] = [];

  beforeAll(async () => {
    differential = await Differential.start(group);
  });

  afterAll(() => differential?.stop());

  test.each(Array.from({ length: MESHES }, (_, i) => group * SAME_SETTINGS + i))(
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
