/*
 * What the text of a path in an AuthorizationPolicy gives away: that Istio compares it with no path that a client sends, or not with those that
 * are meant. A path is exact, has one "*" at its end or beginning, or has the templates "{*}" and "{**}" as whole segments.
 *
 * pilot/pkg/security/authz/matcher/string.go: StringMatcher; template.go: PathTemplateMatcher. Envoy compares paths without their query
 * (envoy/type/matcher/v3/path.proto: PathMatcher).
 */
import { pathMistake } from './path-text';
import type { TemplateMistake } from './path-template';
import { hasTemplate, templateMistake } from './path-template';

/** What is wrong with a path, and what to write instead. */
export type PolicyPathMistake =
  | { readonly kind: 'query' | 'wildcard' | 'expression' | 'no slash'; readonly instead: string }
  /** `part` is compared literally: `:id` */
  | { readonly kind: 'parameter'; readonly part: string; readonly instead: string }
  /** Istio refuses it. */
  | { readonly kind: 'template'; readonly mistake: TemplateMistake; readonly instead: string };

const TEMPLATES = /\{\*{1,2}\}/g;
/** Stands for a template while the rest of a path is looked at. */
const PLAIN_SEGMENT = 'x';
/** Characters that clients send encoded, and that expressions are made of. */
const IN_NO_PATH = /[[\]\\^|]/;
/** The scheme and host of an address. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** What is wrong with a path of an AuthorizationPolicy; undefined if nothing is. */
export function policyPathMistake(path: string): PolicyPathMistake | undefined {
  if (path === '*') {
    return undefined;
  }
  const [plain] = path.split(/[?#]/);
  if (plain !== path) {
    const start = plain.replace(ORIGIN, '');
    return { kind: 'query', instead: /^[/*]/.test(start) ? start : `/${start}` };
  }
  if (ORIGIN.test(path)) {
    return { kind: 'no slash', instead: path.replace(ORIGIN, '') || '/' };
  }
  const mistake = pathMistake('exact', path.replace(TEMPLATES, PLAIN_SEGMENT));
  if (mistake?.kind === 'parameter') {
    return { kind: 'parameter', part: mistake.part, instead: withTemplates(path) };
  }
  if (mistake?.kind === 'expression' || IN_NO_PATH.test(path)) {
    return { kind: 'expression', instead: withTemplates(path) };
  }
  const stars = path.replace(TEMPLATES, '').split('*').length - 1;
  const isPrefix = stars === 1 && path.endsWith('*');
  const isSuffix = stars === 1 && path.startsWith('*');
  if ((stars > 0 && hasTemplate(path)) || (stars > 0 && !isPrefix && !isSuffix)) {
    return { kind: 'wildcard', instead: withTemplates(path) };
  }
  if (!isSuffix && !path.startsWith('/')) {
    return { kind: 'no slash', instead: `/${path}` };
  }
  const wrong = templateMistake(path);
  return wrong && { kind: 'template', mistake: wrong, instead: withTemplates(path) };
}

/** What can be written for a path in another language: each open segment as "{*}", and an open end as "*". */
function withTemplates(path: string): string {
  const parts = path
    .replace(/^\^|\$$/g, '')
    .replace(/\((?:\?:)?[^()]*\)|\[[^\]]*\][*+?]?|\.[*+]|<[^<>/]*>|\{[^{}/]*\}/g, '*')
    .replace(/(?<=\/):\w+/g, '*')
    .split('/')
    .filter((part, i, all) => part !== '' || i === all.length - 1);
  const last = parts.length - 1;
  const hasMore = parts.slice(0, -1).some((part) => part.includes('*'));
  const open = parts.map((part, i) => {
    if (!part.includes('*')) {
      return part;
    }
    if (i !== last || endsInOneSegment(path)) {
      return '{*}';
    }
    if (hasMore) {
      return /^\*+$/.test(part) ? '{**}' : '{*}';
    }
    return `${part.slice(0, part.indexOf('*'))}*`;
  });
  return `/${open.join('/')}`;
}

/** Whether the end of a path is one segment, as in "/users/:id". */
function endsInOneSegment(path: string): boolean {
  return /(?:\/:\w+|<[^<>/]*>|\{[^{}/*]+\}|\/\[[^\]]*\][*+?]?)\$?$/.test(path);
}
