import type { HttpRoute } from '../../imports/networking';
import { literal } from '../core/literal';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { MatchIndex } from '../istio/match-index';
import type { MatchedPath, PathChange, SlashMistake } from '../istio/path-rewrite';
import { matchedPath, slashMistake } from '../istio/path-rewrite';

/**
 * Says where the rewrite or redirect of a rule doubles or drops a slash of a path.
 *
 * @param earlier the rules before it, whose requests do not come to this one
 */
export function checkPathChange(route: HttpRoute, earlier: readonly HttpRoute[], problems: Problems): void {
  const [field, change] = changeOf(route);
  if (change === undefined) {
    return;
  }
  const taken = new MatchIndex<true>();
  earlier.forEach(({ match = [{}] }) => match.forEach((each) => taken.add(each, true)));
  for (const match of route.match ?? [{}]) {
    const matched = matchedPath(match);
    const mistake = slashMistake(matched, change, (uri) => taken.covering({ ...match, uri }) === true);
    if (mistake !== undefined) {
      const { text } = matched;
      const both = `match: [HttpMatch.prefix(${literal(`${text}/`)}), HttpMatch.exact(${literal(text)})]`;
      problems.add(field, changeProblem(field, matched, change, mistake, both));
      return;
    }
    taken.add(match, true);
  }
}

/**
 * What is wrong with a rewrite or redirect, and what to write instead.
 *
 * @param field `rewrite` or `redirect`, and what more stands before the problem
 * @param other what to match instead, where no text fits
 */
export function changeProblem(
  field: string,
  { text }: MatchedPath,
  { uriRegexRewrite }: PathChange,
  { path, changed, instead }: SlashMistake,
  other: string,
): string {
  const write = (fitting: string): string =>
    field.startsWith('redirect') ? `prefixRewrite: ${literal(fitting)}` : `Rewrite.uri(${literal(fitting)})`;
  const line =
    uriRegexRewrite !== undefined
      ? `an expression that takes the slash, for example Rewrite.regex(${literal(`^${text.replace(/\/$/, '')}/?(.*)`)}, '/\\\\1')`
      : instead === undefined
        ? other
        : write(instead);
  return `turns ${show(path)} into ${show(changed)}. Write ${line}.`;
}

/** What a rule changes of the path, and the field that says it. */
export function changeOf({
  rewrite,
  redirect,
}: Pick<HttpRoute, 'rewrite' | 'redirect'>): readonly [field: string, change: PathChange | undefined] {
  if (redirect !== undefined) {
    const { prefixRewrite } = redirect;
    return ['redirect.prefixRewrite', prefixRewrite === undefined ? undefined : { uri: prefixRewrite }];
  }
  return rewrite?.uriRegexRewrite === undefined
    ? ['rewrite.uri', rewrite?.uri === undefined ? undefined : rewrite]
    : ['rewrite.uriRegexRewrite', rewrite];
}
