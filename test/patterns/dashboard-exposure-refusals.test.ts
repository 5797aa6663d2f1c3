import { Chart, Testing } from 'cdk8s';
import {
  ClientAddress,
  Condition,
  Dashboard,
  DashboardExposure,
  Gateway,
  GatewayDeployment,
  GatewayServer,
  GatewayWorkload,
  IngressedService,
  IngressTls,
  LoadBalancer,
  Login,
  ServerTls,
  ServiceRef,
} from 'cdk8s-istio';

const HOST = 'dash.example.com';
const ISSUER = 'https://issuer.example.com';
const login = Login.jwt({ issuer: ISSUER });
const tls = IngressTls.credential('dash-cert');
const opsChart = (): Chart => new Chart(Testing.app(), 'ops', { namespace: 'ops' });

function make(props: object, chart = opsChart()): DashboardExposure {
  return new DashboardExposure(chart, 'Dashboards', {
    dashboards: [Dashboard.kiali()],
    host: HOST,
    tls,
    login,
    ...props,
  });
}

/** The problems, without the line that counts them. */
function refused(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    const [heading, ...lines] = (error as Error).message.split('\n');
    expect(heading).toBe(
      `ops/Dashboards (DashboardExposure): ${lines.length === 1 ? '1 problem' : `${lines.length} problems`}`,
    );
    return lines.map((line) => line.slice(2));
  }
  return [];
}

const LOGINS =
  "Write login: Login.jwt({ issuer: 'https://issuer.example.com' }), Login.externalAuthorizer('oauth2-proxy') or Login.sourceRanges(['203.0.113.0/24']), or allowAnonymous: true.";
const TOKENS = 'the tokens of the login would cross the network in the clear, and whoever reads one could use it';
const COOKIES =
  'the session cookies of the login would cross the network in the clear, and whoever reads one could use it';
const DASHBOARDS = 'Write [Dashboard.kiali(), Dashboard.jaeger()].';
const FROM_CONNECTION = { clientAddress: ClientAddress.CONNECTION };

test.each<[string, object, string[]]>([
  ['no login', { login: undefined }, [`login: is needed: the dashboards let everybody in by themselves. ${LOGINS}`]],
  [
    'no login, and not for everybody',
    { login: undefined, allowAnonymous: false },
    [`login: is needed: the dashboards let everybody in by themselves. ${LOGINS}`],
  ],
  ['both', { allowAnonymous: true }, ['allowAnonymous: and login exclude each other. Omit one of them.']],
  ['a login as text', { login: 'jwt' }, [`login: "jwt" is not a Login. ${LOGINS}`]],
  [
    'allowAnonymous in quotes',
    { allowAnonymous: 'true' },
    ['allowAnonymous: "true" is neither true nor false. Write true without quotes.'],
  ],
  ['no dashboards', { dashboards: [] }, [`dashboards: is empty. ${DASHBOARDS}`]],
  ['dashboards that are missing', { dashboards: undefined }, [`dashboards: is needed. ${DASHBOARDS}`]],
  [
    'a dashboard as text',
    { dashboards: ['kiali'] },
    [
      'dashboards[0]: "kiali" is not a Dashboard. Write Dashboard.of(\'kiali\'), or one of kiali, grafana, jaeger and prometheus of the same class.',
    ],
  ],
  [
    'no host at all',
    { host: undefined },
    ["dashboards[0].host: is needed, where the construct has none. Write host: 'dash.example.com' here or there."],
  ],
  [
    'a host of no dashboard',
    { dashboards: [Dashboard.kiali({ host: 'kiali.example.com' })] },
    ['host: "dash.example.com" has no dashboard, because each has a host of its own. Omit it.'],
  ],
  [
    'a wildcard',
    { host: '*.example.com' },
    ['host: "*.example.com" is a wildcard, but must be a single host. Write its name, for example "www.example.com".'],
  ],
  [
    'hosts with a scheme, and without a dot',
    { host: 'https://dash.example.com', dashboards: [Dashboard.kiali(), Dashboard.jaeger({ host: 'tracing' })] },
    [
      'host: "https://dash.example.com" has a scheme, but a host is only a name. Write "dash.example.com".',
      'dashboards[1].host: "tracing" has no dot. Clients outside the cluster need a full DNS name, for example "tracing.example.com".',
    ],
  ],
  [
    'Grafana and Prometheus beside others',
    { dashboards: [Dashboard.kiali(), Dashboard.grafana(), Dashboard.prometheus()] },
    [
      "dashboards[1].path: is needed, because it serves \"/\", and dash.example.com has other dashboards. Write Dashboard.grafana({ host: 'grafana.example.com' }), or Dashboard.grafana({ path: '/grafana' }), and set GF_SERVER_ROOT_URL=https://dash.example.com/grafana/ in the environment of Grafana.",
      "dashboards[2].path: is needed, because it serves \"/\", and dash.example.com has other dashboards. Write Dashboard.prometheus({ host: 'prometheus.example.com' }), or Dashboard.prometheus({ path: '/prometheus' }), and set --web.external-url=https://dash.example.com/prometheus/ and --web.route-prefix=/ in the arguments of Prometheus.",
    ],
  ],
  [
    'any other Service beside others',
    { dashboards: [Dashboard.kiali(), Dashboard.of(ServiceRef.fromName('alerts', { ports: [{ port: 80 }] }))] },
    [
      "dashboards[1].path: is needed, because it serves \"/\", and dash.example.com has other dashboards. Write Dashboard.of(service, { host: 'name.example.com' }), or Dashboard.of(service, { path: '/name' }) if it serves that path.",
    ],
  ],
  [
    'two dashboards on one path',
    { dashboards: [Dashboard.kiali(), Dashboard.jaeger({ path: '/kiali' })] },
    [
      'dashboards[1].path: "/kiali" is that of dashboards[0] on dash.example.com, too. Write another path, or a host of its own.',
    ],
  ],
  ...['kiali', '/kiali/', '/kiali/*', '//kiali', '/a/../kiali', ''].map((path): [string, object, string[]] => [
    `the path ${JSON.stringify(path)}`,
    { dashboards: [Dashboard.kiali({ path })] },
    [
      `dashboards[0].path: ${JSON.stringify(path)} is not a path of a dashboard, which begins with "/" and has no "/" at its end. Write "${path.startsWith('/a') ? '/a/kiali' : '/kiali'}".`,
    ],
  ]),
  [
    'a Service with several ports',
    { dashboards: [Dashboard.of(ServiceRef.fromName('a', { ports: [{ port: 80 }, { port: 81 }] }))] },
    ['dashboards[0].port: Service "a" has several ports. Write one of them: 80, 81.'],
  ],
  [
    'stripPath in quotes',
    { dashboards: [Dashboard.of(ServiceRef.fromName('a', { ports: [{ port: 80 }] }), { stripPath: 'yes' as never })] },
    ['dashboards[0].stripPath: "yes" is neither true nor false. Write true or false.'],
  ],
  [
    'a namespace that is none',
    { namespace: 'Istio' },
    [
      'namespace: "Istio" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ],
  [
    'tokens over plain HTTP',
    { tls: undefined },
    [
      `tls: is needed: ${TOKENS}. Write tls: IngressTls.credential('name-of-the-secret'). Where TLS ends before the gateway, write tls: IngressTls.elsewhere().`,
    ],
  ],
  [
    'session cookies over plain HTTP',
    { tls: undefined, login: Login.externalAuthorizer('oauth2-proxy') },
    [
      `tls: is needed: ${COOKIES}. Write tls: IngressTls.credential('name-of-the-secret'). Where TLS ends before the gateway, write tls: IngressTls.elsewhere().`,
    ],
  ],
  [
    'tokens over plain HTTP beside TLS',
    { tls: IngressTls.credential('dash-cert', { redirect: false }) },
    [`tls.redirect: false also serves plain HTTP on port 80: ${TOKENS}. Omit it, or write plainHttp: false.`],
  ],
  [
    'a Gateway of which only the name is known',
    { gateway: Gateway.fromName('shared', { namespace: 'edge' }), tls: IngressTls.elsewhere() },
    [
      "workload: is needed, because of the Gateway no more is known than its name, and a login is enforced by the pods that open it. Write workload: GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' }).",
    ],
  ],
  [
    'a Gateway of which only the name is known, which may serve plain HTTP',
    {
      gateway: Gateway.fromName('shared', { namespace: 'edge' }),
      workload: GatewayWorkload.istioIngress(),
      tls: undefined,
    },
    [
      `tls: is needed: whether the Gateway ends TLS is not known, and otherwise ${TOKENS}. If it does, write tls: IngressTls.elsewhere().`,
    ],
  ],
  [
    'pods whose namespace is not known',
    { workload: GatewayWorkload.of({ selector: { istio: 'door' }, service: 'door' } as never) },
    ['workload.namespace: undefined is not a name. Write the name of a namespace as a string.'],
  ],
  [
    'pods that are no gateway, of a Gateway that is known by its name',
    { gateway: Gateway.fromName('shared', { namespace: 'edge' }), workload: 'door', tls: IngressTls.elsewhere() },
    ['workload: "door" is not a GatewayWorkload. Write GatewayWorkload.istioIngress().'],
  ],
])('%s', (_, props, problems) => {
  expect(refused(() => make(props))).toEqual(problems);
});

describe('a login', () => {
  test.each<[string, Login, string[]]>([
    [
      'with tokens of anybody',
      Login.jwt({} as never),
      ["login.issuer: is needed: tokens of anybody would do. Write issuer: 'https://issuer.example.com'."],
    ],
    [
      'of an issuer that is no URL, without keys',
      Login.jwt({ issuer: 'team@example.com' }),
      [
        "login.jwksUri: is needed: \"team@example.com\" is not a URL, so istiod can't ask it where its keys are, and every token would be refused. Write jwksUri: 'https://...' or jwks.",
      ],
    ],
    [
      'with conditions that are no claims',
      Login.jwt({
        issuer: ISSUER,
        claims: [Condition.header('x', ['y']), Condition.unless(Condition.claim('a', ['b'])), 'c' as never],
      }),
      [
        "login.claims[0]: request.headers[x] is not in a token. Write Condition.claim('groups', ['operators']).",
        'login.claims[1]: is what a token must not say, and one without request.auth.claims[a] would do. Write what it must say.',
        "login.claims[2]: \"c\" is not a Condition. Write [Condition.claim('groups', ['operators'])].",
      ],
    ],
    [
      'without claims in the list',
      Login.jwt({ issuer: ISSUER, claims: [] }),
      ["login.claims: is empty. Write [Condition.claim('groups', ['operators'])], or leave claims out."],
    ],
    [
      'by an authorizer without a name',
      Login.externalAuthorizer(''),
      [
        'login: "" is not the name of a provider. Write the name of one of meshConfig.extensionProviders: AuthorizationAction.custom(\'ext-authz\').',
      ],
    ],
    [
      'by an authorizer with a name that Istio does not take',
      Login.externalAuthorizer('OAuth2_Proxy'),
      [
        'login: "OAuth2_Proxy" is no name that Istio 1.31 takes for an authorizer (small letters, digits and "-", at most 63 characters), so every request would be refused. Name it "ext-authz" in meshConfig.extensionProviders, and write that.',
      ],
    ],
    [
      'by addresses that are none',
      Login.sourceRanges(['office', '10.0.0.0/33'], FROM_CONNECTION),
      [
        'login.ranges[0]: "office" is neither an IP address nor a CIDR block. Write one such as "10.0.0.7" or "10.0.0.0/8".',
        'login.ranges[1]: "10.0.0.0/33" is neither an IP address nor a CIDR block. Write one such as "10.0.0.7" or "10.0.0.0/8".',
      ],
    ],
    [
      'by addresses that are not known',
      Login.sourceRanges(['10.0.0.0/8']),
      [
        "login.clientAddress: is needed, because it is not known here whether a load balancer in front of istio-ingressgateway opens connections of its own. Write ClientAddress.CONNECTION if the gateway sees the clients' own, or ClientAddress.FORWARDED if its gatewayTopology says that proxies tell the address.",
      ],
    ],
    [
      'by addresses of another kind',
      Login.sourceRanges(['10.0.0.0/8'], { clientAddress: 'forwarded' as never }),
      ['login.clientAddress: "forwarded" is not a value of ClientAddress. Write ClientAddress.FORWARDED.'],
    ],
  ])('%s', (_, given, problems) => {
    expect(refused(() => make({ login: given }))).toEqual(problems);
  });

  test.each<[string, object, Login, string]>([
    [
      'the load balancer puts its own address there',
      { loadBalancer: LoadBalancer.awsNlb() },
      Login.sourceRanges(['10.0.0.0/8']),
      "login.clientAddress: can't be known: the pods of ops/Door see the address of a node or a load balancer in its place. Write loadBalancer: LoadBalancer.awsNlb({ proxyProtocol: true }).",
    ],
    [
      'nodes put their own there',
      {},
      Login.sourceRanges(['10.0.0.0/8'], FROM_CONNECTION),
      "login.clientAddress: can't be known: the pods of ops/Door see the address of a node or a load balancer in its place. Write externalTrafficPolicy: ExternalTrafficPolicy.LOCAL in its loadBalancer.",
    ],
    [
      'no proxy tells it',
      {},
      Login.sourceRanges(['10.0.0.0/8'], { clientAddress: ClientAddress.FORWARDED }),
      'login.clientAddress: ops/Door trusts no proxy that tells the address of the client, so Istio takes the one of the connection. Write trustedProxies there, or proxyProtocol, or omit it.',
    ],
    [
      'a proxy tells it',
      { trustedProxies: 1 },
      Login.sourceRanges(['10.0.0.0/8'], FROM_CONNECTION),
      'login.clientAddress: ops/Door is told the address of the client by a proxy, and the connection is that of the proxy. Omit it.',
    ],
  ])('by addresses where %s', (_, props, given, problem) => {
    const chart = opsChart();
    const { workload } = new GatewayDeployment(chart, 'Door', props);
    expect(refused(() => make({ workload, login: given }, chart))).toEqual([problem]);
  });
});

describe('a Gateway of the app', () => {
  const shared = (chart: Chart, ...servers: GatewayServer[]): Gateway =>
    new Gateway(chart, 'Shared', { metadata: { name: 'shared' }, servers });
  const plain = GatewayServer.http({ hosts: [HOST] });
  const https = GatewayServer.https({ hosts: [HOST], tls: ServerTls.credential('dash-cert') });
  const passed = GatewayServer.tls({ hosts: ['db.example.com'], tls: ServerTls.passthrough() });

  test('that serves plain HTTP', () => {
    const chart = opsChart();
    expect(refused(() => make({ gateway: shared(chart, plain, https), tls: undefined }, chart))).toEqual([
      `gateway: ops/shared serves plain HTTP on port 80: ${TOKENS}. Write httpsRedirect: true in that server. Where TLS ends before the gateway, write tls: IngressTls.elsewhere().`,
    ]);
  });

  test('that serves none of the hosts', () => {
    const chart = opsChart();
    expect(refused(() => make({ gateway: shared(chart, passed), tls: undefined }, chart))).toEqual([
      'gateway: ops/shared serves none of dash.example.com with HTTP. Add one of them to a server of the Gateway.',
    ]);
  });

  test('that passes TLS through on the same port', () => {
    const chart = opsChart();
    expect(refused(() => make({ gateway: shared(chart, https, passed), tls: undefined }, chart))).toEqual([
      'gateway: ops/shared passes connections through on port 443, where there are no requests to look at, and the login would refuse them all. Give these hosts another port.',
    ]);
  });

  test.each([false, true])(
    'that the same pods open, and that passes TLS through on the port, made before: %s',
    (before) => {
      const chart = opsChart();
      const vault = (): Gateway => new Gateway(chart, 'Vault', { metadata: { name: 'vault' }, servers: [passed] });
      if (before) {
        vault();
      }
      make({}, chart);
      if (!before) {
        vault();
      }
      expect(() => Testing.synth(chart)).toThrow(
        'ops/Dashboards (DashboardExposure): 1 problem\n' +
          '  gateway: ops/vault passes connections through on port 443, where there are no requests to look at, and the login would refuse them all. Give these hosts another port.',
      );
    },
  );

  test('that other pods open, or on another port, may pass TLS through', () => {
    const chart = opsChart();
    make({ tls: IngressTls.credential('dash-cert', { plainHttp: false }) }, chart);
    const vault = GatewayServer.tls({ hosts: ['vault.example.com'], port: 80, tls: ServerTls.passthrough() });
    new Gateway(chart, 'Vault', { metadata: { name: 'vault' }, servers: [vault] });
    const workload = GatewayWorkload.helmRelease('istio-edge', { namespace: 'edge' });
    new Gateway(chart, 'Edge', { metadata: { name: 'edge' }, workload, servers: [passed] });
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  test('that has a certificate already, and pods', () => {
    const chart = opsChart();
    const workload = GatewayWorkload.istioIngress();
    expect(refused(() => make({ gateway: shared(chart, https), workload }, chart))).toEqual([
      'workload: belongs to the shared Gateway. Omit it, or omit gateway.',
      'tls: belongs to the shared Gateway. Omit it, or omit gateway. For HSTS behind a shared Gateway write IngressTls.elsewhere({ hsts: ... }).',
    ]);
  });
});

test('a host that an application has', () => {
  const chart = opsChart();
  const service = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
  new IngressedService(chart, 'Web', { service, hosts: [HOST] });
  expect(refused(() => make({}, chart))).toEqual([
    'host: "dash.example.com" is already served by ops/Web, and the order of routes of two VirtualServices is not defined. Give the dashboards a host of their own.',
  ]);
});

test('an application on the host of dashboards', () => {
  const chart = opsChart();
  make({}, chart);
  const service = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
  expect(() => new IngressedService(chart, 'Web', { service, hosts: [HOST] })).toThrow(
    'ops/Web (IngressedService): 1 problem\n' +
      '  hosts[0]: "dash.example.com" is already served by ops/Dashboards, and the order of routes of two VirtualServices is not defined. Write another host.',
  );
});

test('a name that the policies of another have', () => {
  const chart = opsChart();
  make({}, chart);
  expect(() =>
    make(
      { name: 'dashboards', host: 'b.example.com', tls: IngressTls.credential('b') },
      new Chart(chart, 'Inner', { namespace: 'inner' }),
    ),
  ).toThrow(
    'ops/Inner/Dashboards (DashboardExposure): 1 problem\n' +
      '  name: RequestAuthentication "dashboards" in namespace "istio-system" is made by ops/Dashboards already. Give this one another: name: \'...\'.',
  );
});

test('a chart without a namespace', () => {
  const chart = new Chart(Testing.app(), 'ops');
  expect(refused(() => make({}, chart))).toEqual([
    "its chart has no namespace, so the objects would go to the namespace in which they are applied. Write new Chart(app, 'id', { namespace: '...' }).",
  ]);
});
