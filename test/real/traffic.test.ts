import type { Compared } from '../traffic/differential';
import { Differential } from '../traffic/differential';
import { SAME_SETTINGS } from '../traffic/random-mesh';
import { readable } from '../traffic/readable';

/** Meshes of each group, and requests of each mesh: 10,000 in all. */
const [GROUPS, MESHES, REQUESTS] = [3, 7, 480];

describe.each(Array.from({ length: GROUPS }, (_, group) => group))('meshes with settings %i', (group) => {
  let differential: Differential | undefined;

  beforeAll(async () => {
    differential = await Differential.start(group);
  });

  afterAll(() => differential?.stop());

  test.each(Array.from({ length: MESHES }, (_, i) => group * SAME_SETTINGS + i))(
    `real proxies do with ${REQUESTS} random requests what the tracer says, in random mesh %i`,
    async (number) => {
      const compared = await differential!.compare(await differential!.mesh(number), REQUESTS);
      expect(compared.filter(disagrees).map((each) => readable(each))).toEqual([]);
    },
  );
});

function disagrees({ differences }: Compared): boolean {
  return differences.length > 0;
}
