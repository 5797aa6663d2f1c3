import { isObject } from '../core/is-object';

/** What a token says, as JSON has it. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Whether a header of a match is none, but a claim of a token: `@request.auth.claims.group` or `@request.auth.claims[group]`.
 * pkg/jwt/routing.go: ToRoutingClaim.
 */
export function isTokenClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..|\[.+\]$)/is.test(name);
}

/** The names that lead to such a claim, from the outside in. */
export function routedClaimPath(name: string): readonly string[] {
  const rest = name.slice('@request.auth.claims'.length);
  return rest.startsWith('[') ? rest.slice(1, -1).split('][') : rest.slice(1).split('.');
}

/**
 * The names that lead to the claim of a condition such as `request.auth.claims[realm][roles]`; undefined where Istio cannot read it
 * (pilot/pkg/security/authz/model/util.go: extractNameInNestedBrackets).
 */
export function conditionClaimPath(key: string): readonly string[] | undefined {
  const rest = key.slice('request.auth.claims'.length);
  if (/^(?:\[[^[\]]*\])+$/.test(rest)) {
    return rest.slice(1, -1).split('][');
  }
  return /^\[.*\]$/s.test(rest) ? [rest.slice(1, -1)] : undefined;
}

/** Whether a claim is a text that fits, or a list with one (pilot/pkg/security/authz/matcher/metadata.go: MetadataListValueMatcher). */
export function claimFits(claims: Claims, path: readonly string[], fits: (text: string) => boolean): boolean {
  return claimTexts(claims, path).some(fits);
}

/** The texts of a claim, one or a list, by the names that lead to it; Istio compares nothing else. */
export function claimTexts(claims: Claims, path: readonly string[]): readonly string[] {
  const value = claimAt(claims, path);
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => typeof each === 'string');
}

/** A claim by the names that lead to it, from the outside in. */
export function claimAt(claims: Claims, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    claims,
  );
}
