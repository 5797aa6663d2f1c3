import { show } from '../core/problems';
import { pathMistake } from '../istio/path-text';
import { hasTemplate, templateMistake } from '../istio/path-template';

const TEMPLATES = /\{\*{1,2}\}/g;
/** Stands for a template while the rest of a path is looked at. */
const PLAIN_SEGMENT = 'x';
/** Characters that clients send encoded, and that expressions are made of. */
const IN_NO_PATH = /[[\]\\^|]/;

/**
 * What is wrong with a path of an AuthorizationPolicy, and what to write instead; undefined if nothing is. A path is exact, has one "*" at its
 * end or beginning, or has the templates "{*}" and "{**}" as whole segments. It is compared without the query.
 */
export function policyPathProblem(path: string): string | undefined {
  if (path === '*') {
    return undefined;
  }
  const [plain] = path.split(/[?#]/);
  if (plain !== path) {
    return `${show(path)} never matches: a path is compared without its query. Write ${show(plain === '' ? '/' : plain)}.`;
  }
  const mistake = pathMistake('exact', path.replace(TEMPLATES, PLAIN_SEGMENT));
  if (mistake?.kind === 'parameter') {
    return `${show(path)} has ${show(mistake.part)}, which is compared literally. ${instead(path)}`;
  }
  if (mistake?.kind === 'expression' || IN_NO_PATH.test(path)) {
    return `${show(path)} is a regular expression, and policies have none. ${instead(path)}`;
  }
  const stars = path.replace(TEMPLATES, '').split('*').length - 1;
  const isPrefix = stars === 1 && path.endsWith('*');
  const isSuffix = stars === 1 && path.startsWith('*');
  if ((stars > 0 && hasTemplate(path)) || (stars > 0 && !isPrefix && !isSuffix)) {
    return `${show(path)} has a "*" that Istio compares literally: alone it is a wildcard only at the beginning or end. ${instead(path)}`;
  }
  if (!isSuffix && !path.startsWith('/')) {
    return `${show(path)} never matches, because every path begins with "/". Write ${show(`/${path}`)}.`;
  }
  const wrong = templateMistake(path);
  switch (wrong?.kind) {
    case 'after the rest':
      return `${show(path)} has a template after "{**}", which takes the rest of the path. ${instead(path)}`;
    case 'braces':
      return `${show(path)} has a template that is no whole segment. ${instead(path)}`;
    case 'characters':
      return `${show(path)} has ${wrong.segment === '' ? 'an empty segment' : `the segment ${show(wrong.segment)}`} beside a template, where only letters, digits and -._~%!$&'()+,;:@= can stand. Leave it out.`;
    case undefined:
      return undefined;
  }
}

/** What can be written for a path in another language: each open segment as "{*}", and an open end as "*". */
function instead(path: string): string {
  const parts = path
    .replace(/^\^|\$$/g, '')
    .replace(/\((?:\?:)?[^()]*\)|\[[^\]]*\][*+]?|\.[*+]|<[^<>/]*>|\{[^{}/]*\}/g, '*')
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
  const written = `/${open.join('/')}`;
  return `Write ${show(written)}.`;
}

/** Whether the end of a path is one segment, as in "/users/:id". */
function endsInOneSegment(path: string): boolean {
  return /(?:\/:\w+|<[^<>/]*>|\{[^{}/*]+\}|\/\[[^\]]*\][*+]?)\$?$/.test(path);
}
