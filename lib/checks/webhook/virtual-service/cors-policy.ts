import type { CorsPolicy } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { parseGoDuration } from '../../../schema/go-duration';
import { HTTP_METHODS } from '../../../istio/http-methods';
import { effectiveMatch } from '../../../istio/string-match';
import { durationProblem } from '../shared/duration';
import type { Verdict } from '../shared/errors-only';
import { headerNameProblem } from '../shared/header';
import { checkRegexMatch } from './string-match';

const METHODS: readonly string[] = [...HTTP_METHODS, '*'];
const SECOND = 1_000_000_000n;

export function checkCorsPolicy(policy: CorsPolicy | undefined, path: string, verdict: Verdict): void {
  const { allowOrigins = [], allowMethods = [], allowHeaders = [], exposeHeaders = [], maxAge } = policy ?? {};
  allowOrigins.forEach((origin, i) => {
    const at = `${path}.allowOrigins[${i}]`;
    if (!effectiveMatch(origin)?.text) {
      verdict.error(
        at,
        'The origin is empty.',
        'Write exact, prefix or regex, such as exact: https://shop.example.com.',
      );
    } else {
      checkRegexMatch(origin, at, verdict);
    }
  });
  allowMethods.forEach((method, i) => {
    if (!METHODS.includes(method)) {
      verdict.error(
        `${path}.allowMethods[${i}]`,
        `${show(method)} is not a method of HTTP.`,
        METHODS.includes(method.toUpperCase())
          ? `Write ${method.toUpperCase()}.`
          : `Write one of ${METHODS.join(', ')}.`,
      );
    }
  });
  for (const [field, names] of Object.entries({ allowHeaders, exposeHeaders })) {
    names.forEach((name, i) => {
      const problem = name === '*' ? undefined : headerNameProblem(name);
      if (problem !== undefined) {
        verdict.error(
          `${path}.${field}[${i}]`,
          `The name of the header ${problem}`,
          'Write the name of one header in each entry, or "*".',
        );
      }
    });
  }
  if (maxAge !== undefined) {
    checkMaxAge(maxAge, `${path}.maxAge`, verdict);
  }
}

function checkMaxAge(maxAge: string, path: string, verdict: Verdict): void {
  const problem = durationProblem(maxAge);
  if (problem !== undefined) {
    verdict.error(path, `The time ${problem}`, 'Write whole seconds, such as 24h or 600s.');
  } else if (parseGoDuration(maxAge)! % SECOND !== 0n) {
    verdict.error(
      path,
      `The time is ${show(maxAge)}, but browsers only get whole seconds.`,
      'Write whole seconds, such as 24h or 600s.',
    );
  }
}
