import * as fc from 'fast-check';
import type { HttpMatchRequest } from '../../imports/networking';
import { covers, isCatchAll, takesEverything } from '../../lib/istio/http-match';
import { anyMatch, anyRequest, takes } from './one-match';

const runs = { seed: 20, numRuns: 1500 };
const requests = fc.array(anyRequest, { minLength: 30, maxLength: 30 });

test.each<[HttpMatchRequest, HttpMatchRequest]>([
  [{}, { uri: { exact: '/a' } }],
  [{ uri: { prefix: '/' } }, {}],
  [{ uri: { prefix: '/' } }, { uri: { regex: '/v[0-9]+/.*' } }],
  [{ uri: { prefix: '/' } }, { uri: { exact: 'a' } }],
  [{ uri: { prefix: '/v' } }, { uri: { regex: '^/v[0-9]+/.*' } }],
  [{ uri: { prefix: '/api' } }, { uri: { prefix: '/apis' } }],
  [{ uri: { prefix: '/API' }, ignoreUriCase: true }, { uri: { exact: '/api/a' } }],
  [{ uri: { prefix: '/API' }, ignoreUriCase: true }, { uri: { regex: '/api/.*' } }],
  [{ uri: { prefix: '/1' } }, { uri: { exact: '/1a' }, ignoreUriCase: true }],
  [{ uri: { regex: '/api(/.*)?' } }, { uri: { prefix: '/api/' } }],
  [{ uri: { regex: '/api(/.*)?' } }, { uri: { exact: '/api' } }],
  [{ uri: { regex: '(?i)/a' } }, { uri: { regex: '(?i)/a' } }],
  [{ uri: { regex: '.*' } }, { uri: { prefix: '/A' }, ignoreUriCase: true }],
  [{ headers: { 'X-A': {} } }, { headers: { 'x-a': { exact: 'a' } } }],
  [{ headers: { a: { regex: '*' } } }, { headers: { a: { prefix: 'a' } } }],
  [{ withoutHeaders: { a: { exact: 'ab' } } }, { withoutHeaders: { a: { prefix: 'a' } } }],
  [{ withoutHeaders: { a: { exact: 'ab' } } }, { withoutHeaders: { a: {} } }],
  [{ queryParams: { q: {} } }, { queryParams: { q: { exact: '' } } }],
  [
    { headers: { '@request.auth.claims.sub': { exact: 'a' } } },
    { headers: { '@request.auth.claims.sub': { exact: 'a' } } },
  ],
  [{ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a', tier: 'b' }, port: 80 }],
  [{ gateways: ['mesh', 'a/edge'], sourceLabels: { app: 'a' } }, { gateways: ['mesh'] }],
  [{ method: {} }, {}],
])('%j takes all of %j', (a, b) => {
  expect(covers(a, b)).toBe(true);
});

test.each<[HttpMatchRequest, HttpMatchRequest]>([
  [{ uri: { exact: '/a' } }, {}],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/A' }, ignoreUriCase: true }],
  [{ uri: { regex: '/api(/.*)?' } }, { uri: { prefix: '/api' } }],
  [{ uri: { regex: '/a|/b.*' } }, { uri: { prefix: '/a' } }],
  [{ uri: { regex: '/a\\.*' } }, { uri: { prefix: '/a' } }],
  [{ uri: { prefix: '/ab' } }, { uri: { regex: '/ab*' } }],
  [{ uri: { prefix: '/a' } }, { uri: { regex: '/a|/b' } }],
  [{ queryParams: { Q: {} } }, { queryParams: { q: {} } }],
  [{ withoutHeaders: { a: { prefix: 'a' } } }, { withoutHeaders: { a: { exact: 'ab' } } }],
  [{ withoutHeaders: { a: { regex: '.*' } } }, { withoutHeaders: { a: {} } }],
  [
    { headers: { '@request.auth.claims.sub': { prefix: 'a' } } },
    { headers: { '@request.auth.claims.sub': { exact: 'a' } } },
  ],
  [{ gateways: ['mesh'] }, {}],
  [{ sourceLabels: { app: 'a' } }, { gateways: ['mesh'], sourceLabels: { app: 'a' } }],
  [{ port: 80 }, {}],
])('%j does not take all of %j', (a, b) => {
  expect(covers(a, b)).toBe(false);
});

test('what takes all of another takes each of its requests', () => {
  let shown = 0;
  fc.assert(
    fc.property(anyMatch, anyMatch, requests, (a, b, some) => {
      const both = covers(a, b);
      shown += both ? 1 : 0;
      return !both || some.every((request) => !takes(b, request) || takes(a, request));
    }),
    runs,
  );
  expect(shown).toBeGreaterThan(100);
});

test('every match takes all of itself', () => {
  fc.assert(
    fc.property(anyMatch, (match) => covers(match, match)),
    runs,
  );
});

test('a catch-all takes all of everything', () => {
  fc.assert(
    fc.property(anyMatch, anyMatch, requests, (a, b, some) => {
      const everything = { ...a, uri: { prefix: '/' } };
      const all = takesEverything(everything) ? everything : {};
      return covers(all, b) && some.every((request) => takes(all, request));
    }),
    runs,
  );
});

test.each<[HttpMatchRequest, boolean, boolean]>([
  [{}, true, true],
  [{ uri: {} }, true, true],
  [{ uri: { prefix: '/' }, ignoreUriCase: true, name: 'all', statPrefix: 'all', headers: {} }, true, true],
  [{ uri: { regex: '.*' } }, true, true],
  [{ uri: { regex: '/.*' } }, false, false],
  [{ uri: { exact: '/' } }, false, false],
  [{ headers: { a: {} } }, false, false],
  [{ withoutHeaders: { a: {} } }, false, false],
  [{ queryParams: { a: {} } }, false, false],
  [{ method: {} }, false, false],
  [{ headers: { '@request.auth.claims.sub': {} } }, false, false],
  [{ port: 80 }, true, false],
  [{ gateways: ['mesh'] }, true, false],
  [{ gateways: [], port: 0, sourceNamespace: '', sourceLabels: {} }, true, true],
  [{ sourceLabels: { app: 'a' } }, true, false],
  [{ sourceNamespace: 'shop' }, true, false],
])('%j: catch-all %s, everything %s', (match, catchAll, everything) => {
  expect([isCatchAll(match), takesEverything(match)]).toEqual([catchAll, everything]);
});
