/**
 * Whether a text fits a value of an AuthorizationPolicy: exact, or with `*` at its beginning or end; `*` alone is any text with a letter in it.
 * pilot/pkg/security/authz/matcher/string.go: StringMatcher
 */
export function policyTextFits(pattern: string, text: string): boolean {
  if (pattern === '*') {
    return text !== '';
  }
  if (pattern.startsWith('*')) {
    return text.endsWith(pattern.slice(1));
  }
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/**
 * Whether a header that is there fits a value; `*` alone is any header, an empty one too. pilot/pkg/security/authz/matcher/header.go:
 * HeaderMatcher
 */
export function policyHeaderFits(pattern: string, value: string): boolean {
  return pattern === '*' || policyTextFits(pattern, value);
}
