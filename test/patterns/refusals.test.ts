import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import type {
  GatewayDeploymentProps,
  IngressedServiceProps,
  IstioChecksSettings,
  MeshNamespaceProps,
} from 'cdk8s-istio';
import {
  Access,
  AuthorizationAction,
  AuthorizationPolicy,
  CanaryRelease,
  Destination,
  DestinationRule,
  DisruptionBudget,
  EgressHost,
  EgressListener,
  EgressSniPassthrough,
  EgressStrategy,
  EnvoyFilter,
  ExternalTrafficPolicy,
  Externals,
  Fault,
  Gateway,
  GatewayDeployment,
  GatewayDirection,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  Injection,
  IstioChecks,
  JwtRule,
  LoadBalancer,
  MeshNamespace,
  MutualTls,
  NamespaceAccess,
  networking,
  NlbTargetType,
  PeerAuthentication,
  PolicyTarget,
  Retries,
  RequestAuthentication,
  RouteOrder,
  ServerTls,
  ServiceEntry,
  ServiceRef,
  Severity,
  Sidecar,
  Source,
  Version,
  VirtualService,
  Waypoint,
  World,
} from 'cdk8s-istio';

/*
 * The mistakes that people make again and again with Istio, by their numbers in docs/seeds.md (M1 ...), and what the constructs make of
 * each: the whole message with which a program is refused, or why nobody can write it, and what shows that. A new pattern adds rows.
 */

/** A program that makes the mistake, and all that it says. */
interface Refusal {
  readonly mistake: string;
  readonly what: string;
  readonly program: (world: Subjects) => void;
  readonly message: string[];
}

/** A mistake that a construct has no words for. */
interface Prevention {
  readonly mistake: string;
  readonly what: string;
  readonly shown: (world: Subjects) => void;
}

/** What the programs of the table begin with. */
class Subjects {
  public readonly app = Testing.app();
  public readonly chart = new Chart(this.app, 'shop', { namespace: 'shop' });
  public readonly edge = new Chart(this.app, 'edge', { namespace: 'edge' });
  public readonly web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
  public readonly v1 = Version.labelled('v1', { version: 'v1' });
  public readonly v2 = Version.labelled('v2', { version: 'v2' });

  public ingress(id: string, props: Partial<IngressedServiceProps> = {}): IngressedService {
    return new IngressedService(this.chart, id, { service: this.web, hosts: ['shop.example.com'], ...props });
  }

  public release(id = 'Release'): CanaryRelease {
    return new CanaryRelease(this.chart, id, { service: this.web, stable: this.v1, canary: this.v2, split: 20 });
  }

  public namespace(props: Partial<MeshNamespaceProps> = {}): MeshNamespace {
    return new MeshNamespace(this.chart, 'Shop', { injection: Injection.sidecar(), ...props });
  }

  public door(props: GatewayDeploymentProps): GatewayDeployment {
    return new GatewayDeployment(this.edge, 'Door', props);
  }

  /** A workload of the chart. */
  public deployment(name: string, labels: Record<string, string>, serviceAccountName?: string): ApiObject {
    return new ApiObject(this.chart, `Deployment-${name}`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { serviceAccountName, containers: [{ name: 'app', image: 'a', ports: [{ containerPort: 8080 }] }] },
        },
      },
    });
  }

  public service(name: string, selector: Record<string, string>): ApiObject {
    return new ApiObject(this.chart, `Service-${name}`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
  }

  public secret(name: string, namespace: string): void {
    new ApiObject(this.chart, `Secret-${name}`, {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name, namespace },
    });
  }

  public synth(chart = this.chart): ReturnType<typeof Testing.synth> {
    return Testing.synth(chart);
  }

  /** The objects of a kind that a chart makes. */
  public made(kind: string): ReturnType<typeof Testing.synth> {
    return this.synth().filter((manifest) => manifest.kind === kind);
  }

  /** Synthesizes with the checks on. */
  public checked(settings: IstioChecksSettings = {}): void {
    IstioChecks.on(this.app, settings);
    this.synth();
  }
}

const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/a';
const ROUTES = 'VirtualService';

const MISTAKES: (Refusal | Prevention)[] = [
  // M1: a subset that nothing declares, or only for another host
  {
    mistake: 'M1',
    what: 'a route to a subset of another host',
    program: ({ chart }) => {
      const subset = new DestinationRule(chart, 'Rule', { service: 'property-business-service' }).addSubset('v1', {
        labels: { version: '1.0' },
      });
      new VirtualService(chart, 'Split', {
        hosts: ['service-a'],
        http: [{ route: [Destination.service('service-a', { subset })] }],
      });
    },
    message: [
      'shop/Split (VirtualService): 1 problem',
      '  http[0].route[0].subset: "v1" is a subset of property-business-service.shop.svc.cluster.local, and this route goes to service-a.shop.svc.cluster.local. Write a subset of that host.',
    ],
  },
  {
    mistake: 'M1',
    what: 'a release names no subset: both are declared, for the host of the route',
    shown: (world) => {
      world.release();
      const [rule] = world.made('DestinationRule');
      const declared = rule.spec.subsets.map(({ name }: { name: string }) => [rule.spec.host, name]);
      const routed = world
        .made(ROUTES)[0]
        .spec.http[0].route.map(({ destination }: { destination: { host: string; subset: string } }) => [
          destination.host,
          destination.subset,
        ]);
      expect(routed).toEqual([
        ['web.shop.svc.cluster.local', 'v1'],
        ['web.shop.svc.cluster.local', 'v2'],
      ]);
      expect(declared).toEqual(routed);
    },
  },
  // M2: a subset whose labels no pod has
  {
    mistake: 'M2',
    what: 'a version whose pods the Service does not select',
    program: (world) => {
      const { chart } = world;
      new CanaryRelease(chart, 'Release', {
        service: world.service('reviews', { app: 'reviews', version: 'v1' }),
        stable: world.deployment('reviews-v1', { app: 'reviews', version: 'v1' }),
        canary: world.deployment('reviews-v2', { app: 'reviews', version: 'v2' }),
      });
    },
    message: [
      'shop/Release (CanaryRelease): 1 problem',
      '  canary: the pods of Deployment "reviews-v2" carry version=v2, but Service "reviews" selects version=v1 as well, so no request would ever reach them. Select only app=reviews in the Service.',
    ],
  },
  {
    mistake: 'M2',
    what: 'a version whose pods have no label to tell them by',
    program: (world) => {
      new CanaryRelease(world.chart, 'Release', {
        service: world.service('reviews', { app: 'reviews' }),
        stable: world.deployment('reviews-v1', { app: 'reviews', version: 'v1' }),
        canary: world.deployment('reviews-v2', { app: 'reviews', release: 'canary' }),
      });
    },
    message: [
      'shop/Release (CanaryRelease): 1 problem',
      '  canary: the pods of Deployment "reviews-v2" have no label version; they carry app=reviews, release=canary. Give them one that differs from version to version, or say which does: Version.of(workload, { labelKeys: [\'...\'] }).',
    ],
  },
  {
    mistake: 'M2',
    what: 'the subset of an egress gateway has no labels, so it is all of its pods',
    shown: (world) => {
      new EgressSniPassthrough(world.chart, 'Site', { hosts: ['www.example.com'] });
      expect(world.made('DestinationRule')[0].spec.subsets).toEqual([{ name: 'shop-site' }]);
    },
  },
  // M3: short names of hosts
  {
    mistake: 'M3',
    what: 'a Service by its name, in a chart that has no namespace',
    program: ({ app }) => {
      new CanaryRelease(new Chart(app, 'bare'), 'Release', {
        service: ServiceRef.fromName('web', { ports: [{ port: 80 }] }),
        stable: Version.labelled('v1', { version: 'v1' }),
        canary: Version.labelled('v2', { version: 'v2' }),
      });
    },
    message: [
      'bare/Release (CanaryRelease): 1 problem',
      "  service: the namespace of Service \"web\" is not known, so Istio would look for it in the namespace to which the rule is applied. Give the chart one: new Chart(app, 'id', { namespace: '...' }).",
    ],
  },
  {
    mistake: 'M3',
    what: 'a Service of another namespace is written in full',
    shown: (world) => {
      const service = ServiceRef.fromName('kiali', { namespace: 'istio-system', ports: [{ port: 20001 }] });
      world.ingress('Kiali', { service, routes: [IngressRoute.prefix('/kiali')] });
      expect(world.made(ROUTES)[0].spec.http[0].route[0].destination.host).toBe('kiali.istio-system.svc.cluster.local');
    },
  },
  // M4: a VirtualService that its Gateway does not serve
  {
    mistake: 'M4',
    what: 'a Gateway by its name alone',
    program: (world) => world.ingress('Web', { gateway: 'public' as never }),
    message: [
      'shop/Web (IngressedService): 1 problem',
      "  gateway: \"public\" is not a Gateway. Write Gateway.fromName('public', { namespace: '...' }).",
    ],
  },
  {
    mistake: 'M4',
    what: 'a host that the shared Gateway does not serve',
    program: (world) => {
      const servers = [GatewayServer.http({ hosts: ['*.example.org'] })];
      world.ingress('Web', { gateway: new Gateway(world.edge, 'Public', { servers }) });
      world.synth();
    },
    message: [
      'Validation failed with the following errors:',
      '  [shop/Web/VirtualService] VirtualService is bound to Gateway edge/edge-public-c89d0e13, which serves none of its hosts (shop.example.com), only *.example.org. Add the host to a server of the Gateway.',
    ],
  },
  {
    mistake: 'M4',
    what: 'a Gateway is bound with its namespace',
    shown: (world) => {
      const servers = [GatewayServer.http({ hosts: ['*.example.com'] })];
      world.ingress('Web', { gateway: new Gateway(world.edge, 'Public', { metadata: { name: 'public' }, servers }) });
      expect(world.made(ROUTES)[0].spec.gateways).toEqual(['edge/public']);
    },
  },
  // M5: rules for the mesh alone, or for a gateway alone
  {
    mistake: 'M5',
    what: 'the plain Service of a release behind a gateway, which would bypass the split',
    program: (world) => {
      world.release();
      world.ingress('Web');
    },
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  service: Service "web" is released by shop/Release, and these requests would bypass its split. Write service: release, where release is that CanaryRelease. If they are meant to, give them a route with route: [Destination.service(service, { port: 80 })].',
    ],
  },
  {
    mistake: 'M5',
    what: 'a release behind a gateway is split there as in the mesh',
    shown: (world) => {
      world.ingress('Web', { service: world.release() });
      const splits = world
        .made(ROUTES)
        .map(({ spec }) => spec.http[0].route.map(({ weight }: { weight: number }) => weight));
      expect(splits).toEqual([
        [80, 20],
        [80, 20],
      ]);
    },
  },
  // M6: several VirtualServices for one host of the mesh
  {
    mistake: 'M6',
    what: 'two releases of one Service',
    program: (world) => {
      world.release();
      world.release('Again');
    },
    message: [
      'shop/Again (CanaryRelease): 1 problem',
      '  service: Service "web" is already released by shop/Release, and of two VirtualServices for one host in the mesh only one applies. Keep one CanaryRelease for it; to release a second port as well, give that port its own Service.',
    ],
  },
  // M7: routes in the wrong order, or in none
  {
    mistake: 'M7',
    what: 'a route behind one that takes everything',
    program: (world) =>
      world.ingress('Web', {
        routeOrder: RouteOrder.AS_WRITTEN,
        routes: [IngressRoute.prefix('/'), IngressRoute.prefix('/api/')],
      }),
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  routes[1]: is never reached, because routes[0] is tried before and takes all of its requests. Write it before routes[0], or omit it.',
    ],
  },
  {
    mistake: 'M7',
    what: 'one host in two VirtualServices of a gateway',
    program: (world) => {
      world.ingress('Web');
      world.ingress('Api', { routes: [IngressRoute.prefix('/api/')] });
    },
    message: [
      'shop/Api (IngressedService): 1 problem',
      '  hosts[0]: "shop.example.com" is already served by shop/Web, and the order of routes of two VirtualServices is not defined. Add this service there: addRoute(IngressRoute.prefix(\'/path\', { service })).',
    ],
  },
  {
    mistake: 'M7',
    what: 'what always goes to the canary is everything',
    program: ({ chart, web, v1, v2 }) => {
      const alwaysCanary = [HttpMatch.prefix('/')];
      new CanaryRelease(chart, 'Release', { service: web, stable: v1, canary: v2, alwaysCanary });
    },
    message: [
      'shop/Release (CanaryRelease): 1 problem',
      '  alwaysCanary[0]: matches every request, so the split would never be used. Write split: Split.allCanary() instead.',
    ],
  },
  // M8: a DestinationRule where no proxy looks for it
  {
    mistake: 'M8',
    what: 'the rule of a release is beside its Service, wherever the chart is',
    shown: (world) => {
      const service = ServiceRef.fromName('cart', { namespace: 'backend', ports: [{ port: 80 }] });
      new CanaryRelease(world.chart, 'Release', { service, stable: world.v1, canary: world.v2 });
      expect(world.made('DestinationRule').map(({ metadata, spec }) => [metadata.namespace, spec.exportTo])).toEqual([
        ['backend', undefined],
      ]);
    },
  },
  {
    mistake: 'M8',
    what: 'the rule of an egress gateway is beside its Service, wherever the clients are',
    shown: (world) => {
      const workload = GatewayWorkload.helmRelease('istio-egress', { namespace: 'istio-egress' });
      new EgressSniPassthrough(world.chart, 'Site', { hosts: ['www.example.com'], clients: ['shop'], workload });
      expect(world.made('DestinationRule').map(({ metadata, spec }) => [metadata.namespace, spec.exportTo])).toEqual([
        ['istio-egress', undefined],
      ]);
    },
  },
  // M9: several DestinationRules for one host
  {
    mistake: 'M9',
    what: 'a rule beside that of a release, with a policy and a subset of the same name',
    program: (world) => {
      const trafficPolicy = { connectionPool: { http: { http1MaxPendingRequests: 10 } } };
      const { chart, web: service } = world;
      new CanaryRelease(chart, 'Release', { service, stable: world.v1, canary: world.v2, trafficPolicy });
      new DestinationRule(chart, 'Rule', { service, trafficPolicy, subsets: [{ name: 'v1' }] });
    },
    message: [
      'shop/Rule (DestinationRule): 2 problems',
      '  subsets[0].name: "v1" is already a subset of web.shop.svc.cluster.local in shop/Release/DestinationRule, and of two with one name Istio only uses the older. Use that one, or write another name.',
      "  trafficPolicy: shop/Release/DestinationRule already has one for web.shop.svc.cluster.local, and of several rules for one host Istio only uses the oldest one's. Put both in one rule.",
    ],
  },
  // M10: callers that do not use the mutual TLS that the pods require
  {
    mistake: 'M10',
    what: 'plaintext to the pods of a namespace that is strict',
    program: (world) => {
      world.namespace({ mutualTls: MutualTls.STRICT });
      const service = world.service('web', { app: 'web' });
      world.deployment('web', { app: 'web' });
      new CanaryRelease(world.chart, 'Release', {
        service,
        stable: Version.of(world.deployment('web-v1', { app: 'web', version: 'v1' })),
        canary: Version.of(world.deployment('web-v2', { app: 'web', version: 'v2' })),
        trafficPolicy: { tls: { mode: 'DISABLE' as never } },
      });
      world.checked();
    },
    message: [
      'Validation failed with the following errors:',
      '  [] IstioChecks: 1 error',
      '',
      'shop/Release/DestinationRule  DestinationRule shop/release',
      '  error CDI0304  spec.trafficPolicy.tls.mode',
      "    With mode DISABLE proxies do not use Istio's mutual TLS to web.shop.svc.cluster.local, but PeerAuthentication shop/default is STRICT for its pods: they reset every connection, and callers get 503 with the response flag UC or UF.",
      '    Remove tls, so that Istio uses what both sides support, or write mode: ISTIO_MUTUAL.',
      '    see also PeerAuthentication shop/default  shop/Shop/PeerAuthentication',
    ],
  },
  {
    mistake: 'M10',
    what: 'mutual TLS that is switched off where it cannot be',
    program: (world) => void world.namespace({ injection: Injection.ambient(), mutualTls: MutualTls.DISABLE }),
    message: [
      'shop/Shop (MeshNamespace): 1 problem',
      '  mutualTls: MutualTls.DISABLE has no effect in ambient mode, where members of the mesh always use mutual TLS. Write MutualTls.PERMISSIVE, which takes plaintext as well.',
    ],
  },
  // M11: TLS in TLS, and plain HTTP where TLS is expected
  {
    mistake: 'M11',
    what: 'TLS that a load balancer has ended already',
    program: (world) => {
      const { workload } = world.door({ loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns: [ARN] } }) });
      world.ingress('Web', { workload, tls: IngressTls.credential('web-cert') });
      world.synth(world.edge);
    },
    message: [
      'Validation failed with the following errors:',
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.tls: LoadBalancer.awsNlb ends TLS on port 443, and the server of Gateway shop/Web/Gateway there expects TLS again: it would close every connection. Give it GatewayServer.http with port 443 (an IngressedService: tls: IngressTls.elsewhere() and httpPort: 443), leave the port out of tls.ports, or write reencrypt: true.',
    ],
  },
  {
    mistake: 'M11',
    what: 'plain HTTP from a load balancer that encrypts again',
    program: (world) => {
      const loadBalancer = LoadBalancer.awsNlb({ tls: { certificateArns: [ARN], reencrypt: true } });
      const { workload } = world.door({ loadBalancer });
      world.ingress('Web', { workload, tls: IngressTls.elsewhere(), httpPort: 443 });
      world.synth(world.edge);
    },
    message: [
      'Validation failed with the following errors:',
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.tls: LoadBalancer.awsNlb ends TLS on port 443, and the server of Gateway shop/Web/Gateway there expects plain HTTP, while the load balancer encrypts again: no request would get through. Give it GatewayServer.https with port 443, or omit reencrypt.',
    ],
  },
  {
    mistake: 'M11',
    what: "the client's TLS leaves as it came: no rule of the host makes another",
    shown: (world) => {
      new EgressSniPassthrough(world.chart, 'Site', { hosts: ['www.example.com'] });
      expect(world.made('DestinationRule').map(({ spec }) => spec)).toEqual([
        { host: 'istio-egressgateway.istio-system.svc.cluster.local', subsets: [{ name: 'shop-site' }] },
      ]);
      expect(world.made('ServiceEntry')[0].spec.ports).toEqual([{ name: 'tls-443', number: 443, protocol: 'TLS' }]);
    },
  },
  // M12: rules of a kind that the gateway server does not ask
  {
    mistake: 'M12',
    what: 'HTTP routes behind a server that leaves TLS closed',
    program: (world) => {
      const servers = [GatewayServer.tls({ hosts: ['shop.example.com'], tls: ServerTls.passthrough() })];
      world.ingress('Web', { gateway: new Gateway(world.edge, 'Closed', { metadata: { name: 'closed' }, servers }) });
      world.synth();
    },
    message: [
      'Validation failed with the following errors:',
      '  [shop/Web/VirtualService] VirtualService has http rules, and for its hosts (shop.example.com) Gateway edge/closed uses only tls rules, so they would never be used. Write tls rules, or give the Gateway a server that terminates TLS, with GatewayServer.https.',
    ],
  },
  {
    mistake: 'M12',
    what: 'an egress gateway has tls rules where TLS passes, and tcp rules where it ends',
    shown: (world) => {
      const hosts = ['*.example.com'];
      new EgressSniPassthrough(world.chart, 'Passes', {
        hosts,
        strategy: EgressStrategy.commonServer('www.example.com'),
      });
      new EgressSniPassthrough(world.chart, 'Ends', {
        hosts: ['*.example.org'],
        strategy: EgressStrategy.sniForward(),
      });
      const modes = world.made('Gateway').map(({ spec }) => spec.servers[0].tls.mode);
      const second = world.made(ROUTES).map(({ spec }) => [spec.tls?.length ?? 0, spec.tcp?.length ?? 0]);
      expect([modes, second]).toEqual([
        ['PASSTHROUGH', 'ISTIO_MUTUAL'],
        [
          [2, 0],
          [1, 1],
        ],
      ]);
    },
  },
  // M13: one certificate for several Gateways
  {
    mistake: 'M13',
    what: 'one certificate for two services with a Gateway each',
    program: (world) => {
      const tls = IngressTls.credential('wildcard');
      world.ingress('Web', { tls });
      world.ingress('Blog', { tls, hosts: ['blog.example.com'] });
    },
    message: [
      'shop/Blog (IngressedService): 1 problem',
      '  tls: certificate "wildcard" already belongs to the Gateway of shop/Web. Browsers reuse a connection for every host of a certificate, and with two Gateways they get 404. Write one Gateway for all of them, new Gateway(chart, \'Shared\', { servers: [GatewayServer.https({ hosts: [\'*.example.com\'], tls: ServerTls.credential("wildcard") })] }), and write gateway: shared in both.',
    ],
  },
  // M14: a certificate in a namespace where the pods of the gateway do not look for it
  {
    mistake: 'M14',
    what: 'a credential with a namespace',
    program: (world) => world.ingress('Web', { tls: IngressTls.credential('shop/web-cert') }),
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  tls.credentialName: "shop/web-cert" names a namespace, but the gateway looks for the Secret in the namespace of its pods. Write only its name: "web-cert".',
    ],
  },
  {
    mistake: 'M14',
    what: 'a Secret beside the Gateway and not beside its pods',
    program: (world) => {
      world.service('web', { app: 'web' });
      world.deployment('web', { app: 'web' });
      world.secret('web-cert', 'shop');
      world.ingress('Web', { tls: IngressTls.credential('web-cert') });
      world.checked({ world: World.CLOSED, externals: [Externals.istioIngressGateway()] });
    },
    message: [
      'Validation failed with the following errors:',
      '  [] IstioChecks: 1 error',
      '',
      'shop/Web/Gateway  Gateway shop/web',
      '  error IST0101, CDI0104  spec.servers[1].tls.credentialName',
      "    There is no Secret web-cert in istio-system, the namespace of the gateway's pods, where proxies look for it whatever the namespace of the Gateway is. One is in shop. The proxy gets no certificate for this server, and TLS handshakes with it fail: clients see the connection reset.",
      '    Create the Secret in istio-system.',
      '    see also Secret shop/web-cert  shop/Secret-web-cert',
    ],
  },
  // M15: a Gateway that its pods do not open
  {
    mistake: 'M15',
    what: "a port that the gateway's Service lacks",
    program: (world) => {
      const { workload } = world.door({ ports: [{ port: 443 }] });
      world.ingress('Web', { workload });
    },
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  httpPort: 80 is not a port of Service "door" (443), so nothing would reach it. Write one of them, or add { port: 80 } to ports of edge/Door (GatewayDeployment). For HTTPS alone write tls: IngressTls.credential(\'name-of-the-secret\').',
    ],
  },
  {
    mistake: 'M15',
    what: 'no label to find the pods of the gateway by',
    program: (world) => {
      const workload = GatewayWorkload.of({ selector: {}, namespace: 'edge', service: 'door', ports: [{ port: 80 }] });
      world.ingress('Web', { workload });
    },
    message: [
      'shop/Web (IngressedService): 1 problem',
      "  workload.selector: {} selects no pods. Write the labels of the gateway's pods, for example { istio: 'ingressgateway' }.",
    ],
  },
  {
    mistake: 'M15',
    what: 'the labels of the gateway come from what installs it',
    shown: (world) => {
      const selectors = [
        GatewayWorkload.istioIngress(),
        GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' }),
        world.door({}).workload,
      ].map((workload, i) => {
        world.ingress(`Web${i}`, { workload, hosts: [`${i}.example.com`] });
        return world.made('Gateway')[i].spec.selector;
      });
      expect(selectors).toEqual([{ istio: 'ingressgateway' }, { istio: 'ingress' }, { app: 'door', istio: 'door' }]);
    },
  },
  // M16: ServiceEntries that cannot work
  {
    mistake: 'M16',
    what: 'a wildcard that DNS should look up',
    program: ({ chart }) => {
      new EgressSniPassthrough(chart, 'Site', { hosts: ['*.example.com'] });
    },
    message: [
      'shop/Site (EgressSniPassthrough): 1 problem',
      '  hosts[0]: "*.example.com" is a wildcard, which DNS cannot resolve. Choose how its hosts are reached: strategy: EgressStrategy.commonServer(\'www.example.com\') if that server serves all of them, EgressStrategy.sniForward() if not.',
    ],
  },
  {
    mistake: 'M16',
    what: 'a host that another egress of the gateway has',
    program: ({ chart }) => {
      new EgressSniPassthrough(chart, 'Site', { hosts: ['www.example.com'] });
      new EgressSniPassthrough(chart, 'Again', { hosts: ['www.example.com'] });
    },
    message: [
      'shop/Again (EgressSniPassthrough): 1 problem',
      '  hosts[0]: "www.example.com" already belongs to shop/Site, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.',
    ],
  },
  {
    mistake: 'M16',
    what: 'two entries for one port of a host',
    program: ({ chart }) => {
      const ports = [{ number: 443, protocol: 'TLS' as never }];
      new ServiceEntry(chart, 'One', { hosts: ['www.example.com'], ports });
      new ServiceEntry(chart, 'Other', { hosts: ['www.example.com'], ports });
    },
    message: [
      'shop/Other (ServiceEntry): 1 problem',
      '  hosts[0]: "www.example.com" already has port 443 in shop/One, and of two entries Istio only uses the older. Remove it from one of them.',
    ],
  },
  {
    mistake: 'M16',
    what: 'a gateway is never sent to a host without an address',
    shown: (world) => {
      new EgressSniPassthrough(world.chart, 'Site', { hosts: ['www.example.com'] });
      expect(world.made('ServiceEntry')[0].spec.resolution).toBe('DNS');
    },
  },
  // M17: redirects without end behind a load balancer that ends TLS
  {
    mistake: 'M17',
    what: 'a redirect on a port where a load balancer ends TLS',
    program: (world) => {
      const tls = { certificateArns: [ARN], ports: [80, 443] };
      const { workload } = world.door({ loadBalancer: LoadBalancer.awsNlb({ tls }) });
      new Gateway(world.chart, 'Web', {
        workload,
        servers: [GatewayServer.http({ hosts: ['shop.example.com'], httpsRedirect: true })],
      });
      world.synth(world.edge);
    },
    message: [
      'Validation failed with the following errors:',
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.tls: LoadBalancer.awsNlb ends TLS on port 80, and the server of Gateway shop/Web there redirects to HTTPS, although plain HTTP is all that it gets: browsers would be redirected without end. Omit httpsRedirect; a server of a port where TLS does not end may redirect.',
    ],
  },
  {
    mistake: 'M17',
    what: 'where TLS ends elsewhere there is no redirect to write',
    shown: (world) => {
      world.ingress('Web', { tls: IngressTls.elsewhere({ hsts: Duration.days(365) }) });
      expect(world.made('Gateway')[0].spec.servers.map(({ tls }: { tls?: object }) => tls)).toEqual([undefined]);
    },
  },
  // M18: a port whose protocol Istio does not know
  {
    mistake: 'M18',
    what: 'HTTP routes to a port that is named tcp',
    program: (world) => {
      const service = ServiceRef.fromName('web', { ports: [{ port: 80, name: 'tcp-web' }] });
      world.ingress('Web', { service });
    },
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  port: port 80 has the name "tcp-web", which Istio takes for TCP, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
    ],
  },
  // M19: clients that should stay with a pod, across a split
  {
    mistake: 'M19',
    what: 'a consistent hash across a split',
    program: ({ chart, web: service, v1: stable, v2: canary }) => {
      const trafficPolicy = { loadBalancer: { consistentHash: { useSourceIp: true } } };
      new CanaryRelease(chart, 'Release', { service, stable, canary, split: 20, trafficPolicy });
    },
    message: [
      'shop/Release (CanaryRelease): 1 problem',
      "  trafficPolicy.loadBalancer.consistentHash: keeps a client with one pod of a version, but the version is chosen at random for each request. Keep clients with a version as well: sticky: StickyCookie.named('version').",
    ],
  },
  // M20: a fault that retries and timeout never see
  {
    mistake: 'M20',
    what: 'a fault in a route with retries',
    program: (world) => {
      world.service('web', { app: 'web' });
      world.deployment('web', { app: 'web' });
      const routes = [
        IngressRoute.all({ fault: Fault.abort(503, { percentage: 10 }), retries: Retries.onServerErrors(2) }),
      ];
      world.ingress('Web', { routes });
      world.checked({ failOn: Severity.WARNING });
    },
    message: [
      'Validation failed with the following errors:',
      '  [] IstioChecks: 1 warning',
      '',
      'shop/Web/VirtualService  VirtualService shop/web',
      '  warning CDI0106  spec.http[0].fault',
      "    The client's proxy injects the abort before it applies retries of the same route, so these never see the fault: an aborted request is not retried, and a delay is not cut short.",
      '    Remove retries here, or inject the fault further down the call chain and keep retries on this route.',
    ],
  },
  // M21: an EnvoyFilter for more proxies than meant
  {
    mistake: 'M21',
    what: 'a filter without a selector',
    program: ({ chart }) => {
      const patch = {
        operation: networking.EnvoyFilterPatchOperation.MERGE,
        value: { per_connection_buffer_limit_bytes: 65536 },
      };
      const applyTo = networking.EnvoyFilterApplyTo.CLUSTER;
      new EnvoyFilter(chart, 'Buffers', { configPatches: [{ applyTo, patch }] });
    },
    message: [
      'shop/Buffers (EnvoyFilter): 1 problem',
      "  workloadSelector: is missing, so the filter would change every proxy of its namespace, and in the root namespace every proxy of the mesh. Write { labels: { app: 'shop' } }; to patch all of them, write appliesToWholeNamespace: true.",
    ],
  },
  {
    mistake: 'M21',
    what: 'the filter of an egress selects the pods and the port of its gateway',
    shown: (world) => {
      const strategy = EgressStrategy.sniForward();
      new EgressSniPassthrough(world.chart, 'Sites', { hosts: ['*.example.com'], strategy });
      const { workloadSelector, configPatches } = world.made('EnvoyFilter')[0].spec;
      expect(workloadSelector).toEqual({ labels: { istio: 'egressgateway' } });
      expect(configPatches.at(-1).match.listener.portNumber).toBe(8443);
    },
  },
  // M22: policies that let in more, or fewer, than meant
  {
    mistake: 'M22',
    what: 'a rule for everything',
    program: ({ chart }) => {
      new AuthorizationPolicy(chart, 'Policy', { action: AuthorizationAction.ALLOW, rules: [{} as never] });
    },
    message: [
      'shop/Policy (AuthorizationPolicy): 1 problem',
      '  rules[0]: {} is not an AuthorizationRule. Write AuthorizationRule.of({ from: [Source.workload(frontend)] }).',
    ],
  },
  {
    mistake: 'M22',
    what: 'a caller without an identity of its own',
    program: (world) => {
      const to = world.deployment('cart', { app: 'cart' }, 'cart');
      Access.allow(world.chart, 'Policy', { from: [world.deployment('frontend', { app: 'frontend' })], to });
    },
    message: [
      'shop/Policy (Access.allow): 1 problem',
      '  from[0]: Deployment "frontend" names no service account of its own, so it runs as "default", as every pod of its namespace does that names none. Give it one: serviceAccount: new kplus.ServiceAccount(chart, \'Account\'), or in plain YAML serviceAccountName. If all of these may call, write Source.serviceAccount(ServiceAccountRef.fromName(\'default\')).',
    ],
  },
  {
    mistake: 'M22',
    what: 'conditions of HTTP that never match',
    program: (world) => {
      const to = world.deployment('cart', { app: 'cart' }, 'cart');
      const from = [world.deployment('frontend', { app: 'frontend' }, 'frontend')];
      Access.allow(world.chart, 'Policy', { from, to, methods: ['get'], paths: ['cart'] });
    },
    message: [
      'shop/Policy (Access.allow): 2 problems',
      '  methods[0]: "get" is not a method of HTTP as clients send it. Write "GET".',
      '  paths[0]: "cart" never matches, because every path begins with "/". Write "/cart".',
    ],
  },
];

/** What a pattern or a policy must refuse whoever makes the mistake. */
const MUSTS: Omit<Refusal, 'mistake'>[] = [
  {
    what: 'IngressedService: every host',
    program: (world) => world.ingress('Web', { hosts: ['*'] }),
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
    ],
  },
  {
    what: 'IngressedService: a host as a browser shows it',
    program: (world) => world.ingress('Web', { hosts: ['https://shop.example.com:8443/cart'] }),
    message: [
      'shop/Web (IngressedService): 1 problem',
      '  hosts[0]: "https://shop.example.com:8443/cart" has a scheme, but a host is only a name. Write "shop.example.com".',
    ],
  },
  {
    what: 'IngressedService: a port that the Service lacks',
    program: (world) => world.ingress('Web', { port: 8080 }),
    message: ['shop/Web (IngressedService): 1 problem', '  port: 8080 is not a port of Service "web". It has: 80.'],
  },
  {
    what: 'CanaryRelease: a split above 100 %',
    program: ({ chart, web: service, v1: stable, v2: canary }) => {
      new CanaryRelease(chart, 'Release', { service, stable, canary, split: 120 });
    },
    message: [
      'shop/Release (CanaryRelease): 1 problem',
      '  split: 120 is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
  },
  {
    what: 'CanaryRelease: a version as a number',
    program: ({ chart, web: service, v2: canary }) => {
      const stable = Version.labelled('v1', { version: 1.1 as never });
      new CanaryRelease(chart, 'Release', { service, stable, canary });
    },
    message: [
      'shop/Release (CanaryRelease): 1 problem',
      "  stable: the version has version: 1.1. Labels are strings, so write version: '1.1'.",
    ],
  },
  {
    what: 'EgressSniPassthrough: a gateway port that the Service lacks',
    program: ({ chart }) => {
      new EgressSniPassthrough(chart, 'Site', { hosts: ['www.example.com'], port: 8443 });
    },
    message: [
      'shop/Site (EgressSniPassthrough): 1 problem',
      '  port: 8443 is not a port of Service "istio-egressgateway" (80, 443), so the gateway would be unreachable there. Write gatewayPort: 443, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).',
    ],
  },
  {
    what: 'EgressSniPassthrough: a Sidecar of the clients that hides the gateway',
    program: (world) => {
      new EgressSniPassthrough(world.chart, 'Site', { hosts: ['www.example.com'], clients: ['shop'] });
      new Sidecar(world.chart, 'Hosts', { egress: [EgressListener.anyPort([EgressHost.sameNamespace()])] });
      world.synth();
    },
    message: [
      'Validation failed with the following errors:',
      '  [shop/Site] shop/Site (EgressSniPassthrough): 1 problem',
      "  clients: Sidecar shop/Hosts (all pods of namespace shop) does not import www.example.com of namespace istio-system, so their connections would bypass the gateway or be refused. Add EgressHost.namespace('istio-system') to its listener for port 443, or to the one for any port.",
    ],
  },
  {
    what: 'GatewayDeployment: a way out that is open to the world',
    program: (world) => void world.door({ direction: GatewayDirection.EGRESS, loadBalancer: LoadBalancer.awsNlb() }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer: LoadBalancer.awsNlb opens the way out to clients outside the cluster, who could use it as an open proxy. Omit it, or write direction: GatewayDirection.INGRESS.',
    ],
  },
  {
    what: 'GatewayDeployment: the name of an installed gateway',
    program: (world) => void world.door({ name: 'istio-ingressgateway' }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  name: "istio-ingressgateway" is the name of a gateway that istioctl install makes: objects of one name would be merged, and Gateways of one would be opened by the pods of the other. Write another.',
    ],
  },
  {
    what: 'GatewayDeployment: a namespace where nothing is injected',
    program: (world) => {
      new ApiObject(world.edge, 'Namespace', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'edge', labels: { 'istio-injection': 'disabled' } },
      });
      world.door({});
      world.synth(world.edge);
    },
    message: [
      'Validation failed with the following errors:',
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  Namespace "edge" (edge/Namespace) has the label istio-injection: "disabled", so the injector would not see the pods, and they would wait for an image "auto". Omit the label, or write istio-injection: "enabled".',
    ],
  },
  {
    what: 'GatewayDeployment: a disruption budget under which no node can be drained',
    program: (world) => void world.door({ replicas: 2, disruptionBudget: DisruptionBudget.minAvailable(2) }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  disruptionBudget: 2 pods are to stay, and there may be no more than 2, so no node with one of them could be drained. Write DisruptionBudget.maxUnavailable(1), or more replicas.',
    ],
  },
  {
    what: 'GatewayDeployment: two of one name in a cluster',
    program: (world) => {
      const cluster = new Chart(world.app, 'cluster');
      new GatewayDeployment(new Chart(cluster, 'edge', { namespace: 'edge' }), 'Door');
      new GatewayDeployment(new Chart(cluster, 'inner', { namespace: 'inner' }), 'Door');
    },
    message: [
      'cluster/inner/Door (GatewayDeployment): 1 problem',
      "  name: the pods of cluster/edge/Door have the labels app=door and istio=door as well, and a Gateway selects pods of all namespaces by their labels. Give this one another name: name: '...'.",
    ],
  },
  {
    what: 'LoadBalancer.awsNlb: the PROXY protocol before kube-proxy',
    program: (world) =>
      void world.door({
        loadBalancer: LoadBalancer.awsNlb({
          targetType: NlbTargetType.INSTANCE,
          externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
          proxyProtocol: true,
        }),
      }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.proxyProtocol: has no use with ExternalTrafficPolicy.LOCAL: the gateway sees the address of the client anyway, and the health check that kube-proxy answers there does not take it. Omit one of them.',
    ],
  },
  {
    what: 'LoadBalancer.awsNlb: TLS without a certificate',
    program: (world) => void world.door({ loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns: [] } }) }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      "  loadBalancer.tls.certificateArns: is empty, and TLS can't end without a certificate. Write ['arn:aws:acm:...'].",
    ],
  },
  {
    what: 'LoadBalancer.azure: a subnet of a load balancer that is public',
    program: (world) => void world.door({ loadBalancer: LoadBalancer.azure({ subnet: 'a' }) }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.subnet: is that of an internal load balancer. Omit it, or write internalOnly: true.',
    ],
  },
  {
    what: 'LoadBalancer.gcp: global access to a load balancer that is public',
    program: (world) => void world.door({ loadBalancer: LoadBalancer.gcp({ globalAccess: true }) }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.globalAccess: is for an internal load balancer. Omit it, or write internalOnly: true.',
    ],
  },
  {
    what: 'LoadBalancer.metalLb: two addresses of one family',
    program: (world) =>
      void world.door({ loadBalancer: LoadBalancer.metalLb({ addresses: ['192.0.2.1', '192.0.2.2'] }) }),
    message: [
      'edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.addresses[1]: "192.0.2.2" is a second address of IPv4, and MetalLB gives a Service one. Omit it.',
    ],
  },
  {
    what: 'MeshNamespace: labels for two data planes',
    program: (world) => void world.namespace({ labels: { 'istio.io/dataplane-mode': 'ambient' } }),
    message: [
      'shop/Shop (MeshNamespace): 1 problem',
      '  labels.istio.io/dataplane-mode: "ambient" contradicts Injection.sidecar(). Leave it out, or write injection: Injection.ambient().',
    ],
  },
  {
    what: 'MeshNamespace: policies that nothing enforces',
    program: (world) =>
      void world.namespace({
        injection: Injection.none(),
        mutualTls: MutualTls.STRICT,
        access: NamespaceAccess.denyByDefault(),
        egress: [EgressHost.sameNamespace()],
      }),
    message: [
      'shop/Shop (MeshNamespace): 3 problems',
      '  mutualTls: has no effect with Injection.none(): nothing takes the connections of its pods. Leave it out, or write injection: Injection.sidecar().',
      '  access: has no effect with Injection.none(): nothing takes the connections of its pods. Leave it out, or write injection: Injection.sidecar().',
      '  egress: has no effect with Injection.none(): nothing takes the connections of its pods. Leave it out, or write injection: Injection.sidecar().',
    ],
  },
  {
    what: 'MeshNamespace: what pods call, in ambient mode',
    program: (world) => void world.namespace({ injection: Injection.ambient(), egress: [EgressHost.sameNamespace()] }),
    message: [
      'shop/Shop (MeshNamespace): 1 problem',
      '  egress: is said by a Sidecar, which ambient mode ignores. Leave it out, or write injection: Injection.sidecar().',
    ],
  },
  {
    what: 'MeshNamespace: access by tokens where only ztunnel looks',
    program: (world) =>
      void world.namespace({
        injection: Injection.ambient(),
        access: NamespaceAccess.denyByDefault({ allowedCallers: [Source.anyToken()] }),
      }),
    message: [
      'shop/Shop (MeshNamespace): 1 problem',
      '  access.allowedCallers[0]: asks for requestPrincipals, which ztunnel does not compare: with it, it would let none of the callers in. Write injection: Injection.ambient({ waypoint: Waypoint.own() }), or leave it out.',
    ],
  },
  {
    what: 'MeshNamespace: access at a waypoint of another namespace',
    program: (world) =>
      void world.namespace({
        injection: Injection.ambient({ waypoint: Waypoint.named('door', { namespace: 'infra' }) }),
        access: NamespaceAccess.denyByDefault(),
      }),
    message: [
      'shop/Shop (MeshNamespace): 1 problem',
      '  access: policies for waypoint "door" are read in its own namespace, infra. Write them there, or give the namespace a waypoint: Injection.ambient({ waypoint: Waypoint.own() }).',
    ],
  },
  {
    what: 'MeshNamespace: the root namespace',
    program: (world) => void world.namespace({ name: 'istio-system', mutualTls: MutualTls.STRICT }),
    message: [
      'shop/Shop (MeshNamespace): 1 problem',
      "  name: \"istio-system\" is the root namespace, whose policies hold for the whole mesh. Make what you need by itself there, such as new PeerAuthentication(chart, 'Mesh', { metadata: { namespace: 'istio-system' }, mode: MutualTls.STRICT }).",
    ],
  },
  {
    what: 'MeshNamespace: a second policy for all pods',
    program: (world) => {
      new PeerAuthentication(world.chart, 'Mtls', { mode: MutualTls.PERMISSIVE });
      new Sidecar(world.chart, 'Hosts', { egress: [EgressListener.anyPort([EgressHost.any()])] });
      world.namespace({ mutualTls: MutualTls.STRICT, egress: [EgressHost.sameNamespace()] });
    },
    message: [
      'shop/Shop (MeshNamespace): 2 problems',
      '  mutualTls: shop/Mtls is the PeerAuthentication for all pods of namespace shop already, and Istio takes only one. Leave one of them out.',
      '  egress: shop/Hosts is the Sidecar for all pods of namespace shop already, and Istio takes only one. Leave one of them out.',
    ],
  },
  {
    what: 'AuthorizationPolicy: no rules, as nobody is meant to write by accident',
    program: ({ chart }) => {
      new AuthorizationPolicy(chart, 'Policy', { action: AuthorizationAction.ALLOW, rules: [] });
    },
    message: [
      'shop/Policy (AuthorizationPolicy): 1 problem',
      '  rules: is empty. Write [AuthorizationRule.of({ from: [Source.workload(frontend)] })], or AuthorizationPolicy.allowNothing(...) to refuse all that no other policy allows.',
    ],
  },
  {
    what: 'PeerAuthentication: a port of all pods',
    program: ({ chart }) => {
      new PeerAuthentication(chart, 'Policy', { ports: [{ port: 8080, mode: MutualTls.PERMISSIVE }] });
    },
    message: [
      'shop/Policy (PeerAuthentication): 1 problem',
      '  target: is needed: Istio takes the modes of ports only for pods that are chosen. Write target: PolicyTarget.workload(deployment).',
    ],
  },
  {
    what: 'PeerAuthentication: a gateway, whose clients are not of the mesh',
    program: ({ chart }) => {
      const target = PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress());
      const metadata = { namespace: 'istio-system' };
      new PeerAuthentication(chart, 'Policy', { metadata, target, mode: MutualTls.STRICT });
    },
    message: [
      'shop/Policy (PeerAuthentication): 1 problem',
      '  target: is a gateway, whose servers say themselves how they take connections. Write tls: ServerTls.mutual(...) in the server of its Gateway.',
    ],
  },
  {
    what: 'RequestAuthentication: a private key',
    program: ({ chart }) => {
      const jwks = '{"keys":[{"kty":"oct","k":"YQ"}]}';
      new RequestAuthentication(chart, 'Login', {
        jwtRules: [JwtRule.of({ issuer: 'https://issuer.example.com', jwks })],
      });
    },
    message: [
      'shop/Login (RequestAuthentication): 1 problem',
      '  jwtRules[0].jwks: keys[0] is a private key, which everyone would have who can read the policy. Write the public one, and replace both.',
    ],
  },
];

function messageOf(program: (world: Subjects) => void): string {
  try {
    program(new Subjects());
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

const refusals = MISTAKES.filter((each): each is Refusal => 'program' in each);
const preventions = MISTAKES.filter((each): each is Prevention => 'shown' in each);

test('the table has every mistake', () => {
  const numbers = Array.from({ length: 22 }, (_, i) => `M${i + 1}`);
  expect(numbers.filter((number) => !MISTAKES.some(({ mistake }) => mistake === number))).toEqual([]);
});

describe('refused', () => {
  test.each(refusals)('$mistake: $what', ({ program, message }) => {
    expect(messageOf(program)).toBe(message.join('\n'));
  });

  test.each(MUSTS)('$what', ({ program, message }) => {
    expect(messageOf(program)).toBe(message.join('\n'));
  });
});

describe('cannot be written', () => {
  test.each(preventions)('$mistake: $what', ({ shown }) => {
    expect.hasAssertions();
    shown(new Subjects());
  });
});
