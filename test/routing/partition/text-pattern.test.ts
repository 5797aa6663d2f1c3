import * as fc from 'fast-check';
import { templateFits } from '../../../lib/istio/path-template';
import { policyTextFits } from '../../../lib/istio/policy-text';
import { fitsPath, fitsText } from '../../../lib/routing/match';
import type { TextPattern } from '../../../lib/routing/partition/text-pattern';
import {
  patternCovers,
  patternsDisjoint,
  patternText,
  policyPattern,
  samplesOf,
} from '../../../lib/routing/partition/text-pattern';

function fits({ way, text }: TextPattern, path: string): boolean {
  switch (way) {
    case 'suffix':
      return path.endsWith(text);
    case 'template':
      return templateFits(text, path);
    case 'segments':
      return fitsPath({ way: 'prefix', text, anyCase: false }, true, path);
    default:
      return fitsText({ way, text }, path);
  }
}

const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({
    way: fc.constantFrom('exact', 'prefix', 'segments', 'suffix'),
    text: fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/b.png'),
  }),
  fc.record({ way: fc.constant('suffix'), text: fc.constantFrom('.png', 'b', '/b') }),
  fc.record({ way: fc.constant('template'), text: fc.constantFrom('/a/{*}', '/{*}/b', '/a/{**}') }),
  fc.record({ way: fc.constant('regex'), text: fc.constantFrom('/a.*', '/a/[a-z]+', '.*', '/(a|b)') }),
);

test('samples fit, what is covered fits the wider one, and what is disjoint never fits both', () => {
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      const samples = samplesOf(other, '/').filter((each) => each.startsWith('/'));
      expect(samples.filter((each) => !fits(other, each))).toEqual([]);
      if (patternCovers(one, other, '/')) {
        expect(samples.filter((each) => !fits(one, each))).toEqual([]);
      }
      if (patternsDisjoint(one, other)) {
        expect(samples.filter((each) => fits(one, each))).toEqual([]);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, TextPattern, string]>([
  ['/a', { way: 'exact', text: '/a' }, '/a'],
  ['/a*', { way: 'prefix', text: '/a' }, '/a*'],
  ['*.png', { way: 'suffix', text: '.png' }, '*.png'],
  ['*', { way: 'prefix', text: '' }, '*'],
  ['*a*', { way: 'suffix', text: 'a*' }, '*a*'],
])('the value %s of a policy', (value, wanted, text) => {
  expect(policyPattern(value)).toEqual(wanted);
  expect(patternText(wanted)).toBe(text);
  expect(samplesOf(wanted, '').filter((each) => !policyTextFits(value, each) && each !== '')).toEqual([]);
});
