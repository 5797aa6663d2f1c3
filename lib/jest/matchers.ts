import type { WorkloadInput } from '../bridge/tracing/meant';
import type { Trace } from '../bridge/tracing/trace';
import { outcomeText, percent } from '../report/outcome-text';
import type { TraceOutcome } from '../report/trace-data';
import { OutcomeKind } from '../report/trace-data';
import type { FailureName } from '../routing/failure';

/** What a matcher says to Jest, and to what takes the matchers of Jest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Whether what becomes of the calls is as expected, and if not, what is wrong with it. */
type Verdict = { readonly pass: true } | { readonly pass: false; readonly why: string };

const PASS: Verdict = { pass: true };

/** All calls come to pods: of a workload, behind a Service, or of a version of a release; or to a host outside the mesh. */
export function toReach(received: unknown, target: WorkloadInput): MatcherResult {
  return judge('toReach', nameOf(target), received, (outcomes, trace) => {
    const share = trace._shareOf(target, outcomes);
    return share === 1
      ? PASS
      : {
          pass: false,
          why: `${share === 0 ? 'No call comes' : `Only ${percent(share)} of the calls come`} to ${nameOf(target)}.`,
        };
  });
}

/**
 * Calls are split: percents by the name of a workload, `namespace/name`, or the name of a subset. What is not named gets nothing.
 */
export function toSplit(received: unknown, percents: Readonly<Record<string, number>>): MatcherResult {
  const expected = Object.entries(percents);
  const sum = expected.reduce((total, [, each]) => total + each, 0);
  if (expected.some(([, each]) => typeof each !== 'number' || !(each >= 0)) || Math.abs(sum - 100) > TOLERANCE) {
    throw new Error(`toSplit: the percents are not numbers that make 100. Write for example { v1: 80, v2: 20 }.`);
  }
  const text = expected.map(([name, each]) => `${name} ${each} %`).join(', ');
  return judge('toSplit', text, received, (outcomes, trace) => {
    const wrong = expected.flatMap(([name, each]) => {
      const share = trace._shareOf(name, outcomes);
      return Math.abs(share * 100 - each) <= TOLERANCE ? [] : [`${name} gets ${percent(share)}, not ${each} %.`];
    });
    return wrong.length === 0 ? PASS : { pass: false, why: wrong.join(' ') };
  });
}

/** Of percents: two thirds are written as 66.7. */
const TOLERANCE = 0.1;

/** A proxy redirects all calls. */
export function toRedirectTo(received: unknown, location: string | RegExp, status?: number): MatcherResult {
  const text = `${String(location)}${status === undefined ? '' : ` with status ${status}`}`;
  return judge(
    'toRedirectTo',
    text,
    received,
    all(
      (outcome) =>
        outcome.by === 'redirect' &&
        fits(location, outcome.location ?? '') &&
        (status === undefined || status === outcome.status),
    ),
  );
}

/** The client sees a status, whoever answers. */
export function toRespond(received: unknown, status: number, body?: string | RegExp): MatcherResult {
  const text = `${status}${body === undefined ? '' : ` with body ${String(body)}`}`;
  return judge(
    'toRespond',
    text,
    received,
    all((outcome) => outcome.status === status && (body === undefined || fits(body, outcome.body ?? ''))),
  );
}

/** A policy refuses all calls: with 403, with 401 for want of a token that counts, or by closing the connection. */
export function toBeDenied(received: unknown): MatcherResult {
  return judge(
    'toBeDenied',
    '',
    received,
    all(({ failure }) => failure === 'Denied' || failure === 'Unauthenticated'),
  );
}

/** No call arrives. */
export function toFail(received: unknown, failure?: FailureName): MatcherResult {
  return judge(
    'toFail',
    failure ?? '',
    received,
    all((outcome) => outcome.kind === OutcomeKind.FAILURE && (failure === undefined || outcome.failure === failure)),
  );
}

function fits(expected: string | RegExp, text: string): boolean {
  return typeof expected === 'string' ? expected === text : expected.test(text);
}

type Judge = (outcomes: readonly TraceOutcome[], trace: Trace) => Verdict;

/** What must be true of every outcome. */
function all(isRight: (outcome: TraceOutcome) => boolean): Judge {
  return (outcomes) => {
    const wrong = outcomes.filter((outcome) => !isRight(outcome));
    const texts = wrong.map((outcome) => `${percent(outcome.share)}: ${outcomeText(outcome)}`);
    return wrong.length === 0 ? PASS : { pass: false, why: texts.join('\n') };
  };
}

/** An expectation holds whichever of several objects is older: files do not show that. */
function judge(matcher: string, expected: string, received: unknown, verdict: Judge): MatcherResult {
  if (!isTrace(received)) {
    throw new Error(
      `${matcher}: what is expected is not a Trace. Write expect(mesh.get('https://shop.example.com/')).${matcher}(...).`,
    );
  }
  const ways = [
    { outcomes: received.outcomes, unless: '' },
    ...received.unknown
      .filter(({ what, otherwise }) => what === 'age' && otherwise !== undefined)
      .map(({ text, otherwise }) => ({
        outcomes: otherwise!,
        unless: `This depends on the age of objects: ${text}\n`,
      })),
  ];
  const failed = ways
    .map(({ outcomes, unless }) => ({ unless, verdict: verdict(outcomes, received) }))
    .find((way) => !way.verdict.pass);
  const call = `${matcher}${expected === '' ? '' : `: ${expected}`}`;
  const why = failed === undefined || failed.verdict.pass ? 'It is so.' : `${failed.unless}${failed.verdict.why}`;
  return {
    pass: failed === undefined,
    message: () => `expected ${failed === undefined ? 'not ' : ''}${call}\n${why}\n\n${received.toString()}`,
  };
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
  const { name, metadata } = target as { readonly name?: string; readonly metadata?: { readonly namespace?: string } };
  return [metadata?.namespace, name].filter((part) => part !== undefined).join('/');
}
