import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  deployment,
  destinationRule,
  gateway,
  INGRESS,
  ingressPods,
  namespace,
  server,
  serviceEntry,
  SHOP,
  service,
} from '../../manifests';
import { placesOf, textsOf } from '../found';

const tls = (mode: string): object => ({ trafficPolicy: { tls: { mode } } });
const rule = (host: string, spec: object = tls('ISTIO_MUTUAL'), key = 'istio-system/default'): Manifest =>
  destinationRule(key, { host, ...spec });
const DB = { app: 'db' };
const plain = (name = 'db', labels: Record<string, string> = DB): Manifest =>
  deployment(`shop/${name}`, { ...labels, 'sidecar.istio.io/inject': 'false' });
const set = [SHOP, service('shop/db', [{ name: 'tcp', port: 3306 }]), plain()];
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0421', [...set, ...manifests]);
const FOUND = ['error DestinationRule istio-system/default spec.trafficPolicy.tls.mode'];

test.each(['*.local', '*.shop.svc.cluster.local', 'db.shop.svc.cluster.local', '*'])(
  'a rule of the root namespace for %s',
  (host) => {
    expect(places(rule(host))).toEqual(FOUND);
  },
);

test('what it says', () => {
  const text = textsOf('CDI0421', [...set, rule('*.local')]);
  expect(text).toEqual([
    [
      "Proxies always speak Istio's mutual TLS to db.shop.svc.cluster.local, and the pods there have no proxy to understand it (Deployment shop/db): requests get 503 with the response flag UF, other connections are closed.",
      'Remove tls here, so that Istio decides for each pod whether it takes mutual TLS; or add a DestinationRule in namespace shop with host: db.shop.svc.cluster.local and trafficPolicy: {tls: {mode: DISABLE}}.',
    ],
  ]);
  const own = textsOf('CDI0421', [...set, rule('db', undefined, 'shop/db')]);
  expect(own[0][1]).toBe(
    'Remove tls here, so that Istio decides for each pod whether it takes mutual TLS, or write mode: DISABLE.',
  );
});

test('a rule for all is told of once, with the hosts', () => {
  const cache = [service('shop/cache', [6379]), plain('cache', { app: 'cache' })];
  expect(places(...cache, rule('*.local'))).toEqual(FOUND);
  expect(textsOf('CDI0421', [...set, ...cache, rule('*.local')])[0][0]).toContain(
    'to db.shop.svc.cluster.local and cache.shop.svc.cluster.local, and',
  );
});

test('another rule that proxies find first', () => {
  expect(places(rule('*.local'), rule('db', tls('DISABLE'), 'shop/db'))).toEqual([]);
  expect(places(rule('*.local'), rule('*.shop.svc.cluster.local', tls('DISABLE'), 'shop/all'))).toEqual([]);
  // A rule without tls hides the one of the mesh, and Istio decides.
  expect(places(rule('*.local'), rule('db', {}, 'shop/db'))).toEqual([]);
  // One that others do not see does not help them.
  expect(places(rule('*.local'), rule('db', { ...tls('DISABLE'), exportTo: ['.'] }, 'shop/db'))).toEqual(FOUND);
  expect(places(rule('*.local'), rule('cart', tls('DISABLE'), 'shop/cart'))).toEqual(FOUND);
});

test('ports and subsets', () => {
  const port = (number: number, mode: string): object => ({ port: { number }, tls: { mode } });
  const withPorts = (...portLevelSettings: object[]): object => ({
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' }, portLevelSettings },
  });
  expect(places(rule('db', withPorts(port(3306, 'DISABLE')), 'shop/db'))).toEqual([]);
  expect(places(rule('db', withPorts(port(3306, 'ISTIO_MUTUAL')), 'shop/db'))).toEqual([
    'error DestinationRule shop/db spec.trafficPolicy.portLevelSettings[0].tls.mode',
  ]);
  expect(places(rule('db', withPorts(port(80, 'DISABLE')), 'shop/db'))).toEqual([
    'error DestinationRule shop/db spec.trafficPolicy.tls.mode',
  ]);
  const subset = (labels: object): object => ({ subsets: [{ name: 'all', labels, ...tls('ISTIO_MUTUAL') }] });
  expect(places(rule('db', subset(DB), 'shop/db'))).toEqual([
    'error DestinationRule shop/db spec.subsets[0].trafficPolicy.tls.mode',
  ]);
  expect(places(rule('db', subset({ version: 'v2' }), 'shop/db'))).toEqual([]);
});

test.each(['DISABLE', 'SIMPLE', 'MUTUAL'])('mode %s is not this mistake', (mode) => {
  expect(places(rule('*.local', tls(mode)))).toEqual([]);
});

test.each([
  ['have a sidecar', deployment('shop/db', DB)],
  [
    'are in ambient mode',
    deployment('shop/db', { ...DB, 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'ambient' }),
  ],
  ['are in a namespace that nobody knows', deployment('books/db', DB)],
])('pods that %s', (_, pods) => {
  const home = (pods.metadata as { namespace: string }).namespace;
  const front = service(`${home}/db`, [3306]);
  expect(placesOf('CDI0421', [SHOP, front, pods, rule('*.local')])).toEqual([]);
});

test('pods of a namespace without injection', () => {
  const there = [namespace('books'), service('books/db', [3306]), deployment('books/db', DB)];
  expect(placesOf('CDI0421', [...there, rule('*.local')])).toEqual(FOUND);
});

test('some of the pods are enough', () => {
  const some = textsOf('CDI0421', [...set, deployment('shop/db-v2', DB), rule('*.local')]);
  expect(some[0][0]).toContain('and some of the pods there have no proxy');
});

test('gateways, hosts outside the cluster, and Services without known pods', () => {
  const hop = [
    ingressPods('istio-system'),
    service('istio-system/gw', [443], { selector: INGRESS }),
    gateway('istio-system/edge', server(443, 'TLS', ['*'], { mode: 'ISTIO_MUTUAL' })),
    namespace('istio-system'),
  ];
  expect(placesOf('CDI0421', [...hop, rule('gw.istio-system.svc.cluster.local')])).toEqual([]);
  const entry = serviceEntry('shop/api', {
    hosts: ['api.example.com'],
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    resolution: 'DNS',
    location: 'MESH_INTERNAL',
  });
  expect(placesOf('CDI0421', [entry, rule('api.example.com')])).toEqual([]);
  expect(placesOf('CDI0421', [SHOP, service('shop/db', [3306]), rule('*.local')])).toEqual([]);
});

describe('a host that a ServiceEntry puts outside the mesh', () => {
  const entry = (spec: object = {}): Manifest =>
    serviceEntry('shop/vendor', {
      hosts: ['api.vendor.test'],
      ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
      resolution: 'DNS',
      ...spec,
    });
  const vendor = (mode = 'ISTIO_MUTUAL'): Manifest => rule('api.vendor.test', tls(mode), 'shop/vendor');
  const WARNED = ['warning DestinationRule shop/vendor spec.trafficPolicy.tls.mode'];

  test('has no certificate of the mesh', () => {
    expect(places(entry(), vendor())).toEqual(WARNED);
    expect(places(entry({ location: 'MESH_EXTERNAL' }), vendor())).toEqual(WARNED);
    const portLevelSettings = [{ port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL' } }];
    const ofPort = rule('api.vendor.test', { trafficPolicy: { portLevelSettings } }, 'shop/vendor');
    expect(places(entry(), ofPort)).toEqual([
      'warning DestinationRule shop/vendor spec.trafficPolicy.portLevelSettings[0].tls.mode',
    ]);
    expect(textsOf('CDI0421', [entry(), vendor()])[0][0]).toBe(
      "Proxies always speak Istio's mutual TLS to api.vendor.test, and ServiceEntry shop/vendor says that it is outside the mesh (location: MESH_EXTERNAL), where nothing speaks it: the TLS handshake fails, and requests get 503 with the response flag UF.",
    );
  });

  test.each([
    [entry({ location: 'MESH_INTERNAL' }), vendor()],
    [entry(), vendor('SIMPLE')],
    [entry(), vendor('MUTUAL')],
    [entry({ hosts: ['other.vendor.test'] }), vendor()],
    [entry({ endpoints: [{ address: 'east.a.test', ports: { https: 15443 } }] }), vendor()],
    [entry({ ports: [{ number: 443, name: 'https', protocol: 'HTTPS', targetPort: 15443 }] }), vendor()],
    [entry({ workloadSelector: { labels: { app: 'vm' } } }), vendor()],
  ])('or may have one: %#', (...manifests) => {
    expect(places(...manifests)).toEqual([]);
  });
});
