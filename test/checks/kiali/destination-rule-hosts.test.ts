import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, external, SHOP_REVIEWS } from '../../manifests';
import { found, testCases, textsOf } from '../found';

test('a rule without a host', () => {
  expect(found('KIA0202', [...SHOP_REVIEWS, destinationRule('shop/a', {})])).toMatchObject([
    { message: 'The rule has no host, so no proxy uses it.' },
  ]);
});

const rule = (host: string, key: string = 'shop/a'): Manifest => destinationRule(key, { host });
const FOUND = (severity: string): string => `KIA0202 ${severity} DestinationRule shop/a spec.host`;

testCases('KIA0202', [
  ...['reviews', 'reviews.shop', 'api.example.com', '*.shop.svc.cluster.local'].map((host) => ({
    name: `${host} is there`,
    manifests: [...SHOP_REVIEWS, external('shop/api', ['api.example.com']), rule(host)],
    finds: [],
  })),
  { name: 'a host that is not there', manifests: [...SHOP_REVIEWS, rule('reviws')], finds: [FOUND('warning')] },
  {
    name: 'it is an error where proxies let nothing else out, and all is known',
    manifests: [...SHOP_REVIEWS, rule('reviws')],
    settings: { world: 'closed', meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } },
    finds: [FOUND('error')],
  },
]);

test('it says what the host is not, and what was meant', () => {
  expect(textsOf('KIA0202', [...SHOP_REVIEWS, rule('reviws')])).toEqual([
    [
      'reviws is neither a Service in shop nor a host of a ServiceEntry that shop sees. No proxy uses this DestinationRule.',
      'Write reviews.',
    ],
  ]);
  expect(textsOf('KIA0202', [...SHOP_REVIEWS, rule('api.example.org')])).toEqual([
    [
      'api.example.org is neither a Service nor a host of a ServiceEntry that shop sees. No proxy uses this DestinationRule.',
      'Name a Service that exists, declare api.example.org with a ServiceEntry, or list objects that are created elsewhere in the externals.',
    ],
  ]);
});
