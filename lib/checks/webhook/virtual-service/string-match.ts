import type { StringMatch } from '../../../../imports/networking';
import { effectiveMatch } from '../../../istio/string-match';
import type { Verdict } from '../shared/errors-only';
import { regexProblem } from '../shared/regex';

/** Says what is wrong with a match of a text that must not have an empty prefix. */
export function checkStringMatch(match: StringMatch | undefined, path: string, verdict: Verdict): void {
  const { way, text } = effectiveMatch(match ?? {}) ?? {};
  if (way === 'prefix' && text === '') {
    verdict.error(
      `${path}.prefix`,
      'The prefix is empty, and Envoy does not take an empty one here.',
      'Write the prefix, or regex: ".*" for any value, or remove the match.',
    );
  }
  checkRegexMatch(match, path, verdict);
}

/** Says what is wrong with a regular expression, if the match has one. */
export function checkRegexMatch(match: StringMatch | undefined, path: string, verdict: Verdict): void {
  const { way, text } = effectiveMatch(match ?? {}) ?? {};
  const problem = way === 'regex' ? regexProblem(text!) : undefined;
  if (problem !== undefined) {
    verdict.error(
      `${path}.regex`,
      problem,
      'Write an expression as RE2 reads it (no look-around, no references back), or use exact or prefix.',
    );
  }
}
