import { service, to, virtualService } from '../../manifests';
import { testCases } from '../found';

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
