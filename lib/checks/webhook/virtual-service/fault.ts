import type {
  HttpFaultInjection,
  HttpFaultInjectionAbort,
  HttpFaultInjectionDelay,
  Percent,
} from '../../../../imports/networking';
import { nearest } from '../../../core/unknown-field';
import { show } from '../../../core/problems';
import { GRPC_STATUSES } from '../../../istio/grpc-statuses';
import { durationProblem } from '../shared/duration';
import type { Verdict } from '../shared/errors-only';
import { httpStatusProblem } from './direct-response';

/** Envoy counts in millionths. */
const LEAST = 0.0001;

export function checkFault(fault: HttpFaultInjection | undefined, path: string, verdict: Verdict): void {
  if (fault === undefined) {
    return;
  }
  const { abort, delay } = fault;
  if (abort === undefined && delay === undefined) {
    verdict.error(path, 'The fault has neither abort nor delay.', 'Write abort or delay, or remove fault.');
  }
  if (abort !== undefined) {
    checkAbort(abort, `${path}.abort`, verdict);
  }
  if (delay !== undefined) {
    checkDelay(delay, `${path}.delay`, verdict);
  }
}

/** An abort without a status is taken, as in istiod, whose warning of it is lost. */
function checkAbort(
  { percentage, httpStatus, grpcStatus, http2Error }: HttpFaultInjectionAbort,
  path: string,
  verdict: Verdict,
): void {
  checkPercentage(percentage, path, verdict);
  if (http2Error !== undefined) {
    verdict.error(
      `${path}.http2Error`,
      `Istio cannot abort with the error ${show(http2Error)} of HTTP/2.`,
      'Write httpStatus or grpcStatus instead.',
    );
  } else if (grpcStatus !== undefined) {
    if (!GRPC_STATUSES.includes(grpcStatus)) {
      const meant = nearest(grpcStatus, [...GRPC_STATUSES]);
      verdict.error(
        `${path}.grpcStatus`,
        `${show(grpcStatus)} is not a status of gRPC.`,
        meant === undefined ? `Write one of ${GRPC_STATUSES.join(', ')}.` : `Write ${meant}.`,
      );
    }
  } else if (httpStatus !== undefined) {
    const problem = httpStatusProblem(httpStatus);
    if (problem !== undefined) {
      verdict.error(`${path}.httpStatus`, `The status ${problem}`, 'Write a status such as 503.');
    }
  }
}

function checkDelay(
  { percentage, fixedDelay, exponentialDelay }: HttpFaultInjectionDelay,
  path: string,
  verdict: Verdict,
): void {
  checkPercentage(percentage, path, verdict);
  const [field, text] =
    exponentialDelay === undefined ? ['fixedDelay', fixedDelay] : ['exponentialDelay', exponentialDelay];
  const problem = text === undefined ? undefined : durationProblem(text);
  if (problem !== undefined) {
    verdict.error(`${path}.${field}`, `The delay ${problem}`, 'Write a duration such as 5s.');
  }
  if (exponentialDelay !== undefined) {
    verdict.error(`${path}.exponentialDelay`, 'Istio has no exponential delays.', 'Write fixedDelay instead.');
  }
}

function checkPercentage(percentage: Percent | undefined, path: string, verdict: Verdict): void {
  const value = percentage?.value ?? 0;
  if (value < 0 || value > 100 || (value > 0 && value < LEAST)) {
    verdict.error(
      `${path}.percentage.value`,
      `The percentage is ${value}, but must be 0 or from ${LEAST} to 100.`,
      'Write how many of 100 requests get the fault.',
    );
  }
}
