import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, INJECTED, namespace, SHOP_REVIEWS } from '../../manifests';
import { testCases, textsOf } from '../found';

const mutual = (key: string, host: string): Manifest =>
  destinationRule(key, { host, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } });
const reviews = (trafficPolicy: object): Manifest =>
  destinationRule('shop/reviews', { host: 'reviews', trafficPolicy });
const FOUND = 'KIA0204 warning DestinationRule shop/reviews spec.trafficPolicy';

testCases('KIA0204', [
  {
    name: 'a rule without tls below one that turns mTLS on for the mesh',
    manifests: [...SHOP_REVIEWS, mutual('istio-system/default', '*.local'), reviews({ loadBalancer: {} })],
    finds: [FOUND],
  },
  {
    name: 'below one for the namespace',
    manifests: [...SHOP_REVIEWS, mutual('shop/default', '*.shop.svc.cluster.local'), reviews({ loadBalancer: {} })],
    finds: [FOUND],
  },
  {
    name: 'a rule with tls of its own, for all ports or one',
    manifests: [
      ...SHOP_REVIEWS,
      mutual('istio-system/default', '*.local'),
      reviews({ tls: { mode: 'DISABLE' } }),
      destinationRule('shop/other', {
        host: 'reviews',
        trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL' } }] },
      }),
    ],
    finds: [],
  },
  {
    name: 'one for another namespace, or one that this namespace does not see',
    manifests: [
      ...SHOP_REVIEWS,
      namespace('front', INJECTED),
      mutual('front/default', '*.front.svc.cluster.local'),
      destinationRule('istio-system/default', {
        host: '*.local',
        exportTo: ['.'],
        trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
      }),
      reviews({ loadBalancer: {} }),
    ],
    finds: [],
  },
]);

test('it says which rule is not used', () => {
  const wide = mutual('istio-system/default', '*.local');
  expect(textsOf('KIA0204', [...SHOP_REVIEWS, wide, reviews({ loadBalancer: {} })])).toEqual([
    [
      'DestinationRule istio-system/default turns mTLS on for *.local. A proxy uses only one DestinationRule for a host: this one has no tls, so the TLS settings of the other do not apply to requests to reviews.',
      'Write trafficPolicy.tls.mode: ISTIO_MUTUAL here as well, or remove both: with automatic mTLS neither is needed.',
    ],
  ]);
});
