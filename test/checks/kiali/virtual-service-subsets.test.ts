import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, SHOP_REVIEWS, subsets, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

test('a subset that is declared where the namespace does not see it', () => {
  const rule = (name: string): Manifest =>
    destinationRule(name, {
      host: 'reviews.shop.svc.cluster.local',
      exportTo: ['.'],
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    });
  const route = virtualService('shop/a', {
    hosts: ['reviews'],
    http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }],
  });
  expect(textsOf('KIA1107', [...SHOP_REVIEWS, rule('front/a'), rule('istio-system/b'), route])).toEqual([
    [
      'No DestinationRule for reviews that shop sees has a subset v1. Requests on this route get 503.',
      'Declare v1 in a DestinationRule that this namespace sees: in the namespace of the Service, with an exportTo that includes this one.',
    ],
  ]);
});

test.each([
  ['http', 'Requests on this route get 503.'],
  ['tcp', 'Connections on this route are closed.'],
  ['tls', 'Connections on this route are closed.'],
])('connections are closed, requests are answered: %s', (protocol, effect) => {
  const route = virtualService('shop/a', {
    hosts: ['reviews'],
    [protocol]: [{ route: [{ destination: { host: 'wares', subset: 'v1' } }] }],
  });
  expect(textsOf('KIA1107', [...SHOP_REVIEWS, route])).toEqual([
    [
      `No DestinationRule for wares that shop sees has a subset v1. ${effect}`,
      'Add a DestinationRule for wares.shop.svc.cluster.local with the subset v1, or remove the subset.',
    ],
  ]);
});

const split = (subset: string): Manifest =>
  virtualService('shop/web', { hosts: ['reviews'], http: [to(['reviews', subset, 100])] });
const rule = (host: string, ...names: string[]): Manifest => destinationRule('shop/r', { host, ...subsets(...names) });

testCases('KIA1107', [
  {
    name: 'a subset of the host, or of a wildcard above it',
    manifests: [
      ...SHOP_REVIEWS,
      split('v1'),
      rule('*.shop.svc.cluster.local', 'v1'),
      virtualService('shop/b', { hosts: ['ratings'], http: [to(['ratings.shop', 'v1', 100])] }),
    ],
    finds: [],
  },
  {
    name: 'a subset that the rule has not',
    manifests: [...SHOP_REVIEWS, split('v1'), rule('reviews', 'v2')],
    finds: ['KIA1107 warning VirtualService shop/web spec.http[0].route[0].destination.subset'],
  },
]);

test('it says which subsets there are', () => {
  expect(textsOf('KIA1107', [...SHOP_REVIEWS, split('stabel'), rule('reviews', 'stable')])).toEqual([
    [
      'No DestinationRule for reviews that shop sees has a subset stabel. Requests on this route get 503.',
      'Write stable.',
    ],
  ]);
  expect(textsOf('KIA1107', [...SHOP_REVIEWS, split('v1')])).toEqual([
    [
      'No DestinationRule for reviews that shop sees has a subset v1. Requests on this route get 503.',
      'Add a DestinationRule for reviews.shop.svc.cluster.local with the subset v1, or remove the subset.',
    ],
  ]);
});
