import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INJECTED, namespace, peerAuthentication, service, sidecar, SHOP, workload } from '../../manifests';
import { placesOf, textsOf } from '../found';

const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });
const orders = [SHOP, service('shop/orders', [9000]), deployment('shop/orders', { app: 'orders' }), strict];
const front = namespace('front', INJECTED);
const env = (value: string): object => ({
  containers: [{ name: 'app', image: 'a', env: [{ name: 'ORDERS_URL', value }] }],
});
const caller = (value: string, annotations?: Record<string, string>): Manifest =>
  workload('front/checkout', { annotations, spec: env(value) });
const imports = (...hosts: string[]): Manifest => sidecar('front/default', { egress: [{ hosts }] });
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0425', [front, ...manifests]);
const URL = 'http://orders.shop:9000';
const FOUND = ['warning Deployment front/checkout spec.template.spec.containers[0].env[0].value'];

test('a Sidecar does not import the Service', () => {
  expect(places(...orders, caller(URL), imports('./*'))).toEqual(FOUND);
  expect(places(...orders, caller(URL), imports('./*', 'shop/*'))).toEqual([]);
  expect(places(...orders, caller(URL))).toEqual([]);
  expect(places(...orders, caller('http://other.shop:9000'), imports('./*'))).toEqual([]);
});

test('the Service is not exported to the namespace', () => {
  const hidden = service('shop/orders', [9000], {}, { annotations: { 'networking.istio.io/exportTo': '.' } });
  expect(places(...orders.slice(0, 1), hidden, ...orders.slice(2), caller(URL))).toEqual(FOUND);
});

test('the port goes past the sidecar', () => {
  const past = (ports: string): Record<string, string> => ({ 'traffic.sidecar.istio.io/excludeOutboundPorts': ports });
  expect(places(...orders, caller(URL, past('80,9000')))).toEqual(FOUND);
  expect(places(...orders, caller(URL, past('80')))).toEqual([]);
});

test('not where the pods take plain text, or nothing goes out', () => {
  const lets = [...orders.slice(0, -1), peerAuthentication('shop/default', { mtls: { mode: 'PERMISSIVE' } })];
  expect(places(...lets, caller(URL), imports('./*'))).toEqual([]);
  const shut = sidecar('front/default', {
    egress: [{ hosts: ['./*'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
  expect(places(...orders, caller(URL), shut)).toEqual([]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0425', [front, ...orders, caller(URL), imports('./*')])).toEqual([
    [
      '"http://orders.shop:9000" names Service shop/orders, and Sidecar front/default does not import it: the connections go out in plain text. PeerAuthentication shop/default is STRICT for the pods, which reset them.',
      'Add shop/orders.shop.svc.cluster.local to the egress hosts of the Sidecar.',
    ],
  ]);
});
