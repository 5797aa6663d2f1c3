import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, service, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const to = { route: [{ destination: { host: 'web' } }] };
const web = (timeout: string | undefined, retries: object | undefined): Manifest[] => [
  service('shop/web'),
  virtualService('shop/web', { hosts: ['web'], http: [{ timeout, retries, ...to }] }),
];
const retries = (perTryTimeout: string | undefined, attempts = 2, retryOn: string | undefined = '5xx'): object => ({
  attempts,
  perTryTimeout,
  retryOn,
});

test.each<[string, string | undefined, object | undefined, string | undefined]>([
  ['as long as the whole', '2s', retries('2s'), 'warning'],
  ['longer than the whole', '500ms', retries('2s', 2, 'connect-failure'), 'warning'],
  ['no retry has its time', '3s', retries('2s'), 'warning'],
  ['one retry has its time', '5s', retries('2s'), 'info'],
  ['another condition for slow tries', '3s', retries('2s', 2, 'connect-failure, gateway-error'), 'warning'],
  ['all have their time', '6s', retries('2s'), undefined],
  ['slow tries are not retried', '3s', retries('2s', 2, 'connect-failure,503'), 'info'],
  ['no conditions', '3s', { attempts: 2, perTryTimeout: '2s' }, 'info'],
  ['no conditions, and time for all', '6s', { attempts: 2, perTryTimeout: '2s' }, undefined],
  ['no limit for a try', '3s', retries(undefined), undefined],
  ['no timeout', undefined, retries('2s'), undefined],
  ['a timeout of zero, which is none', '0s', retries('2s'), undefined],
  ['no retries', '1s', retries('2s', 0), undefined],
  ['nothing', '1s', undefined, undefined],
  ['no duration', 'soon', retries('2s'), undefined],
])('%s', (_, timeout, given, severity) => {
  expect(placesOf('CDI0126', web(timeout, given))).toEqual(
    severity === undefined ? [] : [`${severity} VirtualService shop/web spec.http[0].retries.perTryTimeout`],
  );
});

test('what it says and offers', () => {
  expect(textsOf('CDI0126', web('1s', retries('2s')))).toEqual([
    [
      'Each try may take 2s, and the timeout ends the whole request after 1s: a try that takes too long is never retried.',
      'Write a timeout of 6s or more (3 tries of 2s), or a perTryTimeout shorter than 1s.',
    ],
  ]);
  expect(textsOf('CDI0126', web('3s', retries('2s', 1)))).toEqual([
    [
      'The first try and the retry take up to 4s (2 times 2s), and the timeout ends the whole request after 3s: only one try has its whole time.',
      'Write a timeout of 4s or more, or a shorter perTryTimeout.',
    ],
  ]);
  expect(textsOf('CDI0126', web('1s', retries('300ms', 4)))).toEqual([
    [
      'The first try and 4 retries take up to 1500ms (5 times 300ms), and the timeout ends the whole request after 1s: only 3 tries have their whole time.',
      'Write a timeout of 1500ms or more, a shorter perTryTimeout, or attempts: 2.',
    ],
  ]);
});

test('what it says where slow tries are not retried', () => {
  expect(textsOf('CDI0126', web('5s', { attempts: 3, perTryTimeout: '2s' }))).toEqual([
    [
      'The first try and 3 retries take up to 8s (4 times 2s), and the timeout ends the whole request after 5s: only 2 tries have their whole time. A try that ends by perTryTimeout is not retried without 5xx, gateway-error or reset in retryOn, so this concerns tries that fail late.',
      'Write a timeout of 8s or more, a shorter perTryTimeout, or attempts: 1.',
    ],
  ]);
});

test('retries of a delegate under the timeout of its root, once for two rules', () => {
  const rule = (prefix: string): object => ({
    match: [{ uri: { prefix } }],
    timeout: '1s',
    delegate: { name: 'part' },
  });
  const manifests = [
    service('shop/web'),
    virtualService('shop/web', { hosts: ['web'], http: [rule('/a'), rule('/b')] }),
    virtualService('shop/part', { http: [{ retries: retries('2s'), ...to }] }),
  ];
  expect(placesOf('CDI0126', manifests)).toEqual([
    'warning VirtualService shop/part spec.http[0].retries.perTryTimeout',
  ]);
});

const route = (rule: object): Manifest[] => [
  manifest('gateway.networking.k8s.io/v1/HTTPRoute', 'shop/web', { rules: [rule] }),
];
const OF_ROUTE = 'HTTPRoute shop/web spec.rules[0].timeouts.backendRequest';

test.each([
  [
    'no retry has its time',
    { retry: { attempts: 2 }, timeouts: { request: '2s', backendRequest: '2s' } },
    ['warning CDI0126'],
  ],
  ['two attempts by default', { retry: {}, timeouts: { request: '5s', backendRequest: '2s' } }, ['info CDI0126']],
  ['time for all', { retry: {}, timeouts: { request: '6s', backendRequest: '2s' } }, ['info CDI0155']],
  ['no whole time', { retry: { codes: [504] }, timeouts: { backendRequest: '2s' } }, ['info CDI0155']],
  ['no time for a try', { retry: {}, timeouts: { request: '2s' } }, []],
  ['a time of zero', { retry: {}, timeouts: { request: '2s', backendRequest: '0s' } }, []],
  ['no attempts', { retry: { attempts: 0 }, timeouts: { request: '2s', backendRequest: '2s' } }, []],
  ['no retry', { timeouts: { request: '2s', backendRequest: '2s' } }, []],
  ['nothing', {}, []],
])('of an HTTPRoute: %s', (_, rule, expected) => {
  const places = ['CDI0126', 'CDI0155'].flatMap((code) =>
    placesOf(code, route(rule)).map((place) => place.replace(OF_ROUTE, code)),
  );
  expect(places).toEqual(expected);
});

test('what it says of an HTTPRoute', () => {
  expect(textsOf('CDI0126', route({ retry: {}, timeouts: { request: '5s', backendRequest: '2s' } }))).toEqual([
    [
      'The first try and 2 retries take up to 6s (3 times 2s), and the timeout ends the whole request after 5s: only 2 tries have their whole time. Istio does not retry a try that ends by backendRequest, so this concerns tries that fail late.',
      'Write a timeouts.request of 6s or more, a shorter backendRequest, or attempts: 1.',
    ],
  ]);
  expect(textsOf('CDI0155', route({ retry: { codes: [503] }, timeouts: { backendRequest: '2s' } }))).toEqual([
    [
      'A try that takes longer than 2s ends with 504, and Istio does not retry it: retry is for failures to connect and answers with 503.',
      'Remove backendRequest if one slow try may use the whole request, or route by a VirtualService with perTryTimeout and gateway-error in retryOn.',
    ],
  ]);
});
