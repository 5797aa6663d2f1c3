import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, peerAuthentication, SHOP } from '../../manifests';
import { testCases, textsOf } from '../found';

const client = (key: string, host: string, mode: string): Manifest =>
  destinationRule(key, { host, trafficPolicy: { tls: { mode } } });
const server = (key: string, mode: string): Manifest => peerAuthentication(key, { mtls: { mode } });
const OF_SHOP = '*.shop.svc.cluster.local';
const BY_HAND = { meshConfig: { enableAutoMtls: false } };

testCases('KIA0', [
  {
    name: 'pods that take mTLS only, and clients that do not use it',
    manifests: [SHOP, server('shop/default', 'STRICT'), server('istio-system/default', 'STRICT')],
    settings: { world: 'closed', ...BY_HAND },
    finds: [
      'KIA0401 error PeerAuthentication istio-system/default spec.mtls',
      'KIA0501 error PeerAuthentication shop/default spec.mtls',
    ],
  },
  {
    name: 'clients that use it by a DestinationRule for the mesh',
    manifests: [
      SHOP,
      server('shop/default', 'STRICT'),
      server('istio-system/default', 'STRICT'),
      client('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    ],
    settings: BY_HAND,
    finds: [],
  },
  {
    name: 'clients that use it by themselves',
    manifests: [SHOP, server('shop/default', 'STRICT'), server('istio-system/default', 'STRICT')],
    finds: [],
  },
  {
    name: 'pods that take plain text only, and clients that use mTLS',
    manifests: [
      SHOP,
      server('shop/default', 'DISABLE'),
      server('istio-system/default', 'DISABLE'),
      client('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    ],
    finds: [
      'KIA0505 error PeerAuthentication shop/default spec.mtls',
      'KIA0506 error PeerAuthentication istio-system/default spec.mtls',
    ],
  },
  {
    name: 'a DestinationRule of the namespace that turns it off again',
    manifests: [
      SHOP,
      server('shop/default', 'DISABLE'),
      client('shop/a', OF_SHOP, 'DISABLE'),
      client('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    ],
    finds: [],
  },
]);

test('it says what clients do', () => {
  expect(textsOf('KIA0501', [SHOP, server('shop/default', 'STRICT')], BY_HAND)).toEqual([
    [
      'Pods accept mTLS only, automatic mTLS is off, and no DestinationRule makes clients use it for *.shop.svc.cluster.local. Their connections are reset.',
      'Turn meshConfig.enableAutoMtls on, or add a DestinationRule for *.shop.svc.cluster.local with trafficPolicy.tls.mode: ISTIO_MUTUAL.',
    ],
  ]);
  expect(textsOf('KIA0401', [SHOP, server('istio-system/default', 'STRICT')], BY_HAND)).toEqual([
    [
      'Pods accept mTLS only, automatic mTLS is off, and no DestinationRule makes clients use it for *.local. Their connections are reset.',
      'Turn meshConfig.enableAutoMtls on, or add a DestinationRule for *.local with trafficPolicy.tls.mode: ISTIO_MUTUAL.',
    ],
  ]);
  const mutual = client('shop/a', OF_SHOP, 'MUTUAL');
  expect(textsOf('KIA0505', [SHOP, server('shop/default', 'DISABLE'), mutual])).toEqual([
    [
      'Pods accept plain text only, and DestinationRule shop/a makes clients use mTLS for *.shop.svc.cluster.local. The handshakes fail.',
      'Remove trafficPolicy.tls from DestinationRule shop/a or write DISABLE there, or set the mode here to PERMISSIVE.',
    ],
  ]);
});
