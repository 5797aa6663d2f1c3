import { isTokenClaim } from '../../lib/istio/token-claims';

test.each([
  ['@request.auth.claims.sub', true],
  ['@request.auth.claims.a.b', true],
  ['@Request.Auth.Claims.sub', true],
  ['@request.auth.claims[a.b][c]', true],
  ['@request.auth.claims.', false],
  ['@request.auth.claims[]', false],
  ['@request.auth.claims[a]b', false],
  ['@request.auth.claims', false],
  ['@request.auth.claimsub', false],
  ['x-@request.auth.claims.sub', false],
])('%s is a claim: %s', (name, expected) => {
  expect(isTokenClaim(name)).toBe(expected);
});
