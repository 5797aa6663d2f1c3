import { Construct } from 'constructs';
import { claim } from '../core/claims';
import { expectList, expectObject, expectPort, expectStrings } from '../core/expect';
import { Problems, show } from '../core/problems';
import { resolveService } from '../kubernetes/service-ref';
import type { IServiceLike } from '../kubernetes/service-like';
import { Gateway } from '../networking/gateway';
import type { IGateway } from '../networking/gateway-handle';
import { GatewayServer } from '../networking/gateway-server';
import { GatewayWorkload } from '../networking/gateway-workload';
import { hostProblem } from '../networking/host';
import { checkRulePolicy } from '../networking/http-route';
import { expectNamespace } from '../networking/istio-resource';
import { VirtualService } from '../networking/virtual-service';
import type { IngressPolicy } from './ingress/ingress-route';
import { IngressRoute, RouteOrder } from './ingress/ingress-route';
import { IngressTls } from './ingress/ingress-tls';
import { claimObjects, patternName } from './pattern-name';
import type { RouteDefaults, WrittenRoute } from './ingress/route-writer';
import { writeRoute } from './ingress/route-writer';

/** Options of an IngressedService. */
export interface IngressedServiceProps extends IngressPolicy {
  /**
   * The Service that clients outside the cluster reach: of any cdk8s-plus release, a `ServiceRef`, a name in the namespace of the
   * chart, or the `release` of a `CanaryRelease`, whose split then holds behind the gateway too.
   */
  readonly service: IServiceLike | string;

  /**
   * Number or name of the Service's port.
   *
   * @default - its only port
   */
  readonly port?: number | string;

  /**
   * DNS names under which clients ask, with a wildcard as first label where wanted ("*.example.com"). They are the hosts of the
   * Gateway and of the VirtualService alike.
   *
   * Rejects schemes, ports, paths and "*".
   */
  readonly hosts: string[];

  /**
   * Which paths are served, and how.
   *
   * @default - every path: [IngressRoute.all()]
   */
  readonly routes?: IngressRoute[];

  /**
   * In which order the routes are tried.
   *
   * @default RouteOrder.MOST_SPECIFIC_FIRST
   */
  readonly routeOrder?: RouteOrder;

  /**
   * Where TLS ends, and with which certificate.
   *
   * @default - nowhere: plain HTTP on port 80
   */
  readonly tls?: IngressTls;

  /**
   * A Gateway that several services share. Either `gateway`, or `workload` and the certificate in `tls`.
   *
   * @default - a Gateway of its own
   */
  readonly gateway?: IGateway;

  /**
   * The gateway's pods.
   *
   * @default GatewayWorkload.istioIngress()
   */
  readonly workload?: GatewayWorkload;

  /**
   * Port number of the gateway's Service for plain HTTP.
   *
   * @default 80
   */
  readonly httpPort?: number;

  /**
   * Name of the Gateway and the VirtualService.
   *
   * @default - the id of the construct in kebab-case
   */
  readonly name?: string;
}

/**
 * A Service that clients outside the cluster reach through an Istio gateway: a Gateway, or a place on a shared one, and the
 * VirtualService that is bound to it. Hosts, ports, names and namespaces that must agree are derived from one value.
 *
 * @example
 * new IngressedService(chart, 'Productpage', {
 *   service: productpage,
 *   hosts: ['bookinfo.example.com'],
 *   tls: IngressTls.credential('bookinfo-cert', { hsts: Duration.days(365) }),
 *   routes: [IngressRoute.exact('/productpage'), IngressRoute.prefix('/static')],
 * });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/
 */
export class IngressedService extends Construct {
  /** The Gateway that the routes are bound to, for other services that share it. */
  public readonly gateway: IGateway;

  /** The Gateway that was made; undefined where a shared one is used. */
  public readonly ownGateway?: Gateway;

  /** The routes. */
  public readonly virtualService: VirtualService;

  private readonly props: IngressedServiceProps;
  private readonly defaults: RouteDefaults;
  private readonly routes: WrittenRoute[];
  private readonly order: RouteOrder;

  constructor(scope: Construct, id: string, props: IngressedServiceProps) {
    super(scope, id);
    const problems = new Problems();
    this.props =
      expectObject(props, problems, '', "{ service: service, hosts: ['shop.example.com'] }") ??
      ({} as IngressedServiceProps);
    const name = patternName(this, this.props.name, problems);
    const namespace = expectNamespace(this, undefined, problems);
    const hosts = this.checkHosts(problems);
    const tls = this.checkTls(problems);
    const hsts = tls?._hsts(problems.in('tls'));
    const workload = this.checkGateway(tls, problems);
    this.order = this.props.routeOrder ?? RouteOrder.MOST_SPECIFIC_FIRST;
    if (!Object.values(RouteOrder).includes(this.order)) {
      problems.add(
        'routeOrder',
        `${show(this.order)} is not an order. Write RouteOrder.MOST_SPECIFIC_FIRST or RouteOrder.AS_WRITTEN.`,
      );
    }
    const { service, port, timeout, retries, corsPolicy, headers } = this.props;
    const resolved = resolveService(service, this, problems, 'service');
    this.defaults = {
      service,
      resolved,
      port,
      policy: checkRulePolicy({ timeout, retries, corsPolicy, headers }, this, problems) ?? {},
      hsts,
    };
    this.routes = this.writeRoutes(problems);
    this.claimNames(name, namespace, hosts, workload, problems);
    problems.throwFor(this, 'IngressedService');

    this.ownGateway = this.props.gateway === undefined ? this.makeGateway(name, hosts, tls, workload) : undefined;
    this.gateway = this.ownGateway ?? this.props.gateway!;
    this.virtualService = new VirtualService(this, 'VirtualService', {
      metadata: { name },
      hosts,
      gateways: [this.gateway],
      http: this.routes.flatMap(({ rules }) => rules),
    });
    this.routes.forEach(({ release }) => release?._boundTo(this.virtualService));
  }

  /**
   * Adds a route at its place among the others: for another Service on the same hosts, say.
   *
   * Rejects what `routes` rejects.
   */
  public addRoute(route: IngressRoute): void {
    const problems = new Problems();
    const written = writeRoute(route, this.defaults, this, problems.in(`routes[${this.routes.length}]`));
    problems.throwFor(this, 'IngressedService');
    const place = this.placeOf(written!);
    const index = this.routes.slice(0, place).reduce((count, { rules }) => count + rules.length, 0);
    written!.rules.forEach((rule, i) => this.virtualService._insertHttpRoute(rule, index + i));
    this.routes.splice(place, 0, written!);
    written!.release?._boundTo(this.virtualService);
  }

  private placeOf({ route }: WrittenRoute): number {
    if (this.order === RouteOrder.AS_WRITTEN) {
      return this.routes.length;
    }
    const later = this.routes.findIndex((other) => route._compare(other.route) < 0);
    return later < 0 ? this.routes.length : later;
  }

  private checkHosts(problems: Problems): string[] {
    const hosts = expectStrings(this.props.hosts, problems, 'hosts', "['shop.example.com']");
    if (this.props.hosts === undefined || (Array.isArray(this.props.hosts) && this.props.hosts.length === 0)) {
      problems.add('hosts', "is empty, so nobody could ask for the service. Write ['shop.example.com'].");
    }
    hosts.forEach((host, i) => {
      const problem =
        hostProblem(host, { wildcard: true }) ??
        (host.includes('.')
          ? undefined
          : `${show(host)} has no dot. Clients outside the cluster need a full DNS name, for example "${host}.example.com".`) ??
        (hosts.indexOf(host) < i ? `${show(host)} is given twice.` : undefined);
      if (problem !== undefined) {
        problems.add(`hosts[${i}]`, problem);
      }
    });
    return hosts;
  }

  private checkTls(problems: Problems): IngressTls | undefined {
    const { tls } = this.props;
    if (tls !== undefined && !(tls instanceof IngressTls)) {
      problems.add('tls', `${show(tls)} does not fit here. Write IngressTls.credential('name-of-the-secret').`);
      return undefined;
    }
    tls?._server?._toJson(problems.in('tls'), this);
    return tls;
  }

  private checkGateway(tls: IngressTls | undefined, problems: Problems): GatewayWorkload {
    const { gateway, workload, httpPort } = this.props;
    const pods = workload ?? GatewayWorkload.istioIngress();
    if (gateway !== undefined) {
      if (typeof gateway?.gatewayName !== 'string' || gateway.gatewayName === 'mesh') {
        problems.add(
          'gateway',
          `${show(gateway)} is not a Gateway. Write a Gateway of this app, or Gateway.fromName('name', { namespace: '...' }).`,
        );
      }
      for (const [field, given] of [
        ['workload', workload !== undefined],
        ['httpPort', httpPort !== undefined],
        ['tls', tls?._server !== undefined],
      ] as const) {
        if (given) {
          const instead =
            field === 'tls' ? ' For HSTS behind a shared Gateway write IngressTls.elsewhere({ hsts: ... }).' : '';
          problems.add(
            field,
            `belongs to the shared Gateway, which decides it. Leave it out, or leave out gateway.${instead}`,
          );
        }
      }
      return pods;
    }
    if (!(pods instanceof GatewayWorkload)) {
      problems.add('workload', `${show(workload)} is not a GatewayWorkload. Write GatewayWorkload.istioIngress().`);
      return GatewayWorkload.istioIngress();
    }
    pods._check(problems.in('workload'));
    expectPort(httpPort, problems, 'httpPort');
    const ports = pods.ports.map(({ port }) => port);
    for (const [field, port] of [
      ['httpPort', httpPort ?? 80],
      ['tls.port', tls?._server === undefined ? undefined : tls._port],
    ] as const) {
      if (port !== undefined && !ports.includes(port)) {
        problems.add(
          field,
          `${show(port)} is not a port of Service "${pods.service}" (${ports.join(', ')}), so nothing would reach it. Write one of them.`,
        );
      }
    }
    return pods;
  }

  private writeRoutes(problems: Problems): WrittenRoute[] {
    const given = this.props.routes ?? [IngressRoute.all()];
    const routes = expectList(given, problems, 'routes', "[IngressRoute.prefix('/')]");
    if (Array.isArray(given) && given.length === 0) {
      problems.add(
        'routes',
        "is empty, so every request would be answered with 404. Leave it out to serve every path, or write [IngressRoute.prefix('/')].",
      );
    }
    const written = routes.flatMap(
      (route, i) => writeRoute(route, this.defaults, this, problems.in(`routes[${i}]`)) ?? [],
    );
    return this.order === RouteOrder.AS_WRITTEN ? written : written.sort((a, b) => a.route._compare(b.route));
  }

  /** A host can have routes in one place only: across VirtualServices Istio leaves their order open. */
  private claimNames(
    name: string,
    namespace: string | undefined,
    hosts: string[],
    workload: GatewayWorkload,
    problems: Problems,
  ): void {
    const where =
      this.props.gateway === undefined ? `${workload.namespace}/${workload.service}` : this.props.gateway?.gatewayName;
    hosts.forEach((host, i) => {
      const holder = claim(this, `host ${host} at ${where}`);
      if (holder !== undefined) {
        problems.add(
          `hosts[${i}]`,
          `${show(host)} is served by ${holder} already, and between two VirtualServices the order of routes is not defined. Add this service there: addRoute(IngressRoute.prefix('/path', { service })).`,
        );
      }
    });
    const kinds = this.props.gateway === undefined ? ['Gateway', 'VirtualService'] : ['VirtualService'];
    claimObjects(this, kinds, namespace, name, problems);
  }

  private makeGateway(name: string, hosts: string[], tls: IngressTls | undefined, workload: GatewayWorkload): Gateway {
    const servers = [
      GatewayServer.http({ hosts, port: this.props.httpPort ?? 80, httpsRedirect: tls?._redirect ?? false }),
    ];
    if (tls?._server !== undefined) {
      servers.push(GatewayServer.https({ hosts, port: tls._port, tls: tls._server }));
    }
    return new Gateway(this, 'Gateway', { metadata: { name }, workload, servers });
  }
}
