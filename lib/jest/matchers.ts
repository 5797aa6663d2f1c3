import type { WorkloadInput } from '../bridge/tracing/meant';
import type { Trace } from '../bridge/tracing/trace';
import { answered, denied, failed, redirected, responded } from '../routing-tests/conditions';
import type { Share, Verdict } from '../routing-tests/verdict';
import { every, makesAll, reaches, splits, whyNot } from '../routing-tests/verdict';
import { isObject } from '../core/is-object';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import type { FailureName } from '../routing/failure';
import { FAILURE_NAMES } from '../routing/failure';

/** What a matcher says to Jest, and to what takes the matchers of Jest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** All calls come to pods: of a workload, behind a Service, or of a version of a release; or to a host outside the mesh. */
export function toReach(received: unknown, target: WorkloadInput): MatcherResult {
  return judge('toReach', nameOf(target), received, (trace) => reaches(nameOf(target), shareAt(trace, target)));
}

/**
 * Calls are split: percents by the name of a workload, `namespace/name`, or the name of a subset. What is not named gets nothing.
 */
export function toSplit(received: unknown, percents: Readonly<Record<string, number>>): MatcherResult {
  const expected = Object.entries(isObject(percents) ? percents : {});
  const values = expected.map(([, each]) => each);
  if (values.some((each) => typeof each !== 'number' || !(each >= 0)) || !makesAll(values)) {
    throw new Error(`toSplit: the percents are not numbers that make 100. Write for example { v1: 80, v2: 20 }.`);
  }
  const text = expected.map(([name, each]) => `${name} ${each} %`).join(', ');
  return judge('toSplit', text, received, (trace) =>
    splits(expected.map(([name, percent]) => ({ name, percent, share: shareAt(trace, name) }))),
  );
}

/** A proxy redirects all calls. */
export function toRedirectTo(received: unknown, location: string | RegExp, status?: number): MatcherResult {
  expectText('toRedirectTo', location, 'https://shop.example.com/');
  const text = `${String(location)}${status === undefined ? '' : ` with status ${status}`}`;
  return judge('toRedirectTo', text, received, () => every(redirected(location, status)));
}

/** The client sees a status, whoever answers. */
export function toRespond(received: unknown, status: number, body?: string | RegExp): MatcherResult {
  if (body !== undefined) {
    expectText('toRespond', body, 'fine');
  }
  const text = `${status}${body === undefined ? '' : ` with body ${String(body)}`}`;
  const conditions = [responded(status), ...(body === undefined ? [] : [answered(body)])];
  return judge('toRespond', text, received, () => every(...conditions));
}

/** A policy refuses all calls: with 403, with 401 for want of a token that counts, or by closing the connection. */
export function toBeDenied(received: unknown): MatcherResult {
  return judge('toBeDenied', '', received, () => every(denied()));
}

/** No call arrives. */
export function toFail(received: unknown, failure?: FailureName): MatcherResult {
  if (failure !== undefined && !FAILURE_NAMES.includes(failure)) {
    const meant = nearest(String(failure), [...FAILURE_NAMES]);
    const hint = meant === undefined ? `Write one of: ${FAILURE_NAMES.join(', ')}.` : `Did you mean ${meant}?`;
    throw new Error(`toFail: ${show(failure)} is not known. ${hint}`);
  }
  return judge('toFail', failure ?? '', received, () => every(failed(failure)));
}

/** Of JavaScript, where no compiler looks. */
function expectText(matcher: string, given: unknown, example: string): void {
  if (typeof given !== 'string' && !(given instanceof RegExp)) {
    throw new Error(`${matcher}: ${show(given)} is neither a text nor an expression. Write for example '${example}'.`);
  }
}

function judge(
  matcher: string,
  expected: string,
  received: unknown,
  verdict: (trace: Trace) => Verdict,
): MatcherResult {
  if (!isTrace(received)) {
    throw new Error(
      `${matcher}: what is expected is not a Trace. Write expect(mesh.get('https://shop.example.com/')).${matcher}(...).`,
    );
  }
  const wrong = whyNot(received, verdict(received));
  const call = `${matcher}${expected === '' ? '' : `: ${expected}`}`;
  return {
    pass: wrong === undefined,
    message: () =>
      `expected ${wrong === undefined ? 'not ' : ''}${call}\n${wrong ?? 'It is so.'}\n\n${received.toString()}`,
  };
}

function shareAt(trace: Trace, target: WorkloadInput): Share {
  return (outcomes) => trace._shareOf(target, outcomes);
}

function isTrace(received: unknown): received is Trace {
  return (
    typeof received === 'object' &&
    received !== null &&
    '_shareOf' in received &&
    typeof received._shareOf === 'function'
  );
}

function nameOf(target: WorkloadInput): string {
  if (typeof target === 'string') {
    return target;
  }
  // What it is not, is told by whoever looks for its pods.
  const { name, metadata } = (target ?? {}) as {
    readonly name?: string;
    readonly metadata?: { readonly namespace?: string };
  };
  return [metadata?.namespace, name].filter((part) => part !== undefined).join('/');
}
