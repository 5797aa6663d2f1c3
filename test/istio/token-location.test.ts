import type { TokenLocation } from '../../lib/istio/token-location';
import { locationsOf, tokenAt, withTokenAt, withoutTokenAt } from '../../lib/istio/token-location';

const HEADER: TokenLocation = { kind: 'header', name: 'x-token', prefix: 'jwt ' };
const PARAMETER: TokenLocation = { kind: 'parameter', name: 't' };
const COOKIE: TokenLocation = { kind: 'cookie', name: 's' };
const EMPTY = { headers: [], path: '/x' };

test('where a rule looks', () => {
  expect(locationsOf({})).toEqual([
    { kind: 'header', name: 'authorization', prefix: 'Bearer ' },
    { kind: 'parameter', name: 'access_token' },
  ]);
  expect(
    locationsOf({ fromCookies: ['s'], fromParams: ['t'], fromHeaders: [{ name: 'X-Token', prefix: 'jwt ' }] }),
  ).toEqual([HEADER, PARAMETER, COOKIE]);
});

test.each([HEADER, PARAMETER, COOKIE])('what is put in a place is found there: %j', (place) => {
  const carrier = withTokenAt(place, 'a.b.c', EMPTY);
  expect(tokenAt(place, EMPTY)).toBeUndefined();
  expect(tokenAt(place, carrier)).toBe('a.b.c');
  expect(withoutTokenAt(place, carrier)).toEqual(place === COOKIE ? carrier : EMPTY);
});

test('what stands around a token does not count', () => {
  const at = (value: string): string | undefined => tokenAt(HEADER, { headers: [['x-token', value]], path: '/' });
  expect(at('a jwt "a.b.c", x')).toBe('a.b.c');
  expect(at('JWT a.b.c')).toBeUndefined();
  expect(tokenAt(PARAMETER, { headers: [], path: '/?a=b&t=a%2Eb.c&t=x' })).toBe('a.b.c');
  expect(tokenAt(COOKIE, { headers: [['cookie', 'a=1; s="a.b.c"']], path: '/' })).toBe('a.b.c');
  expect(withoutTokenAt(PARAMETER, { headers: [], path: '/?%zz=1&t=x&b' })).toEqual({ headers: [], path: '/?%zz=1&b' });
});
