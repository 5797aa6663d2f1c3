import { destinationRule, service, subsets, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';
import { entry } from './egress-manifests';

const REVIEWS = 'reviews.shop.svc.cluster.local';
const hash = { loadBalancer: { consistentHash: { useSourceIp: true } } };
const split = to([REVIEWS, 'v1', 80], [REVIEWS, 'v2', 20]);

testCases('CDI', [
  {
    name: 'a hash in the policy of a port or a subset counts, one version alone does not',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', {
        host: REVIEWS,
        trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...hash }] },
      }),
      virtualService('shop/b', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100], [REVIEWS, 'v2', 0])] }),
      virtualService('shop/c', { hosts: ['other.example.com'], http: [split] }),
      entry(['other.example.com']),
    ],
    finds: [
      'CDI0105 warning VirtualService shop/c spec.http[0].route',
      'CDI0157 warning VirtualService shop/c spec.http',
    ],
  },
  {
    name: 'a rule that hashes and that callers do not find',
    manifests: [
      destinationRule('shop/a', { host: 'reviews', ...subsets('v1', 'v2') }),
      destinationRule('istio-system/b', { host: REVIEWS, trafficPolicy: hash, ...subsets('v1', 'v2') }),
      destinationRule('third/c', { host: REVIEWS, trafficPolicy: hash, exportTo: ['.'], ...subsets('v1', 'v2') }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [split] }),
    ],
    finds: [],
  },
  {
    name: 'a wildcard rule that hashes',
    manifests: [
      destinationRule('istio-system/b', { host: '*.local', trafficPolicy: hash }),
      virtualService('shop/c', { hosts: ['web'], http: [to(['web', 'v1', 80], ['web', '', 20])] }),
    ],
    finds: ['CDI0105 warning VirtualService shop/c spec.http[0].route'],
  },
]);

test('it says between what the requests are split', () => {
  const hashing = destinationRule('shop/a', { host: REVIEWS, trafficPolicy: hash, ...subsets('v1', 'v2') });
  const texts = (...destinations: [string, string | undefined, number][]): [string, string][] =>
    textsOf('CDI0105', [
      service('shop/reviews'),
      hashing,
      virtualService('shop/b', { hosts: [REVIEWS], http: [to(...destinations)] }),
    ]);
  const split = (between: string): [message: string, fix: string][] => [
    [
      `The requests for reviews.shop.svc.cluster.local are split by weight between ${between}, and DestinationRule shop/a uses consistent hash load balancing. Envoy chooses the subset at random for each request; the hash only chooses the pod within the subset. Clients switch between versions.`,
      'Keep clients on their version with a cookie: the weighted route sets it, and a route before it matches it (CanaryRelease has `sticky` for this).',
    ],
  ];
  expect(texts([REVIEWS, 'v1', 80], [REVIEWS, 'v2', 20])).toEqual(split('v1 and v2'));
  expect(texts([REVIEWS, 'v1', 80], [REVIEWS, undefined, 20])).toEqual(split('v1 and all pods'));
});

testCases('CDI', [
  {
    name: 'a cookie keeps clients with their version in a route before the weighted one',
    manifests: [
      service('shop/reviews'),
      destinationRule('shop/a', { host: REVIEWS, trafficPolicy: hash, ...subsets('v1', 'v2') }),
      virtualService('shop/b', {
        hosts: [REVIEWS],
        http: [{ match: [{ headers: { cookie: { regex: '.*v1.*' } } }], ...to([REVIEWS, 'v1', 100]) }, split],
      }),
    ],
    finds: [],
  },
]);
