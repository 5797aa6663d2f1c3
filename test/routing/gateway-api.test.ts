/** What no case shows of the objects that istiod makes of the Gateway API: where they come from, and rare forms. */
import type { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { originOf } from '../../lib/routing/gateway-api/origins';
import { withGatewayApi } from '../../lib/routing/gateway-api/with-gateway-api';
import { SHOP, apiGateway, deployment, manifest, namespace, service } from '../manifests';
import type { ShortCall } from './calls';
import { ask, outcomes, steps } from './calls';
import { ingress, meshOf } from './tables';

const api = (kind: string, key: string, spec: object): Manifest =>
  manifest(`gateway.networking.k8s.io/v1/${kind}`, key, spec);
const HTTP = { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } };
const front = (...listeners: object[]): Manifest =>
  apiGateway('istio-system/front', {
    gatewayClassName: 'istio',
    addresses: [{ type: 'Hostname', value: 'istio-ingressgateway' }],
    listeners: listeners.length === 0 ? [HTTP] : listeners,
  });
const AT_FRONT = { parentRefs: [{ name: 'front', namespace: 'istio-system' }], hostnames: ['a.example.com'] };
const TO_WEB = { backendRefs: [{ name: 'web', port: 80 }] };
const SET: readonly Manifest[] = [
  namespace('shop'),
  ...ingress,
  service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }]),
  deployment('shop/web', { app: 'web' }),
];
const rulesOf = (mesh: Mesh, kind: 'http' | 'tls' = 'http'): unknown =>
  mesh
    .derive(withGatewayApi)
    .all('networking.istio.io/VirtualService')
    .flatMap(({ spec }) => spec[kind] ?? []);

test('every step names what was written', () => {
  const rules = [
    { matches: [{ path: { value: '/a' } }, { path: { value: '/b' }, method: 'GET' }], ...TO_WEB },
    { matches: [{ headers: [{ name: 'x-a', value: '1' }] }], ...TO_WEB },
  ];
  const found = ask(meshOf([...SET, front(), api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules })]), 'a.example.com/b');
  expect(steps(found).slice(0, 6)).toEqual([
    'listener | port 8080',
    'filterChain | HTTP | Gateway istio-system/front spec.listeners[0]',
    'authorization | allowed: no policy',
    'virtualHost | host a.example.com | HTTPRoute shop/web spec',
    'route | rule rules[0] "/b/*, method = GET" | HTTPRoute shop/web spec.rules[0].matches[1]',
    'cluster | outbound|80||web.shop.svc.cluster.local | HTTPRoute shop/web spec.rules[0].backendRefs[0]',
  ]);
  const route = found.hops[0].steps.find(({ layer }) => layer === 'route');
  expect(route?.considered.map(({ what, path, why }) => [what, path, why])).toEqual([
    ['rule rules[0] "/a/*"', 'spec.rules[0].matches[0]', 'an earlier rule fits'],
  ]);
});

test('a client finds the gateway by its listeners, and hears of those that come close', () => {
  const mesh = meshOf([
    ...SET,
    apiGateway('shop/managed', {
      gatewayClassName: 'istio',
      listeners: [
        { name: 'a', port: 80, protocol: 'HTTP', hostname: 'a.example.com' },
        { name: 'b', port: 8081, protocol: 'HTTP', hostname: 'b.example.com' },
      ],
    }),
    api('HTTPRoute', 'shop/web', { parentRefs: [{ name: 'managed' }], rules: [TO_WEB] }),
  ]);
  const found = ask(mesh, 'a.example.com/');
  expect(found.hops.map(({ kind, name }) => [kind, name])).toEqual([
    ['gateway', 'shop/managed-istio'],
    ['server', 'shop/web'],
  ]);
  const gateway = ask(mesh, 'b.example.com:80/');
  expect(gateway.hops.map(({ name }) => name)).toEqual(['shop/managed-istio']);
  const closed = ask(mesh, 'a.example.com/', { to: 'managed-istio.shop:9090' });
  expect(outcomes(closed)).toEqual(['refused NoListener']);
  expect(closed.hops[0].steps[0].considered).toMatchObject([
    { what: 'server on port 80', object: { kind: 'Gateway', key: 'shop/managed' }, path: 'spec.listeners[0]' },
    { what: 'server on port 8081', object: { kind: 'Gateway', key: 'shop/managed' }, path: 'spec.listeners[1]' },
  ]);
});

test('a route that istiod leaves out is named where it is missed', () => {
  const rewritten = { ...TO_WEB.backendRefs[0], filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'b.com' } }] };
  const lost = api('HTTPRoute', 'shop/lost', { ...AT_FRONT, rules: [TO_WEB, { backendRefs: [rewritten] }] });
  const inMesh = { parentRefs: [{ group: '', kind: 'Service', name: 'web' }] };
  const named = api('HTTPRoute', 'shop/named', {
    ...inMesh,
    rules: [{ backendRefs: [{ name: 'web.shop', port: 80 }] }],
  });
  const considered = (mesh: Mesh, url: string, call?: ShortCall): unknown =>
    ask(mesh, url, call)
      .hops[0].steps.find(({ layer }) => layer === 'virtualHost')
      ?.considered.map(({ what, object, path, why }) => [what, object?.key, path, why]);
  const wrong = [
    'HTTPRoute shop/lost',
    'shop/lost',
    'spec.rules[1].backendRefs[0].filters[0].type',
    'istiod leaves all of it out: it takes no filter URLRewrite here',
  ];
  const alone = meshOf([...SET, front(), lost]);
  expect(outcomes(ask(alone, 'a.example.com/'))).toEqual(['404 NoVirtualHost NR']);
  expect(considered(alone, 'a.example.com/')).toEqual([wrong]);
  expect(considered(alone, 'b.example.com/')).toEqual([]);
  const beside = api('HTTPRoute', 'shop/web', {
    ...AT_FRONT,
    rules: [{ matches: [{ path: { value: '/a' } }], ...TO_WEB }],
  });
  expect(considered(meshOf([...SET, front(), lost, beside]), 'a.example.com/b')).toEqual([wrong]);
  expect(considered(meshOf([SHOP, ...SET.slice(1), named]), 'web/', { from: 'shop/web' })).toEqual([
    [
      'HTTPRoute shop/named',
      'shop/named',
      'spec.rules[0].backendRefs[0].name',
      'istiod leaves all of it out: web.shop is a host, and the name of the Service is expected',
    ],
  ]);
});

test('Gateways of other controllers, and those of other clusters, are left alone', () => {
  const foreign = (name: string, gatewayClassName: string): Manifest =>
    apiGateway(`shop/${name}`, { gatewayClassName, listeners: [HTTP] });
  const mesh = meshOf([...SET, foreign('a', 'nginx'), foreign('b', 'istio-remote'), foreign('c', 'istio-waypoint')]);
  expect(mesh.derive(withGatewayApi)).toBe(mesh);
});

test.each([
  ['https://a.example.com', { exact: 'https://a.example.com' }],
  ['*', { regex: '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$' }],
  ['https://*', { prefix: 'https://' }],
  ['https://*.example.com', { regex: '^https://.*\\.example\\.com$' }],
])('the origin %s', (origin, match) => {
  const filters = [{ type: 'CORS', cors: { allowOrigins: [origin], allowCredentials: false } }];
  const route = api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules: [{ filters, ...TO_WEB }] });
  expect(rulesOf(meshOf([...SET, front(), route]))).toMatchObject([
    { corsPolicy: { allowOrigins: [match], maxAge: '5s', unmatchedPreflights: 'IGNORE' } },
  ]);
});

test('of one header the first value counts, whatever its letters', () => {
  const set = [
    { name: 'X-A', value: 'one' },
    { name: 'x-a', value: 'two' },
  ];
  const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set } }];
  const route = api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules: [{ filters, ...TO_WEB }] });
  expect(rulesOf(meshOf([...SET, front(), route]))).toMatchObject([
    { headers: { request: { set: { 'x-a': 'one' } } } },
  ]);
});

test.each<[string, object]>([
  ['a value with a line break', { filters: [header('a\nb')], ...TO_WEB }],
  [
    'a filter of a backend that is none for backends',
    {
      backendRefs: [{ name: 'web', port: 80, filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'b' } }] }],
    },
  ],
  [
    'a Hostname with a namespace',
    {
      backendRefs: [
        { group: 'networking.istio.io', kind: 'Hostname', name: 'a.example.com', namespace: 'shop', port: 80 },
      ],
    },
  ],
  ['a backend without a port', { backendRefs: [{ name: 'web' }] }],
])('%s spoils the whole route', (_, rule) => {
  const route = api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules: [TO_WEB, rule] });
  expect(rulesOf(meshOf([...SET, front(), route]))).toEqual([]);
});

function header(value: string): object {
  return { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-a', value }] } };
}

test('retries of the experimental channel take the time of one try', () => {
  const route = (rule: object): unknown =>
    rulesOf(meshOf([...SET, front(), api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules: [{ ...rule, ...TO_WEB }] })]));
  expect(route({ timeouts: { request: '10s', backendRequest: '1s' } })).toMatchObject([{ timeout: '1s' }]);
  expect(route({ timeouts: { request: '0s' } })).toEqual([expect.not.objectContaining({ timeout: '0s' })]);
});

test('a listener without a certificate does not listen, and one with that of the proxy does', () => {
  const tls = { options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_SIMPLE' } };
  const mesh = meshOf([
    ...SET,
    front(
      { ...HTTP, name: 'open', port: 443, protocol: 'HTTPS' },
      { ...HTTP, name: 'own', port: 443, protocol: 'HTTPS', tls },
    ),
    api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules: [TO_WEB] }),
  ]);
  const made = mesh.derive(withGatewayApi).all('networking.istio.io/Gateway');
  expect(made.map((each) => [originOf({ object: each }).path, each.spec.servers?.[0].tls])).toEqual([
    ['spec.listeners[1]', { mode: 'SIMPLE', credentialName: 'builtin://' }],
  ]);
});

test.each([
  ['istio-waypoint', 1],
  ['other', 0],
])('a route of a Service whose waypoint is of class %s', (gatewayClassName, expected) => {
  const mesh = meshOf([
    namespace('shop', { 'istio.io/use-waypoint': 'way' }),
    ...SET.slice(1),
    manifest('GatewayClass', 'other', { controllerName: 'example.com/waypoints' }),
    apiGateway('shop/way', { gatewayClassName, listeners: [] }),
    api('HTTPRoute', 'shop/web', { parentRefs: [{ group: '', kind: 'Service', name: 'web' }], rules: [TO_WEB] }),
  ]);
  expect(rulesOf(mesh)).toHaveLength(expected);
});

test('server names of a TLSRoute for a ServiceEntry', () => {
  const entry = manifest('ServiceEntry', 'shop/two', {
    hosts: ['a.example.com', 'b.example.com'],
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    resolution: 'DNS',
  });
  const names = (...hostnames: string[]): unknown => {
    const route = api('TLSRoute', 'shop/r', {
      parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'two', port: 443 }],
      hostnames,
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
    });
    return (rulesOf(meshOf([...SET, entry, route]), 'tls') as { match: object[] }[]).map(({ match }) => match[0]);
  };
  expect(names('a.example.com', 'c.example.com')).toEqual([
    { sniHosts: ['a.example.com'], port: 443 },
    { sniHosts: [], port: 443 },
  ]);
  expect(names('*.example.com')).toEqual([
    { sniHosts: ['*.example.com'], port: 443 },
    { sniHosts: ['*.example.com'], port: 443 },
  ]);
});

describe('BackendTLSPolicy', () => {
  const policy = (name: string, validation: object, target: object = {}, metadata: object = {}): Manifest =>
    manifest(
      'gateway.networking.k8s.io/v1/BackendTLSPolicy',
      `shop/${name}`,
      { targetRefs: [{ group: '', kind: 'Service', name: 'web', ...target }], validation },
      metadata,
    );
  const SYSTEM = { hostname: 'web.example.com', wellKnownCACertificates: 'System' };
  const rules = (...manifests: Manifest[]): unknown =>
    meshOf([...SET, ...manifests])
      .derive(withGatewayApi)
      .all('networking.istio.io/DestinationRule')
      .map(({ spec }) => spec);
  const HOST = 'web.shop.svc.cluster.local';

  test('of two for one port the older one counts, and one for another port beside it', () => {
    const of = (name: string, hostname: string, second: number, target: object = {}): Manifest =>
      policy(name, { ...SYSTEM, hostname }, target, { creationTimestamp: `2026-01-01T00:00:0${second}Z` });
    const port = { sectionName: 'http' };
    expect(rules(of('b', 'old', 1), of('a', 'new', 2), of('c', 'port', 3, port), of('d', 'other', 4, port))).toEqual([
      {
        host: HOST,
        trafficPolicy: {
          tls: { mode: 'SIMPLE', sni: 'old' },
          portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', sni: 'port' } }],
        },
      },
    ]);
  });

  test.each<[string, Manifest]>([
    ['a Service that is not there', policy('a', SYSTEM, { name: 'nosuch' })],
    ['a port that is not there', policy('a', SYSTEM, { sectionName: 'nosuch' })],
    ['another kind', policy('a', SYSTEM, { kind: 'Pod' })],
    [
      'one that is to be ignored',
      policy('a', SYSTEM, {}, { annotations: { 'istio.io/ignore-policy-attachment': 'true' } }),
    ],
  ])('%s', (_, object) => {
    expect(rules(object)).toEqual([]);
  });

  test('a ConfigMap that no file shows is told', () => {
    const caCertificateRefs = [{ group: '', kind: 'ConfigMap', name: 'ca' }];
    const mesh = meshOf([
      ...SET,
      front(),
      api('HTTPRoute', 'shop/web', { ...AT_FRONT, rules: [TO_WEB] }),
      policy('a', { hostname: 'web.example.com', caCertificateRefs }),
    ]);
    const found = ask(mesh, 'a.example.com/');
    expect(outcomes(found)).toEqual(['shop/web']);
    expect(found.outcomes).toMatchObject([{ seen: { tls: 'made', sni: 'web.example.com' } }]);
    expect(steps(found, 'mutualTls')[0]).toBe('mutualTls | tls.mode SIMPLE | BackendTLSPolicy shop/a spec.validation');
    expect(found.unknown).toMatchObject([
      {
        what: 'certificates',
        text: 'No file shows ConfigMap shop/ca. If it is not there, the answer is 503.',
        objects: [{ key: 'shop/a' }],
      },
    ]);
  });
});
