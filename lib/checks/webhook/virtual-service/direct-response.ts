import type { HttpBody, HttpDirectResponse } from '../../../../imports/networking';
import type { Verdict } from '../shared/errors-only';

const KILOBYTE = 1024;
const MAX_SIZE = 1024 * KILOBYTE;
const LARGE = 100 * KILOBYTE;

export function checkDirectResponse(response: HttpDirectResponse | undefined, path: string, verdict: Verdict): void {
  if (response === undefined) {
    return;
  }
  const size = sizeOf(response.body ?? {});
  const message = `The body has ${size} bytes, and istiod sends it to every proxy`;
  const fix = 'Serve large answers from a Service, with route.';
  if (size > MAX_SIZE) {
    verdict.error(`${path}.body`, `${message}; more than ${MAX_SIZE} are rejected.`, fix);
  } else if (size > LARGE) {
    verdict.warning(`${path}.body`, `${message} with each change: more than ${LARGE} slow it down.`, fix);
  }
  const problem = httpStatusProblem(response.status ?? 0);
  if (problem !== undefined) {
    verdict.error(`${path}.status`, `The status ${problem}`, 'Write a status such as 503.');
  }
}

/** What is wrong with a status that a proxy answers with, in a sentence without its subject. */
export function httpStatusProblem(status: number): string | undefined {
  return status < 200 || status > 600 ? `is ${status}, but must be from 200 to 600.` : undefined;
}

/** Where both are given, istiod takes the second. */
function sizeOf({ string = '', bytes }: HttpBody): number {
  return bytes === undefined ? Buffer.byteLength(string) : Buffer.from(bytes, 'base64').length;
}
