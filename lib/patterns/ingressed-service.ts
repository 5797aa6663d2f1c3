import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { claim, holderOf, isOfAnotherChart, joinCluster } from '../core/claims';
import { expectList, expectObject, expectPort, expectStrings, withoutQuotes } from '../core/expect';
import { withGiven } from '../core/given';
import { literal } from '../core/literal';
import { describeProblems, Problems, show } from '../core/problems';
import type { IServiceLike } from '../kubernetes/service-like';
import type { ResolvedService } from '../kubernetes/service-ref';
import { Gateway } from '../networking/gateway';
import type { IGateway } from '../networking/gateway-handle';
import { withoutNamespace, writeGateway } from '../networking/gateway-handle';
import { GatewayServer } from '../networking/gateway-server';
import { GatewayWorkload } from '../networking/gateway-workload';
import { MeshSettings } from '../networking/mesh-settings';
import { hostsOverlap } from '../istio/host';
import { MESH_GATEWAY } from '../istio/names';
import { hostProblem } from '../networking/host';
import { HttpMatch } from '../networking/http-match';
import type { HttpRouteOptions } from '../networking/http-route';
import { checkRulePolicy } from '../networking/http-route';
import { VirtualService } from '../networking/virtual-service';
import { CanaryRelease } from './canary-release';
import type { IngressPolicy } from './ingress/ingress-route';
import { IngressRoute, RouteOrder } from './ingress/ingress-route';
import { findDeadRoutes } from './ingress/dead-routes';
import { IngressTls } from './ingress/ingress-tls';
import { claimObjects, patternName } from './pattern-name';
import { releaseOf } from './release/release';
import type { RouteDefaults, WrittenRoute } from './ingress/route-writer';
import { choosePort, resolveTarget, writeRoute } from './ingress/route-writer';

/** Options of an IngressedService. */
export interface IngressedServiceProps extends IngressPolicy {
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
   * Where TLS ends, and with which certificate. Istio field `servers[].tls` of the Gateway.
   *
   * @default - nowhere: plain HTTP on port 80
   */
  readonly tls?: IngressTls;

  /**
   * A Gateway that several services share. Either `gateway`, or `workload` and the certificate in `tls`. Istio field `gateways`
   * of the VirtualService.
   *
   * Rejects one of this app, or with given `hosts`, that does not serve every host for this namespace, or passes TLS through. One of another
   * chart shows that both charts are for one cluster: what can exist only once there, such as a host, the second chart can't have.
   *
   * @default - a Gateway of its own
   */
  readonly gateway?: IGateway;

  /**
   * The gateway's pods. Istio field `selector` of the Gateway.
   *
   * @default - `ingress` of MeshSettings: GatewayWorkload.istioIngress()
   */
  readonly workload?: GatewayWorkload;

  /**
   * Port number of the gateway's Service for plain HTTP. Istio field `servers[].port.number` of the Gateway.
   *
   * @default 80; none if the Service has no port 80 and `tls` terminates TLS at the gateway
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
  /** The port for plain HTTP of a Gateway of its own, if it has one. */
  private readonly httpPort: number | undefined;
  /** Rules that stand before those of the routes. */
  private readonly redirects: HttpRouteOptions[];

  constructor(scope: Construct, id: string, props: IngressedServiceProps) {
    super(scope, id);
    const problems = new Problems();
    this.props =
      expectObject(props, 'IngressedServiceProps', problems, '', "{ service: service, hosts: ['shop.example.com'] }") ??
      ({} as IngressedServiceProps);
    const name = patternName(this, this.props.name, problems);
    const { namespace } = Chart.of(this);
    if (namespace === undefined) {
      problems.add(
        '',
        "its chart has no namespace, so the objects would go to the namespace in which they are applied. Write new Chart(app, 'id', { namespace: '...' }).",
      );
    }
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
    const { service, timeout, retries, corsPolicy, headers } = this.props;
    // Without a namespace of the chart it is not known where its Services are, and that is said already.
    const resolved = namespace === undefined ? undefined : resolveTarget(service, this, problems);
    this.defaults = {
      service,
      resolved,
      policy: checkRulePolicy({ timeout, retries, corsPolicy, headers }, this, problems) ?? {},
      hsts,
    };
    this.routes = namespace === undefined ? [] : this.writeRoutes(problems);
    this.reportDead(this.routes, problems);
    this.reportUnsplit(this.routes, problems);
    this.httpPort = this.plainPort(tls, workload);
    this.claimNames(name, namespace, hosts, tls, workload, problems);
    problems.throwFor(this, 'IngressedService');

    this.redirects = this.writeRedirects(tls);
    this.ownGateway = this.props.gateway === undefined ? this.makeGateway(name, hosts, tls, workload) : undefined;
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
    this.node.addValidation({ validate: () => this.validate() });
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
  private validate(): string[] {
    const problems = new Problems();
    this.reportUnsplit(this.routes, problems);
    return problems.count === 0 ? [] : [describeProblems(`${this.node.path} (IngressedService)`, problems.list)];
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
        hostProblem(host, { wildcard: true }) ??
        (host.includes('.')
          ? undefined
          : `${show(host)} has no dot. Clients outside the cluster need a full DNS name, for example "${host}.example.com".`) ??
        (hosts.indexOf(host) < i ? `${show(host)} is given twice.` : undefined) ??
        commonProblem(host, hosts.slice(0, i));
      if (problem !== undefined) {
        problems.add(`hosts[${i}]`, problem);
      }
    });
    return hosts;
  }

  private checkTls(problems: Problems): IngressTls | undefined {
    const { tls } = this.props;
    if (tls !== undefined && !(tls instanceof IngressTls)) {
      problems.add(
        'tls',
        `${show(tls)} does not fit here. Write ${withGiven("IngressTls.credential('name-of-the-secret')", tls)}.`,
      );
      return undefined;
    }
    tls?._server?._toJson(problems.in('tls'), this);
    return tls;
  }

  private checkGateway(tls: IngressTls | undefined, problems: Problems): GatewayWorkload {
    const { gateway, workload, httpPort } = this.props;
    const pods = workload ?? MeshSettings.of(this).ingress;
    if (gateway !== undefined) {
      if (typeof gateway?.gatewayName !== 'string' || gateway.gatewayName === MESH_GATEWAY) {
        problems.add('gateway', `${show(gateway)} is not a Gateway. Write ${gatewayOf(gateway)}.`);
      } else {
        writeGateway(gateway, problems.in('gateway'), GATEWAY_OR_NAME);
      }
      for (const [field, given] of [
        ['workload', workload !== undefined],
        ['httpPort', httpPort !== undefined],
        ['tls', tls?._server !== undefined],
      ] as const) {
        if (given) {
          const instead =
            field === 'tls' ? ' For HSTS behind a shared Gateway write IngressTls.elsewhere({ hsts: ... }).' : '';
          problems.add(field, `belongs to the shared Gateway. Omit it, or omit gateway.${instead}`);
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
    const plainPort = this.plainPort(tls, pods);
    const tlsPort = tls?._server === undefined ? undefined : tls._port;
    for (const [field, port, otherwise] of [
      ['httpPort', plainPort, tlsPort === undefined ? HTTPS_ALONE : NO_PLAIN_HTTP],
      ['tls.port', tlsPort, ''],
    ] as const) {
      if (port !== undefined && ports.length > 0 && !ports.includes(port)) {
        problems.add(
          field,
          `${show(port)} is not a port of Service "${pods.service}" (${ports.join(', ')}), so nothing would reach it.${withoutQuotes(port) || ` ${pods._addPort(port, 'Write one of them, or all ports of the Service in workload.')}${otherwise}`}`,
        );
      }
    }
    tls?._checkPlainHttp(httpPort, problems);
    if (plainPort !== undefined && plainPort === tlsPort) {
      problems.add('tls.port', `${plainPort} is already the port for plain HTTP. Write another.${NO_PLAIN_HTTP}`);
    }
    return pods;
  }

  private plainPort(tls: IngressTls | undefined, { ports }: GatewayWorkload): number | undefined {
    const { gateway, httpPort } = this.props;
    if (gateway !== undefined) {
      return undefined;
    }
    const numbers = ports.map(({ port }) => port);
    return tls === undefined ? (httpPort ?? 80) : tls._httpPort(httpPort, numbers);
  }

  /** The redirect of a Gateway leads to port 443 of the host as it was asked for, so for other ports it takes a rule. */
  private byRule(tls: IngressTls | undefined): boolean {
    return tls?._redirect === true && (this.httpPort !== 80 || tls._port !== 443);
  }

  private writeRedirects(tls: IngressTls | undefined): HttpRouteOptions[] {
    return tls === undefined || this.httpPort === undefined || !this.byRule(tls)
      ? []
      : [{ match: [HttpMatch.of({ port: this.httpPort })], redirect: { scheme: 'https', port: tls._port } }];
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

  /** A host can have routes in one place only: across VirtualServices Istio leaves their order open. */
  private claimNames(
    name: string,
    namespace: string | undefined,
    hosts: string[],
    tls: IngressTls | undefined,
    workload: GatewayWorkload,
    problems: Problems,
  ): void {
    const { gateway } = this.props;
    if (gateway instanceof Gateway) {
      this.joinGateway(gateway, problems);
    } else if (this.maker !== undefined) {
      this.joinMaker(this.maker, problems);
    }
    hosts.forEach((host, i) => {
      const [holder] = this.placesOf(host, tls, workload).flatMap(
        (place) => claim(this, `host ${host} at ${place}`) ?? [],
      );
      if (holder !== undefined) {
        problems.add(
          `hosts[${i}]`,
          `${show(host)} is already served by ${holder}, and the order of routes of two VirtualServices is not defined. Add this service there: addRoute(IngressRoute.prefix('/path', { service })).${this.forAnotherCluster(holder)}`,
        );
      }
    });
    claimObjects(
      this,
      gateway === undefined ? ['Gateway', 'VirtualService'] : ['VirtualService'],
      namespace,
      name,
      problems,
    );
    if (gateway === undefined && tls?._credentialName !== undefined) {
      const holder = claim(this, certificateAt(tls._credentialName, workload, tls._port));
      if (holder !== undefined) {
        problems.add('tls', this.describeCertificate(tls._credentialName, holder));
      }
    }
  }

  /**
   * There is one of a Gateway that two charts share, so they are for one cluster, and what the Gateway has is taken there: its name, and the
   * certificates that it shows.
   */
  private joinGateway(gateway: Gateway, problems: Problems): void {
    for (const { what, holders } of joinCluster(this, gateway)) {
      problems.add(
        'gateway',
        `is a Gateway of another chart, so both charts are for the same cluster, where ${holders.join(' and ')} both have ${what}. Keep it in one of them.${this.forAnotherCluster(gateway.node.path)}`,
      );
    }
    const { scope } = gateway.node;
    const owner = scope instanceof IngressedService ? scope : gateway;
    const namesake = claim(owner, `Gateway ${gateway.gatewayName}`);
    if (namesake !== undefined) {
      problems.add(
        'gateway',
        `Gateway ${gateway.gatewayName} is also created by ${namesake}. Give one of them another name.`,
      );
    }
    for (const { port, credentials } of gateway._certificates()) {
      for (const credential of credentials) {
        const holder = claim(owner, certificateAt(credential, gateway.workload, port));
        if (holder !== undefined) {
          problems.add('gateway', this.describeCertificate(credential, holder));
        }
      }
    }
  }

  /** The GatewayDeployment that makes the pods which were named, if this app does. Those of the settings may be for every cluster. */
  private get maker(): IConstruct | undefined {
    const { gateway, workload } = this.props;
    return gateway === undefined && workload instanceof GatewayWorkload ? workload._deployment : undefined;
  }

  /** There is one of a GatewayDeployment that two charts use, so they are for one cluster. */
  private joinMaker(maker: IConstruct, problems: Problems): void {
    for (const { what, holders } of joinCluster(this, maker)) {
      problems.add(
        'workload',
        `is of a GatewayDeployment in another chart, so both charts are for one cluster, and there ${holders.join(' and ')} both have ${what}. Leave it to one of them.${this.forAnotherCluster(maker.node.path)}`,
      );
    }
  }

  /** Browsers take one connection for all hosts of a certificate, and the listener of one Gateway has no routes of another. */
  private describeCertificate(secret: string, holder: string): string {
    return (
      `certificate ${show(secret)} already belongs to the Gateway of ${holder}. Browsers reuse a connection for every host of a certificate, and with two Gateways they get 404. ` +
      `Write one Gateway for all of them, new Gateway(chart, 'Shared', { servers: [GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential(${show(secret)}) })] }), and write gateway: shared in both.${this.forAnotherCluster(holder)}`
    );
  }

  /** The way out for those who make charts for several clusters with one shared Gateway, or one gateway. */
  private forAnotherCluster(holder: string): string {
    const { gateway } = this.props;
    if (!isOfAnotherChart(this, holder)) {
      return '';
    }
    if (!(gateway instanceof Gateway)) {
      return this.maker === undefined
        ? ''
        : ' If this chart is for another cluster, write workload: GatewayWorkload.of({ ... }) for the gateway there.';
    }
    const [namespace, name] = gateway.gatewayName.split('/');
    return ` If this chart is for another cluster, write gateway: Gateway.fromName(${literal(name)}, { namespace: ${literal(namespace)} }).`;
  }

  /** Where a host is served: ports of the gateway's Service, or a Gateway of which no more is known than its name. */
  private placesOf(host: string, tls: IngressTls | undefined, workload: GatewayWorkload): string[] {
    const { gateway } = this.props;
    if (gateway === undefined) {
      const ports = [this.httpPort, tls?._server === undefined ? undefined : tls._port];
      return ports.filter((port) => port !== undefined).map((port) => `${addressOf(workload)}:${String(port)}`);
    }
    const servers = gateway instanceof Gateway ? gateway._serves() : [];
    const open = servers.filter((server) =>
      server.hosts.some((served) => hostsOverlap(withoutNamespace(served), host)),
    );
    return [
      `${gateway?.gatewayName}`,
      ...open.map(({ port }) => `${addressOf((gateway as Gateway).workload)}:${port}`),
    ];
  }

  private makeGateway(name: string, hosts: string[], tls: IngressTls | undefined, workload: GatewayWorkload): Gateway {
    const servers =
      this.httpPort === undefined
        ? []
        : [
            GatewayServer.http({
              hosts,
              port: this.httpPort,
              httpsRedirect: tls?._redirect === true && !this.byRule(tls),
            }),
          ];
    if (tls?._server !== undefined) {
      servers.push(GatewayServer.https({ hosts, port: tls._port, tls: tls._server }));
    }
    return new Gateway(this, 'Gateway', { metadata: { name }, workload, servers });
  }
}

const GATEWAY_OR_NAME = "a Gateway of this app, or Gateway.fromName('name', { namespace: '...' })";
const HTTPS_ALONE = " For HTTPS alone write tls: IngressTls.credential('name-of-the-secret').";
const NO_PLAIN_HTTP = ' For HTTPS alone write plainHttp: false in tls.';

/** What to write for a Gateway that was given by its name. */
function gatewayOf(given: unknown): string {
  const [, namespace = '...', name] =
    /^(?:([a-z0-9-]+)\/)?([a-z0-9-]+)$/.exec(typeof given === 'string' ? given : '') ?? [];
  return name === undefined || name === MESH_GATEWAY
    ? GATEWAY_OR_NAME
    : `Gateway.fromName(${literal(name)}, { namespace: ${literal(namespace)} })`;
}

function commonProblem(host: string, others: string[]): string | undefined {
  const other = others.find((earlier) => hostsOverlap(earlier, host));
  return other === undefined
    ? undefined
    : `${show(host)} and ${show(other)} overlap, and Istio rejects that in one VirtualService. Omit one of them.`;
}

function certificateAt(secret: string, workload: GatewayWorkload, port: number): string {
  return `certificate ${String(secret)} at ${addressOf(workload)}:${port}`;
}

function addressOf({ namespace, service }: GatewayWorkload): string {
  return `${String(namespace)}/${String(service)}`;
}
