import { effectOf } from '../../lib/diff/effect';
import { fateOf, isSameFate } from '../../lib/diff/fate';
import type { Answered, Failed, Hop, Outcome, Reached, Trace } from '../../lib/routing/trace';

/* When somebody notices that something else becomes of a call. */

const traceOf = (outcomes: readonly Outcome[], unknown: Trace['unknown'] = []): Trace => ({
  call: { from: { kind: 'outside' }, to: { kind: 'address', host: 'web', port: 80 } },
  outcomes,
  hops: [],
  unknown,
});
const reached = (workload: string, more: Partial<Reached> = {}): Reached => ({
  kind: 'workload',
  share: 1,
  hop: 0,
  mirrors: [],
  workload,
  port: 80,
  seen: { host: 'web', path: '/', method: 'GET', headers: [], tls: 'mesh' },
  ...more,
});
const failed = (name: Failed['failure']['name'], share = 1): Failed => ({
  kind: 'failure',
  share,
  hop: 0,
  mirrors: [],
  failure: { name, status: name === 'Denied' ? 403 : 503 },
});
const answered = (status: number, share = 1): Answered => ({
  kind: 'response',
  by: 'directResponse',
  status,
  share,
  hop: 0,
  mirrors: [],
});

const seen = (more: Partial<Reached['seen']>): Partial<Reached> => ({ seen: { ...reached('a').seen, ...more } });

test.each<[string, readonly Outcome[], readonly Outcome[]]>([
  ['the way to it', [reached('a', { hop: 1, cluster: 'x', subset: 'v1' })], [reached('a', { hop: 5 })]],
  ['parts that end alike', [reached('a', { share: 0.3 }), reached('a', { share: 0.7 })], [reached('a')]],
  [
    'their order',
    [reached('a', { share: 0.5 }), reached('b', { share: 0.5 })],
    [reached('b', { share: 0.5 }), reached('a', { share: 0.5 })],
  ],
  ['sums of thirds', [1, 2, 3].map(() => reached('a', { share: 1 / 3 })), [reached('a')]],
  [
    'the order of names of headers',
    [
      reached(
        'a',
        seen({
          headers: [
            ['x', '1'],
            ['y', '2'],
          ],
        }),
      ),
    ],
    [
      reached(
        'a',
        seen({
          headers: [
            ['y', '2'],
            ['x', '1'],
          ],
        }),
      ),
    ],
  ],
  [
    'no retries and none that do anything',
    [reached('a')],
    [reached('a', { retries: { attempts: 0, retryOn: '5xx' } })],
  ],
  ['shares of nothing', [reached('a'), failed('NoCluster', 0)], [reached('a')]],
])('nobody notices %s', (_, before, after) => {
  const [one, other] = [fateOf(traceOf(before)), fateOf(traceOf(after))];
  expect([isSameFate(one, other), effectOf(one, other)]).toEqual([true, undefined]);
});

test.each<[string, readonly Outcome[], readonly Outcome[], string, string]>([
  ['other pods', [reached('a')], [reached('b')], 'elsewhere', 'elsewhere'],
  ['another port of them', [reached('a')], [reached('a', { port: 81 })], 'elsewhere', 'elsewhere'],
  [
    'another address',
    [reached('a', { address: '10.0.0.1' })],
    [reached('a', { address: '10.0.0.2' })],
    'elsewhere',
    'elsewhere',
  ],
  [
    'other shares',
    [reached('a', { share: 0.8 }), reached('b', { share: 0.2 })],
    [reached('a', { share: 0.7 }), reached('b', { share: 0.3 })],
    'elsewhere',
    'elsewhere',
  ],
  [
    'a share that fails',
    [reached('a')],
    [reached('a', { share: 0.9 }), failed('NoEndpoint', 0.1)],
    'broken',
    'repaired',
  ],
  ["a proxy's answer", [reached('a')], [answered(200)], 'elsewhere', 'elsewhere'],
  ['an error that a proxy answers', [reached('a')], [answered(503)], 'broken', 'repaired'],
  ['a share of such errors', [reached('a')], [reached('a', { share: 0.9 }), answered(400, 0.1)], 'broken', 'repaired'],
  ['another error of them', [answered(503)], [answered(404)], 'otherwise', 'otherwise'],
  ['such an error in place of a failure', [failed('NoRoute')], [answered(404)], 'otherwise', 'otherwise'],
  ['a redirect', [answered(503)], [answered(301)], 'repaired', 'broken'],
  ['a policy', [reached('a')], [failed('Denied')], 'denied', 'allowed'],
  ['a token', [reached('a')], [failed('Unauthenticated')], 'denied', 'allowed'],
  ['a policy where they fail anyway', [failed('NoEndpoint')], [failed('Denied')], 'otherwise', 'otherwise'],
  [
    'a policy that is gone, so that they fail later',
    [failed('Denied')],
    [failed('NoEndpoint')],
    'otherwise',
    'otherwise',
  ],
  ['a timeout', [reached('a')], [reached('a', { timeout: '5s' })], 'terms', 'terms'],
  ['retries', [reached('a')], [reached('a', { retries: { attempts: 2, retryOn: '5xx' } })], 'terms', 'terms'],
  ['a copy', [reached('a')], [reached('a', { mirrors: [{ name: 'b', share: 1 }] })], 'terms', 'terms'],
  ['a delay', [reached('a')], [reached('a', { delay: { time: '1s', share: 1 } })], 'terms', 'terms'],
  [
    'how many wait',
    [reached('a', { delay: { time: '1s', share: 1 } })],
    [reached('a', { delay: { time: '1s', share: 0.5 } })],
    'terms',
    'terms',
  ],
  [
    'of how many there is a copy',
    [reached('a', { mirrors: [{ name: 'b', share: 1 }] })],
    [reached('a', { mirrors: [{ name: 'b', share: 0.1 }] })],
    'terms',
    'terms',
  ],
  ['plain text', [reached('a')], [reached('a', seen({ tls: 'none' }))], 'terms', 'terms'],
  ['a path', [reached('a')], [reached('a', seen({ path: '/b' }))], 'terms', 'terms'],
  ['who calls', [reached('a')], [reached('a', seen({ identity: 'x' }))], 'terms', 'terms'],
])('somebody notices %s', (_, before, after, there, back) => {
  const [one, other] = [fateOf(traceOf(before)), fateOf(traceOf(after))];
  expect([effectOf(one, other), effectOf(other, one)]).toEqual([there, back]);
});

test.each<[string, Hop['kind'], number | undefined, string | undefined]>([
  ['a gateway between', 'gateway', 0, 'terms'],
  ['a waypoint between', 'waypoint', 0, 'terms'],
  ['a waypoint of a client without a proxy', 'waypoint', undefined, 'terms'],
  ['the gateway that clients outside come to', 'gateway', undefined, undefined],
  ['a sidecar', 'sidecar', 0, undefined],
])('on the way somebody notices %s', (_, kind, previous, effect) => {
  const hop = (each: Partial<Hop>): Hop => ({ kind: 'server', name: 'a', share: 1, steps: [], ...each });
  const direct = traceOf([reached('a', { hop: 1 })]);
  const hops = [hop({ kind: 'sidecar' }), hop({ kind, name: 'b', previous }), hop({ previous: 1 })];
  const [one, other] = [direct, { ...traceOf([reached('a', { hop: 2 })]), hops }].map(fateOf);
  expect([effectOf(one, other), effectOf(other, one)]).toEqual([effect, effect]);
});

test('what decides and no file shows is noticed, but for what is in no file ever', () => {
  const unknown = (what: Trace['unknown'][number]['what']): Trace['unknown'] => [{ what, text: '', objects: [] }];
  const plain = fateOf(traceOf([reached('a')]));
  expect(effectOf(plain, fateOf(traceOf([reached('a')], unknown('policy'))))).toBe('possible');
  expect(effectOf(plain, fateOf(traceOf([reached('a')], unknown('endpoints'))))).toBeUndefined();
});
