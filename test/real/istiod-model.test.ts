import { disagreements, readable } from '../istiod/compare';
import { istiodStates } from '../istiod/istiod-states';
import { randomMesh } from '../istiod/random-mesh';

const MESHES = 2000;
const CHUNK = 500;

test.each(Array.from({ length: MESHES / CHUNK }, (_, i) => i * CHUNK))(
  `our model and istiod make the same of ${CHUNK} random meshes from number %i`,
  async (from) => {
    const meshes = Array.from({ length: CHUNK }, (_, i) => randomMesh(from + i));
    const states = await istiodStates(meshes);
    const found = meshes.flatMap((mesh, i) =>
      disagreements(mesh, states[i]).map((each) => `mesh ${from + i}: ${readable(each)}`),
    );
    expect(found).toEqual([]);
  },
  300_000,
);
