import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, destinationRule, peerAuthentication, service, SHOP, workload } from '../../manifests';
import { placesOf, textsOf } from '../found';

const mode = (name: string, value: string, more: object = {}): Manifest =>
  peerAuthentication(name, { ...more, mtls: { mode: value } });
const OF_WEB = { selector: { matchLabels: { app: 'web' } } };
const web = [SHOP, service('shop/web'), deployment('shop/web', { app: 'web' })];
const strict = mode('shop/web', 'STRICT', OF_WEB);
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0427', manifests);
const FOUND = ['error PeerAuthentication shop/web spec.mtls.mode'];

test('the namespace, or the mesh, says DISABLE', () => {
  expect(places(...web, strict, mode('shop/default', 'DISABLE'))).toEqual(FOUND);
  expect(places(...web, strict, mode('istio-system/default', 'DISABLE'))).toEqual(FOUND);
  const ofPort = mode('shop/web', 'UNSET', { ...OF_WEB, portLevelMtls: { 80: { mode: 'STRICT' } } });
  expect(places(...web, ofPort, mode('shop/default', 'DISABLE'))).toEqual([
    'error PeerAuthentication shop/web spec.portLevelMtls[80].mode',
  ]);
});

test.each<[string, Manifest[]]>([
  ['PERMISSIVE', [...web, strict, mode('shop/default', 'PERMISSIVE')]],
  [
    'a namespace that says STRICT itself',
    [...web, strict, mode('shop/default', 'STRICT'), mode('istio-system/default', 'DISABLE')],
  ],
  [
    'other pods',
    [
      ...web,
      mode('shop/other', 'STRICT', { selector: { matchLabels: { app: 'other' } } }),
      mode('shop/default', 'DISABLE'),
    ],
  ],
  [
    'a rule that says what clients use',
    [
      ...web,
      strict,
      mode('shop/default', 'DISABLE'),
      destinationRule('shop/web', { host: 'web', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
    ],
  ],
])('not with %s', (_, manifests) => {
  expect(places(...manifests)).toEqual([]);
});

describe('a Service without an address', () => {
  const headless = service('shop/web', [80], { clusterIP: 'None' });
  const plain = workload('shop/old', { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } });
  const all = [SHOP, headless, deployment('shop/web', { app: 'web' })];

  test('some of whose pods have no proxy', () => {
    expect(places(...all, plain, strict)).toEqual(FOUND);
    expect(places(...all, strict)).toEqual([]);
    expect(places(...web, plain, strict)).toEqual([]);
    expect(textsOf('CDI0427', [...all, plain, strict])).toEqual([
      [
        'Service shop/web has no address of its own, and some of its pods have no proxy (Deployment shop/old), so clients in the mesh send plain text to all of them: the pods of Service shop/web for which this is STRICT reset their connections.',
        'Give all pods of the Service a sidecar, or select those without one by another Service.',
      ],
    ]);
  });
});

test('enableAutoMtls: false', () => {
  expect(placesOf('CDI0427', [...web, strict], { meshConfig: { enableAutoMtls: false } })).toEqual(FOUND);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0427', [...web, strict, mode('shop/default', 'DISABLE')])).toEqual([
    [
      'Clients in the mesh go by the mode of the whole namespace, which is DISABLE by PeerAuthentication shop/default, and send plain text: the pods of Service shop/web for which this is STRICT reset their connections.',
      'Write PERMISSIVE instead of DISABLE there; or add a DestinationRule with host: web.shop.svc.cluster.local and trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}.',
    ],
  ]);
});
