import { Chart, Duration, Testing, Yaml } from 'cdk8s';
import type { DashboardExposureProps } from 'cdk8s-istio';
import {
  ClientAddress,
  Condition,
  Dashboard,
  DashboardExposure,
  ExternalTrafficPolicy,
  Gateway,
  GatewayDeployment,
  GatewayServer,
  GatewayWorkload,
  IngressTls,
  LoadBalancer,
  Login,
  NlbScheme,
  ServerTls,
  ServiceRef,
} from 'cdk8s-istio';

interface Manifest {
  readonly kind: string;
  readonly metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
  readonly spec: {
    readonly selector: unknown;
    readonly gateways: string[];
    readonly servers: { readonly hosts: string[] }[];
    readonly http: Route[];
    readonly rules: Rule[];
  };
}

interface Route {
  readonly redirect?: object;
  readonly route?: object[];
  readonly headers?: object;
}

interface Rule {
  readonly from?: object[];
  readonly to: { readonly operation: { readonly ports: string[] } }[];
  readonly when?: object[];
}

const HOST = 'dash.example.com';
const ISSUER = 'https://issuer.example.com';
const jwt = Login.jwt({ issuer: ISSUER });
const tls = IngressTls.credential('dash-cert');
const opsChart = (): Chart => new Chart(Testing.app(), 'ops', { namespace: 'ops' });

function make(props: Partial<DashboardExposureProps>, chart = opsChart()): DashboardExposure {
  return new DashboardExposure(chart, 'Dashboards', {
    dashboards: [Dashboard.kiali()],
    host: HOST,
    tls,
    ...(props.allowAnonymous === undefined && { login: jwt }),
    ...props,
  });
}

function synth(props: Partial<DashboardExposureProps>, chart = opsChart()): Manifest[] {
  make(props, chart);
  return Testing.synth(chart) as Manifest[];
}

const ofKind = (manifests: Manifest[], kind: string): Manifest[] => manifests.filter((each) => each.kind === kind);
const rulesOf = (manifests: Manifest[]): Rule[] => ofKind(manifests, 'AuthorizationPolicy')[0].spec.rules;
const routesOf = (manifests: Manifest[], name = 'dashboards'): Route[] =>
  ofKind(manifests, 'VirtualService').find(({ metadata }) => metadata.name === name)!.spec.http;

describe('a DashboardExposure', () => {
  test('with tokens', () => {
    const manifests = synth({
      dashboards: [Dashboard.kiali(), Dashboard.jaeger()],
      login: Login.jwt({
        issuer: ISSUER,
        jwksUri: `${ISSUER}/jwks.json`,
        audiences: ['dash'],
        claims: [Condition.claim('groups', ['operators'])],
      }),
    });
    expect(Yaml.stringify(...manifests)).toMatchSnapshot();
  });

  test('with an authorizer', () => {
    expect(Yaml.stringify(...synth({ login: Login.externalAuthorizer('oauth2-proxy') }))).toMatchSnapshot();
  });

  test('for some addresses', () => {
    const login = Login.sourceRanges(['203.0.113.0/24'], { clientAddress: ClientAddress.CONNECTION });
    expect(Yaml.stringify(...synth({ login, tls: undefined }))).toMatchSnapshot();
  });

  test('for everybody has no policy, and says so', () => {
    const manifests = synth({ allowAnonymous: true, tls: undefined });
    expect(manifests.map(({ kind }) => kind)).toEqual(['Gateway', 'VirtualService']);
    expect(manifests[1].metadata.annotations).toEqual({
      'cdk8s-istio/accepted': 'allowAnonymous: everybody who reaches the gateway may use the dashboards',
      'galley.istio.io/analyze-suppress': 'CDI0301',
    });
  });

  test('has its objects as members', () => {
    const exposure = make({});
    expect(exposure.gateway).toBe(exposure.ownGateway);
    expect(exposure.virtualServices.map(({ name }) => name)).toEqual(['dashboards']);
    expect(exposure.requestAuthentication?.namespace).toBe('istio-system');
    expect(exposure.authorizationPolicy?.name).toBe('dashboards');
    expect(make({ allowAnonymous: true }).authorizationPolicy).toBeUndefined();
  });

  test('has its policies where the gateway runs, for the pods of the gateway', () => {
    const workload = GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' });
    for (const kind of ['AuthorizationPolicy', 'RequestAuthentication']) {
      const [{ metadata, spec }] = ofKind(synth({ workload }), kind);
      expect([metadata, spec.selector]).toEqual([
        { name: 'dashboards', namespace: 'istio-ingress' },
        { matchLabels: { istio: 'ingress' } },
      ]);
    }
  });
});

describe('the routes', () => {
  const to = (host: string, number: number) => [
    { destination: { host: `${host}.svc.cluster.local`, port: { number } } },
  ];

  test('lead to the addons of the samples, in their namespace', () => {
    const dashboards = [
      Dashboard.kiali(),
      Dashboard.jaeger(),
      Dashboard.grafana({ path: '/grafana' }),
      Dashboard.prometheus({ path: '/prometheus' }),
    ];
    const routes = routesOf(synth({ dashboards, namespace: 'observability', allowAnonymous: true }));
    const itself = (path: string): object[] => [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
    const stripped = { rewrite: { uri: '/' } };
    expect(routes.filter(({ route }) => route)).toEqual([
      { match: [{ uri: { prefix: '/prometheus/' } }], ...stripped, route: to('prometheus.observability', 9090) },
      { match: [{ uri: { prefix: '/grafana/' } }], ...stripped, route: to('grafana.observability', 3000) },
      { match: itself('/jaeger'), route: to('tracing.observability', 80) },
      { match: itself('/kiali'), route: to('kiali.observability', 20001) },
    ]);
    expect(routes.filter(({ redirect }) => redirect)).toEqual([
      { match: [{ uri: { exact: '/prometheus' } }], redirect: { uri: '/prometheus/' } },
      { match: [{ uri: { exact: '/grafana' } }], redirect: { uri: '/grafana/' } },
    ]);
  });

  test('of a host of its own', () => {
    const manifests = synth({
      dashboards: [Dashboard.kiali(), Dashboard.grafana({ host: 'grafana.example.com' })],
      allowAnonymous: true,
    });
    expect(routesOf(manifests, 'dashboards-grafana')).toEqual([
      { match: [{ uri: { prefix: '/' } }], route: to('grafana.istio-system', 3000) },
    ]);
    expect(ofKind(manifests, 'Gateway')[0].spec.servers.map(({ hosts }) => hosts)).toEqual([
      [HOST, 'grafana.example.com'],
      [HOST, 'grafana.example.com'],
    ]);
  });

  test('of a host of its own lead from its root to the path', () => {
    const routes = routesOf(synth({ dashboards: [Dashboard.jaeger()], allowAnonymous: true }));
    expect(routes[0]).toEqual({ match: [{ uri: { exact: '/' } }], redirect: { uri: '/jaeger/' } });
  });

  test('have names that differ, whatever the dashboards', () => {
    const dashboards = ['a', 'b'].map((name) => Dashboard.grafana({ host: `${name}.example.com` }));
    const custom = Dashboard.of(ServiceRef.fromName('alerts', { ports: [{ port: 80 }] }), { host: 'c.example.com' });
    const { virtualServices } = make({ dashboards: [...dashboards, custom], host: undefined });
    expect(virtualServices.map(({ name }) => name)).toEqual([
      'dashboards-grafana',
      'dashboards-b-example-com',
      'dashboards-c-example-com',
    ]);
  });

  test('of any Service, at the place where it is asked for', () => {
    const alerts = ServiceRef.fromName('alerts', { ports: [{ port: 80 }, { port: 9093, name: 'http' }] });
    const dashboards = [Dashboard.kiali(), Dashboard.of(alerts, { path: '/', port: 'http' })];
    expect(routesOf(synth({ dashboards, allowAnonymous: true })).at(-1)).toEqual({
      match: [{ uri: { prefix: '/' } }],
      route: to('alerts.ops', 9093),
    });
  });

  test('have HSTS, and take the token away', () => {
    const withHsts = IngressTls.credential('dash-cert', { hsts: Duration.days(1) });
    expect(routesOf(synth({ tls: withHsts })).at(-1)!.headers).toEqual({
      request: { remove: ['authorization'] },
      response: { set: { 'Strict-Transport-Security': 'max-age=86400' } },
    });
  });

  test.each<[string, Login, string[] | undefined]>([
    ['of another header', Login.jwt({ issuer: ISSUER, fromHeaders: [{ name: 'X-Token' }] }), ['x-token']],
    ['of a cookie, which stays', Login.jwt({ issuer: ISSUER, fromCookies: ['session'] }), undefined],
    ['that is wanted', Login.jwt({ issuer: ISSUER, forwardToken: true }), undefined],
  ])('and the token %s', (_, login, remove) => {
    expect(routesOf(synth({ login })).at(-1)!.headers).toEqual(remove && { request: { remove } });
  });
});

describe('the login', () => {
  const hosts = [HOST, `${HOST}:*`];
  const nobody = [{ source: { notRequestPrincipals: [`${ISSUER}/*`] } }];
  const redirected = [{ key: 'request.headers[x-forwarded-proto]', values: ['https'] }];

  test('holds for each host, with any port, where it is served; where it is redirected, for what says that it spoke HTTPS', () => {
    expect(rulesOf(synth({}))).toEqual([
      { from: nobody, to: [{ operation: { hosts, ports: ['8443', '443'] } }] },
      { from: nobody, to: [{ operation: { hosts, ports: ['8080', '80'] } }], when: redirected },
    ]);
  });

  test('is asked for on every port that serves', () => {
    const both = IngressTls.credential('dash-cert', { redirect: false });
    const login = Login.sourceRanges(['203.0.113.7'], { clientAddress: ClientAddress.FORWARDED });
    expect(rulesOf(synth({ tls: both, login }))).toEqual([
      {
        from: [{ source: { notRemoteIpBlocks: ['203.0.113.7'] } }],
        to: [{ operation: { hosts, ports: ['8080', '80', '8443', '443'] } }],
      },
    ]);
  });

  test('is not asked for where a rule redirects', () => {
    const workload = GatewayWorkload.of({
      namespace: 'edge',
      service: 'door',
      selector: { istio: 'door' },
      ports: [{ port: 8000 }, { port: 8443 }],
    });
    const manifests = synth({ workload, httpPort: 8000, tls: IngressTls.credential('dash-cert', { port: 8443 }) });
    expect(rulesOf(manifests)).toEqual([{ from: nobody, to: [{ operation: { hosts, ports: ['8443'] } }] }]);
    expect(routesOf(manifests)[0]).toEqual({ match: [{ port: 8000 }], redirect: { scheme: 'https', port: 8443 } });
  });

  test('wants every claim', () => {
    const claims = [Condition.claim('groups', ['a', 'b']), Condition.nestedClaim(['realm', 'roles'], ['c'])];
    const plain = IngressTls.credential('dash-cert', { plainHttp: false });
    expect(rulesOf(synth({ login: Login.jwt({ issuer: ISSUER, claims }), tls: plain }))).toEqual([
      { from: nobody, to: [{ operation: { hosts, ports: ['8443', '443'] } }] },
      {
        to: [{ operation: { hosts, ports: ['8443', '443'] } }],
        when: [{ key: 'request.auth.claims[groups]', notValues: ['a', 'b'] }],
      },
      {
        to: [{ operation: { hosts, ports: ['8443', '443'] } }],
        when: [{ key: 'request.auth.claims[realm][roles]', notValues: ['c'] }],
      },
    ]);
  });

  test.each<[string, Login]>([
    ['tokens', Login.jwt({ issuer: ISSUER, corsPreflight: true })],
    ['an authorizer', Login.externalAuthorizer('oauth2-proxy', { corsPreflight: true })],
  ])('with %s leaves out preflights if that is wanted', (_, login) => {
    expect(rulesOf(synth({ login, tls: IngressTls.elsewhere() }))[0].to).toEqual([
      { operation: { hosts, notMethods: ['OPTIONS'], ports: ['8080', '80'] } },
    ]);
  });

  test.each<[string, ConstructorParameters<typeof GatewayDeployment>[2], string]>([
    ['a proxy that is trusted', { trustedProxies: 1 }, 'notRemoteIpBlocks'],
    [
      'the PROXY protocol',
      { loadBalancer: LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNAL, proxyProtocol: true }) },
      'notRemoteIpBlocks',
    ],
    [
      'a load balancer that leaves the address as it is',
      { loadBalancer: LoadBalancer.plain({ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }) },
      'notIpBlocks',
    ],
    [
      'an NLB that leaves the address as it is',
      {
        loadBalancer: LoadBalancer.awsNlb({
          annotations: {
            'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true',
          },
        }),
      },
      'notIpBlocks',
    ],
    ['no load balancer', { loadBalancer: LoadBalancer.clusterIp() }, 'notIpBlocks'],
  ])('knows the address behind %s', (_, props, field) => {
    const chart = opsChart();
    const { workload } = new GatewayDeployment(chart, 'Door', props);
    const login = Login.sourceRanges(['203.0.113.0/24']);
    expect(rulesOf(synth({ workload, login }, chart))[0].from).toEqual([{ source: { [field]: ['203.0.113.0/24'] } }]);
  });
});

describe('a shared Gateway', () => {
  const shared = (chart: Chart, ...servers: GatewayServer[]): Gateway =>
    new Gateway(chart, 'Shared', {
      metadata: { name: 'shared' },
      workload: GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' }),
      servers,
    });
  const https = GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential('wildcard') });
  const redirect = GatewayServer.http({ hosts: ['*.example.com'], httpsRedirect: true });

  test('of the app tells its pods and ports', () => {
    const chart = opsChart();
    const manifests = synth({ gateway: shared(chart, redirect, https), tls: undefined }, chart);
    expect(ofKind(manifests, 'VirtualService')[0].spec.gateways).toEqual(['ops/shared']);
    expect(ofKind(manifests, 'AuthorizationPolicy')[0].metadata.namespace).toBe('istio-ingress');
    expect(rulesOf(manifests).map(({ to }) => to[0].operation.ports)).toEqual([['443'], ['80']]);
  });

  test('that is known by its name has the login on all ports of its pods', () => {
    const gateway = Gateway.fromName('shared', { namespace: 'edge' });
    const workload = GatewayWorkload.istioIngress();
    expect(rulesOf(synth({ gateway, workload, tls: IngressTls.elsewhere() }))[0].to[0].operation.ports).toEqual([
      '8080',
      '80',
      '8443',
      '443',
    ]);
  });

  test('that gets a server for the host later is refused at synthesis', () => {
    const chart = opsChart();
    const gateway = shared(chart, https);
    make({ gateway, tls: undefined }, chart);
    gateway.addServer(GatewayServer.http({ hosts: [HOST] }));
    expect(() => Testing.synth(chart)).toThrow(
      'ops/Dashboards (DashboardExposure): 1 problem\n' +
        `  gateway: ${gateway.gatewayName} got a server for ${HOST} after the login was written, which does not cover it. Give the Gateway all of its servers before.`,
    );
  });

  test('may get servers for other hosts later', () => {
    const chart = opsChart();
    const gateway = shared(chart, https);
    make({ gateway, tls: undefined }, chart);
    gateway.addServer(GatewayServer.http({ hosts: ['shop.example.org'] }));
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});
