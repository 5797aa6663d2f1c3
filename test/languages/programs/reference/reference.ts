import { ApiObject, App, Chart, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as istio from 'cdk8s-istio';
import {
  Access,
  AlbIngress,
  AlbScheme,
  AuthorizationAction,
  AuthorizationPolicy,
  AuthorizationRule,
  CanaryRelease,
  Condition,
  CustomTag,
  Dashboard,
  DashboardExposure,
  Destination,
  DestinationRule,
  EgressHost,
  EgressListener,
  EgressSniPassthrough,
  EgressStrategy,
  EgressTlsOrigination,
  EnvoyFilter,
  extensions,
  Externals,
  Gateway,
  GatewayDeployment,
  gatewayApi,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  Injection,
  IstioChecks,
  IstioMetric,
  IstioVersion,
  JwtRule,
  LoadBalancer,
  Login,
  Mesh,
  MeshNamespace,
  MeshSettings,
  MutualTls,
  NamespaceAccess,
  networking,
  NlbScheme,
  Operation,
  OriginTls,
  OutboundTrafficPolicy,
  PeerAuthentication,
  PolicyTarget,
  ProxyConfig,
  ReadinessProbe,
  RequestAuthentication,
  Retries,
  security,
  ServerTls,
  ServiceEntry,
  ServiceRef,
  Severity,
  Sidecar,
  Source,
  TagOverride,
  Telemetry,
  telemetryApi,
  TrafficExtension,
  VirtualService,
  WasmPlugin,
  WorkloadEntry,
  WorkloadGroup,
  WorkloadMode,
  World,
} from 'cdk8s-istio';

/*
 * Every pattern and every resource, one chart for each guide of docs/: the main example of the guide, as it stands there. The programs of
 * the same name in other languages make the same charts, and print the same.
 */

/** Makes the chart of a guide in an App of its own: the guides are different meshes. */
function make(guide: string, fill: (chart: Chart) => void, namespace: string = 'shop'): void {
  const app = new App();
  MeshSettings.set(app, { istioVersion: IstioVersion.V1_31 });
  fill(new Chart(app, guide, { namespace }));
  app.synth();
}

function deploymentOf(chart: Chart, name: string, labels: Record<string, string>): ApiObject {
  const containers = [{ name: 'main', image: `example.com/${name}:1`, ports: [{ containerPort: 8080 }] }];
  return new ApiObject(chart, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, serviceAccountName: name } },
    },
  });
}

function serviceOf(chart: Chart, name: string, ports: object[]): ApiObject {
  return new ApiObject(chart, `${name}-service`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports },
  });
}

function cartServiceOf(chart: Chart): ApiObject {
  return serviceOf(chart, 'cart', [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'tcp-admin', port: 9000 },
  ]);
}

// Patterns

function ingressedService(chart: Chart): void {
  const web = new kplus.Service(chart, 'Web', { metadata: { name: 'web' }, ports: [{ name: 'http', port: 80 }] });

  new IngressedService(chart, 'Shop', {
    service: web,
    hosts: ['shop.example.com'],
    tls: IngressTls.credential('shop-cert', { hsts: Duration.days(365) }),
    routes: [IngressRoute.prefix('/')],
  });
}

function canaryRelease(chart: Chart): void {
  const reviewsService = serviceOf(chart, 'reviews', [{ name: 'http', port: 9080 }]);
  const reviewsV1 = deploymentOf(chart, 'reviews-v1', { app: 'reviews', version: 'v1' });
  const reviewsV2 = deploymentOf(chart, 'reviews-v2', { app: 'reviews', version: 'v2' });

  const reviews = new CanaryRelease(chart, 'Reviews', {
    service: reviewsService,
    stable: reviewsV1,
    canary: reviewsV2,
    split: 20,
    alwaysCanary: [HttpMatch.header('x-canary', 'always')],
  });

  console.log(reviews.destinationRule?.name);
}

function gatewayDeployment(chart: Chart): void {
  const door = new GatewayDeployment(chart, 'Door', {
    namespace: 'edge',
    loadBalancer: LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNET_FACING, proxyProtocol: true }),
    ports: [{ port: 80 }],
  });

  new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
    workload: door.workload,
  });
}

function albIngress(chart: Chart): void {
  const door = new GatewayDeployment(chart, 'Door', {
    namespace: 'edge',
    loadBalancer: LoadBalancer.clusterIp(),
    trustedProxies: 1,
  });

  const shop = new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com', '*.shop.example.com'],
    workload: door.workload,
    tls: IngressTls.elsewhere(),
  });

  new AlbIngress(chart, 'Alb', {
    services: [shop],
    scheme: AlbScheme.INTERNET_FACING,
    certificateArns: ['arn:aws:acm:eu-west-1:123456789012:certificate/1234'],
  });
}

function dashboardExposure(chart: Chart): void {
  new DashboardExposure(chart, 'Dashboards', {
    dashboards: [Dashboard.kiali(), Dashboard.jaeger()],
    host: 'dash.example.com',
    tls: IngressTls.credential('dash-cert'),
    login: Login.jwt({
      issuer: 'https://issuer.example.com',
      jwksUri: 'https://issuer.example.com/jwks.json',
      claims: [Condition.claim('groups', ['operators'])],
    }),
  });
}

function egressSniPassthrough(chart: Chart): void {
  new EgressSniPassthrough(chart, 'Wikipedia', {
    hosts: ['*.wikipedia.org'],
    strategy: EgressStrategy.commonServer('www.wikipedia.org'),
    workload: GatewayWorkload.istioEgress(),
    clients: ['default'],
  });
}

function egressTlsOrigination(chart: Chart): void {
  new EgressTlsOrigination(chart, 'Payments', {
    hosts: ['api.payments.example'],
    tls: OriginTls.mutual('payments-client'), // a Secret where the gateway runs
    workload: GatewayWorkload.istioEgress(),
    clients: ['shop'],
  });
}

function meshNamespace(chart: Chart): void {
  const frontend = deploymentOf(chart, 'frontend', { app: 'frontend' });
  const cart = deploymentOf(chart, 'cart', { app: 'cart' });

  new MeshNamespace(chart, 'Shop', {
    injection: Injection.sidecar(),
    mutualTls: MutualTls.STRICT,
    access: NamespaceAccess.denyByDefault({ allowedCallers: [Source.namespace('monitoring')] }),
    egress: [EgressHost.sameNamespace(), EgressHost.namespace('payments')],
    outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
  });
  Access.allow(chart, 'FrontendToCart', { metadata: { name: 'frontend-to-cart' }, from: [frontend], to: cart });
}

// Resources

function gateway(chart: Chart): void {
  const gateway = new Gateway(chart, 'Edge', {
    metadata: { name: 'edge' },
    servers: [
      GatewayServer.http({ hosts: ['shop.example.com'], httpsRedirect: true }),
      GatewayServer.https({ hosts: ['shop.example.com'], tls: ServerTls.credential('shop-cert') }),
    ],
  });

  new VirtualService(chart, 'Routes', {
    metadata: { name: 'shop' },
    gateways: [gateway],
    hosts: ['shop.example.com'],
    http: [{ route: [Destination.service(ServiceRef.fromName('web', { ports: [{ port: 80 }] }))] }],
  });
}

function virtualService(chart: Chart): void {
  const reviews = ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] });
  const rule = new DestinationRule(chart, 'Reviews', { metadata: { name: 'reviews' }, service: reviews });
  const v1 = rule.addSubset('v1', { labels: { version: 'v1' } });
  const v2 = rule.addSubset('v2', { labels: { version: 'v2' } });

  new VirtualService(chart, 'Routes', {
    metadata: { name: 'reviews' },
    services: [reviews],
    http: [
      { match: [HttpMatch.header('end-user', 'jason')], route: [Destination.subset(v2)] },
      {
        route: [Destination.subset(v1, { weight: 80 }), Destination.subset(v2, { weight: 20 })],
        timeout: Duration.seconds(2),
        retries: Retries.onConnectFailures(2),
      },
    ],
  });
}

function destinationRule(chart: Chart): void {
  const reviews = ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] });

  const rule = new DestinationRule(chart, 'Reviews', {
    metadata: { name: 'reviews' },
    service: reviews,
    trafficPolicy: {
      loadBalancer: { simple: networking.LoadBalancerSettingsSimpleLb.LEAST_REQUEST },
      outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s' },
    },
  });
  const v1 = rule.addSubset('v1', { labels: { version: 'v1' } });
  const v2 = rule.addSubset('v2', {
    labels: { version: 'v2' },
    trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } },
  });

  new VirtualService(chart, 'Routes', {
    metadata: { name: 'reviews' },
    services: [reviews],
    http: [{ route: [Destination.subset(v1, { weight: 80 }), Destination.subset(v2, { weight: 20 })] }],
  });
}

function serviceEntry(chart: Chart): void {
  const payments = new ServiceEntry(chart, 'Payments', {
    metadata: { name: 'payments' },
    hosts: ['api.payments.example'],
    ports: [{ number: 443, protocol: 'TLS' }],
    resolution: networking.ServiceEntryResolution.DNS,
  });

  new VirtualService(chart, 'PaymentsRoutes', {
    metadata: { name: 'payments' },
    hosts: payments.hosts,
    tls: [
      {
        match: [{ sniHosts: payments.hosts, port: 443, sourceLabels: { stage: 'test' } }],
        route: [Destination.service(ServiceRef.fromName('payments-mock', { ports: [{ port: 443 }] }))],
      },
      { match: [{ sniHosts: payments.hosts, port: 443 }], route: [payments.destination()] },
    ],
  });
}

function sidecar(chart: Chart): void {
  const ratings = ServiceRef.fromName('ratings', { namespace: 'books' });

  new Sidecar(chart, 'Default', {
    metadata: { name: 'default' },
    egress: [
      EgressListener.anyPort([
        EgressHost.sameNamespace(),
        EgressHost.namespace('istio-system'),
        EgressHost.service(ratings),
        EgressHost.host('egress', '*.example.com'),
      ]),
    ],
    outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
  });
}

function workloadEntry(chart: Chart): void {
  const vm = new WorkloadEntry(chart, 'Vm', {
    metadata: { name: 'billing-vm-1' },
    address: '10.20.0.7',
    labels: { app: 'billing', version: 'v1' },
    locality: 'eu-west-1/eu-west-1a',
    serviceAccount: 'billing',
  });

  new ServiceEntry(chart, 'Billing', {
    metadata: { name: 'billing' },
    hosts: ['billing.shop.example.com'],
    location: networking.ServiceEntryLocation.MESH_INTERNAL,
    ports: [{ number: 80, protocol: 'HTTP', targetPort: 8080 }],
    resolution: networking.ServiceEntryResolution.STATIC,
    workloadSelector: { labels: { app: vm.labels.app } },
  });
}

function workloadGroup(chart: Chart): void {
  const billing = new WorkloadGroup(chart, 'Billing', {
    metadata: { name: 'billing' },
    entryMetadata: { labels: { app: 'billing' } },
    template: { serviceAccount: 'billing', ports: { http: 8080 }, network: 'vm-network' },
    probe: ReadinessProbe.http(8080, { path: '/ready', period: Duration.seconds(5) }),
  });

  new ServiceEntry(chart, 'BillingHost', {
    metadata: { name: 'billing' },
    hosts: ['billing.shop.example.com'],
    location: networking.ServiceEntryLocation.MESH_INTERNAL,
    ports: [{ number: 80, protocol: 'HTTP', name: 'http' }],
    resolution: networking.ServiceEntryResolution.STATIC,
    workloadSelector: { labels: billing.labels },
  });
}

function envoyFilter(chart: Chart): void {
  new EnvoyFilter(chart, 'SmallBuffers', {
    metadata: { name: 'small-buffers' },
    workloadSelector: { labels: { app: 'shop' } },
    configPatches: [
      {
        applyTo: networking.EnvoyFilterApplyTo.CLUSTER,
        match: { context: networking.EnvoyFilterPatchContext.SIDECAR_OUTBOUND },
        patch: {
          operation: networking.EnvoyFilterPatchOperation.MERGE,
          value: { per_connection_buffer_limit_bytes: 65536 },
        },
      },
    ],
  });
}

function proxyConfig(chart: Chart): void {
  new ProxyConfig(chart, 'Cart', {
    metadata: { name: 'cart' },
    selector: { matchLabels: { app: 'cart' } },
    concurrency: 4,
    environmentVariables: { ISTIO_META_DNS_CAPTURE: 'true' },
    imageType: 'distroless',
  });
}

function authorizationPolicy(chart: Chart): void {
  const frontend = deploymentOf(chart, 'frontend', { app: 'frontend' });
  const cartService = cartServiceOf(chart);

  Access.denyByDefault(chart, 'DenyByDefault', { metadata: { name: 'deny-by-default' } });
  Access.allow(chart, 'FrontendToCart', {
    metadata: { name: 'frontend-to-cart' },
    from: [frontend],
    to: cartService,
    methods: ['GET', 'POST'],
    paths: ['/cart/*'],
    ports: ['http'],
  });
  Access.allow(chart, 'IngressToFrontend', {
    metadata: { name: 'ingress-to-frontend' },
    from: [GatewayWorkload.istioIngress()],
    to: frontend,
  });

  new AuthorizationPolicy(chart, 'Admin', {
    metadata: { name: 'admin' },
    target: PolicyTarget.podsOf(cartService),
    action: AuthorizationAction.DENY,
    rules: [
      AuthorizationRule.of({
        from: [Source.everyoneExcept([Source.workload(frontend)])],
        to: [Operation.http({ paths: ['/carts/{*}/admin'], ports: ['http'] })],
        when: [Condition.unless(Condition.header('x-tier', ['gold']))],
      }),
    ],
  });
}

function peerAuthentication(chart: Chart): void {
  const cartService = cartServiceOf(chart);

  new PeerAuthentication(chart, 'Default', { metadata: { name: 'default' }, mode: MutualTls.STRICT });
  new PeerAuthentication(chart, 'Cart', {
    metadata: { name: 'cart' },
    target: PolicyTarget.podsOf(cartService),
    mode: MutualTls.STRICT,
    ports: [{ port: 'tcp-admin', mode: MutualTls.PERMISSIVE }],
  });
}

function requestAuthentication(chart: Chart): void {
  const cartService = cartServiceOf(chart);

  const login = new RequestAuthentication(chart, 'Login', {
    metadata: { name: 'login' },
    target: PolicyTarget.podsOf(cartService),
    jwtRules: [
      JwtRule.of({
        issuer: 'https://issuer.example.com',
        jwksUri: 'https://issuer.example.com/.well-known/jwks.json',
        audiences: ['shop'],
      }),
    ],
  });
  login.requireToken({ metadata: { name: 'require-token' } });
}

function telemetry(chart: Chart): void {
  const cart = deploymentOf(chart, 'cart', { app: 'cart' });

  new Telemetry(chart, 'Default', {
    metadata: { name: 'default' },
    accessLogging: [{ providers: ['envoy'], filter: 'response.code >= 400' }],
    tracing: {
      provider: 'otel',
      randomSamplingPercentage: 5,
      customTags: { tenant: CustomTag.header('x-tenant', { defaultValue: 'none' }) },
    },
  });
  new Telemetry(chart, 'Cart', {
    metadata: { name: 'cart' },
    target: PolicyTarget.workload(cart),
    metrics: [
      {
        overrides: [
          { metric: IstioMetric.REQUEST_SIZE, disabled: true },
          { mode: WorkloadMode.SERVER, tagOverrides: { request_host: TagOverride.expression('request.host') } },
        ],
      },
    ],
  });
}

function wasmPlugin(chart: Chart): void {
  const cart = deploymentOf(chart, 'cart', { app: 'cart' });

  new WasmPlugin(chart, 'Auth', {
    metadata: { name: 'auth' },
    target: PolicyTarget.workload(cart),
    url: 'oci://registry.example.com/auth:1.0',
    imagePullSecret: 'registry',
    phase: extensions.PluginPhase.AUTHN,
    pluginConfig: { realm: 'shop' },
    env: { LOG_LEVEL: 'info' },
    match: [{ mode: WorkloadMode.SERVER, ports: [8080] }],
  });
}

function trafficExtension(chart: Chart): void {
  const cart = deploymentOf(chart, 'cart', { app: 'cart' });

  new TrafficExtension(chart, 'Header', {
    metadata: { name: 'header' },
    target: PolicyTarget.workload(cart),
    lua: 'function envoy_on_response(handle) handle:headers():add("x-served-by", "cart") end',
    match: [{ mode: WorkloadMode.SERVER }],
  });
  new TrafficExtension(chart, 'Auth', {
    metadata: { name: 'auth' },
    target: PolicyTarget.workload(cart),
    wasm: { url: 'oci://registry.example.com/auth:1.0', pluginConfig: { realm: 'shop' } },
    phase: extensions.TrafficExtensionExecutionPhase.AUTHN,
  });
}

// Generated kinds, and the ways out

function imports(chart: Chart): void {
  new istio.networking.EnvoyFilter(chart, 'Keepalive', {
    metadata: { name: 'keepalive' },
    spec: {
      workloadSelector: { labels: { app: 'web' } },
      configPatches: [
        {
          applyTo: istio.networking.EnvoyFilterApplyTo.LISTENER,
          match: { context: istio.networking.EnvoyFilterPatchContext.SIDECAR_INBOUND },
          patch: {
            operation: istio.networking.EnvoyFilterPatchOperation.MERGE,
            value: { socket_options: [{ level: 1, name: 9, int_value: 1, state: 'STATE_LISTENING' }] },
          },
        },
      ],
    },
  });
}

function generatedKinds(chart: Chart): void {
  new security.AuthorizationPolicy(chart, 'Policy', {
    metadata: { name: 'frontend' },
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      rules: [
        {
          from: [{ source: { namespaces: ['shop'] } }],
          to: [{ operation: { methods: ['GET'] } }],
        },
      ],
    },
  });
  new telemetryApi.Telemetry(chart, 'Telemetry', {
    metadata: { name: 'default' },
    spec: { tracing: [{ randomSamplingPercentage: 5 }] },
  });
  new extensions.WasmPlugin(chart, 'Plugin', {
    metadata: { name: 'auth' },
    spec: { url: 'oci://registry.example.com/auth:1.0', phase: extensions.PluginPhase.AUTHN },
  });
  new gatewayApi.HttpRoute(chart, 'Route', {
    metadata: { name: 'web' },
    spec: {
      parentRefs: [{ name: 'edge' }],
      hostnames: ['shop.example.com'],
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
    },
  });
}

function jsonPatch(chart: Chart): void {
  const rule = new DestinationRule(chart, 'Reviews', {
    metadata: { name: 'reviews' },
    service: ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] }),
  });
  ApiObject.of(rule).addJsonPatch(
    JsonPatch.add('/metadata/annotations', { 'example.com/owner': 'shop' }),
    JsonPatch.add('/spec/trafficPolicy', { connectionPool: { tcp: { maxConnections: 100 } } }),
  );
}

// Checks and questions

function checks(chart: Chart): void {
  const checks = IstioChecks.on(chart, {
    failOn: Severity.ERROR,
    world: World.CLOSED,
    meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    externals: [
      Externals.namespace('shop', { 'istio-injection': 'enabled' }),
      Externals.istioIngressGateway(),
      Externals.service('web', { namespace: 'shop', ports: [{ port: 80, name: 'http' }] }),
      Externals.secret('shop-cert', { namespace: 'istio-system' }),
    ],
    suppress: [
      { code: 'CDI0306', object: 'EnvoyFilter shop/*', reason: 'the pods come with the next release' },
      { code: 'CDI0201', object: 'VirtualService shop/nowhere', reason: 'no such object is left' },
    ],
  });

  const [accepted] = ['raw', 'reported'].map(
    (name) =>
      new EnvoyFilter(chart, name, {
        metadata: { name },
        workloadSelector: { labels: { app: 'nobody' } },
        configPatches: [
          {
            applyTo: networking.EnvoyFilterApplyTo.CLUSTER,
            match: { context: networking.EnvoyFilterPatchContext.SIDECAR_OUTBOUND },
            patch: {
              operation: networking.EnvoyFilterPatchOperation.MERGE,
              value: { per_connection_buffer_limit_bytes: 65536 },
            },
          },
        ],
      }),
  );
  IstioChecks.accept(accepted, 'IST0133', 'no field of Istio can say this');

  for (const { code, severity, object, path, construct } of checks.findings()) {
    console.log(`${severity} ${code} ${object?.kind} ${object?.name} ${path} ${construct}`);
  }

  const findings = IstioChecks.check([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'reviews', namespace: 'shop' },
      spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }] },
    },
  ]);
  for (const { code, message } of findings) {
    console.log(`${code} ${message}`);
  }
}

function tracing(chart: Chart): void {
  const frontend = deploymentOf(chart, 'frontend', { app: 'frontend' });
  const cart = deploymentOf(chart, 'cart', { app: 'cart' });
  const cartService = cartServiceOf(chart);

  new MeshNamespace(chart, 'Shop', { name: 'shop', injection: Injection.sidecar() });
  new IngressedService(chart, 'Cart', {
    service: cartService,
    port: 80,
    hosts: ['shop.example.com'],
    routes: [IngressRoute.prefix('/cart')],
  });

  const mesh = Mesh.of(chart);
  const trace = mesh.get('http://shop.example.com/cart?item=7');
  console.log(trace.toString());

  console.log(trace.shareOf(cart));
  console.log(mesh.from(frontend).get('http://cart/').shareOf(cartService));
  console.log(mesh.request('http://shop.example.com/admin', { method: 'POST' }).outcomes[0].status);
  const asked = mesh.trace({ from: frontend, url: 'http://cart/', headers: { 'x-canary': 'always' } });
  console.log(asked.hops.map(({ proxy }) => proxy).join(', '));
}

function reachability(chart: Chart): void {
  const frontend = deploymentOf(chart, 'frontend', { app: 'frontend' });
  const cart = deploymentOf(chart, 'cart', { app: 'cart' });
  cartServiceOf(chart);

  new MeshNamespace(chart, 'Shop', { name: 'shop', injection: Injection.sidecar() });
  Access.denyByDefault(chart, 'DenyByDefault');
  Access.allow(chart, 'FrontendToCart', {
    from: [frontend],
    to: cart,
    ports: [8080],
    methods: ['GET', 'POST'],
    paths: ['/cart/*'],
  });

  const reach = Mesh.of(chart).reach({ to: cart });
  console.log(reach.toString());

  console.log(reach.callers.join(', '));
}

function graph(chart: Chart): void {
  new IngressedService(chart, 'Cart', {
    service: cartServiceOf(chart),
    port: 80,
    hosts: ['shop.example.com'],
  });

  const picture = Mesh.of(chart).graph({ namespaces: ['shop'] });
  console.log(picture.toMermaid());
}

make('ingressed-service', ingressedService);
make('canary-release', canaryRelease, 'bookinfo');
make('gateway-deployment', gatewayDeployment);
make('alb-ingress', albIngress);
make('dashboard-exposure', dashboardExposure);
make('egress-sni-passthrough', egressSniPassthrough);
make('egress-tls-origination', egressTlsOrigination);
make('mesh-namespace', meshNamespace);
make('gateway', gateway);
make('virtual-service', virtualService);
make('destination-rule', destinationRule);
make('service-entry', serviceEntry);
make('sidecar', sidecar);
make('workload-entry', workloadEntry);
make('workload-group', workloadGroup);
make('envoy-filter', envoyFilter);
make('proxy-config', proxyConfig);
make('authorization-policy', authorizationPolicy);
make('peer-authentication', peerAuthentication);
make('request-authentication', requestAuthentication);
make('telemetry', telemetry);
make('wasm-plugin', wasmPlugin);
make('traffic-extension', trafficExtension);
make('imports', imports);
make('generated-kinds', generatedKinds);
make('json-patch', jsonPatch);
make('checks', checks);
make('tracing', tracing);
make('reachability', reachability);
make('graph', graph);
