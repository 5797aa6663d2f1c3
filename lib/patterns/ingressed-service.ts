import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { checkAtSynth } from '../core/at-synth';
import { holderOf } from '../core/claims';
import { expectList, expectObject, expectStrings } from '../core/expect';
import { Problems, show } from '../core/problems';
import type { IServiceLike } from '../kubernetes/service-like';
import type { ResolvedService } from '../kubernetes/service-ref';
import type { Gateway } from '../networking/gateway';
import type { IGateway } from '../networking/gateway-handle';
import type { GatewayWorkload } from '../networking/gateway-workload';
import { hostsOverlap } from '../istio/host';
import type { HttpRouteOptions } from '../networking/http-route';
import { checkRulePolicy } from '../networking/http-route';
import { VirtualService } from '../networking/virtual-service';
import { CanaryRelease } from './canary-release';
import type { IngressGatewayOptions } from './ingress/ingress-gateway';
import { IngressGateway } from './ingress/ingress-gateway';
import type { IngressPolicy } from './ingress/ingress-route';
import { IngressRoute, RouteOrder } from './ingress/ingress-route';
import { findDeadRoutes } from './ingress/dead-routes';
import { outsideHostProblem } from './ingress/outside-host';
import { claimObjects, patternName, patternNamespace } from './pattern-name';
import { releaseOf } from './release/release';
import type { RouteDefaults, WrittenRoute } from './ingress/route-writer';
import { choosePort, resolveTarget, writeRoute } from './ingress/route-writer';

/** Options of an IngressedService. */
export interface IngressedServiceProps extends IngressPolicy, IngressGatewayOptions {
  /**
   * The Service that clients outside the cluster reach: of any cdk8s-plus release, a `ServiceRef`, a name in the namespace of the
   * chart, or a `CanaryRelease` (or its `preview`), whose split then applies behind the gateway too.
   *
   * Rejects the plain Service of a `CanaryRelease`.
   */
  readonly service: IServiceLike | IConstruct | string;

  /**
   * Number or name of the Service's port. Istio field `http[].route[].destination.port`.
   *
   * Rejects a port that the Service does not have, and one that carries no HTTP by its protocol, name or `appProtocol`.
   *
   * @default - its only port; of a release, the port that is released
   */
  readonly port?: number | string;

  /**
   * DNS names that clients use, optionally with a wildcard as the first label ("*.example.com"). They become the hosts of both the
   * Gateway and the VirtualService.
   *
   * Istio field `hosts` of both. Rejects schemes, ports, paths, capitals, a dot at the end and "*".
   */
  readonly hosts: string[];

  /**
   * The paths that are served, and how. Istio field `http`.
   *
   * Rejects a route if earlier routes match all of its requests.
   *
   * @default - every path: [IngressRoute.all()]
   */
  readonly routes?: IngressRoute[];

  /**
   * The order in which the routes are evaluated. Istio uses the first route of `http` that matches.
   *
   * @default RouteOrder.MOST_SPECIFIC_FIRST
   */
  readonly routeOrder?: RouteOrder;

  /**
   * The gateway's pods. Istio field `selector` of the Gateway.
   *
   * @default - `ingress` of MeshSettings: GatewayWorkload.istioIngress()
   */
  readonly workload?: GatewayWorkload;

  /**
   * Name of the Gateway and the VirtualService.
   *
   * @default - the id of the construct in kebab-case
   */
  readonly name?: string;
}

/**
 * A Service that clients outside the cluster reach through an Istio gateway. Creates a Gateway, or uses a shared one, and the VirtualService
 * that is bound to it. Hosts, ports, names and namespaces that must agree are derived from one value.
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
  /** Rules that stand before those of the routes. */
  private readonly redirects: HttpRouteOptions[];

  constructor(scope: Construct, id: string, props: IngressedServiceProps) {
    super(scope, id);
    const problems = new Problems();
    this.props =
      expectObject(props, 'IngressedServiceProps', problems, '', "{ service: service, hosts: ['shop.example.com'] }") ??
      ({} as IngressedServiceProps);
    const name = patternName(this, this.props.name, problems);
    const namespace = patternNamespace(this, problems);
    const hosts = this.checkHosts(problems);
    const place = new IngressGateway(this, this.props, problems);
    this.order = this.props.routeOrder ?? RouteOrder.MOST_SPECIFIC_FIRST;
    if (!Object.values(RouteOrder).includes(this.order)) {
      problems.add(
        'routeOrder',
        `${show(this.order)} is not an order. Write RouteOrder.MOST_SPECIFIC_FIRST or RouteOrder.AS_WRITTEN.`,
      );
    }
    const { service, timeout, retries, corsPolicy, headers } = this.props;
    // Without a namespace of the chart it is not known where its Services are, and that is said already.
    const resolved = namespace === undefined ? undefined : resolveTarget(service, this, problems);
    this.defaults = {
      service,
      resolved,
      policy: checkRulePolicy({ timeout, retries, corsPolicy, headers }, this, problems) ?? {},
      hsts: place.hsts,
    };
    this.routes = namespace === undefined ? [] : this.writeRoutes(problems);
    this.reportDead(this.routes, problems);
    this.reportUnsplit(this.routes, problems);
    this.claimNames(name, namespace, hosts, place, problems);
    problems.throwFor(this, 'IngressedService');

    this.redirects = place.redirects(hosts);
    this.ownGateway = this.props.gateway === undefined ? place.make(name, hosts) : undefined;
    this.gateway = this.ownGateway ?? this.props.gateway!;
    this.virtualService = new VirtualService(this, 'VirtualService', {
      metadata: { name },
      hosts,
      gateways: [this.gateway],
      http: [...this.redirects, ...this.routes.flatMap(({ rules }) => rules)],
    });
    this.virtualService._adviseOnOrder(
      "Write IngressedService.addRoute(IngressRoute.prefix('/path')) instead, which puts the rule in the right place.",
    );
    this.routes.forEach(({ release }) => release?._boundTo(this.virtualService));
    checkAtSynth(this, 'IngressedService', (problems) => this.validate(problems));
  }

  /**
   * Adds a route in its place among the others, for example for another Service on the same hosts.
   *
   * Rejects what `routes` rejects.
   */
  public addRoute(route: IngressRoute): void {
    const problems = new Problems();
    const written = writeRoute(route, this.routes.length, this.defaultsFor([route], problems), this, problems);
    const place = written === undefined ? 0 : this.placeOf(written);
    if (written !== undefined) {
      this.reportUnsplit([written], problems);
      this.reportDead([...this.routes.slice(0, place), written, ...this.routes.slice(place)], problems);
    }
    problems.throwFor(this, 'IngressedService');
    const before = this.routes.slice(0, place).flatMap(({ rules }) => rules);
    const index = this.redirects.length + before.length;
    written!.rules.forEach((rule, i) => this.virtualService._insertHttpRoute(rule, index + i));
    this.routes.splice(place, 0, written!);
    written!.release?._boundTo(this.virtualService);
  }

  /** What holds for these routes; the port is settled where one of them needs it. */
  private defaultsFor(routes: IngressRoute[], problems: Problems): RouteDefaults {
    const { service, port } = this.props;
    const { resolved } = this.defaults;
    const needed = port !== undefined || routes.some((route) => route instanceof IngressRoute && route._asksDefault);
    return resolved === undefined || !needed
      ? this.defaults
      : { port: choosePort(port, resolved, service, problems), ...this.defaults };
  }

  private reportDead(routes: WrittenRoute[], problems: Problems): void {
    for (const { number, takers, twice } of findDeadRoutes(routes)) {
      const others = takers.map((taker) => `routes[${taker}]`).join(' and ');
      const instead =
        this.order === RouteOrder.AS_WRITTEN
          ? `Write it before ${others}, or omit it.`
          : 'Omit it, or write another path or condition.';
      problems.add(
        `routes[${number}]`,
        twice
          ? `is never reached, because it has the same match as ${others}. Omit one of them.`
          : `is never reached, because ${others} ${takers.length === 1 ? 'is tried before and takes' : 'are tried before and take'} all of its requests. ${instead}`,
      );
    }
  }

  /** A release may be made after the routes that should lead to it. */
  private validate(problems: Problems): void {
    this.reportUnsplit(this.routes, problems);
  }

  /** Rules at a gateway know nothing of the rules in the mesh, so a Service there is both of its versions in whatever share their pods have. */
  private reportUnsplit(routes: WrittenRoute[], problems: Problems): void {
    const reported = new Set<string>();
    const holders = new Map<ResolvedService, IConstruct | undefined>();
    for (const { number, plain } of routes) {
      if (plain !== undefined && !holders.has(plain.service)) {
        holders.set(plain.service, holderOf(this, releaseOf(plain.service), plain.given));
      }
      const holder = plain && holders.get(plain.service);
      const field = plain?.own === true ? `routes[${number}].service` : 'service';
      if (!(holder instanceof CanaryRelease) || reported.has(field) || holder.release._isWhole(plain!.port, this)) {
        continue;
      }
      reported.add(field);
      const { id, path } = holder.node;
      const name = /^[A-Za-z]\w*$/.test(id) ? id[0].toLowerCase() + id.slice(1) : 'canaryRelease';
      problems.add(
        field,
        `Service "${plain!.service.name}" is released by ${path}, and these requests would bypass its split. Write service: ${name}, where ${name} is that CanaryRelease. ` +
          `If they are meant to, give them a route with route: [Destination.service(service, { port: ${plain!.port} })].`,
      );
    }
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
      problems.add('hosts', "is empty, so the service would have no host. Write ['shop.example.com'].");
    }
    hosts.forEach((host, i) => {
      const problem =
        outsideHostProblem(host, { wildcard: true }) ??
        (hosts.indexOf(host) < i ? `${show(host)} is given twice.` : undefined) ??
        commonProblem(host, hosts.slice(0, i));
      if (problem !== undefined) {
        problems.add(`hosts[${i}]`, problem);
      }
    });
    return hosts;
  }

  private writeRoutes(problems: Problems): WrittenRoute[] {
    const given = this.props.routes ?? [IngressRoute.all()];
    const routes = expectList(given, problems, 'routes', "[IngressRoute.prefix('/')]");
    if (Array.isArray(given) && given.length === 0) {
      problems.add(
        'routes',
        "is empty, so every request would be answered with 404. Omit it to serve every path, or write [IngressRoute.prefix('/')].",
      );
    }
    const defaults = this.defaultsFor(routes, problems);
    const written = routes.flatMap((route, i) => writeRoute(route, i, defaults, this, problems) ?? []);
    return this.order === RouteOrder.AS_WRITTEN ? written : written.sort((a, b) => a.route._compare(b.route));
  }

  private claimNames(
    name: string,
    namespace: string | undefined,
    hosts: string[],
    place: IngressGateway,
    problems: Problems,
  ): void {
    place.join(problems);
    place.checkRedirects(hosts, problems);
    const instead = (holder: IConstruct): string =>
      holder instanceof IngressedService
        ? "Add this service there: addRoute(IngressRoute.prefix('/path', { service }))."
        : 'Write another host.';
    hosts.forEach((host, i) => place.claimHost(host, `hosts[${i}]`, instead, problems));
    const kinds = this.props.gateway === undefined ? ['Gateway', 'VirtualService'] : ['VirtualService'];
    claimObjects(this, kinds, namespace, name, problems);
    place.claimCertificate(problems);
  }
}

function commonProblem(host: string, others: string[]): string | undefined {
  const other = others.find((earlier) => hostsOverlap(earlier, host));
  return other === undefined
    ? undefined
    : `${show(host)} and ${show(other)} overlap, and Istio rejects that in one VirtualService. Omit one of them.`;
}
