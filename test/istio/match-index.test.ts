import * as fc from 'fast-check';
import type { HttpMatchRequest } from '../../imports/networking';
import { covers } from '../../lib/istio/http-match';
import { MatchIndex } from '../../lib/istio/match-index';
import { anyMatch } from './one-match';

test('it finds the first of those that take all of a match, as a walk does', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(anyMatch, { minLength: 2, maxLength: 12 }), (matches) => {
      const index = new MatchIndex<number>();
      return matches.every((match, i) => {
        const first = matches.slice(0, i).findIndex((earlier) => covers(earlier, match));
        const known = index.covering(match);
        index.add(match, i);
        found += first < 0 ? 0 : 1;
        return known === (first < 0 ? undefined : first);
      });
    }),
    { seed: 21, numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(200);
});

const MANY = 20_000;
const rules: [string, (i: number) => HttpMatchRequest][] = [
  ['paths', (i) => ({ uri: { exact: `/${i}/a` } })],
  ['prefixes inside each other', (i) => ({ uri: { prefix: `/${'a/'.repeat(i % 40)}${i}/` } })],
  ['values of one header', (i) => ({ uri: { prefix: '/' }, headers: { 'x-user': { exact: `u${i}` } } })],
  [
    'values of one header beside a method',
    (i) => ({ method: { exact: 'GET' }, headers: { 'x-user': { exact: `u${i}` } } }),
  ],
  ['the same thing', () => ({ uri: { prefix: '/a' }, headers: { 'x-user': { prefix: 'u' } } })],
  ['paths without case', (i) => ({ uri: { prefix: `/User/${i}/` }, ignoreUriCase: true })],
  ['expressions', (i) => ({ uri: { regex: `/${i}/[0-9]+(/.*)?` } })],
];

test.each(rules)('many rules by %s are quick', (what, rule) => {
  const index = new MatchIndex<number>();
  const started = performance.now();
  for (let i = 0; i < MANY; i++) {
    const match = rule(i);
    index.covering(match);
    index.add(match, i);
  }
  expect(index.covering(rule(MANY - 1))).toBe(what === 'the same thing' ? 0 : MANY - 1);
  expect(performance.now() - started).toBeLessThan(8000);
});
