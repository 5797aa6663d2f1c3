import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { cases, disagreements } from '../differential/compare';
import { istioVerdicts } from './oracle';

const CASES = 10_000;
const CHUNK = 2000;

test.each(Array.from({ length: CASES / CHUNK }, (_, i) => i * CHUNK))(
  `we and Istio agree on ${CHUNK} mutated sets from number %i`,
  async (from) => {
    const sets: Manifest[][] = [...cases(from, CHUNK)];
    const verdicts = await istioVerdicts(sets.map((manifests) => ({ manifests })));
    expect(verdicts.flatMap((istio, i) => disagreements(from + i, sets[i], istio))).toEqual([]);
  },
  300_000,
);
