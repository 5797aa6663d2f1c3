import { App, Chart, Duration, Testing } from 'cdk8s';
import type { HttpRouteOptions, Version } from 'cdk8s-istio';
import {
  Access,
  AlbBackend,
  AlbIngress,
  AuthorizationPolicy,
  AuthorizationRule,
  CanaryRelease,
  check,
  ClientAddress,
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
  ExternalDns,
  Externals,
  Fault,
  Gateway,
  GatewayDeployment,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  Injection,
  JwtRule,
  LoadBalancer,
  Login,
  Mesh,
  MeshNamespace,
  MeshSettings,
  MutualTls,
  NamespaceAccess,
  Operation,
  OriginTls,
  PeerAuthentication,
  PolicyTarget,
  ProxyConfig,
  ReadinessProbe,
  ReleaseController,
  Replicas,
  RequestAuthentication,
  Retries,
  Rewrite,
  RolloutStep,
  RolloutTrafficSplit,
  ServerTls,
  ServiceAccountRef,
  ServiceEntry,
  ServiceRef,
  Sidecar,
  Source,
  Split,
  StickyCookie,
  Telemetry,
  TrafficExtension,
  Version as Of,
  VirtualService,
  WasmPlugin,
  Waypoint,
  WorkloadEntry,
  WorkloadGroup,
} from 'cdk8s-istio';
import { OPTION_NAMES } from '../imports/option-names';

/*
 * An option with a typing error must never be dropped in silence: a condition that is lost opens a route to everyone. So each struct of
 * the public API is given one that it does not have, wherever it is taken.
 */

const NONSENSE = { nonsense: 1 } as never;
const chart = (): Chart => new Chart(Testing.app(), 'shop', { namespace: 'shop' });
const web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
const v1 = Of.labelled('v1', { version: 'v1' });
const v2 = Of.labelled('v2', { version: 'v2' });
const workload = { name: 'web' };
const hosts = ['shop.example.com'];
const to = [Destination.service(web)];

const http = (rule: HttpRouteOptions) => new VirtualService(chart(), 'X', { hosts, http: [rule] });
const ingress = (props: object) => new IngressedService(chart(), 'X', { service: web, hosts, ...props });
const release = (props: object, canary: Version = v2) =>
  new CanaryRelease(chart(), 'X', { service: web, stable: v1, canary, ...props });
const gateway = (server: GatewayServer) => new Gateway(chart(), 'X', { servers: [server] });
const opened = (gatewayWorkload: GatewayWorkload) => ingress({ workload: gatewayWorkload });
const sidecar = (listener: EgressListener) => new Sidecar(chart(), 'X', { egress: [listener] });
const group = (probe: ReadinessProbe) => new WorkloadGroup(chart(), 'X', { probe });
const controlled = (controller: ReleaseController) =>
  new CanaryRelease(chart(), 'X', { service: web, controller, mesh: true });
const flagger = (options: object) =>
  controlled(
    ReleaseController.flagger({ workload, interval: Duration.minutes(1), threshold: 5, stepWeight: 10, ...options }),
  );
const rollouts = (options: object) =>
  controlled(ReleaseController.argoRollouts({ workload, steps: [RolloutStep.pause()], ...options }));
const entry = (): ServiceEntry => new ServiceEntry(chart(), 'X', { hosts, ports: [{ number: 443, protocol: 'TLS' }] });
const door = (props: object) => new GatewayDeployment(chart(), 'X', props);
const tls = ServerTls.credential('cert');
const rules = [AuthorizationRule.any()];
const ruled = (options: object) => new AuthorizationPolicy(chart(), 'X', { rules: [AuthorizationRule.of(options)] });
const account = ServiceAccountRef.fromName('web');
const authentication = (rule: JwtRule) => new RequestAuthentication(chart(), 'X', { jwtRules: [rule] });
const meshed = (injection: Injection, props: object = {}) => new MeshNamespace(chart(), 'X', { injection, ...props });
const issuer = 'https://issuer.example.com';
const dashboard = (props: object, of = Dashboard.kiali()) =>
  new DashboardExposure(chart(), 'X', {
    dashboards: [of],
    host: 'dash.example.com',
    tls: IngressTls.credential('cert'),
    login: Login.jwt({ issuer }),
    ...props,
  });

const telemetry = (props: object) => new Telemetry(chart(), 'X', props);
const wasm = { url: 'oci://registry.example.com/filter:1.0' };
const alb = (props: object) =>
  new AlbIngress(chart(), 'X', { services: [new IngressedService(chart(), 'X', { service: web, hosts })], ...props });
const places: [keyof typeof OPTION_NAMES, string, () => unknown][] = [
  ['AlbBackendOptions', 'backend.', () => alb({ backend: AlbBackend.http(NONSENSE) })],
  ['AlbGroup', 'group.', () => alb({ group: { name: 'edge', ...(NONSENSE as object) } })],
  ['AlbIngressProps', '', () => alb(NONSENSE)],
  ['AllowNothingProps', '', () => AuthorizationPolicy.allowNothing(chart(), 'X', NONSENSE)],
  [
    'AllowOptions',
    '',
    () =>
      Access.allow(chart(), 'X', {
        from: [Source.anyToken()],
        to: PolicyTarget.labels({ app: 'web' }),
        ...(NONSENSE as object),
      }),
  ],
  ['AmbientOptions', 'injection.', () => meshed(Injection.ambient(NONSENSE))],
  ['AnyPortEgressOptions', 'egress[0].', () => sidecar(EgressListener.anyPort([EgressHost.any()], NONSENSE))],
  ['AutoscalingOptions', 'replicas.', () => door({ replicas: Replicas.autoscaled(NONSENSE) })],
  ['AzureLoadBalancerOptions', 'loadBalancer.', () => door({ loadBalancer: LoadBalancer.azure(NONSENSE) })],
  ['ArgoRolloutsOptions', 'controller.', () => rollouts(NONSENSE)],
  ['AuthorizationPolicyProps', '', () => new AuthorizationPolicy(chart(), 'X', { rules, ...(NONSENSE as object) })],
  ['AuthorizationRuleOptions', 'rules[0].', () => ruled({ from: [Source.anyToken()], ...(NONSENSE as object) })],
  ['CanaryReleaseProps', '', () => release(NONSENSE)],
  ['RequestOptions', '', () => Mesh.of([]).request('http://a/', NONSENSE)],
  ['CallOptions', '', () => Mesh.of([]).get('http://a/', NONSENSE)],
  ['CallProps', '', () => Mesh.of([]).trace({ url: 'http://a/', ...(NONSENSE as object) })],
  ['ReachOptions', '', () => Mesh.of([]).reach(NONSENSE)],
  ['GraphFilter', '', () => Mesh.of([]).graph(NONSENSE)],
  ['CheckSettings', '', () => check([], NONSENSE)],
  [
    'ConnectionMatch',
    'tcp[0].match[0].',
    () => new VirtualService(chart(), 'X', { hosts, tcp: [{ match: [NONSENSE], route: to }] }),
  ],
  ['DashboardExposureProps', '', () => dashboard(NONSENSE)],
  ['DashboardOptions', 'dashboards[0].', () => dashboard({}, Dashboard.kiali(NONSENSE))],
  [
    'DenyByDefaultOptions',
    'access.',
    () => meshed(Injection.sidecar(), { access: NamespaceAccess.denyByDefault(NONSENSE) }),
  ],
  ['DestinationOptions', 'http[0].route[0].', () => http({ route: [Destination.service(web, NONSENSE)] })],
  ['DestinationRuleProps', '', () => new DestinationRule(chart(), 'X', { service: web, ...(NONSENSE as object) })],
  ['EgressTlsOriginationProps', '', () => new EgressTlsOrigination(chart(), 'X', { hosts, ...(NONSENSE as object) })],
  ['EgressSniPassthroughProps', '', () => new EgressSniPassthrough(chart(), 'X', { hosts, ...(NONSENSE as object) })],
  [
    'EnvoyFilterProps',
    '',
    () => new EnvoyFilter(chart(), 'X', { appliesToWholeNamespace: true, configPatches: [], ...(NONSENSE as object) }),
  ],
  ['ExternalDnsOptions', 'externalDns.', () => alb({ externalDns: ExternalDns.hostnames(NONSENSE) })],
  [
    'ExternalAuthorizerOptions',
    'login.',
    () => dashboard({ login: Login.externalAuthorizer('oauth2-proxy', NONSENSE) }),
  ],
  ['ExternalSecretOptions', '', () => Externals.secret('web', { namespace: 'a', ...(NONSENSE as object) })],
  [
    'ExternalServiceOptions',
    '',
    () => Externals.service('web', { namespace: 'a', ports: [], ...(NONSENSE as object) }),
  ],
  ['FaultOptions', 'http[0].fault.abort.', () => http({ route: to, fault: Fault.abort(500, NONSENSE) })],
  [
    'FlaggerMetric',
    'controller.metrics[0].',
    () => flagger({ metrics: [{ name: 'a', min: 1, ...(NONSENSE as object) }] }),
  ],
  ['FlaggerOptions', 'controller.', () => flagger(NONSENSE)],
  [
    'FlaggerWebhook',
    'controller.webhooks[0].',
    () => flagger({ webhooks: [{ name: 'a', type: 'rollout', url: 'http://a/', ...(NONSENSE as object) }] }),
  ],
  ['GatewayDeploymentProps', '', () => door(NONSENSE)],
  [
    'GatewayPort',
    'workload.ports[0].',
    () => opened(GatewayWorkload.istioIngress({ ports: [{ port: 80, ...(NONSENSE as object) }] })),
  ],
  ['GatewayProps', '', () => new Gateway(chart(), 'X', NONSENSE)],
  [
    'GatewayReference',
    'gateway.',
    () => ingress({ gateway: Gateway.fromName('edge', { namespace: 'edge', ...(NONSENSE as object) }) }),
  ],
  ['GatewayResources', 'resources.', () => door({ resources: NONSENSE })],
  ['GcpLoadBalancerOptions', 'loadBalancer.', () => door({ loadBalancer: LoadBalancer.gcp(NONSENSE) })],
  [
    'GatewayWorkloadOptions',
    'workload.',
    () => opened(GatewayWorkload.of({ selector: { a: 'b' }, namespace: 'a', service: 'b', ...(NONSENSE as object) })),
  ],
  [
    'HelmGatewayOptions',
    'workload.',
    () => opened(GatewayWorkload.helmRelease('edge', { namespace: 'edge', ...(NONSENSE as object) })),
  ],
  ['HostDestinationOptions', 'http[0].route[0].', () => http({ route: [Destination.host('a.example', NONSENSE)] })],
  ['HstsOptions', 'tls.', () => ingress({ tls: IngressTls.elsewhere(NONSENSE) })],
  [
    'HttpMatchOptions',
    'routes[0].match[0].',
    () => ingress({ routes: [IngressRoute.all({ match: [HttpMatch.of(NONSENSE)] })] }),
  ],
  [
    'HttpMirror',
    'http[0].mirrors[0].',
    () => http({ route: to, mirrors: [{ destination: to[0], ...(NONSENSE as object) }] }),
  ],
  ['HttpOperationOptions', 'rules[0].to[0].', () => ruled({ to: [Operation.http(NONSENSE)] })],
  ['HttpProbeOptions', 'probe.', () => group(ReadinessProbe.http(80, NONSENSE))],
  ['HttpRouteOptions', 'http[0].', () => http({ route: to, ...(NONSENSE as object) })],
  ['HttpServerOptions', 'servers[0].', () => gateway(GatewayServer.http({ hosts, ...(NONSENSE as object) }))],
  [
    'IngressListener',
    'ingress[0].',
    () => new Sidecar(chart(), 'X', { ingress: [{ port: 80, ...(NONSENSE as object) }] }),
  ],
  ['IngressRouteOptions', 'routes[0].', () => ingress({ routes: [IngressRoute.prefix('/x', NONSENSE)] })],
  ['IngressTlsOptions', 'tls.', () => ingress({ tls: IngressTls.credential('cert', NONSENSE) })],
  ['IngressedServiceProps', '', () => ingress(NONSENSE)],
  ['InstalledGatewayOptions', 'workload.', () => opened(GatewayWorkload.istioIngress(NONSENSE))],
  ['JwtLoginOptions', 'login.', () => dashboard({ login: Login.jwt({ issuer, ...(NONSENSE as object) }) })],
  ['JwtRuleOptions', 'jwtRules[0].', () => authentication(JwtRule.of({ issuer, ...(NONSENSE as object) }))],
  ['MeshNamespaceProps', '', () => meshed(Injection.sidecar(), NONSENSE)],
  ['MeshSettingsOptions', '', () => MeshSettings.set(new App(), NONSENSE)],
  ['MetalLbOptions', 'loadBalancer.', () => door({ loadBalancer: LoadBalancer.metalLb(NONSENSE) })],
  [
    'NamedSubset',
    'subsets[0].',
    () => new DestinationRule(chart(), 'X', { service: web, subsets: [{ name: 'a', ...(NONSENSE as object) }] }),
  ],
  ['NlbOptions', 'loadBalancer.', () => door({ loadBalancer: LoadBalancer.awsNlb(NONSENSE) })],
  [
    'NlbTls',
    'loadBalancer.tls.',
    () =>
      door({
        loadBalancer: LoadBalancer.awsNlb({
          tls: { certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a'], ...(NONSENSE as object) },
        }),
      }),
  ],
  ['NodePortOptions', 'loadBalancer.', () => door({ loadBalancer: LoadBalancer.nodePort(NONSENSE) })],
  [
    'OtherCluster',
    'otherClusters[0].',
    () => check([], { otherClusters: [{ name: 'east', ...(NONSENSE as object) }] }),
  ],
  ['PlainLoadBalancerOptions', 'loadBalancer.', () => door({ loadBalancer: LoadBalancer.plain(NONSENSE) })],
  [
    'PeerAuthenticationProps',
    '',
    () => new PeerAuthentication(chart(), 'X', { mode: MutualTls.STRICT, ...(NONSENSE as object) }),
  ],
  [
    'PortEgressOptions',
    'egress[0].',
    () => sidecar(EgressListener.port({ port: 80, hosts: [EgressHost.any()], ...(NONSENSE as object) })),
  ],
  [
    'PortMutualTls',
    'ports[0].',
    () =>
      new PeerAuthentication(chart(), 'X', {
        target: PolicyTarget.labels({ app: 'web' }),
        ports: [{ port: 80, mode: MutualTls.STRICT, ...(NONSENSE as object) }],
      }),
  ],
  ['ProbeOptions', 'probe.', () => group(ReadinessProbe.exec(['true'], NONSENSE))],
  [
    'ProtocolServerOptions',
    'servers[0].',
    () => gateway(GatewayServer.of({ hosts, port: 80, protocol: 'HTTP', ...(NONSENSE as object) })),
  ],
  ['ResourceAmounts', 'resources.limits.', () => door({ resources: { limits: NONSENSE } })],
  [
    'RequestAuthenticationProps',
    '',
    () => new RequestAuthentication(chart(), 'X', { jwtRules: [JwtRule.of({ issuer })], ...(NONSENSE as object) }),
  ],
  [
    'RequireTokenOptions',
    '',
    () => authentication(JwtRule.of({ issuer })).requireToken({ ports: [80], ...(NONSENSE as object) }),
  ],
  ['RetriesOptions', 'http[0].retries.', () => http({ route: to, retries: Retries.onServerErrors(2, NONSENSE) })],
  ['RewriteOptions', 'http[0].rewrite.', () => http({ route: to, rewrite: Rewrite.uri('/', NONSENSE) })],
  [
    'RolloutServicesOptions',
    'controller.trafficSplit.',
    () =>
      rollouts({
        trafficSplit: RolloutTrafficSplit.services({
          stableService: ServiceRef.fromName('a', { ports: [{ port: 80 }] }),
          canaryService: ServiceRef.fromName('b', { ports: [{ port: 80 }] }),
          ...(NONSENSE as object),
        }),
      }),
  ],
  [
    'ServiceAccountRefOptions',
    'rules[0].from[0].',
    () => ruled({ from: [Source.serviceAccount(ServiceAccountRef.fromName('web', NONSENSE))] }),
  ],
  [
    'ServiceAccountSourceOptions',
    'rules[0].from[0].',
    () => ruled({ from: [Source.serviceAccount(account, NONSENSE)] }),
  ],
  ['ServiceDashboardOptions', 'dashboards[0].', () => dashboard({}, Dashboard.of(web, NONSENSE))],
  [
    'ServiceEntryPort',
    'ports[0].',
    () => new ServiceEntry(chart(), 'X', { hosts, ports: [{ number: 443, ...(NONSENSE as object) }] }),
  ],
  [
    'ServiceEntryProps',
    '',
    () => new ServiceEntry(chart(), 'X', { hosts, ports: [{ number: 443 }], ...(NONSENSE as object) }),
  ],
  [
    'ServiceNodePort',
    'loadBalancer.ports[0].',
    () =>
      door({
        loadBalancer: LoadBalancer.nodePort({ ports: [{ port: 80, nodePort: 30080, ...(NONSENSE as object) }] }),
      }),
  ],
  [
    'ServiceRefOptions',
    'service.',
    () => ingress({ service: ServiceRef.fromName('web', { ports: [{ port: 80 }], ...(NONSENSE as object) }) }),
  ],
  [
    'ServicePort',
    'service.ports[0].',
    () => ingress({ service: ServiceRef.fromName('web', { ports: [{ port: 80, ...(NONSENSE as object) }] }) }),
  ],
  [
    'Suppression',
    'suppress[0].',
    () => check([], { suppress: [{ code: 'IST0101', reason: 'a', ...(NONSENSE as object) }] }),
  ],
  ['SidecarProps', '', () => new Sidecar(chart(), 'X', NONSENSE)],
  [
    'SniForwardOptions',
    'strategy.sniForward.',
    () => new EgressSniPassthrough(chart(), 'X', { hosts, strategy: EgressStrategy.sniForward(NONSENSE) }),
  ],
  [
    'OriginTlsOptions',
    'tls.',
    () => new EgressTlsOrigination(chart(), 'X', { hosts, tls: OriginTls.mutual('client', NONSENSE) }),
  ],
  [
    'SimpleOriginTlsOptions',
    'tls.',
    () => new EgressTlsOrigination(chart(), 'X', { hosts, tls: OriginTls.simple(NONSENSE) }),
  ],
  [
    'SocketEgressOptions',
    'egress[0].',
    () => sidecar(EgressListener.unixSocket({ path: '/a', hosts: [EgressHost.any()], ...(NONSENSE as object) })),
  ],
  [
    'SourceRangesOptions',
    'login.',
    () =>
      dashboard({
        login: Login.sourceRanges(['10.0.0.0/8'], {
          clientAddress: ClientAddress.CONNECTION,
          ...(NONSENSE as object),
        }),
      }),
  ],
  [
    'StickyCookieOptions',
    'sticky.',
    () => release({ split: Split.percent(20), sticky: StickyCookie.named('a', NONSENSE) }),
  ],
  [
    'SubsetDestinationOptions',
    'http[0].route[0].',
    () => {
      const subset = new DestinationRule(chart(), 'X', { service: web }).addSubset('a');
      return http({ route: [Destination.subset(subset, NONSENSE)] });
    },
  ],
  ['SubsetOptions', 'subsets[0].', () => new DestinationRule(chart(), 'X', { service: web }).addSubset('a', NONSENSE)],
  ['TcpProbeOptions', 'probe.', () => group(ReadinessProbe.tcp(80, NONSENSE))],
  [
    'TcpRouteOptions',
    'tcp[0].',
    () => new VirtualService(chart(), 'X', { hosts, tcp: [{ route: to, ...(NONSENSE as object) }] }),
  ],
  ['TcpServerOptions', 'servers[0].', () => gateway(GatewayServer.tcp({ hosts, port: 80, ...(NONSENSE as object) }))],
  ['TelemetryProps', '', () => telemetry(NONSENSE)],
  ['AccessLogging', 'accessLogging[0].', () => telemetry({ accessLogging: [NONSENSE] })],
  ['Metrics', 'metrics[0].', () => telemetry({ metrics: [NONSENSE] })],
  ['MetricsOverride', 'metrics[0].overrides[0].', () => telemetry({ metrics: [{ overrides: [NONSENSE] }] })],
  ['Tracing', 'tracing.', () => telemetry({ tracing: NONSENSE })],
  [
    'CustomTagOptions',
    'tracing.customTags.a.',
    () => telemetry({ tracing: { customTags: { a: CustomTag.header('a', NONSENSE) } } }),
  ],
  ['ProxyConfigProps', '', () => new ProxyConfig(chart(), 'X', NONSENSE)],
  ['TrafficExtensionProps', '', () => new TrafficExtension(chart(), 'X', { wasm, ...(NONSENSE as object) })],
  ['WasmModule', 'wasm.', () => new TrafficExtension(chart(), 'X', { wasm: { ...wasm, ...(NONSENSE as object) } })],
  ['WasmPluginProps', '', () => new WasmPlugin(chart(), 'X', { ...wasm, ...(NONSENSE as object) })],
  ['TrafficMatch', 'match[0].', () => new WasmPlugin(chart(), 'X', { ...wasm, match: [NONSENSE] })],
  [
    'TlsMatch',
    'tls[0].match[0].',
    () =>
      new VirtualService(chart(), 'X', {
        hosts,
        tls: [{ match: [{ sniHosts: hosts, ...(NONSENSE as object) }], route: to }],
      }),
  ],
  [
    'TlsRouteOptions',
    'tls[0].',
    () =>
      new VirtualService(chart(), 'X', {
        hosts,
        tls: [{ match: [{ sniHosts: hosts }], route: to, ...(NONSENSE as object) }],
      }),
  ],
  ['TlsServerOptions', 'servers[0].', () => gateway(GatewayServer.https({ hosts, tls, ...(NONSENSE as object) }))],
  ['Toleration', 'tolerations[0].', () => door({ tolerations: [{ key: 'dedicated', ...(NONSENSE as object) }] })],
  [
    'TopologySpread',
    'topologySpread[0].',
    () => door({ topologySpread: [{ topologyKey: 'kubernetes.io/hostname', ...(NONSENSE as object) }] }),
  ],
  ['VersionOptions', 'canary.', () => release({}, Of.of({ name: 'v2' }, NONSENSE))],
  ['VirtualServiceProps', '', () => new VirtualService(chart(), 'X', { hosts, ...(NONSENSE as object) })],
  ['VirtualServiceReference', 'http[0].delegate.', () => http({ delegate: VirtualService.fromName('a', NONSENSE) })],
  [
    'WaypointEgressOptions',
    'strategy.waypoint.',
    () =>
      new EgressSniPassthrough(chart(), 'X', {
        hosts,
        strategy: EgressStrategy.waypoint(Waypoint.named('door'), NONSENSE),
      }),
  ],
  ['WaypointOptions', 'injection.waypoint.', () => meshed(Injection.ambient({ waypoint: Waypoint.own(NONSENSE) }))],
  [
    'WaypointReference',
    'injection.waypoint.',
    () => meshed(Injection.ambient({ waypoint: Waypoint.named('door', NONSENSE) })),
  ],
  ['WorkloadEntryProps', '', () => new WorkloadEntry(chart(), 'X', { address: '10.0.0.7', ...(NONSENSE as object) })],
  ['WorkloadGroupProps', '', () => new WorkloadGroup(chart(), 'X', NONSENSE)],
  ['WorkloadTemplate', 'template.', () => new WorkloadGroup(chart(), 'X', { template: NONSENSE })],
];

test.each(places)('%s', (struct, field, make) => {
  const names = OPTION_NAMES[struct].join(', ');
  expect(make).toThrow(`\n  ${field}nonsense: unknown field of ${struct}. It has: ${names}.`);
});

test('the second argument of ServiceEntry.destination', () => {
  expect(() => entry().destination(undefined, NONSENSE)).toThrow('options.nonsense: unknown field of');
});

/** Members of other structs, and what the library hands out. */
const NOT_TAKEN = [
  'EgressProps',
  'AlbListenerOptions',
  'ExposedServiceOptions',
  'Finding',
  'FindingObject',
  'GatewayServerOptions',
  'IgnoreDifference',
  'IngressGatewayOptions',
  'IngressPolicy',
  'IstioChecksSettings',
  'LoadBalancerOptions',
  'PodPlacement',
  'RelatedObject',
  'ReleaseOptions',
  'ResourceProps',
  'SidecarListenerOptions',
  'WeightedOptions',
  'ConsideredStep',
  'DiffChange',
  'DiffHost',
  'DiffObject',
  'DiffOutcome',
  'DiffRequests',
  'DiffTerm',
  'ReachAccess',
  'ReachDecision',
  'ReachExample',
  'ReachKind',
  'ReachTarget',
  'SeenCall',
  'SeenRetries',
  'TraceHop',
  'TraceOutcome',
  'TracePlace',
  'TraceStep',
  'TraceUnknown',
];

test('every struct of the public API is among them', () => {
  const taken = places.map(([struct]) => struct as string);
  expect([...taken, ...NOT_TAKEN].sort()).toEqual(Object.keys(OPTION_NAMES).sort());
});

test.each([
  [
    'a condition that would open the route',
    () => ingress({ routes: [IngressRoute.all({ match: [HttpMatch.of({ header: { 'x-admin': 'yes' } } as never)] })] }),
    'routes[0].match[0].header: unknown field of HttpMatchOptions. Did you mean headers?',
  ],
  [
    'who may call out',
    () => new EgressSniPassthrough(chart(), 'X', { hosts, client: ['shop'] } as never),
    'client: unknown field of EgressSniPassthroughProps. Did you mean clients?',
  ],
  ['routes', () => ingress({ route: [] }), 'route: unknown field of IngressedServiceProps. Did you mean routes?'],
  [
    'a timeout of a route',
    () => ingress({ routes: [IngressRoute.prefix('/x', { timout: 5 } as never)] }),
    'routes[0].timout: unknown field of IngressRouteOptions. Did you mean timeout?',
  ],
  [
    'a timeout of a rule',
    () => http({ route: to, timout: '5s' } as never),
    'http[0].timout: unknown field of HttpRouteOptions. Did you mean timeout?',
  ],
  [
    'a redirect that is not there',
    () => ingress({ tls: IngressTls.elsewhere({ redirect: true } as never) }),
    'tls.redirect: unknown field of HstsOptions. It has: hsts, hstsIncludeSubDomains.',
  ],
  [
    'a string as a match',
    () => ingress({ routes: [IngressRoute.all({ match: [HttpMatch.of('x' as never)] })] }),
    'routes[0].match[0]: "x" does not fit here. Write HttpMatch.prefix(\'/api\').',
  ],
])('%s', (_, make, message) => {
  expect(make).toThrow(`1 problem\n  ${message}`);
});
