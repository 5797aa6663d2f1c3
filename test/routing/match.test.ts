import * as fc from 'fast-check';
import type { HttpMatchRequest } from '../../imports/networking';
import type { Request } from '../../lib/routing/call';
import type { RouteEntry } from '../../lib/routing/http-routes';
import { matchText, misfit, RouteIndex, RoutedRequest } from '../../lib/routing/match';

const routeOf = (match: HttpMatchRequest, bySegments?: boolean): RouteEntry => ({
  name: '',
  match,
  action: { kind: 'directResponse', status: 200 },
  bySegments,
});

const request = (path: string, more: Partial<Request> = {}, claims?: Record<string, unknown>): RoutedRequest =>
  new RoutedRequest(
    { version: '1.1', method: 'GET', scheme: 'http', authority: 'm.example.com', path, headers: [], ...more },
    claims,
  );

const fits = (
  match: HttpMatchRequest,
  path: string,
  more?: Partial<Request>,
  claims?: Record<string, unknown>,
): boolean => misfit(routeOf(match), request(path, more, claims)) === undefined;

// The cases of e03, e58 and e71, which real Envoys have answered.
test.each<[HttpMatchRequest, string, Partial<Request>, boolean]>([
  [{ uri: { prefix: '/api' } }, '/apiary', {}, true],
  [{ uri: { exact: '/exact' } }, '/exact?x=1', {}, true],
  [{ uri: { exact: '/exact' } }, '/exact/', {}, false],
  [{ uri: { regex: '/re[0-9]+' } }, '/re12x', {}, false],
  [{ uri: { regex: '/re[0-9]+' } }, '/re12?x', {}, true],
  [{ uri: { prefix: '/Low' }, ignoreUriCase: true }, '/lOWer', {}, true],
  [{ uri: { regex: '/Cre[a-z]' }, ignoreUriCase: true }, '/creX', {}, false],
  [{ headers: { 'X-A': { exact: 'One' } } }, '/', { headers: [['x-a', 'One']] }, true],
  [{ headers: { 'x-a': { exact: 'One' } } }, '/', { headers: [['x-a', 'one']] }, false],
  [
    { headers: { 'x-a': { exact: 'b' } } },
    '/',
    {
      headers: [
        ['x-a', 'a'],
        ['x-a', 'b'],
      ],
    },
    true,
  ],
  [{ headers: { 'x-a': {} } }, '/', { headers: [['x-a', '']] }, true],
  [{ headers: { 'x-a': {} } }, '/', {}, false],
  [{ headers: { host: { exact: 'm.example.com' } } }, '/', {}, true],
  [{ withoutHeaders: { 'x-a': {} } }, '/', {}, true],
  [{ withoutHeaders: { 'x-a': {} } }, '/', { headers: [['x-a', 'q']] }, false],
  [{ withoutHeaders: { 'x-a': { exact: 'bad' } } }, '/', {}, true],
  [{ withoutHeaders: { 'x-a': { exact: 'bad' } } }, '/', { headers: [['x-a', 'bad']] }, false],
  [{ withoutHeaders: { 'x-a': { regex: '*' } } }, '/', { headers: [['x-a', 'q']] }, false],
  [{ queryParams: { k: { exact: 'a b' } } }, '/?k=a%20b', {}, false],
  [{ queryParams: { k: { exact: 'a%20b' } } }, '/?k=a%20b', {}, true],
  [{ queryParams: { k: { regex: 'v[0-9]' } } }, '/?k=zzz&k=v1', {}, false],
  [{ queryParams: { k: {} } }, '/?k', {}, true],
  [{ queryParams: { k: {} } }, '/?kk=1', {}, false],
  [{ queryParams: { k: { exact: '' } } }, '/?k=', {}, true],
  [{ queryParams: { k: { exact: '' } } }, '/', {}, false],
  [{ method: { exact: 'POST' } }, '/', {}, false],
  [{ scheme: { exact: 'https' } }, '/', { headers: [['x-forwarded-proto', 'https']] }, false],
  [{ authority: { exact: 'm.example.com' } }, '/', { authority: 'm.example.com:80' }, false],
  [{ authority: { exact: 'm.example.com' } }, '/', { authority: 'M.example.com' }, false],
])('%j, %s %j: %s', (match, path, more, expected) => {
  expect(fits(match, path, more)).toBe(expected);
});

test('claims are those of an accepted token, a list has any of its texts', () => {
  const match = { headers: { '@request.auth.claims.groups': { exact: 'dev' } } };
  expect(fits(match, '/', {}, { groups: ['ops', 'dev'] })).toBe(true);
  expect(fits({ headers: { '@request.auth.claims[nest][a]': { exact: 'b' } } }, '/', {}, { nest: { a: 'b' } })).toBe(
    true,
  );
  expect(fits(match, '/', { headers: [['@request.auth.claims.groups', 'dev']] })).toBe(false);
});

test('a prefix of the Gateway API ends where a segment does', () => {
  const found = ['/seg', '/seg/', '/seg/x', '/segment'].map(
    (path) => new RouteIndex([routeOf({ uri: { prefix: '/seg' } }, true)]).find(request(path)) === 0,
  );
  expect(found).toEqual([true, true, true, false]);
});

test('what a rule asks, and the first field that a request does not have', () => {
  const route = routeOf({
    uri: { prefix: '/a' },
    method: { exact: 'PUT' },
    headers: { 'x-a': { regex: 'v.' } },
    withoutHeaders: { 'x-b': {} },
    queryParams: { q: { prefix: 'z' } },
  });
  expect(matchText(route)).toBe('/a*, method = PUT, header x-a ~ v., no header x-b, parameter q begins with z');
  expect(misfit(route, request('/b'))).toEqual({ field: 'uri.prefix', wanted: '/a*' });
  expect(misfit(route, request('/a', { method: 'PUT' }))).toEqual({ field: 'headers.x-a', wanted: 'header x-a ~ v.' });
});

test('the index finds the route that trying one by one finds', () => {
  const text = fc.constantFrom('/', '/a', '/A', '/a/', '/a/b', '/ab', '/b');
  const condition = fc.oneof(
    fc.record({ exact: fc.constantFrom('1', '2') }),
    fc.record({ prefix: fc.constantFrom('1', '') }),
    fc.record({ regex: fc.constantFrom('[12]', '*') }),
    fc.constant({}),
  );
  const map = fc.dictionary(fc.constantFrom('x', 'y'), condition, { maxKeys: 2 });
  const match: fc.Arbitrary<HttpMatchRequest> = fc.record(
    {
      uri: fc.oneof(
        fc.record({ exact: text }),
        fc.record({ prefix: text }),
        fc.record({ regex: fc.constantFrom('/a.*', '.*', '/(a|b)', '/a/[a-z]') }),
      ),
      ignoreUriCase: fc.boolean(),
      method: fc.record({ exact: fc.constantFrom('GET', 'PUT') }),
      headers: map,
      withoutHeaders: map,
      queryParams: map,
    },
    { requiredKeys: [] },
  );
  const asked = fc.record({
    path: fc.tuple(text, fc.constantFrom('', '?x=1', '?y=2&x=', '?x')).map(([path, query]) => path + query),
    method: fc.constantFrom('GET', 'PUT'),
    headers: fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('', '1', '2')), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(match, fc.boolean()), { maxLength: 12 }), asked, (matches, { path, ...more }) => {
      const routes = matches.map(([each, bySegments]) => routeOf(each, bySegments));
      const one = request(path, more);
      const place = routes.findIndex((route) => misfit(route, one) === undefined);
      expect(new RouteIndex(routes).find(one)).toBe(place < 0 ? undefined : place);
    }),
    { numRuns: 2000 },
  );
});
