import { literal } from '../core/literal';
import { show } from '../core/problems';
import type { PathComparison, PathText } from '../istio/path-text';
import { pathMistake } from '../istio/path-text';

/** What is wrong with a path that lacks its first slash, and what to write instead; undefined if nothing is. */
export function slashProblem(comparison: PathComparison, text: string): string | undefined {
  const mistake = pathMistake(comparison, text);
  return mistake?.kind === 'no slash'
    ? `${show(text)} can't match, because every path begins with "/". Write ${show(mistake.instead.text)}.`
    : undefined;
}

/**
 * What is wrong with a path that is written in the language of another tool, and what to write instead; undefined if nothing is.
 *
 * @param factory the class whose factories the user writes
 */
export function patternProblem(
  comparison: PathComparison,
  text: string,
  factory: 'HttpMatch' | 'IngressRoute',
): string | undefined {
  const mistake = pathMistake(comparison, text);
  if (mistake === undefined || mistake.kind === 'no slash') {
    return undefined;
  }
  const { kind, part, instead, orSegment } = mistake;
  const write = (path: PathText): string => `${factory}.${path.comparison}(${literal(path.text)})`;
  const all = factory === 'IngressRoute' && instead.comparison === 'prefix' && instead.text === '/';
  const line = all ? 'IngressRoute.all()' : write(instead);
  if (kind === 'query') {
    const query = factory === 'HttpMatch' ? 'queryParams' : 'match: [HttpMatch.queryParam(...)]';
    return `${show(text)} can't match, because the path is compared without its query. Write ${line}, and match the query with ${query}.`;
  }
  const segment = orSegment === undefined ? '' : `, or ${write(orSegment)} for one segment`;
  return `${describe(comparison, text, kind, part)} Write ${line}${segment}.`;
}

function describe(comparison: PathComparison, text: string, kind: 'glob' | 'parameter' | 'expression', part: string) {
  if (kind === 'expression') {
    return `${show(text)} is a regular expression, and ${comparison === 'exact' ? 'an exact path' : 'a prefix'} is compared literally.`;
  }
  return comparison === 'regex' && kind === 'glob'
    ? `${show(text)} is a glob. In a regular expression "*" repeats what comes before it, so other paths match than the ones that are meant.`
    : `${show(part)} in ${show(text)} has no special meaning here, so the paths that are meant would not match.`;
}
