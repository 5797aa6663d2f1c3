import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IngressedServiceProps } from 'cdk8s-istio';
import {
  Destination,
  Fault,
  Gateway,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  Retries,
  Rewrite,
  RouteOrder,
  ServiceRef,
  ServerTls,
} from 'cdk8s-istio';

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec: {
    gateways: string[];
    hosts: string[];
    selector: Record<string, string>;
    servers: unknown[];
    http: { match: { uri: Record<string, string> }[]; route?: unknown; timeout?: string; headers?: unknown }[];
  };
}

function bookinfo(): { chart: Chart; productpage: kplus.Service } {
  const chart = new Chart(Testing.app(), 'bookinfo', { namespace: 'bookinfo' });
  const productpage = new kplus.Service(chart, 'ProductpageService', {
    metadata: { name: 'productpage' },
    ports: [{ name: 'http', port: 9080 }],
  });
  return { chart, productpage };
}

function ingress(props: Partial<IngressedServiceProps> = {}): Manifest[] {
  const { chart, productpage } = bookinfo();
  new IngressedService(chart, 'Productpage', { service: productpage, hosts: ['bookinfo.example.com'], ...props });
  return (Testing.synth(chart) as Manifest[]).filter((object) => object.kind !== 'Service');
}

function virtualService(props: Partial<IngressedServiceProps>): Manifest['spec'] {
  return ingress(props).find((object) => object.kind === 'VirtualService')!.spec;
}

function gatewayOf(props: Partial<IngressedServiceProps>): Manifest['spec'] {
  return ingress(props).find((object) => object.kind === 'Gateway')!.spec;
}

const toProductpage = [{ destination: { host: 'productpage.bookinfo.svc.cluster.local', port: { number: 9080 } } }];

describe('an IngressedService', () => {
  test('makes a Gateway and a VirtualService that is bound to it', () => {
    expect(ingress()).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'productpage', namespace: 'bookinfo' },
        spec: {
          selector: { istio: 'ingressgateway' },
          servers: [{ hosts: ['bookinfo.example.com'], port: { name: 'http-80', number: 80, protocol: 'HTTP' } }],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'productpage', namespace: 'bookinfo' },
        spec: {
          gateways: ['bookinfo/productpage'],
          hosts: ['bookinfo.example.com'],
          http: [{ match: [{ uri: { prefix: '/' } }], route: toProductpage }],
        },
      },
    ]);
  });

  test('ends TLS with a credential, redirects plain HTTP and sends HSTS', () => {
    const tls = IngressTls.credential('bookinfo-cert', { hsts: Duration.days(365), hstsIncludeSubDomains: true });
    expect(gatewayOf({ tls }).servers).toEqual([
      {
        hosts: ['bookinfo.example.com'],
        port: { name: 'http-80', number: 80, protocol: 'HTTP' },
        tls: { httpsRedirect: true },
      },
      {
        hosts: ['bookinfo.example.com'],
        port: { name: 'https-443', number: 443, protocol: 'HTTPS' },
        tls: { mode: 'SIMPLE', credentialName: 'bookinfo-cert' },
      },
    ]);
    expect(virtualService({ tls }).http).toEqual([
      {
        match: [{ uri: { prefix: '/' } }],
        route: toProductpage,
        headers: { response: { set: { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } } },
      },
    ]);
  });

  test('asks clients for certificates', () => {
    expect(gatewayOf({ tls: IngressTls.mutual('bookinfo-cert') }).servers[1]).toEqual({
      hosts: ['bookinfo.example.com'],
      port: { name: 'https-443', number: 443, protocol: 'HTTPS' },
      tls: { mode: 'MUTUAL', credentialName: 'bookinfo-cert' },
    });
  });

  test('serves plain HTTP beside HTTPS without the redirect', () => {
    expect(gatewayOf({ tls: IngressTls.credential('bookinfo-cert', { redirect: false }) }).servers[0]).toEqual({
      hosts: ['bookinfo.example.com'],
      port: { name: 'http-80', number: 80, protocol: 'HTTP' },
    });
  });

  test('takes settings of TLS', () => {
    const settings = { minProtocolVersion: 'TLSV1_3' as never };
    expect(gatewayOf({ tls: IngressTls.credential('bookinfo-cert', { settings }) }).servers[1]).toMatchObject({
      tls: { mode: 'SIMPLE', credentialName: 'bookinfo-cert', minProtocolVersion: 'TLSV1_3' },
    });
  });

  test('never redirects behind a load balancer that ends TLS', () => {
    const tls = IngressTls.elsewhere({ hsts: Duration.days(1) });
    expect(gatewayOf({ tls }).servers).toEqual([
      { hosts: ['bookinfo.example.com'], port: { name: 'http-80', number: 80, protocol: 'HTTP' } },
    ]);
    expect(virtualService({ tls }).http[0].headers).toEqual({
      response: { set: { 'Strict-Transport-Security': 'max-age=86400' } },
    });
  });

  test('opens other ports of another gateway', () => {
    const workload = GatewayWorkload.of({
      selector: { app: 'edge' },
      namespace: 'edge',
      service: 'edge',
      ports: [{ port: 8080 }, { port: 8443 }],
    });
    const spec = gatewayOf({ workload, httpPort: 8080, tls: IngressTls.credential('bookinfo-cert', { port: 8443 }) });
    expect(spec.selector).toEqual({ app: 'edge' });
    expect(spec.servers).toMatchObject([{ port: { number: 8080 } }, { port: { number: 8443 } }]);
  });

  const onPorts = (...ports: number[]) => GatewayWorkload.istioIngress({ ports: ports.map((port) => ({ port })) });

  test.each<[string, number, number, object]>([
    ['the port of TLS', 80, 8443, { scheme: 'https', port: 8443 }],
    // Istio would leave out the port, and Envoy keep that of the client.
    ['the port of HTTP', 8080, 443, { scheme: 'https', authority: 'bookinfo.example.com' }],
  ])('redirects by a rule where %s is another one', (_, httpPort, port, redirect) => {
    const props = { workload: onPorts(httpPort, port), httpPort, tls: IngressTls.credential('cert', { port }) };
    expect(gatewayOf(props).servers[0]).toEqual({
      hosts: ['bookinfo.example.com'],
      port: { name: `http-${httpPort}`, number: httpPort, protocol: 'HTTP' },
    });
    expect(virtualService(props).http).toEqual([
      { match: [{ port: httpPort }], redirect },
      { match: [{ uri: { prefix: '/' } }], route: toProductpage },
    ]);
  });

  test('redirects each of several hosts to itself', () => {
    const hosts = ['a.example.com', 'b.example.com'];
    const props = { hosts, workload: onPorts(8080, 443), httpPort: 8080, tls: IngressTls.credential('cert') };
    expect(virtualService(props).http.slice(0, 2)).toEqual(
      ['a', 'b'].map((name) => ({
        match: [{ port: 8080, authority: { regex: `(?i)${name}[.]example[.]com(:[0-9]+)?` } }],
        redirect: { scheme: 'https', authority: `${name}.example.com` },
      })),
    );
  });

  test('rejects a wildcard that a redirect would have to name', () => {
    const props = {
      hosts: ['*.example.com'],
      workload: onPorts(8080, 443),
      httpPort: 8080,
      tls: IngressTls.credential('cert'),
    };
    expect(() => virtualService(props)).toThrow(
      new Error(
        'bookinfo/Productpage (IngressedService): 1 problem\n' +
          '  hosts[0]: "*.example.com" can\'t be redirected from port 8080 to 443: a redirect keeps the port that the client asked for unless it names the host. Write each host, redirect: false in tls, or httpPort: 80.',
      ),
    );
  });

  test('keeps the redirect before routes that are added', () => {
    const { chart, productpage } = bookinfo();
    const ingressed = new IngressedService(chart, 'Productpage', {
      service: productpage,
      hosts: ['bookinfo.example.com'],
      workload: onPorts(80, 8443),
      tls: IngressTls.credential('cert', { port: 8443 }),
    });
    ingressed.addRoute(IngressRoute.exact('/a'));
    expect((Testing.synth(chart) as Manifest[])[2].spec.http.map(({ match }) => match)).toEqual([
      [{ port: 80 }],
      [{ uri: { exact: '/a' } }],
      [{ uri: { prefix: '/' } }],
    ]);
  });

  const HTTPS_SERVER = {
    hosts: ['bookinfo.example.com'],
    port: { name: 'https-443', number: 443, protocol: 'HTTPS' },
    tls: { mode: 'SIMPLE', credentialName: 'cert' },
  };

  test('opens no port for plain HTTP where the gateway has none', () => {
    const props = { workload: onPorts(443), tls: IngressTls.credential('cert', { hsts: Duration.days(1) }) };
    expect(gatewayOf(props).servers).toEqual([HTTPS_SERVER]);
    expect(virtualService(props).http).toHaveLength(1);
  });

  test('opens no port for plain HTTP where none is wanted', () => {
    expect(gatewayOf({ tls: IngressTls.credential('cert', { plainHttp: false }) }).servers).toEqual([HTTPS_SERVER]);
  });

  test.each(['strict-transport-security', 'STRICT-Transport-Security'])('leaves %s of a route as it is', (name) => {
    const headers = { response: { set: { [name]: 'max-age=0' } } };
    const tls = IngressTls.credential('cert', { hsts: Duration.days(1) });
    expect(virtualService({ tls, routes: [IngressRoute.all({ headers })] }).http[0].headers).toEqual(headers);
  });

  test('uses a shared Gateway', () => {
    const [first, ...others] = ingress({
      gateway: Gateway.fromName('public', { namespace: 'edge', hosts: ['*.example.com'] }),
      tls: IngressTls.elsewhere({ hsts: Duration.days(365) }),
    });
    expect(others).toEqual([]);
    expect(first.spec.gateways).toEqual(['edge/public']);
  });

  test('shares its own Gateway with another service', () => {
    const { chart, productpage } = bookinfo();
    const ingressed = new IngressedService(chart, 'Productpage', {
      service: productpage,
      hosts: ['bookinfo.example.com'],
    });
    ingressed.ownGateway!.addServer(GatewayServer.http({ hosts: ['api.example.com'] }));
    new IngressedService(chart, 'Api', {
      service: ServiceRef.fromName('api', { namespace: 'api', ports: [{ port: 80 }] }),
      hosts: ['api.example.com'],
      gateway: ingressed.gateway,
    });
    const objects = Testing.synth(chart) as Manifest[];
    expect(objects.map((object) => `${object.kind} ${object.metadata.name}`)).toEqual([
      'Service productpage',
      'Gateway productpage',
      'VirtualService productpage',
      'VirtualService api',
    ]);
    expect(objects[3].spec.gateways).toEqual(['bookinfo/productpage']);
    expect(objects[3].spec.http[0].route).toEqual([
      { destination: { host: 'api.api.svc.cluster.local', port: { number: 80 } } },
    ]);
  });

  test('is named after the construct, or as it is told', () => {
    expect(ingress({ name: 'shop' }).map((object) => object.metadata.name)).toEqual(['shop', 'shop']);
  });
});

describe('the routes', () => {
  test('carry what they are given, and what holds for all of them', () => {
    expect(
      virtualService({
        timeout: Duration.seconds(10),
        retries: Retries.none(),
        corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], maxAge: '24h' },
        headers: { response: { set: { 'x-frame-options': 'DENY' } } },
        routes: [
          IngressRoute.exact('/productpage'),
          IngressRoute.prefix('/api/', {
            name: 'api',
            match: [HttpMatch.method('GET'), HttpMatch.header('x-debug', '1')],
            timeout: Duration.millis(500),
            retries: Retries.onServerErrors(2),
            rewrite: Rewrite.uri('/'),
            fault: Fault.abort(503, { percentage: 1 }),
            headers: { request: { remove: ['cookie'] } },
            mirrors: [{ destination: Destination.service('shadow', { port: 80 }), percentage: 5 }],
          }),
          IngressRoute.regex('/(de|en)/.*'),
        ],
      }).http,
    ).toEqual([
      {
        match: [{ uri: { exact: '/productpage' } }],
        route: toProductpage,
        timeout: '10s',
        retries: { attempts: 0 },
        corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], maxAge: '24h' },
        headers: { response: { set: { 'x-frame-options': 'DENY' } } },
      },
      {
        match: [{ uri: { regex: '/(de|en)/.*' } }],
        route: toProductpage,
        timeout: '10s',
        retries: { attempts: 0 },
        corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], maxAge: '24h' },
        headers: { response: { set: { 'x-frame-options': 'DENY' } } },
      },
      {
        name: 'api',
        match: [
          { uri: { prefix: '/api/' }, method: { exact: 'GET' } },
          { uri: { prefix: '/api/' }, headers: { 'x-debug': { exact: '1' } } },
        ],
        route: toProductpage,
        timeout: '500ms',
        retries: { attempts: 2, retryOn: '5xx' },
        rewrite: { uri: '/' },
        fault: { abort: { httpStatus: 503, percentage: { value: 1 } } },
        corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], maxAge: '24h' },
        headers: { request: { remove: ['cookie'] }, response: { set: { 'x-frame-options': 'DENY' } } },
        mirrors: [
          {
            destination: { host: 'shadow.bookinfo.svc.cluster.local', port: { number: 80 } },
            percentage: { value: 5 },
          },
        ],
      },
    ]);
  });

  test('can do without the timeout of the service', () => {
    const { http } = virtualService({
      timeout: Duration.seconds(10),
      routes: [
        IngressRoute.prefix('/events', { noTimeout: true }),
        IngressRoute.prefix('/api', { noTimeout: false }),
        IngressRoute.prefix('/a', { timeout: Duration.seconds(60) }),
      ],
    });
    expect(http).toEqual([
      { match: [{ uri: { prefix: '/events' } }], route: toProductpage },
      { match: [{ uri: { prefix: '/api' } }], route: toProductpage, timeout: '10s' },
      { match: [{ uri: { prefix: '/a' } }], route: toProductpage, timeout: '60s' },
    ]);
  });

  test('add their headers to those of the service, and win for the same name', () => {
    const { http } = virtualService({
      headers: {
        request: { set: { 'x-shop': 'main', 'x-zone': 'a' }, add: { 'x-via': 'edge' }, remove: ['cookie', 'x-debug'] },
        response: { set: { 'X-Frame-Options': 'DENY', 'x-robots-tag': 'none' }, remove: ['server'] },
      },
      routes: [
        IngressRoute.prefix('/c', {
          headers: {
            request: { set: { 'X-Shop': 'embedded', cookie: 'none' }, add: { 'x-more': '1' }, remove: ['x-via'] },
            response: { remove: ['x-frame-options'] },
          },
        }),
        IngressRoute.prefix('/b', { headers: { response: { add: { server: 'shop' } } } }),
        IngressRoute.prefix('/a', { headers: {} }),
      ],
    });
    expect(http.map(({ headers }) => headers)).toEqual([
      {
        request: {
          set: { 'x-zone': 'a', 'X-Shop': 'embedded', cookie: 'none' },
          add: { 'x-more': '1' },
          remove: ['x-via', 'x-debug'],
        },
        response: { set: { 'x-robots-tag': 'none' }, remove: ['x-frame-options', 'server'] },
      },
      {
        request: { set: { 'x-shop': 'main', 'x-zone': 'a' }, add: { 'x-via': 'edge' }, remove: ['cookie', 'x-debug'] },
        response: { set: { 'X-Frame-Options': 'DENY', 'x-robots-tag': 'none' }, add: { server: 'shop' } },
      },
      {
        request: { set: { 'x-shop': 'main', 'x-zone': 'a' }, add: { 'x-via': 'edge' }, remove: ['cookie', 'x-debug'] },
        response: { set: { 'X-Frame-Options': 'DENY', 'x-robots-tag': 'none' }, remove: ['server'] },
      },
    ]);
  });

  test('have HSTS beside the headers of both', () => {
    const { http } = virtualService({
      tls: IngressTls.credential('cert', { hsts: Duration.days(1) }),
      headers: { response: { set: { 'x-frame-options': 'DENY' } } },
      routes: [IngressRoute.all({ headers: { response: { set: { 'x-robots-tag': 'none' } } } })],
    });
    expect(http[0].headers).toEqual({
      response: {
        set: { 'x-frame-options': 'DENY', 'x-robots-tag': 'none', 'Strict-Transport-Security': 'max-age=86400' },
      },
    });
  });

  test('answer without the service', () => {
    const { http } = virtualService({
      routes: [
        IngressRoute.exact('/', { redirect: { uri: '/productpage' } }),
        IngressRoute.exact('/healthz', { directResponse: { status: 200, body: { string: 'ok' } } }),
        IngressRoute.prefix('/split', {
          route: [
            Destination.service('a', { port: 80, weight: 30 }),
            Destination.service('b', { port: 80, weight: 70 }),
          ],
        }),
      ],
    });
    expect(http).toEqual([
      { match: [{ uri: { exact: '/healthz' } }], directResponse: { status: 200, body: { string: 'ok' } } },
      { match: [{ uri: { exact: '/' } }], redirect: { uri: '/productpage' } },
      {
        match: [{ uri: { prefix: '/split' } }],
        route: [
          { destination: { host: 'a.bookinfo.svc.cluster.local', port: { number: 80 } }, weight: 30 },
          { destination: { host: 'b.bookinfo.svc.cluster.local', port: { number: 80 } }, weight: 70 },
        ],
      },
    ]);
  });

  const api = ServiceRef.fromName('api', { ports: [{ port: 80 }] });
  const several = [
    IngressRoute.all(),
    IngressRoute.prefix('/api', { service: api }),
    IngressRoute.exact('/api/v1', { service: api }),
    IngressRoute.prefix('/api/v2/long'),
    IngressRoute.prefix('/api', { match: [HttpMatch.method('POST')] }),
  ];
  const paths = (spec: Manifest['spec']) => spec.http.map((rule) => Object.values(rule.match[0].uri)[0]);

  test('are tried from the most specific to the least', () => {
    const spec = virtualService({ routes: several });
    expect(paths(spec)).toEqual(['/api/v1', '/api/v2/long', '/api', '/api', '/']);
    expect(spec.http[2].match).toEqual([{ uri: { prefix: '/api' }, method: { exact: 'POST' } }]);
  });

  test('are tried as they are written, if that is wanted', () => {
    const [all, prefix, exact, long, post] = several;
    const spec = virtualService({ routes: [post, long, prefix, all], routeOrder: RouteOrder.AS_WRITTEN });
    expect(paths(spec)).toEqual(['/api', '/api/v2/long', '/api', '/']);
    expect(paths(virtualService({ routes: [exact, all], routeOrder: RouteOrder.AS_WRITTEN }))).toEqual([
      '/api/v1',
      '/',
    ]);
  });

  test('can be added later, each at its place', () => {
    const { chart, productpage } = bookinfo();
    const ingressed = new IngressedService(chart, 'Productpage', {
      service: productpage,
      hosts: ['bookinfo.example.com'],
    });
    ingressed.addRoute(IngressRoute.prefix('/api', { service: api }));
    ingressed.addRoute(IngressRoute.exact('/api/v1', { service: api }));
    const objects = Testing.synth(chart) as Manifest[];
    expect(paths(objects[2].spec)).toEqual(['/api/v1', '/api', '/']);
  });
});

describe('a mistake', () => {
  const mistakes: [string, Partial<Record<keyof IngressedServiceProps, unknown>>, string[]][] = [
    ['no host', { hosts: [] }, ["hosts: is empty, so the service would have no host. Write ['shop.example.com']."]],
    [
      'a host with a scheme, one with a port, one with a path and a catch-all',
      { hosts: ['https://shop.example.com', 'shop.example.com:443', 'shop.example.com/api', '*'] },
      [
        'hosts[0]: "https://shop.example.com" has a scheme, but a host is only a name. Write "shop.example.com".',
        'hosts[1]: "shop.example.com:443" has a port, but a host is only a name. Write "shop.example.com", and write the port in its own field.',
        'hosts[2]: "shop.example.com/api" has a path, but a host is only a name. Write "shop.example.com" and match the path in the routes.',
        'hosts[3]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
      ],
    ],
    [
      'a short host',
      { hosts: ['shop'] },
      [
        'hosts[0]: "shop" has no dot. Clients outside the cluster need a full DNS name, for example "shop.example.com".',
      ],
    ],
    ['a host twice', { hosts: ['a.example.com', 'a.example.com'] }, ['hosts[1]: "a.example.com" is given twice.']],
    [
      'hosts that are no list',
      { hosts: 'a.example.com' },
      ['hosts: "a.example.com" is not a list. Write [\'a.example.com\'].'],
    ],
    ['an unknown port', { port: 80 }, ['port: 80 is not a port of Service "productpage". It has: 9080 (http).']],
    [
      'an unknown port for several routes',
      { port: 80, routes: [IngressRoute.exact('/'), IngressRoute.prefix('/api', { port: 81 }), IngressRoute.all()] },
      [
        'port: 80 is not a port of Service "productpage". It has: 9080 (http).',
        'routes[1].port: 81 is not a port of Service "productpage". It has: 9080 (http).',
      ],
    ],
    [
      'a Service whose ports are not known',
      { service: ServiceRef.fromName('other') },
      ['port: the ports of Service "other" are not known. Write which one is meant: port: 80.'],
    ],
    [
      'a port that carries no HTTP',
      {
        service: { name: 'dns', metadata: { namespace: 'net' }, ports: [{ port: 53, name: 'dns', protocol: 'UDP' }] },
      },
      ['port: port 53 speaks UDP, and HTTP rules need TCP. Write another port.'],
    ],
    [
      'a port of a route that carries no HTTP',
      { routes: [IngressRoute.all({ service: { name: 'cache', ports: [{ port: 6379, name: 'redis' }] } })] },
      [
        'routes[0].port: port 6379 has the name "redis", which Istio takes for Redis, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
      ],
    ],
    [
      'a wildcard and a host of it',
      { hosts: ['*.example.com', 'a.example.com'] },
      [
        'hosts[1]: "a.example.com" and "*.example.com" overlap, and Istio rejects that in one VirtualService. Omit one of them.',
      ],
    ],
    [
      'a host in capitals and one with a dot at the end',
      { hosts: ['Shop.example.com', 'api.example.com.'] },
      [
        'hosts[0]: "Shop.example.com" has capital letters, but hosts are compared literally. Write "shop.example.com".',
        'hosts[1]: "api.example.com." ends with a dot, which no client sends. Write "api.example.com".',
      ],
    ],
    [
      'a Gateway without its namespace',
      { gateway: Gateway.fromName('public', {} as never) },
      [
        "gateway: \"/public\" is not a Gateway. Write a Gateway of this app, or Gateway.fromName('name', { namespace: '...' }).",
      ],
    ],
    [
      'an expression that every path fits',
      { routes: [IngressRoute.all(), IngressRoute.prefix('/api'), IngressRoute.regex('/.*')] },
      ['routes[2]: "/.*" matches every path. Write IngressRoute.all(), which is tried after the others.'],
    ],
    [
      'an expression that leaves nothing for a prefix',
      { routes: [IngressRoute.prefix('/api/v1'), IngressRoute.regex('/api/.*'), IngressRoute.all()] },
      [
        'routes[0]: is never reached, because routes[1] is tried before and takes all of its requests. Omit it, or write another path or condition.',
      ],
    ],
    [
      'an expression that is none',
      { routes: [IngressRoute.regex('[')] },
      [
        'routes[0].match[0].uri.regex: "[" is not a regular expression (unterminated character class). Write one that RE2 reads.',
      ],
    ],
    [
      'a path twice',
      {
        routes: [
          IngressRoute.all(),
          IngressRoute.exact('/a'),
          IngressRoute.exact('/a', { timeout: Duration.seconds(1) }),
        ],
      },
      ['routes[2]: is never reached, because it has the same match as routes[1]. Omit one of them.'],
    ],
    [
      'conditions that other routes have together',
      {
        routes: [
          IngressRoute.prefix('/a', { match: [HttpMatch.method('GET')] }),
          IngressRoute.prefix('/a', { match: [HttpMatch.method('PUT')] }),
          IngressRoute.prefix('/a', { match: [HttpMatch.method('GET'), HttpMatch.method('PUT')] }),
        ],
      },
      [
        'routes[2]: is never reached, because routes[0] and routes[1] are tried before and take all of its requests. Omit it, or write another path or condition.',
      ],
    ],
    [
      'an expression that begins with an earlier prefix',
      {
        routeOrder: RouteOrder.AS_WRITTEN,
        routes: [IngressRoute.prefix('/v'), IngressRoute.regex('/v[0-9]+/users')],
      },
      [
        'routes[1]: is never reached, because routes[0] is tried before and takes all of its requests. Write it before routes[0], or omit it.',
      ],
    ],
    [
      'a longer prefix and an exact path behind a prefix',
      {
        routeOrder: RouteOrder.AS_WRITTEN,
        routes: [IngressRoute.prefix('/api'), IngressRoute.prefix('/api/v1'), IngressRoute.exact('/api/x')],
      },
      [
        'routes[1]: is never reached, because routes[0] is tried before and takes all of its requests. Write it before routes[0], or omit it.',
        'routes[2]: is never reached, because routes[0] is tried before and takes all of its requests. Write it before routes[0], or omit it.',
      ],
    ],
    [
      'a rewrite that doubles the slash',
      { routes: [IngressRoute.prefix('/api', { rewrite: Rewrite.uri('/') })] },
      ['routes[0].rewrite: turns "/api/items" into "//items". Write IngressRoute.prefix(\'/api/\').'],
    ],
    [
      'a rewrite that takes a slash away, and a redirect that doubles one',
      {
        routes: [
          IngressRoute.prefix('/v1/', { rewrite: Rewrite.uri('/v2') }),
          IngressRoute.prefix('/old', { redirect: { prefixRewrite: '/new/' } }),
          IngressRoute.prefix('/api', { rewrite: Rewrite.regex('^/api', '/') }),
        ],
      },
      [
        'routes[0].rewrite: turns "/v1/items" into "/v2items". Write Rewrite.uri(\'/v2/\').',
        'routes[1].redirect.prefixRewrite: turns "/old/items" into "/new//items". Write prefixRewrite: \'/new\'.',
        'routes[2].rewrite: turns "/api/items" into "//items". Write an expression that takes the slash, for example Rewrite.regex(\'^/api/?(.*)\', \'/\\\\1\').',
      ],
    ],
    [
      'tries that are as long as the whole',
      { timeout: Duration.seconds(1), retries: Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(1) }) },
      [
        'retries.perTryTimeout: 1s for each attempt is not shorter than the timeout of the whole request, 1s, so no try that takes too long would be retried. Write a shorter one.',
      ],
    ],
    [
      'tries that are longer than the whole',
      { timeout: Duration.seconds(1), retries: Retries.onServerErrors(2, { perTryTimeout: Duration.millis(1500) }) },
      [
        'retries.perTryTimeout: 1500ms for each attempt is not shorter than the timeout of the whole request, 1s, so no try that takes too long would be retried. Write a shorter one.',
      ],
    ],
    [
      'a path and a condition that exclude each other',
      { routes: [IngressRoute.exact('/x', { match: [HttpMatch.prefix('/y')] })] },
      ['routes[0].match[0].uri: no request is both exact "/x" and prefix "/y". Omit one of them.'],
    ],
    [
      'plain HTTP that is switched off and asked for',
      { httpPort: 80, tls: IngressTls.credential('cert', { plainHttp: false, redirect: true }) },
      [
        'tls.redirect: applies to plain HTTP, which plainHttp: false disables. Omit one of them.',
        'httpPort: applies to plain HTTP, which plainHttp: false disables. Omit one of them.',
      ],
    ],
    [
      'one port for HTTP and HTTPS',
      { httpPort: 443, tls: IngressTls.credential('cert') },
      [
        'tls.port: 443 is already the port for plain HTTP. Write another. For HTTPS alone write plainHttp: false in tls.',
      ],
    ],
    [
      'a gateway without port 80 and no TLS',
      { workload: GatewayWorkload.istioIngress({ ports: [{ port: 443 }] }) },
      [
        'httpPort: 80 is not a port of Service "istio-ingressgateway" (443), so nothing would reach it. Write one of them, or all ports of the Service in workload. For HTTPS alone write tls: IngressTls.credential(\'name-of-the-secret\').',
      ],
    ],
    [
      'a credential with a namespace',
      { tls: IngressTls.credential('shop/cert') },
      [
        'tls.credentialName: "shop/cert" names a namespace, but the gateway looks for the Secret in the namespace of its pods. Write only its name: "cert".',
      ],
    ],
    [
      'no service',
      { service: undefined },
      [
        "service: undefined is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
      ],
    ],
    [
      'no routes',
      { routes: [] },
      [
        "routes: is empty, so every request would be answered with 404. Omit it to serve every path, or write [IngressRoute.prefix('/')].",
      ],
    ],
    [
      'routes of a wrong type',
      { routes: ['/'] },
      ['routes[0]: "/" does not fit here. Write IngressRoute.prefix(\'/\').'],
    ],
    [
      'a path without slash',
      { routes: [IngressRoute.prefix('api')] },
      ['routes[0].match[0].uri.prefix: "api" can\'t match, because every path begins with "/". Write "/api".'],
    ],
    [
      'values that only lack their class',
      { tls: 'shop-cert', gateway: 'edge/public', timeout: 30, routes: ['/api'], retries: 3 },
      [
        'tls: "shop-cert" does not fit here. Write IngressTls.credential(\'shop-cert\').',
        "gateway: \"edge/public\" is not a Gateway. Write Gateway.fromName('public', { namespace: 'edge' }).",
        'timeout: 30 is not a Duration. Write Duration.seconds(30), with Duration from cdk8s.',
        'retries: 3 does not fit here. Write Retries.onServerErrors(3).',
        'routes[0]: "/api" does not fit here. Write IngressRoute.prefix(\'/api\').',
      ],
    ],
    [
      'a timeout and none',
      {
        timeout: Duration.seconds(10),
        routes: [
          IngressRoute.prefix('/a', { noTimeout: true, timeout: Duration.seconds(60) }),
          IngressRoute.prefix('/b', { noTimeout: 'yes' as never }),
        ],
      },
      [
        'routes[0].noTimeout: and timeout exclude each other. Omit one of them.',
        'routes[1].noTimeout: "yes" is neither true nor false. Write true or false.',
      ],
    ],
    ...(
      [
        [5, 'headers: 5 is not an object.'],
        [{ request: 5 }, 'headers.request: 5 is not an object.'],
        [{ request: { set: 5 } }, 'headers.request.set: 5 is not an object.'],
        [{ request: { remove: 'x' } }, 'headers.request.remove: "x" is not a list. Write ["x"].'],
        [{ request: { remove: [5] } }, 'headers.request.remove[0]: 5 is not a string. Write "5".'],
      ] as const
    ).map(([headers, message]): [string, Partial<Record<keyof IngressedServiceProps, unknown>>, string[]] => [
      `headers that add to others and have a wrong type, ${JSON.stringify(headers)}`,
      {
        headers: { request: { set: { a: 'b' }, remove: ['c'] } },
        routes: [IngressRoute.all({ headers: headers as never })],
      },
      [`routes[0].${message}`],
    ]),
    [
      'paths with globs and parameters',
      {
        routes: [
          IngressRoute.prefix('/api/*'),
          IngressRoute.prefix('/api*'),
          IngressRoute.exact('/api/*'),
          IngressRoute.regex('/api/*'),
          IngressRoute.prefix('/api/{id}'),
          IngressRoute.prefix('/*'),
        ],
      },
      [
        `routes[0]: "*" in "/api/*" has no special meaning here, so the paths that are meant would not match. Write IngressRoute.prefix('/api/'), or IngressRoute.regex('/api/[^/]+') for one segment.`,
        `routes[1]: "*" in "/api*" has no special meaning here, so the paths that are meant would not match. Write IngressRoute.prefix('/api').`,
        `routes[2]: "*" in "/api/*" has no special meaning here, so the paths that are meant would not match. Write IngressRoute.prefix('/api/'), or IngressRoute.regex('/api/[^/]+') for one segment.`,
        `routes[3]: "/api/*" is a glob. In a regular expression "*" repeats what comes before it, so other paths match than the ones that are meant. Write IngressRoute.prefix('/api/'), or IngressRoute.regex('/api/[^/]+') for one segment.`,
        `routes[4]: "{id}" in "/api/{id}" has no special meaning here, so the paths that are meant would not match. Write IngressRoute.prefix('/api/'), or IngressRoute.regex('/api/[^/]+') for one segment.`,
        `routes[5]: "*" in "/*" has no special meaning here, so the paths that are meant would not match. Write IngressRoute.all().`,
      ],
    ],
    [
      'an expression without slash',
      { routes: [IngressRoute.regex('api/.*')] },
      ['routes[0].match[0].uri.regex: "api/.*" can\'t match, because every path begins with "/". Write "/api/.*".'],
    ],
    [
      'two answers in one route',
      {
        routes: [
          IngressRoute.exact('/', {
            redirect: { uri: '/a' },
            service: ServiceRef.fromName('a', { ports: [{ port: 80 }] }),
          }),
        ],
      },
      ['routes[0]: service and redirect exclude each other. Write one of them.'],
    ],
    [
      'a wrong timeout for all',
      { timeout: '5s' },
      ['timeout: "5s" is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.'],
    ],
    [
      'a shared Gateway and what it decides',
      {
        gateway: Gateway.fromName('public', { namespace: 'edge' }),
        workload: GatewayWorkload.istioIngress(),
        httpPort: 80,
        tls: IngressTls.credential('cert'),
      },
      [
        'workload: belongs to the shared Gateway. Omit it, or omit gateway.',
        'httpPort: belongs to the shared Gateway. Omit it, or omit gateway.',
        'tls: belongs to the shared Gateway. Omit it, or omit gateway. For HSTS behind a shared Gateway write IngressTls.elsewhere({ hsts: ... }).',
      ],
    ],
    [
      'the mesh as gateway',
      { gateway: Gateway.mesh() },
      [
        'gateway: {"gatewayName":"mesh"} is not a Gateway. Write a Gateway of this app, or Gateway.fromName(\'name\', { namespace: \'...\' }).',
      ],
    ],
    [
      'a port that the gateway has not',
      { httpPort: 8080, tls: IngressTls.credential('cert', { port: 8443 }) },
      [
        'httpPort: 8080 is not a port of Service "istio-ingressgateway" (80, 443), so nothing would reach it. Write one of them, or all ports of the Service in workload. For HTTPS alone write plainHttp: false in tls.',
        'tls.port: 8443 is not a port of Service "istio-ingressgateway" (80, 443), so nothing would reach it. Write one of them, or all ports of the Service in workload.',
      ],
    ],
    [
      'TLS of a wrong type',
      { tls: ServerTls.credential('cert') },
      ["tls: an object of class ServerTls does not fit here. Write IngressTls.credential('name-of-the-secret')."],
    ],
    [
      'HSTS without redirect',
      { tls: IngressTls.credential('cert', { hsts: Duration.days(1), redirect: false }) },
      ['tls.hsts: tells browsers to use only HTTPS, but redirect: false also serves plain HTTP. Write one of them.'],
    ],
    [
      'HSTS as a number',
      { tls: IngressTls.credential('cert', { hsts: 365 as never }) },
      ['tls.hsts: 365 is not a Duration. Write Duration.days(365), with Duration from cdk8s.'],
    ],
    [
      'subdomains without HSTS',
      { tls: IngressTls.credential('cert', { hstsIncludeSubDomains: true }) },
      ['tls.hstsIncludeSubDomains: is part of the header that hsts enables. Write hsts: Duration.days(365) as well.'],
    ],
    [
      'a wrong credential',
      { tls: IngressTls.credential('My Cert') },
      [
        'tls.credentialName: "My Cert" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
      ],
    ],
    [
      'an order that does not exist',
      { routeOrder: 'RANDOM' },
      ['routeOrder: "RANDOM" is not an order. Write RouteOrder.MOST_SPECIFIC_FIRST or RouteOrder.AS_WRITTEN.'],
    ],
    [
      'a name that is too long',
      { name: 'x'.repeat(64) },
      [
        `name: "${'x'.repeat(64)}" has 64 characters, and Kubernetes takes at most 63 for the name of an object. Write a shorter one.`,
      ],
    ],
    [
      'several at once',
      { hosts: ['*'], port: 1, name: 'Shop' },
      [
        'name: "Shop" is not the name of an object (lower-case letters, digits and "-", a letter or digit at both ends).',
        'hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
        'port: 1 is not a port of Service "productpage". It has: 9080 (http).',
      ],
    ],
  ];

  test.each(mistakes)('is rejected: %s', (_, props, messages) => {
    const count = messages.length === 1 ? '1 problem' : `${messages.length} problems`;
    const expected = [
      `bookinfo/Productpage (IngressedService): ${count}`,
      ...messages.map((message) => `  ${message}`),
    ].join('\n');
    expect(() => ingress(props as never)).toThrow(new Error(expected));
  });

  test('is rejected: props that are no object', () => {
    const { chart } = bookinfo();
    expect(() => new IngressedService(chart, 'Productpage', 'productpage' as never)).toThrow(
      'bookinfo/Productpage (IngressedService): 3 problems\n  "productpage" does not fit here.',
    );
  });

  test('is rejected: a chart without a namespace', () => {
    const chart = new Chart(Testing.app(), 'bare');
    const service = ServiceRef.fromName('a', { namespace: 'shop', ports: [{ port: 80 }] });
    expect(() => new IngressedService(chart, 'A', { service, hosts: ['a.example.com'] })).toThrow(
      new Error(
        "bare/A (IngressedService): 1 problem\n  its chart has no namespace, so the objects would go to the namespace in which they are applied. Write new Chart(app, 'id', { namespace: '...' }).",
      ),
    );
    expect(() => new IngressedService(chart, 'B', { service: 'web', hosts: ['a.example.com'] })).toThrow(
      new Error(
        "bare/B (IngressedService): 1 problem\n  its chart has no namespace, so the objects would go to the namespace in which they are applied. Write new Chart(app, 'id', { namespace: '...' }).",
      ),
    );
  });

  test('is rejected: a host that another service has at the same gateway', () => {
    const { chart, productpage } = bookinfo();
    new IngressedService(chart, 'A', { service: productpage, hosts: ['a.example.com'] });
    expect(() => new IngressedService(chart, 'B', { service: productpage, hosts: ['a.example.com'] })).toThrow(
      'bookinfo/B (IngressedService): 1 problem\n  hosts[0]: "a.example.com" is already served by bookinfo/A, and the order of routes of two VirtualServices is not defined. ' +
        "Add this service there: addRoute(IngressRoute.prefix('/path', { service })).",
    );
  });

  test('is rejected: a host at a shared Gateway and an own one of the same pods', () => {
    const { chart, productpage } = bookinfo();
    const hosts = ['a.example.com'];
    const gateway = new Gateway(chart, 'Shared', { servers: [GatewayServer.http({ hosts: ['*.example.com'] })] });
    new IngressedService(chart, 'A', { service: productpage, hosts, gateway });
    expect(() => new IngressedService(chart, 'B', { service: productpage, hosts })).toThrow(
      'bookinfo/B (IngressedService): 1 problem\n  hosts[0]: "a.example.com" is already served by bookinfo/A,',
    );
  });

  test('is not: a host at two shared Gateways with other ports of the same pods', () => {
    const { chart, productpage } = bookinfo();
    const hosts = ['a.example.com'];
    const plain = new Gateway(chart, 'Plain', { servers: [GatewayServer.http({ hosts })] });
    const closed = new Gateway(chart, 'Closed', {
      servers: [GatewayServer.https({ hosts, tls: ServerTls.credential('cert') })],
    });
    const redirect = { uri: '/', scheme: 'https' };
    new IngressedService(chart, 'A', { service: productpage, hosts, gateway: closed });
    new IngressedService(chart, 'B', {
      service: productpage,
      hosts,
      gateway: plain,
      routes: [IngressRoute.all({ redirect })],
    });
    expect(Testing.synth(chart)).toHaveLength(5);
  });

  test('is rejected: one certificate for two Gateways of the same pods', () => {
    const { chart, productpage } = bookinfo();
    const tls = IngressTls.credential('wildcard');
    new IngressedService(chart, 'A', { service: productpage, hosts: ['a.example.com'], tls });
    expect(() => new IngressedService(chart, 'B', { service: productpage, hosts: ['b.example.com'], tls })).toThrow(
      new Error(
        'bookinfo/B (IngressedService): 1 problem\n  tls: certificate "wildcard" already belongs to the Gateway of bookinfo/A. Browsers reuse a connection for every host of a certificate, and with two Gateways they get 404. ' +
          "Write one Gateway for all of them, new Gateway(chart, 'Shared', { servers: [GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential(\"wildcard\") })] }), and write gateway: shared in both.",
      ),
    );
    const workload = GatewayWorkload.helmRelease('other', { namespace: 'other' });
    new IngressedService(chart, 'C', { service: productpage, hosts: ['b.example.com'], tls, workload });
  });

  test('is rejected: a route that is added twice', () => {
    const { chart, productpage } = bookinfo();
    const ingressed = new IngressedService(chart, 'A', { service: productpage, hosts: ['a.example.com'] });
    ingressed.addRoute(IngressRoute.prefix('/a'));
    expect(() => ingressed.addRoute(IngressRoute.prefix('/a'))).toThrow(
      new Error(
        'bookinfo/A (IngressedService): 1 problem\n  routes[2]: is never reached, because it has the same match as routes[1]. Omit one of them.',
      ),
    );
    expect((Testing.synth(chart) as Manifest[])[2].spec.http).toHaveLength(2);
  });

  test('is rejected: a shared Gateway that leaves TLS closed', () => {
    const { chart, productpage } = bookinfo();
    const hosts = ['a.example.com'];
    const gateway = new Gateway(chart, 'Shared', {
      metadata: { name: 'shared' },
      servers: [GatewayServer.tls({ hosts, tls: ServerTls.passthrough() })],
    });
    new IngressedService(chart, 'A', { service: productpage, hosts, gateway });
    expect(() => Testing.synth(chart)).toThrow(
      'VirtualService has http rules, and for its hosts (a.example.com) Gateway bookinfo/shared uses only tls rules, so they would never be used.',
    );
  });

  test('is rejected: a name that another service has', () => {
    const { chart, productpage } = bookinfo();
    new IngressedService(chart, 'A', { service: productpage, hosts: ['a.example.com'] });
    expect(
      () => new IngressedService(chart, 'B', { service: productpage, hosts: ['b.example.com'], name: 'a' }),
    ).toThrow(
      'bookinfo/B (IngressedService): 1 problem\n  name: Gateway "a" in namespace "bookinfo" is made by bookinfo/A already. Give this one another: name: \'...\'.',
    );
  });

  test('is rejected: a shared Gateway that does not serve the host', () => {
    const { chart, productpage } = bookinfo();
    const gateway = new Gateway(chart, 'Shared', {
      metadata: { name: 'shared' },
      servers: [GatewayServer.http({ hosts: ['shop.example.com'] })],
    });
    new IngressedService(chart, 'A', { service: productpage, hosts: ['other.example.com'], gateway });
    expect(() => Testing.synth(chart)).toThrow(
      'VirtualService is bound to Gateway bookinfo/shared, which serves none of its hosts (other.example.com), only shop.example.com.',
    );
  });

  test('is rejected: a route that is added behind its back', () => {
    const { chart, productpage } = bookinfo();
    const ingressed = new IngressedService(chart, 'A', { service: productpage, hosts: ['a.example.com'] });
    expect(() => ingressed.virtualService.addHttpRoute({ route: [Destination.service(productpage)] })).toThrow(
      'bookinfo/A/VirtualService (VirtualService): 1 problem\n  http[1]: is never reached, because http[0] before it matches every request. ' +
        "Write IngressedService.addRoute(IngressRoute.prefix('/path')) instead, which puts the rule in the right place.",
    );
    expect(() => ingressed.addRoute(IngressRoute.prefix('x'))).toThrow(
      'bookinfo/A (IngressedService): 1 problem\n  routes[1].match[0].uri.prefix: "x" can\'t match',
    );
  });
});
