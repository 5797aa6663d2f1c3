import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { NO_SELECTOR, service, to, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const services = [service('shop/web'), service('shop/reviews')];
const split = to(['reviews', 'v1', 90], ['reviews', 'v2', 10]);
const rules = (hosts: string[], route: object = split, more: object = {}): Manifest =>
  virtualService('shop/a', { hosts, http: [route], ...more });
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0136', manifests);

test('a split of another Service', () => {
  expect(places(...services, rules(['web']))).toEqual(['info VirtualService shop/a spec.hosts']);
});

test.each<[string, Manifest[]]>([
  ['its own', [...services, rules(['reviews'])]],
  ['one of both', [...services, rules(['web', 'reviews'])]],
  [
    'one that has rules of its own',
    [...services, rules(['web']), virtualService('shop/b', { hosts: ['reviews'], http: [split] })],
  ],
  ['no split', [...services, rules(['web'], to('reviews'))]],
  ['a split between Services', [...services, rules(['web'], to(['web', 'v1', 90], ['reviews', 'v1', 10]))]],
  ['a name that is no Service', [...services, rules(['shop.example.com'])]],
  ['a Service without pods', [service('shop/web', [80], NO_SELECTOR), services[1], rules(['web'])]],
  ['a gateway', [...services, rules(['web'], split, { gateways: ['istio-system/front'] })]],
])('not %s', (_, manifests) => {
  expect(places(...manifests)).toEqual([]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0136', [...services, rules(['web'])])).toEqual([
    [
      'Requests for web.shop.svc.cluster.local go to the versions of reviews.shop.svc.cluster.local (spec.http[0]), and no VirtualService for the mesh has rules for reviews.shop.svc.cluster.local: requests for it are not split. hosts are the names that clients call, not those of the clients.',
      'If web is the caller, write hosts: [reviews.shop.svc.cluster.local]. If requests for it shall be answered by reviews, leave it.',
    ],
  ]);
});
