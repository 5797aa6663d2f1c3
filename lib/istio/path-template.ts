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
const CHARACTERS = "a-zA-Z0-9\\-._~%!$&'()+,;:@=";
const LITERAL = new RegExp(`^[${CHARACTERS}]+$`);

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

const known = new Map<string, RegExp>();

/**
 * Whether a path, without its query, fits one with templates. `{*}` needs a character, and `{**}` none: `/a/{**}` takes `/a/`, but not `/a`
 * (envoy source/extensions/path/uri_template_lib/uri_template_internal.cc: convertPathPatternSyntaxToRegex).
 */
export function templateFits(template: string, path: string): boolean {
  let expression = known.get(template);
  if (expression === undefined) {
    // A "*" is a template for Envoy, however it was written.
    const parts = template
      .replaceAll(REST, '**')
      .replaceAll(ONE, '*')
      .split(/(\*{1,2})/);
    const body = parts.map((part) =>
      part === '**'
        ? `[${CHARACTERS}/]*`
        : part === '*'
          ? `[${CHARACTERS}]+`
          : part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'),
    );
    expression = new RegExp(`^${body.join('')}$`);
    known.set(template, expression);
  }
  return expression.test(path);
}
