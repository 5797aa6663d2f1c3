import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Trace } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';
import {
  deployment,
  destinationRule,
  manifest,
  namespace,
  peerAuthentication,
  service,
  serviceEntry,
  SHOP,
  sidecar,
  virtualService,
} from '../manifests';
import { ask, outcomes, steps } from './calls';
import { ingress, meshOf, rule, under, web, WEB } from './tables';

const pods = (key: string, labels: Record<string, string>, port = 8080): Manifest =>
  deployment(key, labels, {
    containers: [{ name: 'app', image: 'app', ports: [{ name: 'http', containerPort: port }] }],
  });

const SUBSETS = destinationRule('shop/web', {
  host: WEB,
  subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
});

const SET: readonly Manifest[] = [
  SHOP,
  namespace('other', { 'istio-injection': 'enabled' }),
  ...ingress,
  web,
  pods('shop/web-v1', { app: 'web', version: 'v1' }),
  pods('shop/web-v2', { app: 'web', version: 'v2' }),
  pods('shop/client', { app: 'client' }),
  pods('other/client', { app: 'client' }),
];

const front = (...servers: object[]): Manifest =>
  manifest('Gateway', 'istio-system/front', { selector: { istio: 'ingressgateway' }, servers });
const PLAIN = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] };
const atFront = (key: string, host: string, ...rules: object[]): Manifest =>
  virtualService(key, { hosts: [host], gateways: ['istio-system/front'], http: rules });
const CLIENT = { from: 'shop/client' };

test.each([80, 8080])(
  'a server on port %i of a gateway is reached by the port of its Service that leads there',
  (number) => {
    const mesh = meshOf([
      ...SET,
      front({ port: { number, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }),
      atFront('shop/front', 'shop.example.com', { route: [{ destination: { host: WEB } }] }),
    ]);
    expect(outcomes(ask(mesh, 'shop.example.com/'))).toEqual(['50 % shop/web-v1', '50 % shop/web-v2']);
    expect(outcomes(ask(mesh, 'shop.example.com:81/'))).toEqual(['refused NoListener']);
  },
);

test('weights, a subset and its pods, with the object and field of each decision', () => {
  const split = {
    route: ['v1', 'v2'].map((subset, i) => ({ destination: { host: 'web', subset }, weight: i === 0 ? 80 : 20 })),
  };
  const found = ask(
    meshOf([...SET, SUBSETS, virtualService('shop/web', { hosts: ['web'], http: [split] })]),
    'web',
    CLIENT,
  );
  expect(outcomes(found)).toEqual(['80 % shop/web-v1', '20 % shop/web-v2']);
  expect(steps(found).slice(0, 6)).toEqual([
    'listener | 0.0.0.0:80',
    `virtualHost | host web | VirtualService shop/web spec.hosts`,
    'route | rule http[0] | VirtualService shop/web spec.http[0]',
    `cluster | outbound|80|v1|${WEB} | VirtualService shop/web spec.http[0].route[0].destination`,
    'subset | v1: version=v1 | DestinationRule shop/web spec.subsets[0]',
    'mutualTls | mutual TLS (auto)',
  ]);
  expect(found.hops.map(({ kind, name, share, previous }) => [kind, name, share, previous])).toEqual([
    ['sidecar', 'shop/client', 1, undefined],
    ['server', 'shop/web-v1', 0.8, 0],
    ['server', 'shop/web-v2', 0.2, 0],
  ]);
});

test('rules that come close are named with the field that does not fit, and the next one too', () => {
  const mesh = meshOf([
    ...SET,
    SUBSETS,
    front(PLAIN),
    atFront(
      'shop/m',
      'm.example.com',
      rule('v1', { uri: { exact: '/a' }, headers: { 'x-a': { exact: '1' } } }),
      rule('v2', under('/a')),
      rule('v1'),
    ),
  ]);
  const [hop] = ask(mesh, 'm.example.com/a').hops;
  const route = hop.steps.find(({ layer }) => layer === 'route');
  expect(route?.decision).toBe('rule http[1] "/a*"');
  expect(route?.considered.map(({ what, path, why }) => [what, path, why])).toEqual([
    ['rule http[0] "= /a, header x-a = 1"', 'spec.http[0].match[0].headers.x-a', 'header x-a = 1'],
    ['rule http[2]', 'spec.http[2]', 'an earlier rule fits'],
  ]);
});

test.each([
  ['a host in no virtual host', 'zzz.example.com/', '404 NoVirtualHost NR'],
  ['no rule', 'm.example.com/none', '404 NoRoute NR'],
  ['an unknown subset', 'm.example.com/subset', '503 NoCluster NC'],
  ['an unknown port', 'm.example.com/port', '503 NoCluster NC'],
  ['an unknown host', 'm.example.com/nohost', '503 NoCluster NC'],
  ['a Service without pods', 'm.example.com/dead', '503 NoEndpoint UH'],
])('%s', (_, url, expected) => {
  const to = (path: string, destination: object): object => ({ match: [under(path)], route: [{ destination }] });
  const mesh = meshOf([
    ...SET,
    service('shop/dead'),
    front(PLAIN),
    atFront(
      'shop/m',
      'm.example.com',
      to('/subset', { host: WEB, subset: 'nosuch' }),
      to('/port', { host: WEB, port: { number: 99 } }),
      to('/nohost', { host: 'nosuch.example' }),
      to('/dead', { host: 'dead' }),
    ),
  ]);
  expect(outcomes(ask(mesh, url))).toEqual([expected]);
});

test('a server of plain HTTP passes no TLS through, though it has tls settings for its redirect', () => {
  const mesh = meshOf([
    ...SET,
    front({ ...PLAIN, tls: { httpsRedirect: true } }),
    atFront('shop/m', 'm.example.com', rule(200)),
  ]);
  const found = ask(mesh, 'm.example.com/a');
  expect(outcomes(found)).toEqual(['301 https://m.example.com/a']);
  expect(steps(found, 'filterChain')).toEqual(['filterChain | HTTP | Gateway istio-system/front spec.servers[0]']);
});

test('a Service without the port: the ports that it has are named', () => {
  const found = ask(meshOf(SET), 'web:81', CLIENT);
  expect(outcomes(found)).toEqual(['refused NoListener']);
  expect(steps(found)).toEqual([
    'listener | nothing listens for web:81: Service shop/web has no port 81, but 80 | Service shop/web spec.ports',
    'cluster | PassthroughCluster: to the address as it was dialled, in plain text if the client began none',
    'endpoints | Service shop/web has no port 81, but 80 | Service shop/web spec.ports',
  ]);
});

test('HTTP/1.0 is refused, and a port that nothing listens on', () => {
  const mesh = meshOf([...SET, front(PLAIN), atFront('shop/m', 'm.example.com', rule(200))]);
  expect(outcomes(ask(mesh, 'm.example.com', { version: '1.0' }))).toEqual(['426 UpgradeRequired DPE']);
  expect(outcomes(ask(mesh, 'm.example.com', { to: 'istio-ingressgateway.istio-system:443' }))).toEqual([
    'refused NoListener',
  ]);
});

test('a gateway chooses the server by the name in TLS, and the rule by the Host', () => {
  const https = (name: string, mode: string, ...hosts: string[]): object => ({
    port: { number: 443, name, protocol: 'HTTPS' },
    hosts,
    tls: { mode, credentialName: name },
  });
  const mesh = meshOf([
    ...SET,
    front(https('a', 'SIMPLE', 'a.example.com'), https('b', 'MUTUAL', 'b.example.com')),
    atFront('shop/a', 'a.example.com', rule(201)),
    atFront('shop/b', 'b.example.com', rule(202)),
  ]);
  const https443 = (url: string, sni?: string, certificate?: object): string[] =>
    outcomes(ask(mesh, url, { tls: { sni, certificate }, to: 'istio-ingressgateway.istio-system:443' }));
  expect(https443('a.example.com', 'A.example.com')).toEqual(['201 directResponse']);
  expect(https443('b.example.com', 'a.example.com')).toEqual(['404 NoVirtualHost NR']);
  expect(https443('a.example.com', undefined)).toEqual(['closed NoFilterChain NR']);
  expect(https443('b.example.com', 'b.example.com')).toEqual(['closed CertificateRejected URX,UF']);
  expect(https443('b.example.com', 'b.example.com', {})).toEqual(['202 directResponse']);
  expect(outcomes(ask(mesh, 'a.example.com', { to: 'istio-ingressgateway.istio-system:443' }))).toEqual([
    'closed NoFilterChain NR',
  ]);
});

test('faults, copies, preflights, timeouts and retries', () => {
  const mesh = meshOf([
    ...SET,
    service('shop/audit'),
    pods('shop/audit', { app: 'audit' }),
    front(PLAIN),
    atFront(
      'shop/m',
      'm.example.com',
      {
        ...rule('', under('/fault')),
        route: [{ destination: { host: WEB } }],
        fault: { abort: { httpStatus: 418, percentage: { value: 25 } } },
      },
      { match: [under('/never')], route: [{ destination: { host: 'audit' } }], fault: { abort: { httpStatus: 418 } } },
      {
        match: [under('/copy')],
        route: [{ destination: { host: 'audit' } }],
        mirrors: [{ destination: { host: WEB } }, { destination: { host: 'audit' }, percentage: { value: 0 } }],
        timeout: '5s',
        retries: { attempts: 3, retryOn: '503' },
        corsPolicy: { allowOrigins: [{ exact: 'https://ok.example' }] },
      },
    ),
  ]);
  expect(outcomes(ask(mesh, 'm.example.com/fault'))).toEqual([
    '25 % 418 fault',
    '38 % shop/web-v1',
    '38 % shop/web-v2',
  ]);
  expect(outcomes(ask(mesh, 'm.example.com/never'))).toEqual(['shop/audit']);
  expect(ask(mesh, 'm.example.com/copy').outcomes).toMatchObject([
    {
      workload: 'shop/audit',
      mirrors: ['shop/web-v1', 'shop/web-v2'].map((name) => ({ name, share: 1 })),
      timeout: '5s',
      retries: { attempts: 3, retryOn: '503,retriable-status-codes' },
    },
  ]);
  const preflight = (origin: string): string[] =>
    outcomes(
      ask(mesh, 'm.example.com/copy', {
        method: 'OPTIONS',
        headers: [
          ['origin', origin],
          ['access-control-request-method', 'GET'],
        ],
      }),
    );
  expect(preflight('https://ok.example')).toEqual(['200 cors']);
  expect(preflight('https://bad.example')).toEqual(['shop/audit']);
});

test('mutual TLS: strict servers refuse those who cannot, and rules that switch it off', () => {
  const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });
  const outside = deployment('plain/client', { app: 'client' });
  const one = [...SET, strict, namespace('plain'), outside];
  expect(outcomes(ask(meshOf(one), 'web.shop', CLIENT))).toEqual(['50 % shop/web-v1', '50 % shop/web-v2']);
  expect(outcomes(ask(meshOf(one), 'web.shop', { from: 'plain/client' }))).toEqual([
    '50 % closed TlsMismatch NR',
    '50 % closed TlsMismatch NR',
  ]);
  const off = destinationRule('shop/off', { host: WEB, trafficPolicy: { tls: { mode: 'DISABLE' } } });
  expect(outcomes(ask(meshOf([...one, off]), 'web.shop', CLIENT))).toEqual([
    '50 % 503 TlsMismatch UC',
    '50 % 503 TlsMismatch UC',
  ]);
});

test('whether pods of a namespace that no file shows have a sidecar is not known', () => {
  const mesh = meshOf([...SET, deployment('unseen/client', { app: 'client' })]);
  expect(ask(mesh, 'web.shop', CLIENT).unknown.map(({ what }) => what)).toEqual(['endpoints']);
  expect(ask(mesh, 'web.shop', { from: 'unseen/client' }).unknown.map(({ what, text }) => [what, text])).toEqual([
    [
      'injection',
      'Whether the pods of unseen/client get a sidecar depends on the labels of Namespace unseen, which no file shows; it is taken that they do.',
    ],
    ['endpoints', expect.stringContaining('shop/web-v1, shop/web-v2')],
  ]);
});

test('what is not known: passed through, or not let out', () => {
  const closed = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
  const known = serviceEntry('shop/h', {
    hosts: ['h.example.com'],
    resolution: 'DNS',
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
  });
  const mesh = meshOf([...SET, known], 'listed', closed);
  expect(outcomes(ask(mesh, 'h.example.com', CLIENT))).toEqual(['h.example.com']);
  expect(outcomes(ask(mesh, 'zzz.example.com', CLIENT))).toEqual(['502 UnknownHost']);
  expect(outcomes(ask(mesh, 'h.example.com', { ...CLIENT, tls: { sni: 'h.example.com' } }))).toEqual(['h.example.com']);
  expect(outcomes(ask(mesh, 'x.example.com', { ...CLIENT, tls: { sni: 'x.example.com' } }))).toEqual([
    'closed UnknownAddress UH',
  ]);
  expect(outcomes(ask(mesh, 'h.example.com:9999', CLIENT))).toEqual(['closed UnknownAddress UH']);
  expect(outcomes(ask(meshOf([...SET, known]), 'zzz.example.com', CLIENT))).toEqual(['zzz.example.com']);
});

test('the Host chooses on an HTTP port, and the address on a port whose protocol is detected', () => {
  const two = service('shop/two', [{ name: 'odd', port: 81, targetPort: 8080 }]);
  const own = virtualService('shop/two', { hosts: ['two'], http: [rule(299)] });
  const mesh = meshOf([...SET, two, own]);
  expect(outcomes(ask(mesh, 'web', { ...CLIENT, to: 'two.shop:80' }))).toEqual([
    '50 % shop/web-v1',
    '50 % shop/web-v2',
  ]);
  expect(outcomes(ask(mesh, 'web', { ...CLIENT, to: 'two.shop:81' }))).toEqual(['299 directResponse']);
});

test('the first ServiceEntry for TCP without an address takes the port, one with an address its own', () => {
  const tcp = (name: string, more: object = {}): Manifest =>
    serviceEntry(`shop/${name}`, {
      hosts: [`${name}.example.com`],
      resolution: 'STATIC',
      ports: [{ number: 9000, name: 'tcp', protocol: 'TCP' }],
      ...more,
    });
  const mesh = meshOf([
    ...SET,
    tcp('one', { endpoints: [{ address: '10.3.0.1' }] }),
    tcp('two', { endpoints: [{ address: '10.3.0.2' }] }),
    tcp('three', { addresses: ['10.99.0.3'], endpoints: [{ address: '10.3.0.3' }] }),
    tcp('net', { addresses: ['10.98.0.0/16'], endpoints: [{ address: '10.3.0.4' }] }),
  ]);
  const reached = (to: string): unknown[] =>
    ask(mesh, to, { ...CLIENT, to, raw: true }).outcomes.map((each) => each.kind === 'workload' && each.address);
  expect(reached('two.example.com:9000')).toEqual(['10.3.0.1']);
  expect(reached('10.99.0.3:9000')).toEqual(['10.3.0.3']);
  expect(reached('10.98.7.7:9000')).toEqual(['10.3.0.4']);
});

test('a Sidecar hides what it does not import', () => {
  const narrow = sidecar('shop/default', {
    egress: [{ hosts: ['other/*'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
  const found = ask(meshOf([...SET, narrow]), 'web', CLIENT);
  expect(outcomes(found)).toEqual(['closed UnknownAddress UH']);
  expect(steps(found, 'scope')).toEqual(['scope | Sidecar shop/default | Sidecar shop/default spec']);
});

describe('through an egress gateway', () => {
  const external = serviceEntry('shop/ext', {
    hosts: ['api.example.org'],
    resolution: 'DNS',
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
  });
  const toGateway = {
    match: [{ gateways: ['mesh'] }],
    route: [{ destination: { host: 'istio-ingressgateway.istio-system.svc.cluster.local', port: { number: 80 } } }],
  };
  const onward = {
    match: [{ gateways: ['istio-system/front'] }],
    route: [{ destination: { host: 'api.example.org' } }],
  };
  const set = (...rules: object[]): readonly Manifest[] => [
    ...SET,
    external,
    front({ ...PLAIN, hosts: ['*'] }),
    virtualService('shop/ext', { hosts: ['api.example.org'], gateways: ['mesh', 'istio-system/front'], http: rules }),
  ];

  test('the call goes on from there', () => {
    const found = ask(meshOf(set(toGateway, onward)), 'api.example.org', CLIENT);
    expect(outcomes(found)).toEqual(['api.example.org']);
    expect(found.hops.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'sidecar shop/client',
      'gateway istio-system/ingress',
      'outside api.example.org',
    ]);
  });

  test('without the second rule the gateway answers', () => {
    expect(outcomes(ask(meshOf(set(toGateway)), 'api.example.org', CLIENT))).toEqual(['404 NoVirtualHost NR']);
  });

  test('a rule for both goes round in a circle', () => {
    const { match: _, ...everywhere } = toGateway;
    expect(outcomes(ask(meshOf(set(everywhere)), 'api.example.org', CLIENT))).toEqual(['503 Loop']);
  });
});

test('where age decides that no file shows, both outcomes are said', () => {
  const mesh = meshOf([
    ...SET,
    virtualService('shop/z', { hosts: ['web'], http: [rule(201)] }),
    virtualService('shop/a', { hosts: ['web'], http: [rule(202)] }),
  ]);
  const found = ask(mesh, 'web', CLIENT);
  expect(outcomes(found)).toEqual(['201 directResponse']);
  expect(found.unknown.map(({ what, text, otherwise }) => [what, text, outcomes({ outcomes: otherwise! })])).toEqual([
    [
      'age',
      'Which of VirtualService shop/z, VirtualService shop/a was created first decides, and no file shows it.',
      ['202 directResponse'],
    ],
  ]);
});

test('where DNS need not give the address that a ServiceEntry says of its host, both outcomes are said', () => {
  const entry = serviceEntry('shop/db', {
    hosts: ['db.example.com'],
    addresses: ['10.99.0.3'],
    resolution: 'STATIC',
    ports: [{ number: 9000, name: 'tcp', protocol: 'TCP' }],
    endpoints: [{ address: '10.3.0.3' }],
  });
  const closed = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
  const to = (name: string, settings: object): Trace =>
    ask(meshOf([...SET, entry], 'listed', settings), name, { ...CLIENT, to: name, raw: true });
  const found = to('db.example.com:9000', closed);
  expect(outcomes(found)).toEqual(['db.example.com']);
  expect(found.unknown.map(({ what, text, otherwise }) => [what, text, outcomes({ outcomes: otherwise! })])).toEqual([
    [
      'addresses',
      'Whether DNS gives the address of ServiceEntry shop/db for its host is in no file; it is taken that it does.',
      ['closed UnknownAddress UH'],
    ],
  ]);
  expect(to('10.99.0.3:9000', closed).unknown).toEqual([]);
  const answering = { ...closed, defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } };
  expect(to('db.example.com:9000', answering).unknown).toEqual([]);
});

describe('routes of the Gateway API', () => {
  const gateway = manifest('gateway.networking.k8s.io/v1/Gateway', 'shop/gw', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  });
  const route = (key: string, ...rules: object[]): Manifest =>
    manifest('HTTPRoute', key, { parentRefs: [{ name: 'gw' }], hostnames: ['m.example.com'], rules });
  const to = (name: string, path?: string, more: object = {}): object => ({
    ...(path !== undefined && { matches: [{ path: { type: 'PathPrefix', value: path } }] }),
    backendRefs: [{ name, port: 80 }],
    ...more,
  });
  const set = [
    ...SET,
    gateway,
    service('shop/a'),
    pods('shop/a', { app: 'a' }),
    service('shop/b'),
    pods('shop/b', { app: 'b' }),
  ];

  test('the longest prefix of all routes wins, by segments, and the steps name the route', () => {
    const mesh = meshOf([
      ...set,
      route('shop/one', to('a', '/x')),
      route('shop/two', to('nosuch', '/bad'), to('b', '/x/y')),
    ]);
    expect(outcomes(ask(mesh, 'm.example.com/x/y/z'))).toEqual(['shop/b']);
    expect(outcomes(ask(mesh, 'm.example.com/x/yz'))).toEqual(['shop/a']);
    expect(outcomes(ask(mesh, 'm.example.com/xy'))).toEqual(['404 NoRoute NR']);
    expect(outcomes(ask(mesh, 'm.example.com/bad'))).toEqual(['500 InvalidBackend NC']);
    expect(steps(ask(mesh, 'm.example.com/x/y'), 'route')).toEqual([
      'route | rule rules[1] "/x/y/*" | HTTPRoute shop/two spec.rules[1].matches[0]',
    ]);
  });

  test('a route of a Service is for all beside it, and elsewhere for the clients of its own namespace', () => {
    const ofService = (key: string, backend: string): Manifest =>
      manifest('HTTPRoute', key, {
        parentRefs: [{ group: '', kind: 'Service', name: 'web', namespace: 'shop' }],
        rules: [{ backendRefs: [{ name: backend, namespace: 'shop', port: 80 }] }],
      });
    const mesh = meshOf([...set, ofService('shop/producer', 'a'), ofService('other/consumer', 'b')]);
    expect(outcomes(ask(mesh, 'web.shop', CLIENT))).toEqual(['shop/a']);
    expect(outcomes(ask(mesh, 'web.shop', { from: 'other/client' }))).toEqual(['shop/b']);
  });
});

test('a request of 1 MB, and an expression that takes long elsewhere, take no time', () => {
  const slow = { match: [{ uri: { regex: '/(a+)+b' } }], directResponse: { status: 201 } };
  const mesh = meshOf([...SET, front(PLAIN), atFront('shop/m', 'm.example.com', slow, rule(202))]);
  expect(outcomes(ask(mesh, `m.example.com/${'a'.repeat(40)}`))).toEqual(['202 directResponse']);
  const long = `m.example.com/${'x'.repeat(1_000_000)}`;
  expect(outcomes(ask(mesh, long))).toEqual(['431 HeadersTooLarge DPE']);
  expect(outcomes(ask(mesh, long, { version: '2' }))).toEqual(['closed HeadersTooLarge']);
  expect(outcomes(ask(mesh, `m.example.com/${'x'.repeat(60_000)}`))).toEqual(['202 directResponse']);
});

test('a gateway that no manifest has for the host', () => {
  const mesh = meshOf(SET);
  const found = trace(mesh, {
    from: { kind: 'outside' },
    to: { kind: 'anyGateway', port: 80 },
    request: { version: '1.1', method: 'GET', scheme: 'http', authority: 'x.example.com', path: '/', headers: [] },
  });
  expect(outcomes(found)).toEqual(['refused NoListener']);
  expect(steps(found)).toEqual(['listener | no gateway has a server for x.example.com on port 80']);
});

test('the body of a direct response, in either form', () => {
  const answer = (path: string, body: object): object => ({
    match: [{ uri: { exact: path } }],
    directResponse: { status: 418, body },
  });
  const rules = [answer('/text', { string: 'hello' }), answer('/bytes', { bytes: 'aGVsbG8=' })];
  const mesh = meshOf([...SET, front(PLAIN), atFront('shop/m', 'm.example.com', ...rules)]);
  expect(['/text', '/bytes'].map((path) => outcomes(ask(mesh, `m.example.com${path}`)))).toEqual([
    ['418 hello'],
    ['418 hello'],
  ]);
});

test('a Service of type ExternalName leads to what DNS says of its other name, with a sidecar or without', () => {
  const alias = (key: string, externalName: string): Manifest =>
    manifest('Service', key, { type: 'ExternalName', externalName, ports: [{ name: 'http', port: 80 }] });
  const mesh = meshOf([
    ...SET,
    namespace('plain'),
    pods('plain/client', { app: 'client' }),
    alias('shop/cart', 'cart.example.com'),
    alias('shop/again', 'cart.shop.svc.cluster.local'),
    alias('shop/also', 'web.shop.svc.cluster.local'),
    manifest('Service', 'shop/bare', { type: 'ExternalName', externalName: 'cart.example.com' }),
    alias('shop/nothing', 'nothing.shop.svc.cluster.local'),
    alias('shop/circle', 'circle.shop.svc.cluster.local'),
  ]);
  for (const from of ['shop/client', 'plain/client']) {
    const of = (host: string): readonly string[] => outcomes(ask(mesh, `${host}.shop.svc.cluster.local`, { from }));
    expect([from, of('cart'), of('again'), of('also')]).toEqual([
      from,
      ['cart.example.com'],
      ['cart.example.com'],
      ['50 % shop/web-v1', '50 % shop/web-v2'],
    ]);
    expect(of('bare')).toEqual(['cart.example.com']);
    expect([of('nothing'), of('circle')]).toEqual([['refused UnknownHost'], ['refused UnknownHost']]);
  }
});

test('what is said of a Service without ports', () => {
  const bare = manifest('Service', 'shop/bare', { type: 'ExternalName', externalName: 'cart.example.com' });
  const mesh = meshOf([SHOP, pods('shop/client', { app: 'client' }), bare]);
  expect(steps(ask(mesh, 'bare.shop.svc.cluster.local', CLIENT))[0]).toBe(
    'listener | nothing listens for bare.shop.svc.cluster.local:80: Service shop/bare has no ports | Service shop/bare spec.ports',
  );
});

test('a name of the cluster that no Service has leads nowhere', () => {
  const mesh = meshOf([...SET, namespace('plain'), pods('plain/client', { app: 'client' })]);
  for (const from of ['shop/client', 'plain/client']) {
    expect(outcomes(ask(mesh, 'nobody.shop.svc.cluster.local', { from }))).toEqual(['refused UnknownHost']);
    expect(outcomes(ask(mesh, 'nobody.example.com', { from }))).toEqual(['nobody.example.com']);
  }
});

test('a connection that a DestinationRule sends through a proxy: what that makes of it is not known', () => {
  const tunnelled = (more: object): readonly Manifest[] => [
    serviceEntry('shop/ext', {
      hosts: ['proxy.example.com'],
      ports: [
        { number: 443, name: 'tls', protocol: 'TLS' },
        { number: 80, name: 'http', protocol: 'HTTP' },
      ],
      resolution: 'DNS',
    }),
    destinationRule('shop/proxy', { host: 'proxy.example.com', ...more }),
  ];
  const tunnel = { targetHost: 'site.example.com', targetPort: 8443, protocol: 'POST' };
  const mesh = meshOf([...SET, ...tunnelled({ trafficPolicy: { tunnel } })]);
  const found = ask(mesh, 'proxy.example.com/', { from: 'shop/client', tls: { sni: 'proxy.example.com' } });
  expect(steps(found)).toContain(
    'action | in a tunnel through proxy.example.com: POST site.example.com:8443 | DestinationRule shop/proxy spec.trafficPolicy.tunnel',
  );
  expect(found.unknown).toMatchObject([
    {
      what: 'server',
      text: 'DestinationRule shop/proxy sends the connection to proxy.example.com as a proxy, within POST site.example.com:8443. What that makes of it is in no file.',
    },
  ]);
  // Requests that are read go there as they are.
  expect(ask(mesh, 'proxy.example.com/', { from: 'shop/client' }).unknown).toEqual([]);
});

describe('a client outside finds a Service at', () => {
  const balanced = (type: string): readonly Manifest[] => [
    ...SET,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'edge',
        namespace: 'shop',
        annotations: { 'metallb.io/loadBalancerIPs': '192.0.2.7, 2001:db8::7' },
      },
      spec: {
        type,
        selector: { app: 'web' },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
        loadBalancerIP: '192.0.2.4',
        externalIPs: ['192.0.2.5'],
      },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.6' }, { hostname: 'lb.example.com' }] } },
    },
  ];
  const reached = (to: string, type = 'LoadBalancer'): string => {
    const { outcomes: all, unknown } = ask(meshOf(balanced(type)), 'shop.example.com/', { to });
    return `${all.map((each) => (each.kind === 'workload' ? each.workload : each.kind)).join()} ${unknown.map(({ what }) => what).join()}`;
  };
  const PODS = 'shop/web-v1,shop/web-v2 endpoints';

  test.each([
    ['the address that its load balancer is to have', '192.0.2.4:80'],
    ['one of externalIPs', '192.0.2.5:80'],
    ['the address that its load balancer has', '192.0.2.6:80'],
    ['the name that its load balancer has', 'LB.example.com:80'],
    ['an address of MetalLB', '192.0.2.7:80'],
  ])('%s', (_, to) => {
    expect(reached(to)).toBe(PODS);
  });

  test('no port that it does not have', () => {
    expect(reached('192.0.2.6:81')).toBe('failure ');
  });

  test('no address of a load balancer that it does not ask for', () => {
    expect(reached('192.0.2.4:80', 'ClusterIP')).toBe('192.0.2.4 addresses');
    expect(reached('192.0.2.5:80', 'ClusterIP')).toBe(PODS);
  });

  test('what no file shows: it is said so', () => {
    const { unknown } = ask(meshOf(balanced('LoadBalancer')), 'shop.example.com/', { to: '198.51.100.1:80' });
    expect(unknown.map(({ text }) => text)).toEqual([
      'No file shows what a client outside finds at 198.51.100.1; it is taken that it is no gateway of the mesh.',
    ]);
  });
});

test('names in the certificate of a client that no file shows, and what it is compared with', () => {
  const server = (tls: object): Manifest =>
    front({
      port: { number: 443, name: 'https', protocol: 'HTTPS' },
      hosts: ['m.example.com'],
      tls: { mode: 'MUTUAL', credentialName: 'c', ...tls },
    });
  const asked = (tls: object, certificate?: object): Trace =>
    ask(meshOf([...SET, server(tls), atFront('shop/m', 'm.example.com', rule(202))]), 'm.example.com', {
      tls: { sni: 'm.example.com', certificate },
    });
  const names = { subjectAltNames: ['spiffe://x/y'] };
  const refused = { outcomes: ['closed CertificateRejected URX,UF'], unknown: [] };
  const unsure = { outcomes: ['202 directResponse'], unknown: ['certificates'] };
  const table: [object, object | undefined, { outcomes: string[]; unknown: string[] }][] = [
    [names, { uris: ['spiffe://x/y'] }, { outcomes: ['202 directResponse'], unknown: [] }],
    [names, { uris: ['spiffe://x/z'] }, refused],
    [names, undefined, refused],
    [names, {}, unsure],
    [{ verifyCertificateHash: ['00'] }, { uris: ['spiffe://x/y'] }, unsure],
    [{ verifyCertificateSpki: ['00'] }, { uris: ['spiffe://x/y'] }, unsure],
  ];
  for (const [tls, certificate, expected] of table) {
    const found = asked(tls, certificate);
    expect({ outcomes: outcomes(found), unknown: found.unknown.map(({ what }) => what) }).toEqual(expected);
  }
});

test('copies are told with how many of the requests are copied', () => {
  const copied = (more: object): string[] =>
    steps(
      ask(
        meshOf([
          ...SET,
          front(PLAIN),
          atFront('shop/front', 'shop.example.com', {
            route: [{ destination: { host: WEB } }],
            ...more,
          }),
        ]),
        'shop.example.com/',
      ),
    ).filter((step) => step.includes('a copy'));
  const destination = { host: 'nobody.example.com' };
  const mirrors = [
    { destination, percentage: { value: 100 / 3 } },
    { destination, percentage: { value: 0 } },
    { destination },
  ];
  const told = (share: string, at: string): string =>
    `action | a copy${share} to nobody | VirtualService shop/front spec.http[0].${at}`;
  expect(copied({ mirror: destination, mirrorPercentage: { value: 10 } })).toEqual([told(' of 10 %', 'mirror')]);
  expect(copied({ mirror: destination })).toEqual([told('', 'mirror')]);
  expect(copied({ mirrors })).toEqual([
    told(' of 33.33 %', 'mirrors[0].destination'),
    told('', 'mirrors[2].destination'),
  ]);
});

describe('an Ingress that istiod makes rules of is said where a gateway lacks the host', () => {
  const ingressOf = (spec: object, annotations: Record<string, string> = {}): Manifest =>
    manifest('Ingress', 'shop/web', { rules: [{ host: 'shop.example.com' }], ...spec }, { annotations });
  const unknown = (url: string, ...more: readonly Manifest[]): string[] =>
    ask(meshOf([...SET, front({ ...PLAIN, hosts: ['other.example.com'] }), ...more]), url).unknown.map(
      ({ what, objects }) => `${what} ${objects.map(({ key }) => key).join()}`,
    );
  const SAID = ['ingress shop/web'];
  const classOf = (controller: string): Manifest =>
    manifest('networking.k8s.io/v1/IngressClass', 'istio', { controller });

  test.each<[string, readonly Manifest[], string[]]>([
    ['by its class', [ingressOf({ ingressClassName: 'istio' })], SAID],
    ['by its annotation', [ingressOf({}, { 'kubernetes.io/ingress.class': 'istio' })], SAID],
    [
      'by the controller of its class',
      [ingressOf({ ingressClassName: 'istio' }), classOf('istio.io/ingress-controller')],
      SAID,
    ],
    ['but of another controller', [ingressOf({ ingressClassName: 'istio' }), classOf('example.com/other')], []],
    ['but of another class', [ingressOf({ ingressClassName: 'nginx' })], []],
    ['but without a class', [ingressOf({})], []],
    ['but for another host', [ingressOf({ ingressClassName: 'istio', rules: [{ host: 'a.example.com' }] })], []],
    ['for any host', [ingressOf({ ingressClassName: 'istio', rules: [{}] })], SAID],
    ['for the rest', [ingressOf({ ingressClassName: 'istio', rules: [], defaultBackend: {} })], SAID],
  ])('%s', (_, manifests, said) => {
    expect(unknown('shop.example.com/', ...manifests)).toEqual(said);
  });
});
