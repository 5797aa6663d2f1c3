import type { HttpRetry } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { nearest } from '../../../core/unknown-field';
import { RETRY_CONDITIONS } from '../../../istio/retry-conditions';
import { durationProblem } from '../shared/duration';
import type { Verdict } from '../shared/errors-only';

/** The statuses that Go has a text for, from and to. */
const STATUSES: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

export function checkRetries(retries: HttpRetry | undefined, path: string, verdict: Verdict): void {
  if (retries === undefined) {
    return;
  }
  const { attempts = 0, perTryTimeout, retryOn = '', retryRemoteLocalities, backoff } = retries;
  if (attempts < 0) {
    verdict.error(
      `${path}.attempts`,
      `There cannot be ${attempts} attempts.`,
      'Write how often to try again, or 0 for never.',
    );
  }
  if (attempts === 0) {
    const useless = Object.entries({ perTryTimeout, retryOn: retryOn || undefined, retryRemoteLocalities });
    for (const [field] of useless.filter(([, value]) => value !== undefined)) {
      verdict.error(
        `${path}.${field}`,
        `attempts is 0, so requests are not retried and ${field} has no effect.`,
        `Write attempts, such as 2, or remove ${field}.`,
      );
    }
  }
  for (const [field, text] of Object.entries({ perTryTimeout, backoff })) {
    const problem = text === undefined ? undefined : durationProblem(text);
    if (problem !== undefined) {
      verdict.error(`${path}.${field}`, `The time ${problem}`, 'Write a duration such as 2s or 25ms.');
    }
  }
  if (retryOn !== '') {
    retryOn.split(',').forEach((policy) => checkPolicy(policy, `${path}.retryOn`, verdict));
  }
}

function checkPolicy(policy: string, path: string, verdict: Verdict): void {
  if (RETRY_CONDITIONS.includes(policy) || isStatus(policy)) {
    return;
  }
  const bare = policy.trim();
  const meant = RETRY_CONDITIONS.includes(bare) || isStatus(bare) ? bare : nearest(bare, [...RETRY_CONDITIONS]);
  verdict.error(
    path,
    policy === '' ? 'retryOn has an empty entry.' : `${show(policy)} is not a retry condition.`,
    meant === undefined
      ? `Write statuses or some of ${RETRY_CONDITIONS.join(', ')}, with commas and without spaces.`
      : `Write ${meant} there, with commas and without spaces between the entries.`,
  );
}

function isStatus(text: string): boolean {
  const status = /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  return STATUSES.some(([from, to]) => from <= status && status <= to);
}
