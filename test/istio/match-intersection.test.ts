import * as fc from 'fast-check';
import type { HttpMatchRequest } from '../../imports/networking';
import { covers } from '../../lib/istio/http-match';
import { intersection } from '../../lib/istio/match-intersection';
import { anyMatch, anyRequest, takes } from './one-match';

test.each<[HttpMatchRequest, HttpMatchRequest, HttpMatchRequest | string]>([
  [{}, {}, {}],
  [{ uri: { prefix: '/a' } }, { uri: { exact: '/a/b' } }, { uri: { exact: '/a/b' } }],
  [{ uri: { prefix: '/A' }, ignoreUriCase: true }, { uri: { exact: '/a/b' } }, { uri: { exact: '/a/b' } }],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }, 'nothing'],
  [{ uri: { prefix: '/a' } }, { uri: { regex: '/[ab]c' } }, 'unknown'],
  [{ uri: { prefix: '/a' } }, { uri: { regex: '/a/.*' } }, { uri: { regex: '/a/.*' } }],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/A' }, ignoreUriCase: true }, { uri: { prefix: '/a' } }],
  [{ uri: { prefix: '/aB' } }, { uri: { prefix: '/A' }, ignoreUriCase: true }, { uri: { prefix: '/aB' } }],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/AB' }, ignoreUriCase: true }, 'unknown'],
  [
    { headers: { 'X-A': { prefix: 'a' } }, name: 'one' },
    { headers: { 'x-a': { exact: 'ab' }, b: {} }, name: 'two' },
    { headers: { 'X-A': { exact: 'ab' }, b: {} }, name: 'one' },
  ],
  [{ headers: { a: { exact: 'a' } } }, { headers: { a: { exact: 'b' } } }, 'nothing'],
  [{ headers: { a: { exact: 'a' } } }, { withoutHeaders: { A: {} } }, 'nothing'],
  [
    { headers: { a: { exact: 'a' } } },
    { withoutHeaders: { A: { exact: 'b' } } },
    { headers: { a: { exact: 'a' } }, withoutHeaders: { A: { exact: 'b' } } },
  ],
  [
    { withoutHeaders: { a: { exact: 'ab' } } },
    { withoutHeaders: { a: { prefix: 'a' } } },
    { withoutHeaders: { a: { prefix: 'a' } } },
  ],
  [{ withoutHeaders: { a: { exact: 'a' } } }, { withoutHeaders: { a: { exact: 'b' } } }, 'unknown'],
  [{ port: 80 }, { port: 443 }, 'nothing'],
  [{ gateways: ['a', 'b'] }, { gateways: ['b', 'c'] }, { gateways: ['b'] }],
  [{ gateways: ['a'] }, { gateways: ['b'] }, 'nothing'],
  [{ gateways: ['a'] }, { sourceLabels: { app: 'a' } }, 'unknown'],
  [{ gateways: ['a'], sourceLabels: { app: 'a' } }, { gateways: ['a'] }, { gateways: ['a'] }],
  [{ sourceLabels: { app: 'a' } }, { sourceLabels: { tier: 'b' } }, { sourceLabels: { app: 'a', tier: 'b' } }],
  [{ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } }, 'nothing'],
  [{ sourceNamespace: 'a' }, { sourceNamespace: 'b' }, 'nothing'],
])('%j and %j', (a, b, both) => {
  expect(intersection(a, b)).toEqual(both);
});

test('it takes the requests that both take, and no other', () => {
  const outcomes = { match: 0, nothing: 0, unknown: 0 };
  const requests = fc.array(anyRequest, { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(anyMatch, anyMatch, requests, (a, b, some) => {
      const both = intersection(a, b);
      outcomes[typeof both === 'string' ? both : 'match']++;
      return some.every((request) => {
        const wanted = takes(a, request) && takes(b, request);
        return both === 'unknown' || wanted === (both !== 'nothing' && takes(both, request));
      });
    }),
    { seed: 22, numRuns: 1500 },
  );
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(50);
});

test('both matches cover it', () => {
  fc.assert(
    fc.property(anyMatch, anyMatch, (a, b) => {
      const both = intersection(a, b);
      return typeof both === 'string' || (covers(a, both) && covers(b, both));
    }),
    { seed: 23, numRuns: 1500 },
  );
});
