import type { HttpRewrite, RegexRewrite } from '../../../../imports/networking';
import type { Verdict } from '../shared/errors-only';
import { regexProblem } from '../shared/regex';

export function checkRewrite(given: HttpRewrite | undefined, path: string, verdict: Verdict): void {
  if (given === undefined) {
    return;
  }
  const { uri = '', authority = '', uriRegexRewrite } = given;
  if (uri !== '' && uriRegexRewrite !== undefined) {
    verdict.error(
      `${path}.uriRegexRewrite`,
      'The path is rewritten twice, by uri and by uriRegexRewrite.',
      'Remove one of the two.',
    );
  }
  if (uri === '' && authority === '' && uriRegexRewrite === undefined) {
    verdict.error(
      path,
      'The rewrite changes nothing: it has none of uri, uriRegexRewrite and authority.',
      'Write one of them, or remove rewrite.',
    );
  }
  if (uriRegexRewrite !== undefined) {
    checkRegexRewrite(uriRegexRewrite, `${path}.uriRegexRewrite`, verdict);
  }
}

function checkRegexRewrite({ match = '', rewrite = '' }: RegexRewrite, path: string, verdict: Verdict): void {
  for (const [field, text] of Object.entries({ match, rewrite })) {
    if (text === '') {
      verdict.error(
        `${path}.${field}`,
        `uriRegexRewrite has no ${field}, and it takes both match and rewrite.`,
        `Write ${field}.`,
      );
    }
  }
  const problem = match === '' ? undefined : regexProblem(match);
  if (problem !== undefined) {
    verdict.error(`${path}.match`, problem, 'Write an expression as RE2 reads it: no look-around, no references back.');
  }
}
