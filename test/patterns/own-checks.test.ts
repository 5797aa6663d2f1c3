import { ApiObject, App, Chart, Duration, JsonPatch } from 'cdk8s';
import type {
  AlbIngressProps,
  CanaryReleaseProps,
  DashboardExposureProps,
  EgressSniPassthroughProps,
  EgressTlsOriginationProps,
  GatewayDeploymentProps,
  IngressedServiceProps,
  MeshNamespaceProps,
} from 'cdk8s-istio';
import {
  AlbBackend,
  AlbIngress,
  AlbScheme,
  AlbTargetType,
  ClientAddress,
  Condition,
  Dashboard,
  DashboardExposure,
  Destination,
  EgressHost,
  EgressStrategy,
  EgressExit,
  EgressTlsOrigination,
  OriginTls,
  Externals,
  Fault,
  Gateway,
  GatewayDeployment,
  GatewayDirection,
  GatewayServer,
  GatewayWorkload,
  HopSecurity,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  Injection,
  IstioChecks,
  LoadBalancer,
  Login,
  MeshNamespace,
  MutualTls,
  networking,
  NamespaceAccess,
  NlbScheme,
  OutboundTrafficPolicy,
  ReleaseController,
  ReleasePhase,
  Retries,
  Rewrite,
  RolloutStep,
  RolloutTrafficSplit,
  ServerTls,
  ServiceRef,
  Severity,
  Source,
  Split,
  StickyCookie,
  Waypoint,
  World,
} from 'cdk8s-istio';
import { Shop } from './shop';

/*
 * What a pattern makes passes the checks without a suppression: with nothing to see but the manifests and what is installed.
 */

const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/tls',
  metadata: { name: 'shop-tls', namespace: 'istio-system' },
};

function found(make: (shop: Shop) => void, ...externals: unknown[]): string[] {
  const shop = new Shop();
  make(shop);
  return IstioChecks.on(shop.app, {
    world: World.CLOSED,
    failOn: Severity.INFO,
    externals: [Externals.istioIngressGateway(), Externals.istioEgressGateway(), SECRET, ...externals],
  })
    .findings()
    .map(
      ({ code, severity, object, path, message }) =>
        `${severity} ${code} ${object.kind} ${object.name} ${path} ${message}`,
    );
}

describe('IngressedService', () => {
  test.each<[string, Partial<IngressedServiceProps>]>([
    ['as it is', {}],
    ['with TLS', { tls: IngressTls.credential('shop-tls') }],
    ['with HSTS', { tls: IngressTls.credential('shop-tls', { hsts: Duration.days(30) }) }],
    ['with plain HTTP beside TLS', { tls: IngressTls.credential('shop-tls', { redirect: false, plainHttp: true }) }],
    ['with TLS alone', { tls: IngressTls.credential('shop-tls', { redirect: false }) }],
    ['of several hosts', { hosts: ['shop.example.com', '*.shop.example.com'] }],
    [
      'with routes',
      {
        routes: [
          IngressRoute.prefix('/api/', { rewrite: Rewrite.uri('/'), timeout: Duration.seconds(5) }),
          IngressRoute.exact('/health', { retries: Retries.none() }),
          IngressRoute.prefix('/old', { redirect: { uri: '/' } }),
          IngressRoute.prefix('/off', { directResponse: { status: 503 } }),
          IngressRoute.prefix('/slow', {
            fault: Fault.delay(Duration.seconds(1), { percentage: 1 }),
            retries: Retries.none(),
          }),
          IngressRoute.all({ match: [HttpMatch.method('GET')] }),
        ],
      },
    ],
  ])('%s', (_, props) => {
    expect(found((shop) => shop.ingress(props))).toEqual([]);
  });

  test('with destinations', () => {
    expect(
      found((shop) =>
        shop.ingress({ routes: [IngressRoute.all({ route: [Destination.service(shop.service as never)] })] }),
      ),
    ).toEqual([]);
  });

  test('at a gateway of a Helm release', () => {
    const workload = GatewayWorkload.helmRelease('istio-edge', { namespace: 'edge' });
    expect(found((shop) => shop.ingress({ workload }), Externals.gatewayWorkload(workload))).toEqual([]);
  });

  test('at any other gateway', () => {
    const workload = GatewayWorkload.of({ namespace: 'edge', service: 'door', selector: { istio: 'door' } });
    expect(found((shop) => shop.ingress({ workload }), Externals.gatewayWorkload(workload))).toEqual([]);
  });
});

describe('GatewayDeployment', () => {
  const certificateArns = ['arn:aws:acm:eu-west-1:123456789012:certificate/a'];
  const inEdge =
    (props: GatewayDeploymentProps, use: (shop: Shop, door: GatewayDeployment) => void) => (shop: Shop) => {
      const edge = new Chart(shop.app, 'edge', { namespace: 'edge' });
      const labels = { 'istio-injection': 'enabled' };
      new ApiObject(edge, 'Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge', labels } });
      use(shop, new GatewayDeployment(edge, 'Door', props));
    };

  test.each<[string, GatewayDeploymentProps]>([
    ['as it is', {}],
    ['with one pod', { replicas: 1 }],
    ['behind a proxy that is trusted', { trustedProxies: 1 }],
    ['with ports of its own', { ports: [{ port: 80, targetPort: 8080 }, { port: 9000 }] }],
    [
      'behind an NLB',
      { loadBalancer: LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNET_FACING, proxyProtocol: true }) },
    ],
    ['behind a load balancer of Azure', { loadBalancer: LoadBalancer.azure({ internalOnly: true }) }],
    ['behind one of Google Cloud', { loadBalancer: LoadBalancer.gcp() }],
    ['behind MetalLB', { loadBalancer: LoadBalancer.metalLb({ addresses: ['192.0.2.10'], pool: 'public' }) }],
    ['behind ports of the nodes', { loadBalancer: LoadBalancer.nodePort() }],
    ['in the cluster', { loadBalancer: LoadBalancer.clusterIp() }],
  ])('%s', (_, props) => {
    expect(found(inEdge(props, (shop, { workload }) => shop.ingress({ workload })))).toEqual([]);
  });

  test('behind an NLB that ends TLS', () => {
    const props = { loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns } }) };
    expect(
      found(
        inEdge(props, (shop, { workload }) => {
          shop.ingress({ workload, tls: IngressTls.elsewhere({ hsts: Duration.days(30) }), httpPort: 443 });
        }),
      ),
    ).toEqual([]);
  });

  test('on the way out', () => {
    const props = { direction: GatewayDirection.EGRESS };
    expect(found(inEdge(props, (shop, { workload }) => shop.egress({ workload })))).toEqual([]);
  });

  test('of another chart, which is not checked', () => {
    const app = new App();
    const { workload } = new GatewayDeployment(new Chart(app, 'edge', { namespace: 'edge' }), 'Door', { replicas: 2 });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new IngressedService(shop, 'Shop', {
      service: ServiceRef.fromName('web', { ports: [{ port: 80, name: 'http' }] }),
      hosts: ['shop.example.com'],
      workload,
    });
    const checks = IstioChecks.on(shop, { world: World.CLOSED, failOn: Severity.INFO });
    expect(checks.findings()).toEqual([]);
  });
});

describe('DashboardExposure', () => {
  const tls = IngressTls.credential('shop-tls');
  const jwt = { issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/jwks.json' };
  const claims = [Condition.claim('groups', ['operators'])];
  test.each<[string, Partial<DashboardExposureProps>]>([
    ['with tokens', { tls, login: Login.jwt(jwt) }],
    ['with claims', { tls, login: Login.jwt({ ...jwt, claims, corsPreflight: true }) }],
    ['with an authorizer', { tls, login: Login.externalAuthorizer('oauth2-proxy') }],
    ['behind a load balancer that ends TLS', { tls: IngressTls.elsewhere(), login: Login.jwt(jwt) }],
    [
      'for some addresses',
      { login: Login.sourceRanges(['203.0.113.0/24'], { clientAddress: ClientAddress.CONNECTION }) },
    ],
    ['for everybody, knowingly', { allowAnonymous: true }],
    [
      'with hosts and paths of their own',
      {
        tls,
        login: Login.jwt(jwt),
        dashboards: [
          Dashboard.kiali(),
          Dashboard.jaeger(),
          Dashboard.prometheus({ path: '/prometheus' }),
          Dashboard.grafana({ host: 'grafana.example.com' }),
        ],
      },
    ],
  ])('%s', (_, props) => {
    const make = (shop: Shop): void => {
      new DashboardExposure(shop.chart, 'Dashboards', {
        dashboards: [Dashboard.kiali()],
        host: 'dash.example.com',
        ...props,
      });
    };
    expect(found(make)).toEqual([]);
  });

  test('at a gateway of a Helm release, on a shared Gateway', () => {
    const workload = GatewayWorkload.helmRelease('istio-edge', { namespace: 'edge' });
    const secret = { ...SECRET, metadata: { name: 'shop-tls', namespace: 'edge' } };
    const make = (shop: Shop): void => {
      const hosts = ['dash.example.com'];
      const gateway = new Gateway(shop.chart, 'Shared', {
        workload,
        servers: [
          GatewayServer.http({ hosts, httpsRedirect: true }),
          GatewayServer.https({ hosts, tls: ServerTls.credential('shop-tls') }),
        ],
      });
      const [host] = hosts;
      new DashboardExposure(shop.chart, 'Dashboards', {
        dashboards: [Dashboard.kiali()],
        host,
        gateway,
        login: Login.jwt(jwt),
      });
    };
    expect(found(make, Externals.gatewayWorkload(workload), secret)).toEqual([]);
  });
});

describe('AlbIngress', () => {
  const ALB = '/metadata/annotations/alb.ingress.kubernetes.io~1';
  const installed = ({ chart, service }: Shop): IngressedService =>
    new IngressedService(chart, 'Shop', { service, hosts: ['shop.example.com'], tls: IngressTls.elsewhere() });
  const front = (shop: Shop, props: Partial<AlbIngressProps> = {}): AlbIngress =>
    new AlbIngress(shop.chart, 'Alb', { ...props, services: props.services ?? [installed(shop)] });

  test.each<[string, Partial<AlbIngressProps>]>([
    ['as it is', {}],
    ['with certificates', { certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a'], plainHttp: false }],
    ['in front of nodes', { targetType: AlbTargetType.INSTANCE, scheme: AlbScheme.INTERNET_FACING }],
    ['that redirects nothing', { redirect: false }],
  ])('%s', (_, props) => {
    expect(found((shop) => front(shop, props))).toEqual([]);
  });

  test.each([
    ['pods', LoadBalancer.clusterIp(), AlbTargetType.IP],
    ['nodes', LoadBalancer.nodePort(), AlbTargetType.INSTANCE],
  ])('in front of a GatewayDeployment, to %s', (_, loadBalancer, targetType) => {
    const make = (shop: Shop): void => {
      shop.object('Namespace', { name: 'edge', labels: { 'istio-injection': 'enabled' } });
      const namespace = 'edge';
      const door = new GatewayDeployment(shop.chart, 'Door', { namespace, loadBalancer, trustedProxies: 1 });
      const { workload } = door;
      const tls = IngressTls.elsewhere();
      const shops = new IngressedService(shop.chart, 'Shop', {
        service: shop.service,
        hosts: ['shop.example.com'],
        workload,
        tls,
      });
      front(shop, { services: [shops], targetType });
    };
    expect(found(make)).toEqual([]);
  });

  test('that encrypts again', () => {
    const make = (shop: Shop): void => {
      const gateway = new Gateway(shop.chart, 'Edge', {
        servers: [GatewayServer.https({ hosts: ['*'], tls: ServerTls.credential('shop-tls') })],
      });
      const { service } = shop;
      const services = [new IngressedService(shop.chart, 'Shop', { service, hosts: ['shop.example.com'], gateway })];
      front(shop, { services, backend: AlbBackend.https() });
    };
    expect(found(make)).toEqual([]);
  });

  test.each<[string, (alb: ApiObject, gateway: ApiObject) => void, string]>([
    [
      'without a health check',
      (alb) => alb.addJsonPatch(JsonPatch.remove(`${ALB}healthcheck-path`)),
      'error CDI0402 Ingress alb metadata.annotations',
    ],
    [
      'in front of a redirect',
      (_, gateway) => gateway.addJsonPatch(JsonPatch.add('/spec/servers/0/tls', { httpsRedirect: true })),
      'error CDI0103 Gateway shop spec.servers[0].tls.httpsRedirect',
    ],
    [
      'that encrypts for plain HTTP',
      (alb) => alb.addJsonPatch(JsonPatch.add(`${ALB}backend-protocol`, 'HTTPS')),
      'error CDI0118 Gateway shop spec.servers[0].port.protocol',
    ],
  ])('patched, it is found: %s', (_, patch, finding) => {
    const make = (shop: Shop): void => {
      const { ingress } = front(shop);
      const gateway = shop.chart.node.findAll().find((each) => ApiObject.isApiObject(each) && each.kind === 'Gateway');
      patch(ingress, gateway as ApiObject);
    };
    expect(found(make).map((text) => text.split(' ').slice(0, 5).join(' '))).toContain(finding);
  });
});

describe('CanaryRelease', () => {
  const options: [string, Partial<CanaryReleaseProps>][] = [
    ['as it is', {}],
    ['with a split', { split: Split.percent(20) }],
    ['all canary', { split: Split.allCanary() }],
    ['with always', { split: Split.percent(20), alwaysCanary: [HttpMatch.header('x-canary', 'always')] }],
    ['with a cookie', { split: Split.percent(20), sticky: StickyCookie.named('version') }],
    ['with a mirror', { split: Split.allStable(), mirrorPercent: 10 }],
    ['for the mesh only', { mesh: true, split: Split.percent(50) }],
    ['with policies', { split: Split.percent(50), timeout: Duration.seconds(3), retries: Retries.none() }],
    ['SUBSETS_DECLARED', { phase: ReleasePhase.SUBSETS_DECLARED }],
    ['ALL_STABLE', { phase: ReleasePhase.ALL_STABLE }],
    ['ALL_CANARY', { phase: ReleasePhase.ALL_CANARY }],
    ['ROUTES_REMOVED', { phase: ReleasePhase.ROUTES_REMOVED }],
  ];

  test.each(options)('%s', (_, props) => {
    expect(found((shop) => void shop.canary(props))).toEqual([]);
  });

  test.each(options)('%s, behind a gateway', (_, props) => {
    expect(found((shop) => shop.ingress({ service: shop.canary(props).release }))).toEqual([]);
  });

  test('not for the mesh', () => {
    expect(
      found((shop) => shop.ingress({ service: shop.canary({ mesh: false, split: Split.percent(20) }).release })),
    ).toEqual([]);
  });

  test('with a preview', () => {
    expect(found((shop) => shop.ingress({ service: shop.canary().preview }))).toEqual([]);
  });

  const steps = [RolloutStep.weight(20), RolloutStep.pause()];
  test.each([
    ['services', RolloutTrafficSplit.services()],
    ['subsets', RolloutTrafficSplit.subsets()],
  ])('with Argo Rollouts and %s', (_, trafficSplit) => {
    const make = (shop: Shop): void => {
      shop.chart.node.tryRemoveChild('Deployment-web-v2');
      const controller = ReleaseController.argoRollouts({ workload: shop.v1, steps, trafficSplit });
      shop.ingress({ service: shop.canary({ controller }).release });
    };
    expect(found(make)).toEqual([]);
  });

  test('with Flagger, which makes the Service', () => {
    const ports = [{ port: 80, name: 'http' }];
    const make = (shop: Shop): void => {
      shop.chart.node.tryRemoveChild('Service-web');
      shop.chart.node.tryRemoveChild('Deployment-web-v2');
      const controller = ReleaseController.flagger({
        workload: shop.v1,
        targetPort: 8080,
        interval: Duration.minutes(1),
        threshold: 5,
        stepWeight: 10,
        maxWeight: 50,
        metrics: [{ name: 'request-success-rate', min: 99 }],
      });
      shop.ingress({ service: shop.canary({ controller, service: ServiceRef.fromName('web', { ports }) }).release });
    };
    expect(found(make, Externals.service('web', { namespace: 'shop', ports, pods: [{ app: 'web' }] }))).toEqual([]);
  });
});

describe('EgressSniPassthrough', () => {
  const wildcards = { hosts: ['*.wikipedia.org', '*.wikimedia.org'] };
  const mutual = HopSecurity.istioMutual();
  test.each<[string, Partial<EgressSniPassthroughProps>]>([
    ['fixed hosts', {}],
    ['fixed hosts, several', { hosts: ['www.wikipedia.org', 'en.wikipedia.org'] }],
    ['fixed hosts, mutual', { hosts: ['www.wikipedia.org', 'en.wikipedia.org'], hopSecurity: mutual }],
    ['for all namespaces', { clients: undefined }],
    ['a common server', { hosts: ['*.wikipedia.org'], strategy: EgressStrategy.commonServer('www.wikipedia.org') }],
    [
      'a common server, mutual',
      { hosts: ['*.wikipedia.org'], strategy: EgressStrategy.commonServer('www.wikipedia.org'), hopSecurity: mutual },
    ],
    ['SNI forward', { ...wildcards, strategy: EgressStrategy.sniForward() }],
    ['SNI forward, no log', { ...wildcards, strategy: EgressStrategy.sniForward({ accessLog: false }) }],
    ['dynamic DNS', { ...wildcards, strategy: EgressStrategy.dynamicDns() }],
    ['another port', { port: 8443, gatewayPort: 443 }],
  ])('%s', (_, props) => {
    expect(found((shop) => shop.egress(props))).toEqual([]);
  });

  const callers = { allowedCallers: [Source.namespace('shop')] };
  test.each<[string, Partial<EgressSniPassthroughProps>, object]>([
    ['of its own, for everybody', {}, {}],
    ['of its own, for some', {}, callers],
    ['of its own, for wildcards', wildcards, callers],
    ['for several hosts', { hosts: ['www.wikipedia.org', 'en.wikipedia.org'] }, callers],
  ])('a waypoint %s', (_, props, options) => {
    const make = (shop: Shop): void => {
      shop.chart.node.tryRemoveChild('Namespace-shop');
      new MeshNamespace(shop.chart, 'Shop', { injection: Injection.ambient() });
      const injection = Injection.ambient({ waypoint: Waypoint.own() });
      const out = new MeshNamespace(new Chart(shop.app, 'out', { namespace: 'istio-egress' }), 'Out', { injection });
      shop.egress({ ...props, strategy: EgressStrategy.waypoint(out, options) });
    };
    expect(found(make)).toEqual([]);
  });

  test('a waypoint that is there', () => {
    const make = (shop: Shop): void => {
      shop.chart.node.tryRemoveChild('Namespace-shop');
      new MeshNamespace(shop.chart, 'Shop', { injection: Injection.ambient() });
      shop.egress({ strategy: EgressStrategy.waypoint(Waypoint.named('waypoint', { namespace: 'infra' }), callers) });
    };
    expect(found(make, Externals.namespace('infra', { 'istio.io/dataplane-mode': 'ambient' }))).toEqual([]);
  });
});

describe('EgressTlsOrigination', () => {
  const { SIMPLE } = networking.ClientTlsSettingsTlsMode;
  const payments = { hosts: ['api.payments.example'], clients: ['shop'] };
  test.each<[string, Partial<EgressTlsOriginationProps>]>([
    ['through the gateway', {}],
    ['several hosts', { hosts: ['api.payments.example', 'files.payments.example'] }],
    ['nothing around the hop', { hopSecurity: HopSecurity.none() }],
    ['for all namespaces', { clients: undefined }],
    ['with HTTP/2', { http2: true }],
    ['with HTTP/2 and nothing around the hop', { http2: true, hopSecurity: HopSecurity.none() }],
    ['with the certificate of a Secret', { tls: OriginTls.mutual('shop-tls') }],
    ['with the authorities of a Secret', { tls: OriginTls.simple({ caCredential: 'shop-tls' }) }],
    ['with another server name', { tls: OriginTls.simple({ sni: 'edge.payments.example' }) }],
    ['from sidecars', { exit: EgressExit.sidecar() }],
    ['from sidecars, for all namespaces', { exit: EgressExit.sidecar(), clients: undefined }],
    [
      'from sidecars, with files',
      { exit: EgressExit.sidecar(), tls: OriginTls.of({ mode: SIMPLE, caCertificates: '/etc/tls/ca.crt' }) },
    ],
    ['other ports', { port: 8080, targetPort: 8443, gatewayPort: 443 }],
  ])('%s', (_, props) => {
    const make = (shop: Shop): void => void new EgressTlsOrigination(shop.chart, 'Payments', { ...payments, ...props });
    expect(found(make)).toEqual([]);
  });
});

describe('MeshNamespace', () => {
  const monitoring = Externals.namespace('monitoring');
  const closed = NamespaceAccess.denyByDefault({ allowedCallers: [Source.namespace('monitoring')] });
  const strict = MutualTls.STRICT;
  const own = Injection.ambient({ waypoint: Waypoint.own() });
  const all = {
    mutualTls: strict,
    access: closed,
    egress: [EgressHost.sameNamespace(), EgressHost.namespace('monitoring')],
    outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
  };
  test.each<[string, Partial<MeshNamespaceProps>]>([
    ['with sidecars', {}],
    ['with all of it', all],
    ['with a revision, and all of it', { injection: Injection.revision('canary'), ...all }],
    ['with strict mutual TLS', { mutualTls: strict }],
    ['with permissive mutual TLS', { mutualTls: MutualTls.PERMISSIVE }],
    ['closed for all', { access: NamespaceAccess.denyByDefault() }],
    ['closed and strict', { access: NamespaceAccess.denyByDefault(), mutualTls: strict }],
    ['for the registry only', { outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly() }],
    ['in ambient mode', { injection: Injection.ambient() }],
    ['in ambient mode, closed and strict', { injection: Injection.ambient(), access: closed, mutualTls: strict }],
    ['with a waypoint', { injection: own }],
    ['with a waypoint, closed and strict', { injection: own, access: closed, mutualTls: strict }],
    ['outside of the mesh', { injection: Injection.none() }],
  ])('%s', (_, props) => {
    const make = (shop: Shop): void => {
      shop.chart.node.tryRemoveChild('Namespace-shop');
      new MeshNamespace(shop.chart, 'Shop', { injection: Injection.sidecar(), ...props });
    };
    expect(found(make, monitoring)).toEqual([]);
  });
});
