import { show } from '../../../core/problems';
import type { MatchedPath, PathChange, SlashMistake } from '../../../istio/path-rewrite';
import { slashMistake } from '../../../istio/path-rewrite';
import type { Wording } from '../../check';

/** What a match and the text that takes its place make of a path. */
export interface Mistake {
  readonly change: PathChange;
  readonly mistake: SlashMistake;
  readonly matched: MatchedPath;
  /** `spec.http[0].match[1]`; undefined for a rule without matches. */
  readonly place?: string;
}

/** @param all what the rule matches, right matches among them */
export function wordsFor(mistakes: readonly Mistake[], all: readonly MatchedPath[], isRedirect: boolean): Wording {
  const [{ change, mistake, matched, place = '' }] = mistakes;
  const where = all.length < 2 ? '' : ` (${place.slice(place.lastIndexOf('.') + 1)})`;
  const more = mistakes.length - 1;
  return {
    severity: mistake.kind === 'none' ? 'error' : undefined,
    message:
      `${outcome(mistake, isRedirect)}: ${reason(mistake, matched, change)}${where}.` +
      (more === 0 ? '' : ` The same applies to ${more === 1 ? 'another match' : `${more} other matches`} of the rule.`),
    fix: fixFor(mistakes[0], all, isRedirect),
  };
}

/** The text of a rewrite that fits all matches of a rule; undefined where none does. */
function fittingAll(text: string | undefined, all: readonly MatchedPath[]): string | undefined {
  return text !== undefined && all.every((matched) => slashMistake(matched, { uri: text }) === undefined)
    ? text
    : undefined;
}

function outcome({ path, changed }: SlashMistake, isRedirect: boolean): string {
  return isRedirect
    ? `Clients that ask for ${path} are sent to ${show(changed)}`
    : `The application gets ${show(changed)} where the client asks for ${path}`;
}

function reason({ kind }: SlashMistake, { text }: MatchedPath, { uriRegexRewrite }: PathChange): string {
  if (kind === 'none') {
    return 'the new path does not begin with a slash, and servers answer 400';
  }
  if (uriRegexRewrite !== undefined) {
    return kind === 'double'
      ? 'the rewrite adds a slash that is still there'
      : 'the rewrite takes a slash and puts none back';
  }
  return kind === 'double'
    ? `the prefix ${text} has no slash at the end, and the new text has one`
    : `the prefix ${text} ends with a slash, and the new text does not`;
}

function fixFor(
  { change, mistake, matched: { text, way } }: Mistake,
  all: readonly MatchedPath[],
  isRedirect: boolean,
): string {
  const bare = text.replace(/\/$/, '');
  if (change.uriRegexRewrite !== undefined) {
    return `Let the expression take the slash that the rewrite puts back, for example match: "^${bare}/?(.*)" with rewrite: "/\\1".`;
  }
  const instead = fittingAll(mistake.instead, all);
  if (instead !== undefined) {
    return `Write ${isRedirect ? 'prefixRewrite' : 'uri'}: ${instead}.`;
  }
  if (mistake.kind === 'double' && way === 'prefix') {
    return `Match { uri: { prefix: ${text}/ } } and { uri: { exact: ${text} } } instead of { uri: { prefix: ${text} } }.`;
  }
  return mistake.kind === 'glued'
    ? `Match { uri: { prefix: ${bare} } } instead of { uri: { prefix: ${text} } }, or move the match to a rule with another text.`
    : `Begin the text with a slash: ${show(mistake.instead ?? '/')}.`;
}
