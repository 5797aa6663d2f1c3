import { SHAPES } from '../../bench/large-shapes';
import { runChecks } from '../../lib/checks/run-checks';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';

const SIZE = 20;
/** What is said of several VirtualServices for one host, which is what these shapes are. */
const OF_SEVERAL = ['IST0109', 'KIA1106', 'CDI0108'];

const codes = (manifests: object[]): string[] =>
  runChecks(manifests as Manifest[]).flatMap(({ finding: { code, severity } }) =>
    `${severity}` === 'info' || OF_SEVERAL.includes(code) ? [] : code,
  );

test.each(SHAPES)('$name: nothing is wrong', ({ manifests }) => {
  expect(codes(manifests(SIZE, false))).toEqual([]);
});

test.each(SHAPES.filter(({ name }) => !/for one host$/.test(name)))('$name: a mistake in each', ({ manifests }) => {
  expect(codes(manifests(SIZE, true)).length).toBeGreaterThanOrEqual(SIZE);
});
