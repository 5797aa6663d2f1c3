import type { Construct, IConstruct } from 'constructs';
import { claim, holderOf, isOfAnotherChart, joinCluster } from '../../core/claims';
import { expectPort, withoutQuotes } from '../../core/expect';
import { withGiven } from '../../core/given';
import { literal } from '../../core/literal';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { hostsOverlap, isWildcard } from '../../istio/host';
import { MESH_GATEWAY } from '../../istio/names';
import { Gateway } from '../../networking/gateway';
import type { IGateway } from '../../networking/gateway-handle';
import { withoutNamespace, writeGateway } from '../../networking/gateway-handle';
import { GatewayServer } from '../../networking/gateway-server';
import { GatewayWorkload } from '../../networking/gateway-workload';
import { HttpMatch } from '../../networking/http-match';
import type { HttpRouteOptions } from '../../networking/http-route';
import { MeshSettings } from '../../networking/mesh-settings';
import type { ServerTls } from '../../networking/server-tls';
import { StringMatch } from '../../networking/string-match';
import { WrittenServerTls } from '../../networking/written-server-tls';
import { IngressTls } from './ingress-tls';

/** Where routes for clients outside the cluster are served. */
export interface IngressGatewayOptions {
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
   * Port number of the gateway's Service for plain HTTP. Istio field `servers[].port.number` of the Gateway.
   *
   * @default 80; none if the Service has no port 80 and `tls` terminates TLS at the gateway
   */
  readonly httpPort?: number;
}

/** The same with the pods, which patterns describe themselves. */
interface PlacedOptions extends IngressGatewayOptions {
  readonly workload?: GatewayWorkload;
}

/** The constructs that Gateways were made for; a Gateway that is not among them stands for itself. */
const OWNERS = new WeakMap<Gateway, Construct>();

/** The Gateway of a pattern: one of its own, or a shared one. */
export class IngressGateway {
  /** The pods of a Gateway of its own. */
  public readonly workload: GatewayWorkload;

  /** The value of Strict-Transport-Security. */
  public readonly hsts: string | undefined;

  /** The port for plain HTTP of a Gateway of its own, if it has one. */
  public readonly httpPort: number | undefined;

  private readonly tls: IngressTls | undefined;
  private written: WrittenServerTls | undefined;

  constructor(
    private readonly scope: Construct,
    private readonly props: PlacedOptions,
    problems: Problems,
  ) {
    this.tls = this.checkTls(problems);
    this.hsts = this.tls?._hsts(problems.in('tls'));
    this.workload = this.checkGateway(problems);
    this.httpPort = this.plainPort(this.workload);
  }

  /** The port where TLS ends at a Gateway of its own. */
  public get tlsPort(): number | undefined {
    return this.tls?._server === undefined ? undefined : this.tls._port;
  }

  /** Whether plain HTTP is redirected by the server of a Gateway of its own. */
  public get redirectsByServer(): boolean {
    return this.tls?._redirect === true && !this.byRule;
  }

  /** Whether it is redirected by rules that stand before those of the routes. */
  public get redirectsByRule(): boolean {
    return this.httpPort !== undefined && this.byRule;
  }

  /**
   * Those rules.
   *
   * Istio leaves port 443 of a redirect out, and Envoy then keeps the port that the client asked for
   * (pilot/pkg/networking/core/route/route.go: ApplyRedirect). For that port each host is written.
   */
  public redirects(hosts: readonly string[]): HttpRouteOptions[] {
    const { tlsPort, httpPort: port } = this;
    if (!this.redirectsByRule || tlsPort !== 443) {
      return this.redirectsByRule
        ? [{ match: [HttpMatch.of({ port })], redirect: { scheme: 'https', port: tlsPort } }]
        : [];
    }
    return hosts.map((host) => ({
      match: [HttpMatch.of({ port, ...(hosts.length > 1 && { authority: anyPortOf(host) }) })],
      redirect: { scheme: 'https', authority: host },
    }));
  }

  /** Reports hosts that a redirect cannot name. */
  public checkRedirects(hosts: readonly string[], problems: Problems): void {
    hosts.forEach((host, i) => {
      if (this.redirectsByRule && this.tlsPort === 443 && isWildcard(host)) {
        problems.add(
          `hosts[${i}]`,
          `${show(host)} can't be redirected from port ${this.httpPort} to 443: a redirect keeps the port that the client asked for unless it names the host. Write each host, redirect: false in tls, or httpPort: 80.`,
        );
      }
    });
  }

  /** Notes that the chart is for the cluster of the shared Gateway, or of the pods that were named, and reports what both charts have. */
  public join(problems: Problems): void {
    const { gateway } = this.props;
    if (gateway instanceof Gateway) {
      this.joinGateway(gateway, problems);
    } else if (this.maker !== undefined) {
      this.joinMaker(this.maker, problems);
    }
  }

  /**
   * Takes a host: it can have routes in one place only, because across VirtualServices Istio leaves their order open.
   *
   * @param instead what to write where another construct has it
   */
  public claimHost(host: string, field: string, instead: (holder: IConstruct) => string, problems: Problems): void {
    const places = this.placesOf(host).map((place) => `host ${host} at ${place}`);
    const holder = places.map((place) => holderOf(this.scope, place)).find((each) => each && each !== this.scope);
    if (holder !== undefined) {
      const { path } = holder.node;
      problems.add(
        field,
        `${show(host)} is already served by ${path}, and the order of routes of two VirtualServices is not defined. ${instead(holder)}${this.forAnotherCluster(path)}`,
      );
    }
    places.forEach((place) => claim(this.scope, place));
  }

  /** Takes the certificate of a Gateway of its own. */
  public claimCertificate(problems: Problems): void {
    if (this.props.gateway === undefined && this.tls?._credentialName !== undefined) {
      const holder = claim(this.scope, certificateAt(this.tls._credentialName, this.workload, this.tls._port));
      if (holder !== undefined) {
        problems.add('tls', this.describeCertificate(this.tls._credentialName, holder));
      }
    }
  }

  /** Makes a Gateway of its own. */
  public make(name: string, hosts: string[]): Gateway {
    const { tls, workload, httpPort } = this;
    const servers =
      httpPort === undefined
        ? []
        : [GatewayServer.http({ hosts, port: httpPort, httpsRedirect: this.redirectsByServer })];
    if (tls !== undefined && this.written !== undefined) {
      servers.push(GatewayServer.https({ hosts, port: tls._port, tls: this.written as unknown as ServerTls }));
    }
    const gateway = new Gateway(this.scope, 'Gateway', { metadata: { name }, workload, servers });
    OWNERS.set(gateway, this.scope);
    return gateway;
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
    this.written = tls?._server && new WrittenServerTls(tls._server._toJson(problems.in('tls'), this.scope));
    return tls;
  }

  private checkGateway(problems: Problems): GatewayWorkload {
    const { gateway, workload, httpPort } = this.props;
    const { tls, tlsPort } = this;
    const pods = workload ?? MeshSettings.of(this.scope).ingress;
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
    const plainPort = this.plainPort(pods);
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

  private plainPort({ ports }: GatewayWorkload): number | undefined {
    const { gateway, httpPort } = this.props;
    const { tls } = this;
    if (gateway !== undefined) {
      return undefined;
    }
    const numbers = ports.map(({ port }) => port);
    return tls === undefined ? (httpPort ?? 80) : tls._httpPort(httpPort, numbers);
  }

  /** The redirect of a Gateway leads to port 443 of the host as it was asked for, so for other ports it takes a rule. */
  private get byRule(): boolean {
    return this.tls?._redirect === true && (this.httpPort !== 80 || this.tls._port !== 443);
  }

  /**
   * There is one of a Gateway that two charts share, so they are for one cluster, and what the Gateway has is taken there: its name, and the
   * certificates that it shows.
   */
  private joinGateway(gateway: Gateway, problems: Problems): void {
    for (const { what, holders } of joinCluster(this.scope, gateway)) {
      problems.add(
        'gateway',
        `is a Gateway of another chart, so both charts are for the same cluster, where ${holders.join(' and ')} both have ${what}. Keep it in one of them.${this.forAnotherCluster(gateway.node.path)}`,
      );
    }
    const owner = OWNERS.get(gateway) ?? gateway;
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
    for (const { what, holders } of joinCluster(this.scope, maker)) {
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
    if (!isOfAnotherChart(this.scope, holder)) {
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
  private placesOf(host: string): string[] {
    const { gateway } = this.props;
    if (gateway === undefined) {
      const ports = [this.httpPort, this.tlsPort];
      return ports.filter((port) => port !== undefined).map((port) => `${addressOf(this.workload)}:${String(port)}`);
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

/** A host as clients write it, with or without a port. */
function anyPortOf(host: string): StringMatch {
  return StringMatch.regex(`(?i)${host.replaceAll('.', '[.]')}(:[0-9]+)?`);
}

function certificateAt(secret: string, workload: GatewayWorkload, port: number): string {
  return `certificate ${String(secret)} at ${addressOf(workload)}:${port}`;
}

function addressOf({ namespace, service }: GatewayWorkload): string {
  return `${String(namespace)}/${String(service)}`;
}
