import type { TraceOutcome } from '../report/trace-data';
import { OutcomeKind } from '../report/trace-data';
import type { FailureName } from '../routing/failure';
import type { Condition } from './verdict';

/** A text, or an expression that it must match. */
export type Expected = string | RegExp;

/** A proxy redirects. */
export function redirected(location: Expected, status?: number): Condition {
  return {
    isRight: (outcome) =>
      outcome.by === 'redirect' &&
      fits(location, outcome.location) &&
      (status === undefined || outcome.status === status),
  };
}

/** The client sees a status, whoever answers. */
export function responded(status: number): Condition {
  return { isRight: (outcome) => outcome.status === status };
}

/** A proxy answers with a body. */
export function answered(body: Expected): Condition {
  return {
    isRight: (outcome) => fits(body, outcome.body),
    instead: ({ kind, body: given }) =>
      given !== undefined ? `body ${JSON.stringify(given)}` : kind === OutcomeKind.RESPONSE ? 'no body' : undefined,
  };
}

/** A policy refuses: with 403, with 401 for want of a token that counts, or by closing the connection. */
export function denied(): Condition {
  return { isRight: ({ failure }) => failure === 'Denied' || failure === 'Unauthenticated' };
}

/** No policy refuses. */
export function notDenied(): Condition {
  const { isRight } = denied();
  return { isRight: (outcome) => !isRight(outcome) };
}

/** It does not arrive. */
export function failed(name?: FailureName): Condition {
  return {
    isRight: ({ kind, failure }) => kind === OutcomeKind.FAILURE && (name === undefined || failure === name),
  };
}

/** Something of a call that is reached has a value, or none. */
export function shows(
  name: string,
  expected: string | undefined,
  actual: (outcome: TraceOutcome) => string | undefined,
): Condition {
  return {
    isRight: (outcome) => outcome.kind === OutcomeKind.WORKLOAD && actual(outcome) === expected,
    instead: (outcome) =>
      outcome.kind === OutcomeKind.WORKLOAD
        ? `${name} ${actual(outcome) ?? 'none'}, not ${expected ?? 'none'}`
        : undefined,
  };
}

function fits(expected: Expected, text: string = ''): boolean {
  return typeof expected === 'string' ? expected === text : expected.test(text);
}
