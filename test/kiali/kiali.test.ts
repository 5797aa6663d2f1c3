import { allCases } from './cases';
import { DIFFERENCES, disagreements } from './differences';
import { MUTATIONS, mutation } from './mutations';
import { recordedCases, recordedMutations } from './recorded';
import { ourVerdict } from './verdict';

const CASES = allCases();
const RECORDED = recordedCases();

test('every case is recorded', () => {
  expect(Object.keys(RECORDED).sort()).toEqual(Object.keys(CASES).sort());
});

test.each(Object.keys(CASES))('%s: as Kiali says', (name) => {
  expect(disagreements(CASES[name], ourVerdict(CASES[name]), RECORDED[name])).toEqual([]);
});

describe('what Kiali says and we do not', () => {
  test.each(DIFFERENCES.map(({ name }) => name))('%s has a case', (name) => {
    const shown = CASES[`difference: ${name}`];
    expect(ourVerdict(shown)).not.toEqual(RECORDED[`difference: ${name}`]);
  });
});

test(`${MUTATIONS} mutations: as Kiali says`, () => {
  const recorded = recordedMutations();
  expect(recorded).toHaveLength(MUTATIONS);
  const wrong = recorded.flatMap((theirs, seed) => {
    const given = mutation(seed);
    const found = disagreements(given, ourVerdict(given), theirs);
    return found.length > 0 ? [{ seed, found }] : [];
  });
  expect(wrong).toEqual([]);
}, 120_000);
