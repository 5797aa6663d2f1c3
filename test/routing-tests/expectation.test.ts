import { Problems } from '../../lib/core/problems';
import type { TraceOutcome } from '../../lib/report/trace-data';
import { OutcomeKind, SeenTls } from '../../lib/report/trace-data';
import { FAILURE_NAMES } from '../../lib/routing/failure';
import { expectationOf } from '../../lib/routing-tests/expectation';
import type { Names } from '../../lib/routing-tests/names';
import { whyNot } from '../../lib/routing-tests/verdict';
import type { WrittenExpectation } from '../../lib/routing-tests/written-test';

const ANY: Names = {
  expectWorkload: () => undefined,
  expectSubset: () => undefined,
  expectPart: () => undefined,
  expectTarget: () => undefined,
  isService: () => false,
  behindService: () => ['shop/web-v1', 'shop/web-v2'],
};

function reached(workload: string, share: number, more: Partial<TraceOutcome> = {}): TraceOutcome {
  const seen = { host: 'web', path: '/cart', headers: { 'x-env': 'prod' }, tls: SeenTls.MESH };
  return { kind: OutcomeKind.WORKLOAD, share, hop: 0, workload, port: 80, status: 200, seen, ...more };
}

const REDIRECT: TraceOutcome = {
  kind: OutcomeKind.RESPONSE,
  share: 1,
  hop: 0,
  by: 'redirect',
  status: 301,
  location: 'https://web/',
};
const ANSWER: TraceOutcome = {
  kind: OutcomeKind.RESPONSE,
  share: 1,
  hop: 0,
  by: 'directResponse',
  status: 200,
  body: 'up',
};
const DENIED: TraceOutcome = { kind: OutcomeKind.FAILURE, share: 1, hop: 0, failure: 'Denied', status: 403 };
const NO_ROUTE: TraceOutcome = { kind: OutcomeKind.FAILURE, share: 1, hop: 0, failure: 'NoRoute', status: 404 };
const FAULT: TraceOutcome = { kind: OutcomeKind.RESPONSE, share: 0.1, hop: 0, by: 'fault', status: 503 };
const SPLIT = [reached('shop/web-v1', 0.8, { subset: 'v1' }), reached('shop/web-v2', 0.2, { subset: 'v2' })];

/** Why it does not hold; undefined where it does. */
function wrong(expected: WrittenExpectation, outcomes: readonly TraceOutcome[]): string | undefined {
  const problems = new Problems();
  const expectation = expectationOf(expected, ANY, problems);
  expect(problems.list).toEqual([]);
  return whyNot({ outcomes, unknown: [] }, expectation!.verdict);
}

test.each<[WrittenExpectation, readonly TraceOutcome[]]>([
  [{ workload: 'shop/web-v1' }, [reached('shop/web-v1', 1)]],
  [{ workload: 'web-v1' }, [reached('shop/web-v1', 1)]],
  [{ workload: 'www.example.org' }, [reached('www.example.org', 1)]],
  [{ service: 'shop/web' }, SPLIT],
  [{ service: 'shop/web', share: 50 }, [reached('shop/web-v1', 0.5), { ...NO_ROUTE, share: 0.5 }]],
  [{ subset: 'v1' }, [reached('shop/web', 1, { subset: 'v1' })]],
  [{ workload: 'web-v1', subset: 'v1' }, [reached('shop/web-v1', 1, { subset: 'v1' })]],
  [{ workload: 'shop/web-v2', share: 20 }, SPLIT],
  [{ workload: 'shop/web-v3', share: 0 }, SPLIT],
  [{ path: '/cart' }, SPLIT],
  [{ split: { 'shop/web-v1': 80, 'web-v2': 20 } }, SPLIT],
  [{ split: { v1: 80, v2: 20 }, path: '/cart' }, SPLIT],
  [{ split: { 'web-a': 66.7, 'web-b': 33.3 } }, [reached('shop/web-a', 2 / 3), reached('shop/web-b', 1 / 3)]],
  [{ split: { 'web-a': 100 } }, [reached('shop/web-a', 0.1), reached('shop/web-a', 0.2), reached('shop/web-a', 0.7)]],
  [{ redirect: 'https://web/' }, [REDIRECT]],
  [{ redirect: 'https://web/', status: 301 }, [REDIRECT]],
  [{ status: 404 }, [NO_ROUTE]],
  [{ status: 503, share: 10 }, [FAULT, reached('shop/web-v1', 0.9)]],
  [{ status: 200, body: 'up' }, [ANSWER]],
  [{ denied: true }, [DENIED]],
  [{ denied: true }, [{ ...DENIED, failure: 'Unauthenticated', status: 401 }]],
  [{ denied: false }, SPLIT],
  [{ denied: false, status: 404 }, [NO_ROUTE]],
  [{ failure: true }, [NO_ROUTE]],
  [{ failure: 'NoRoute' }, [NO_ROUTE]],
  [{ host: 'web', tls: 'mesh', headers: { 'X-Env': 'prod', 'x-debug': null } }, SPLIT],
  [{ timeout: '5s' }, [reached('a', 1, { timeout: '5s' })]],
  [{ timeout: '1m30s' }, [reached('a', 1, { timeout: '90s' })]],
  [{ timeout: '0.5s' }, [reached('a', 1, { timeout: '500ms' })]],
  [{ timeout: '0s' }, [reached('a', 1)]],
  [{ retries: 0 }, [reached('a', 1)]],
  [{ retries: 2 }, [reached('a', 1, { retries: { attempts: 2, retryOn: '5xx' } })]],
  [{ mirrors: 'shop/web-v3' }, [reached('a', 1, { mirrors: ['shop/web-v3'] })]],
  [{ mirrors: null }, [reached('a', 1)]],
  [{ mirrors: ['web-v3', 'shop/web-v4'] }, [reached('a', 1, { mirrors: ['shop/web-v4', 'shop/web-v3'] })]],
  [{ sni: 'www.example.org' }, [reached('a', 1, { seen: { tls: SeenTls.ORIGIN, sni: 'www.example.org' } })]],
])('%j holds', (expected, outcomes) => {
  expect(wrong(expected, outcomes)).toBeUndefined();
});

const FIRST = '80 %: 200 from shop/web-v1 (subset v1)';
const SECOND = '20 %: 200 from shop/web-v2 (subset v2)';

test.each<[WrittenExpectation, readonly TraceOutcome[], string]>([
  [{ workload: 'shop/web-v1' }, SPLIT, `Only 80 % of the calls come to shop/web-v1.\n${SECOND}`],
  [{ workload: 'web' }, [REDIRECT], 'No call comes to web.\n100 %: 301 redirect to https://web/'],
  [{ workload: 'v1' }, SPLIT, `No call comes to v1.\n${FIRST}\n${SECOND}`],
  [{ service: 'shop/web' }, [reached('shop/other', 1)], 'No call comes to shop/web.\n100 %: 200 from shop/other'],
  [{ subset: 'v3' }, SPLIT, `No call comes to v3.\n${FIRST}\n${SECOND}`],
  [{ workload: 'web-v2', share: 30 }, SPLIT, `20 % of the calls come to web-v2, not 30 %.\n${FIRST}\n${SECOND}`],
  [{ workload: 'web-v2', share: 0 }, SPLIT, `20 % of the calls come to web-v2, not 0 %.\n${FIRST}\n${SECOND}`],
  [
    { workload: 'web-v2', path: '/', share: 20 },
    SPLIT,
    `0 % of the calls are so, not 20 %.\n${FIRST}, path /cart, not /\n${SECOND}, path /cart, not /`,
  ],
  [{ split: { v1: 90, v2: 10 } }, SPLIT, 'v1 gets 80 %, not 90 %. v2 gets 20 %, not 10 %.'],
  [{ split: { v1: 80, v2: 20 }, path: '/' }, SPLIT, `${FIRST}, path /cart, not /\n${SECOND}, path /cart, not /`],
  [{ split: { v1: 100 } }, [NO_ROUTE], 'v1 gets 0 %, not 100 %.'],
  [{ redirect: 'https://other/' }, [REDIRECT], '100 %: 301 redirect to https://web/'],
  [{ redirect: 'https://web/', status: 302 }, [REDIRECT], '100 %: 301 redirect to https://web/'],
  [{ status: 200 }, [NO_ROUTE], '100 %: 404: NoRoute'],
  [
    { status: 503, share: 20 },
    [FAULT, reached('shop/a', 0.9)],
    '10 % of the calls are so, not 20 %.\n10 %: 503 fault, injected on purpose\n90 %: 200 from shop/a',
  ],
  [{ body: 'down' }, [ANSWER], '100 %: 200 direct response, body "up"'],
  [{ body: 'down' }, [{ ...ANSWER, body: undefined }], '100 %: 200 direct response, no body'],
  [{ denied: true }, [NO_ROUTE], '100 %: 404: NoRoute'],
  [{ denied: false }, [DENIED], '100 %: 403: Denied'],
  [{ failure: 'Denied' }, [NO_ROUTE], '100 %: 404: NoRoute'],
  [{ failure: true }, [reached('shop/a', 1)], '100 %: 200 from shop/a'],
  [
    { headers: { 'x-env': 'test', 'x-debug': 'on' } },
    [reached('shop/a', 1)],
    '100 %: 200 from shop/a, header x-env prod, not test, header x-debug none, not on',
  ],
  [{ headers: { 'x-env': null } }, [reached('shop/a', 1)], '100 %: 200 from shop/a, header x-env prod, not none'],
  [
    { headers: { a: null } },
    [reached('shop/a', 1, { seen: { tls: SeenTls.NONE, headers: { a: 'none' } } })],
    '100 %: 200 from shop/a, header a none, not none',
  ],
  [{ headers: { 'x-env': null } }, [NO_ROUTE], '100 %: 404: NoRoute'],
  [{ tls: 'none' }, [reached('shop/a', 1)], '100 %: 200 from shop/a, tls mesh, not none'],
  [{ timeout: '5s' }, [reached('shop/a', 1)], '100 %: 200 from shop/a, timeout none, not 5s'],
  [{ timeout: '0s' }, [NO_ROUTE], '100 %: 404: NoRoute'],
  [
    { retries: 0 },
    [reached('shop/a', 1, { retries: { attempts: 2, retryOn: '5xx' } })],
    '100 %: 200 from shop/a, retries 2, not 0',
  ],
  [{ mirrors: null }, [reached('shop/a', 1, { mirrors: ['shop/c'] })], '100 %: 200 from shop/a, with a copy to shop/c'],
  [{ mirrors: 'shop/b' }, [reached('shop/a', 1)], '100 %: 200 from shop/a, without a copy'],
  [
    { mirrors: 'shop/b' },
    [reached('shop/a', 1, { mirrors: ['shop/c'] })],
    '100 %: 200 from shop/a, with a copy to shop/c',
  ],
  [
    { mirrors: 'shop/b' },
    [reached('shop/a', 1, { mirrors: ['shop/b', 'shop/c'] })],
    '100 %: 200 from shop/a, with a copy to shop/b, shop/c',
  ],
])('%j does not hold, and says why', (expected, outcomes, why) => {
  expect(wrong(expected, outcomes)).toBe(why);
});

test('it must hold whichever of several objects is older, and whatever proxies write', () => {
  const { verdict } = expectationOf({ workload: 'shop/web-v1' }, ANY, new Problems())!;
  const unknown = { what: 'age', text: 'Which is older?', otherwise: [reached('shop/web-v2', 1)] };
  expect(whyNot({ outcomes: [reached('shop/web-v1', 1)], unknown: [unknown] }, verdict)).toBe(
    'This depends on the age of objects: Which is older?\nNo call comes to shop/web-v1.\n100 %: 200 from shop/web-v2',
  );
  expect(
    whyNot({ outcomes: [reached('shop/web-v1', 1)], unknown: [{ ...unknown, what: 'headers' }] }, verdict),
  ).toMatch(/^This depends on what proxies write: Which is older\?\nNo call/);
  expect(
    whyNot({ outcomes: [reached('shop/web-v1', 1)], unknown: [{ ...unknown, what: 'keys' }] }, verdict),
  ).toBeUndefined();
});

test.each<[WrittenExpectation, string]>([
  [{ workload: 'shop/a', share: 20 }, 'workload: shop/a, share: 20'],
  [{ split: { v1: 80, v2: 20 }, path: '/' }, 'split: v1 80 %, v2 20 %, path: /'],
  [{ headers: { a: 'b', c: null } }, 'headers: {"a":"b","c":null}'],
  [{ denied: true }, 'denied: true'],
])('%j is told in one line', (expected, line) => {
  expect(expectationOf(expected, ANY, new Problems())?.text).toBe(line);
});

test.each<[WrittenExpectation, string, string]>([
  [{ share: 20 }, 'share', 'of which calls? Write for example workload: bookinfo/reviews-v2 beside it.'],
  [{ split: { v1: 80 } }, 'split', 'the percents make 80, not 100.'],
  [{ split: { v1: 80, v2: 20.5 } }, 'split', 'the percents make 100.5, not 100.'],
  [{ split: { v1: 100 }, share: 20 }, 'share', 'split says it already. Omit it, or write another test.'],
  [{ split: { v1: 100 }, workload: 'shop/a' }, 'workload', 'split says it already. Omit it, or write another test.'],
  [
    { workload: 'shop/a', redirect: 'http://a/' },
    'redirect',
    'calls that are answered by a proxy cannot have workload as well. Write one of the two.',
  ],
  [{ denied: true, path: '/' }, 'denied', 'calls that do not arrive cannot have path as well. Write one of the two.'],
  [
    { failure: 'NoRoute', body: 'a' },
    'failure',
    'calls that do not arrive cannot have body as well. Write one of the two.',
  ],
])('%j cannot hold', (expected, field, message) => {
  const problems = new Problems();
  expect(expectationOf(expected, ANY, problems)).toBeUndefined();
  expect(problems.list).toEqual([{ field, message }]);
});

test('every failure has a name that can be expected', () => {
  expect(FAILURE_NAMES).toEqual(expect.arrayContaining(['NoListener', 'NoRoute', 'Denied', 'Loop']));
});
