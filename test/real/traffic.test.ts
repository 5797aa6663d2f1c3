import { BROKEN, caughtAfter } from '../traffic/broken';
import type { Compared } from '../traffic/differential';
import { Differential, disagrees } from '../traffic/differential';
import { BY_CHANCE } from '../traffic/not-asked';
import { SAME_SETTINGS, WIDE, isWide } from '../traffic/random-mesh';
import { readable } from '../traffic/readable';

/** Groups of meshes with the same settings, the last one of those that are drawn with more. */
const GROUPS = [0, 1, 2, 3, WIDE / SAME_SETTINGS];
/** Requests of each mesh, some of which are sent often: 10,000 in all. */
const REQUESTS = 400;
/** Of the meshes that are not drawn with more. */
const LAST = 23;

/** A proxy refuses what istiod makes of them (test/traffic/not-asked.ts). */
const REFUSED = [1, 6, 13, 14, 10004, 10008];

/** After how many requests of a group a broken tracer is caught, where it is. */
const caught = new Map<string, number>();

let sent = 0;

describe.each(GROUPS)('meshes with settings %i', (group) => {
  const numbers = Array.from({ length: SAME_SETTINGS }, (_, i) => group * SAME_SETTINGS + i).filter(
    (number) => (number <= LAST || isWide({ number })) && ![...BY_CHANCE, ...REFUSED].includes(number),
  );
  let differential: Differential;
  const all: Compared[] = [];

  beforeAll(async () => {
    differential = await Differential.start(group);
  });

  afterAll(async () => {
    for (const broken of BROKEN.filter(({ name }) => !caught.has(name))) {
      const after = caughtAfter(broken, all, differential.addressOf);
      if (after !== undefined) {
        caught.set(broken.name, after);
      }
    }
    await differential?.stop();
  });

  test.each(numbers)(
    `real proxies do with ${REQUESTS} random requests what the tracer says, in random mesh %i`,
    async (number) => {
      const compared = await differential.compare(await differential.mesh(number), REQUESTS);
      all.push(...compared);
      sent += compared.reduce((sum, { asked }) => sum + asked.answers.length, 0);
      expect(compared.length).toBeGreaterThan(0);
      expect(compared.filter(disagrees).map((each) => readable(each))).toEqual([]);
    },
  );
});

test('there are 10,000 requests', () => {
  expect(sent).toBeGreaterThanOrEqual(10_000);
});

test.each(BROKEN)('a tracer that $name is caught', ({ name }) => {
  expect(caught.get(name)).toBeDefined();
});
