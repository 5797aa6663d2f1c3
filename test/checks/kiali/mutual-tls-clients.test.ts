import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  deployment,
  destinationRule,
  INJECTED,
  namespace,
  peerAuthentication,
  service,
  SHOP,
  SHOP_REVIEWS,
} from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const client = (key: string, host: string, mode: string): Manifest =>
  destinationRule(key, { host, trafficPolicy: { tls: { mode } } });
const server = (key: string, mode: string): Manifest => peerAuthentication(key, { mtls: { mode } });
const OF_SHOP = '*.shop.svc.cluster.local';
const BY_HAND = { meshConfig: { enableAutoMtls: false } };
const AT = 'spec.trafficPolicy.tls.mode';

testCases('KIA020', [
  {
    name: 'plain text to pods of the namespace that take mTLS only',
    manifests: [SHOP, client('shop/a', OF_SHOP, 'DISABLE'), server('shop/default', 'STRICT')],
    finds: [`KIA0207 error DestinationRule shop/a ${AT}`],
  },
  {
    name: 'plain text to a namespace of a mesh that takes mTLS only',
    manifests: [SHOP, client('shop/a', OF_SHOP, 'DISABLE'), server('istio-system/default', 'STRICT')],
    finds: [`KIA0208 error DestinationRule shop/a ${AT}`],
  },
  ...['PERMISSIVE', 'DISABLE'].map((mode) => ({
    name: `plain text where the namespace says ${mode} and the mesh STRICT`,
    manifests: [
      SHOP,
      client('shop/a', OF_SHOP, 'DISABLE'),
      server('shop/default', mode),
      server('istio-system/default', 'STRICT'),
    ],
    finds: [],
  })),
  {
    name: 'mTLS of clients without automatic mTLS, and no policy of the pods',
    manifests: [SHOP, client('shop/a', OF_SHOP, 'ISTIO_MUTUAL'), client('istio-system/a', '*.local', 'ISTIO_MUTUAL')],
    settings: { world: 'closed', ...BY_HAND },
    finds: [`KIA0205 error DestinationRule istio-system/a ${AT}`, `KIA0206 error DestinationRule shop/a ${AT}`],
  },
  {
    name: 'the same with a policy of the mesh',
    manifests: [
      SHOP,
      client('shop/a', OF_SHOP, 'ISTIO_MUTUAL'),
      client('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
      server('istio-system/default', 'PERMISSIVE'),
    ],
    settings: BY_HAND,
    finds: [],
  },
  {
    name: 'the same with automatic mTLS, and a rule for one Service',
    manifests: [
      ...SHOP_REVIEWS,
      client('shop/a', OF_SHOP, 'ISTIO_MUTUAL'),
      client('shop/b', 'reviews', 'DISABLE'),
      server('shop/default', 'STRICT'),
    ],
    finds: [],
  },
]);

test('it says which policy does not fit', () => {
  const plain = client('shop/a', OF_SHOP, 'DISABLE');
  expect(textsOf('KIA0207', [SHOP, plain, server('shop/default', 'STRICT')])).toEqual([
    [
      'Clients send plain text to *.shop.svc.cluster.local, and PeerAuthentication shop/default lets pods accept mTLS only. The connections are reset.',
      'Write ISTIO_MUTUAL here or omit tls, or set the mode of PeerAuthentication shop/default to PERMISSIVE.',
    ],
  ]);
  expect(textsOf('KIA0206', [SHOP, client('shop/a', OF_SHOP, 'ISTIO_MUTUAL')], BY_HAND)).toEqual([
    [
      'Clients use mTLS for *.shop.svc.cluster.local, automatic mTLS is off, and no PeerAuthentication in shop or istio-system says that pods accept it.',
      'Add a PeerAuthentication without a selector in shop with mtls.mode PERMISSIVE or STRICT.',
    ],
  ]);
  expect(textsOf('KIA0205', [SHOP, client('istio-system/a', '*.local', 'ISTIO_MUTUAL')], BY_HAND)).toEqual([
    [
      'Clients use mTLS for *.local, automatic mTLS is off, and no PeerAuthentication in istio-system says that pods accept it.',
      'Add a PeerAuthentication without a selector in istio-system with mtls.mode PERMISSIVE or STRICT.',
    ],
  ]);
});

test('to pods that opt out plain text is right, and it is only a note', () => {
  const optedOut = { app: 'db', 'sidecar.istio.io/inject': 'false' };
  const set = [namespace('legacy', INJECTED), service('legacy/db', [3306]), deployment('legacy/db', optedOut)];
  const rule = client('legacy/all', '*.legacy.svc.cluster.local', 'DISABLE');
  const strict = server('istio-system/default', 'STRICT');
  expect(placesOf('KIA020', [...set, rule, strict])).toEqual([`info DestinationRule legacy/all ${AT}`]);
  expect(textsOf('KIA020', [...set, rule, strict])).toEqual([
    [
      'Kiali reports clients that send plain text to *.legacy.svc.cluster.local beside PeerAuthentication istio-system/default, which is STRICT. None of the pods there has a proxy that enforces it, so they take plain text, and nothing else.',
      'Nothing needs to change.',
    ],
  ]);
  const meshed = [service('legacy/web', [80]), deployment('legacy/web', { app: 'web' })];
  expect(placesOf('KIA020', [...set, ...meshed, rule, strict])).toEqual([`error DestinationRule legacy/all ${AT}`]);
});
