/**
 * Whether a header of a match is none, but a claim of a token: `@request.auth.claims.group` or `@request.auth.claims[group]`.
 * pkg/jwt/routing.go: ToRoutingClaim.
 */
export function isTokenClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..|\[.+\]$)/is.test(name);
}
