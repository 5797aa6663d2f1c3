import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, destinationRule, manifest, peerAuthentication, service, workload } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

testCases('CDI03', [
  {
    name: 'the mode of the pods, of the namespace, of the mesh, in this order',
    manifests: [
      service('shop/a', [80]),
      service('shop/b', [80]),
      service('front/c', [80]),
      ...['shop/a', 'shop/b', 'front/c'].map((key) => deployment(key, { app: key.split('/')[1] })),
      peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }),
      peerAuthentication('shop/default', { mtls: { mode: 'UNSET' } }),
      peerAuthentication('shop/b', {
        selector: { matchLabels: { app: 'b' } },
        mtls: { mode: 'PERMISSIVE' },
      }),
      peerAuthentication('front/default', { mtls: { mode: 'DISABLE' } }),
      destinationRule('shop/a', { host: 'a', subsets: [{ name: 'v1', trafficPolicy: { tls: { mode: 'SIMPLE' } } }] }),
      destinationRule('shop/b', { host: 'b', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
      destinationRule('front/c', { host: 'c', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    ],
    finds: ['CDI0304 error DestinationRule shop/a spec.subsets[0].trafficPolicy.tls.mode'],
  },
  {
    name: 'pods without a proxy take plain text, whatever PeerAuthentications say',
    manifests: [
      service('shop/db', [3306]),
      deployment('shop/db', { app: 'db', 'sidecar.istio.io/inject': 'false' }),
      service('shop/blog', [80]),
      deployment('shop/blog', { app: 'blog' }),
      peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }),
      destinationRule('istio-system/default', { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
      destinationRule('shop/db', { host: 'db', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    ],
    finds: [],
  },
  {
    name: 'a port of the pods, and a port of the rule',
    manifests: [
      manifest('Service', 'shop/a', {
        selector: { app: 'a' },
        ports: [
          { name: 'http-a', port: 80, targetPort: 8080 },
          { name: 'http-b', port: 81, targetPort: 8081 },
        ],
      }),
      deployment('shop/a', { app: 'a' }),
      peerAuthentication('shop/a', {
        selector: { matchLabels: { app: 'a' } },
        mtls: { mode: 'PERMISSIVE' },
        portLevelMtls: { 8080: { mode: 'STRICT' } },
      }),
      destinationRule('shop/a', {
        host: 'a',
        trafficPolicy: { tls: { mode: 'DISABLE' }, portLevelSettings: [{ port: { number: 80 } }] },
        subsets: [
          {
            name: 'v1',
            labels: { app: 'a' },
            trafficPolicy: {
              portLevelSettings: [80, 81].map((number) => ({ port: { number }, tls: { mode: 'DISABLE' } })),
            },
          },
          { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { tls: { mode: 'DISABLE' } } },
        ],
      }),
    ],
    finds: ['CDI0304 error DestinationRule shop/a spec.subsets[0].trafficPolicy.portLevelSettings[0].tls.mode'],
  },
  {
    name: 'a PeerAuthentication of the root namespace that selects pods applies nowhere',
    manifests: [
      service('shop/a', [80]),
      deployment('shop/a', { app: 'a' }),
      peerAuthentication('istio-system/a', {
        selector: { matchLabels: { app: 'a' } },
        mtls: { mode: 'STRICT' },
      }),
      destinationRule('shop/a', { host: 'a', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    ],
    finds: [],
  },
]);

test('it says which policy is strict, and what callers get', () => {
  const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });
  const plain = destinationRule('shop/a', { host: 'a', trafficPolicy: { tls: { mode: 'DISABLE' } } });
  const a = [service('shop/a'), deployment('shop/a', { app: 'a' })];
  expect(textsOf('CDI0304', [...a, strict, plain])).toEqual([
    [
      "With mode DISABLE proxies do not use Istio's mutual TLS to a.shop.svc.cluster.local, but PeerAuthentication shop/default is STRICT for its pods: they reset every connection, and callers get 503 with the response flag UC or UF.",
      'Remove tls, so that Istio uses what both sides support, or write mode: ISTIO_MUTUAL.',
    ],
  ]);
});

describe('a rule with a wildcard', () => {
  const tls = (mode: string): object => ({ trafficPolicy: { tls: { mode } } });
  const strict = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });
  const web = [service('shop/web', [80]), deployment('shop/web', { app: 'web' })];
  const db = [service('shop/db', [3306]), deployment('shop/db', { app: 'db', 'sidecar.istio.io/inject': 'false' })];
  const rule = (host: string, mode = 'DISABLE', key = 'shop/all'): Manifest =>
    destinationRule(key, { host, ...tls(mode) });
  const places = (...manifests: Manifest[]): string[] => placesOf('CDI0304', [strict, ...manifests]);
  const FOUND = ['error DestinationRule shop/all spec.trafficPolicy.tls.mode'];

  test.each(['*.shop.svc.cluster.local', '*.local', '*'])('%s', (host) => {
    expect(places(...web, rule(host))).toEqual(FOUND);
    expect(places(...web, rule(host, 'SIMPLE'))).toEqual(FOUND);
    expect(places(...web, rule(host, 'ISTIO_MUTUAL'))).toEqual([]);
  });

  test('for pods that opt out, or that another rule is found for first', () => {
    const wide = rule('*.shop.svc.cluster.local');
    expect(places(...db, wide)).toEqual([]);
    expect(places(...db, ...web, wide)).toEqual(FOUND);
    expect(places(...web, wide, destinationRule('shop/web', { host: 'web' }))).toEqual([]);
    expect(places(...web, rule('*.books.svc.cluster.local'))).toEqual([]);
  });

  test('what it says', () => {
    expect(textsOf('CDI0304', [strict, ...web, rule('*.local')])[0][0]).toBe(
      "With mode DISABLE proxies do not use Istio's mutual TLS to web.shop.svc.cluster.local, but PeerAuthentication istio-system/default is STRICT for its pods: they reset every connection, and callers get 503 with the response flag UC or UF.",
    );
  });

  test('a port that goes past the proxy takes plain text', () => {
    const annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '80' };
    const past = [service('shop/web', [80]), workload('shop/web', { labels: { app: 'web' }, annotations })];
    expect(places(...past, rule('*.local'), rule('web', 'DISABLE', 'shop/web'))).toEqual([]);
  });
});

describe('clients find the rule', () => {
  const a = [service('shop/a'), deployment('shop/a', { app: 'a' })];
  const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });
  const plain = (key: string, more: object = {}): Manifest =>
    destinationRule(key, { host: 'a.shop.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } }, ...more });
  const places = (...manifests: Manifest[]): string[] => placesOf('CDI0304', [...a, strict, ...manifests]);

  test('in their own namespace, or as the pods that it selects', () => {
    expect(places(plain('front/a'))).toEqual(['error DestinationRule front/a spec.trafficPolicy.tls.mode']);
    expect(places(plain('shop/a', { workloadSelector: { matchLabels: { app: 'b' } } }))).toEqual([
      'error DestinationRule shop/a spec.trafficPolicy.tls.mode',
    ]);
  });

  test('not where another one is found first by all of them', () => {
    const other = destinationRule('shop/a', { host: 'a' });
    expect(places(plain('istio-system/a'), other)).toEqual([]);
  });
});
