import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, INJECTED, namespace, serviceEntry, SHOP, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const exported = (...exportTo: string[]): Manifest[] => [
  destinationRule('shop/a', { host: 'reviews', exportTo }),
  serviceEntry('shop/a', { hosts: ['api.example.com'], exportTo, ports: [] }),
  virtualService('shop/a', { hosts: ['reviews'], http: [to('reviews')], exportTo }),
];
const [FRONT, AMBIENT] = [namespace('front', INJECTED), namespace('shop', { 'istio.io/dataplane-mode': 'ambient' })];

testCases('KIA0005', [
  {
    name: 'namespaces that exist, and signs for its own, all and none',
    manifests: [SHOP, FRONT, ...['.', '*', '~'].flatMap((sign) => exported(sign)), ...exported('front', 'shop')],
    finds: [],
  },
  { name: 'one that every cluster has', manifests: [SHOP, ...exported('default', 'kube-system')], finds: [] },
  {
    name: 'a namespace that does not exist',
    manifests: [SHOP, FRONT, ...exported('front', 'frnt')],
    finds: ['DestinationRule', 'ServiceEntry', 'VirtualService'].map(
      (kind) => `KIA0005 warning ${kind} shop/a spec.exportTo[1]`,
    ),
  },
  {
    name: 'in a closed world it is an error',
    manifests: [SHOP, ...exported('frnt')],
    settings: { world: 'closed' },
    finds: ['DestinationRule', 'ServiceEntry', 'VirtualService'].map(
      (kind) => `KIA0005 error ${kind} shop/a spec.exportTo[0]`,
    ),
  },
  { name: 'ambient mode has no exportTo', manifests: [AMBIENT, ...exported('frnt')], finds: [] },
]);

test('it names the namespace that was meant', () => {
  const [rule] = exported('frnt', 'somewhere');
  expect(textsOf('KIA0005', [SHOP, FRONT, rule])).toEqual([
    [
      'There is no namespace frnt. This entry exports the DestinationRule to nobody, and the intended namespace does not see it.',
      'Write front.',
    ],
    [
      'There is no namespace somewhere. This entry exports the DestinationRule to nobody, and the intended namespace does not see it.',
      'Name a namespace that exists, "." for its own or "*" for all.',
    ],
  ]);
});
