import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { service, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const REVIEWS = 'reviews.shop.svc.cluster.local';

testCases('CDI', [
  {
    name: 'faults with a timeout of zero or no retries',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', {
        hosts: [REVIEWS],
        http: [
          {
            fault: { delay: { fixedDelay: '5s' } },
            timeout: '0s',
            retries: { attempts: 0 },
            ...to(REVIEWS),
          },
        ],
      }),
    ],
    finds: [],
  },
  {
    name: 'a delay with a timeout',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', {
        hosts: [REVIEWS],
        http: [{ fault: { delay: { fixedDelay: '5s' } }, timeout: '1s', ...to(REVIEWS) }],
      }),
    ],
    finds: ['CDI0106 warning VirtualService shop/a spec.http[0].fault'],
  },
]);

testCases('CDI', [
  {
    name: 'an abort with retries, in the second route',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', {
        hosts: [REVIEWS],
        http: [
          { match: [{ uri: { prefix: '/a' } }], retries: { attempts: 3 }, ...to(REVIEWS) },
          {
            fault: { abort: { httpStatus: 503, percentage: { value: 10 } } },
            retries: { attempts: 3 },
            ...to(REVIEWS),
          },
        ],
      }),
    ],
    finds: ['CDI0106 warning VirtualService shop/a spec.http[1].fault'],
  },
]);

test('it names the faults and what never sees them', () => {
  const route = (more: object): Manifest[] => [
    service('shop/reviews', [80]),
    virtualService('shop/a', { hosts: [REVIEWS], http: [{ ...more, ...to(REVIEWS) }] }),
  ];
  const delay = { fixedDelay: '5s' };
  const abort = { httpStatus: 503 };
  expect(textsOf('CDI0106', route({ fault: { delay }, timeout: '1s' }))).toEqual([
    [
      "The client's proxy injects the delay before it applies timeout of the same route, so these never see the fault: an aborted request is not retried, and a delay is not cut short.",
      'Remove timeout here, or inject the fault further down the call chain and keep timeout on this route.',
    ],
  ]);
  expect(textsOf('CDI0106', route({ fault: { abort, delay }, timeout: '1s', retries: { attempts: 2 } }))).toEqual([
    [
      "The client's proxy injects the abort and delay before it applies retries and timeout of the same route, so these never see the fault: an aborted request is not retried, and a delay is not cut short.",
      'Remove retries and timeout here, or inject the fault further down the call chain and keep retries and timeout on this route.',
    ],
  ]);
});
