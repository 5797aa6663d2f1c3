/*
 * Paths with templates in AuthorizationPolicies: `{*}` stands for one segment, `{**}` for all that follow.
 *
 * pkg/config/security/security.go: CheckValidPathTemplate
 */

/** What Istio refuses of a path. */
export type TemplateMistake =
  | { readonly kind: 'after the rest'; /** The path up to `{**}`. */ readonly upToRest: string }
  | { readonly kind: 'braces' | 'characters'; readonly segment: string };

const ONE = '{*}';
const REST = '{**}';

/** Characters of a segment beside a template, as Envoy takes them. */
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

export function hasTemplate(path: string): boolean {
  return path.includes(ONE) || path.includes(REST);
}

export function templateMistake(path: string): TemplateMistake | undefined {
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  const isTemplate = (segment: string): boolean => segment === ONE || segment === REST;
  const rest = segments.indexOf(REST);
  if (rest >= 0 && segments.slice(rest + 1).some(isTemplate)) {
    return { kind: 'after the rest', upToRest: `/${segments.slice(0, rest + 1).join('/')}` };
  }
  for (const segment of segments.filter((each) => !isTemplate(each))) {
    if (/[{}]/.test(segment)) {
      return { kind: 'braces', segment };
    }
    if (hasTemplate(path) && !LITERAL.test(segment)) {
      return { kind: 'characters', segment };
    }
  }
  return undefined;
}
