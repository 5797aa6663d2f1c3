import { show } from '../../../core/problems';
import { parseGoDuration } from '../../../schema/go-duration';
import type { Verdict } from './errors-only';

const MILLISECOND = 1_000_000n;

/** What is wrong with a duration that Envoy is to keep, in a sentence without its subject: `is shorter than 1ms.` */
export function durationProblem(text: string): string | undefined {
  const nanoseconds = parseGoDuration(text);
  if (nanoseconds === undefined) {
    return `is ${show(text)}, and not a duration such as 5s, 500ms or 1h.`;
  }
  if (nanoseconds < MILLISECOND) {
    return `is ${show(text)}, which is shorter than 1ms.`;
  }
  return nanoseconds % MILLISECOND === 0n
    ? undefined
    : `is ${show(text)}, which is not a whole number of milliseconds.`;
}

/**
 * Says what is wrong with a field that is a duration.
 *
 * @param path of the object that has the field
 */
export function checkDuration(text: string | undefined, name: string, path: string, verdict: Verdict): void {
  const problem = text === undefined ? undefined : durationProblem(text);
  if (problem !== undefined) {
    verdict.error(`${path}.${name}`, `${name} ${problem}`, 'Write whole milliseconds, at least 1ms: 500ms, 5s or 1h.');
  }
}
