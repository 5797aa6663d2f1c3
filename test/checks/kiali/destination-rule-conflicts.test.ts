import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, INJECTED, namespace, service, SHOP_REVIEWS, sidecar, subsets } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const rule = (key: string, host: string, more: object = {}): Manifest => destinationRule(key, { host, ...more });
const limits = { trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } };

testCases('KIA0201', [
  {
    name: 'two for all of one host',
    manifests: [...SHOP_REVIEWS, rule('shop/a', 'reviews'), rule('shop/b', 'reviews.shop')],
    finds: ['KIA0201 warning DestinationRule shop/a spec.host', 'KIA0201 warning DestinationRule shop/b spec.host'],
  },
  {
    name: 'two with a policy each, and two with the same subset',
    manifests: [
      ...SHOP_REVIEWS,
      rule('shop/a', 'reviews', limits),
      rule('shop/b', 'reviews', limits),
      service('shop/ratings'),
      rule('shop/c', 'ratings', subsets('v1')),
      rule('shop/d', 'ratings', subsets('v2', 'v1')),
    ],
    finds: [
      'KIA0201 warning DestinationRule shop/a spec.trafficPolicy',
      'KIA0201 warning DestinationRule shop/b spec.trafficPolicy',
      'KIA0201 warning DestinationRule shop/c spec.subsets[0].name',
      'KIA0201 warning DestinationRule shop/d spec.subsets[1].name',
    ],
  },
  {
    name: 'two with subsets of their own',
    manifests: [...SHOP_REVIEWS, rule('shop/a', 'reviews', subsets('v1')), rule('shop/b', 'reviews', subsets('v2'))],
    finds: [],
  },
  {
    name: 'a wildcard, and a host within it',
    manifests: [...SHOP_REVIEWS, rule('shop/a', '*.shop.svc.cluster.local'), rule('shop/b', 'reviews')],
    finds: ['KIA0201 warning DestinationRule shop/a spec.host', 'KIA0201 warning DestinationRule shop/b spec.host'],
  },
  {
    name: 'one that turns mTLS on for all is beside any other',
    manifests: [
      ...SHOP_REVIEWS,
      rule('istio-system/a', '*.local', { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
      rule('shop/b', 'reviews'),
    ],
    finds: [],
  },
  {
    name: 'two that are private to two namespaces, and one that a Sidecar does not import',
    manifests: [
      ...SHOP_REVIEWS,
      namespace('front', INJECTED),
      namespace('cart', INJECTED),
      rule('shop/a', 'reviews', { exportTo: ['.'] }),
      rule('front/a', 'reviews.shop.svc.cluster.local', { exportTo: ['.'] }),
      sidecar('cart/default', { egress: [{ hosts: ['./other.cart.svc.cluster.local'] }] }),
      rule('cart/a', 'cart'),
      rule('cart/b', 'cart'),
    ],
    finds: [],
  },
]);

test('it says what both are for', () => {
  expect(textsOf('KIA0201', [...SHOP_REVIEWS, rule('shop/a', 'reviews'), rule('shop/b', 'reviews')])[0]).toEqual([
    'DestinationRule shop/b is for reviews as well, and both are for all of it. istiod merges rules of one namespace for one host as far as they do not conflict, and otherwise uses only one; which settings apply depends on the order of creation.',
    'Write the settings of both into one DestinationRule, or give the subsets different names.',
  ]);
  expect(
    textsOf('KIA0201', [
      ...SHOP_REVIEWS,
      rule('shop/a', 'reviews', subsets('v1')),
      rule('shop/b', 'reviews', subsets('v1')),
    ])[0],
  ).toEqual([
    'DestinationRule shop/b is for reviews as well, and both are for its subset v1. istiod merges rules of one namespace for one host as far as they do not conflict, and otherwise uses only one; which settings apply depends on the order of creation.',
    'Write the settings of both into one DestinationRule, or give the subsets different names.',
  ]);
});

test.each(['*', '*.local', '*.cluster.local', '*.svc.cluster.local'])(
  'mutual TLS for %s stands beside the rules of single hosts',
  (host) => {
    const rule = (key: string, name: string, mode: string): Manifest =>
      destinationRule(key, { host: name, trafficPolicy: { tls: { mode } } });
    const own = rule('shop/reviews', 'reviews', 'DISABLE');
    expect(placesOf('KIA0201', [...SHOP_REVIEWS, rule('istio-system/all', host, 'ISTIO_MUTUAL'), own])).toEqual([]);
    const simple = placesOf('KIA0201', [...SHOP_REVIEWS, rule('istio-system/all', host, 'SIMPLE'), own]);
    expect(simple.length > 0).toBe(host !== '*');
  },
);
