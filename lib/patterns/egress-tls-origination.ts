import { Construct } from 'constructs';
import type { ClientTlsSettings } from '../../imports/networking';
import { ServiceEntryResolution } from '../../imports/networking';
import { checkAtSynth } from '../core/at-synth';
import { foreseen } from '../core/acceptance';
import { expectBoolean, expectObject, expectPort } from '../core/expect';
import { Problems, show } from '../core/problems';
import { namespaceName } from '../kubernetes/namespace-name';
import { DestinationRule } from '../networking/destination-rule';
import type { Gateway } from '../networking/gateway';
import { expectNamespace } from '../networking/istio-resource';
import { ServiceEntry } from '../networking/service-entry';
import type { VirtualService } from '../networking/virtual-service';
import { checkClientSidecars } from './egress/client-sidecars';
import type { Egress, EgressGateway, EgressPlace } from './egress/egress';
import { checkClients } from './egress/egress-clients';
import { EgressExit } from './egress/egress-exit';
import { checkGateway, checkHopSecurity, FROM_SIDECAR, refuseGateway } from './egress/egress-gateway';
import { checkHosts, claimHosts } from './egress/egress-hosts';
import { egressName } from './egress/egress-name';
import { gatewayLog, notes, SIDECAR_LOG } from './egress/egress-notes';
import type { EgressProps } from './egress/egress-props';
import { HopSecurity } from './egress/hop-security';
import { hostName } from './egress/host-name';
import { makeHttpHops } from './egress/http-hops';
import { OriginTls } from './egress/origin-tls';
import { claimObjects } from './pattern-name';

/** Options of an EgressTlsOrigination. */
export interface EgressTlsOriginationProps extends EgressProps {
  /**
   * The hosts outside the cluster: full DNS names, which the proxies look up.
   *
   * Rejects wildcards, schemes, ports, paths, capitals, a dot at the end, Services of the cluster, and a host that another egress pattern of
   * the chart has.
   */
  readonly hosts: string[];

  /**
   * Where TLS begins: `EgressExit.gateway()` or `EgressExit.sidecar()`.
   *
   * @default EgressExit.gateway()
   */
  readonly exit?: EgressExit;

  /**
   * How the TLS to the hosts begins; it makes a DestinationRule for each host. Istio field `trafficPolicy.tls`.
   *
   * @default OriginTls.simple(): for servers with a certificate of a public authority
   */
  readonly tls?: OriginTls;

  /**
   * Port number that clients call with plain HTTP. Istio field `ports[].number`.
   *
   * Rejects 443, where clients speak TLS themselves: it would then begin twice.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Port number of the hosts, where their servers speak TLS. Istio field `ports[].targetPort`.
   *
   * Rejects 80, where servers speak plain HTTP.
   *
   * @default 443
   */
  readonly targetPort?: number;

  /**
   * Whether requests are HTTP/2 from the sidecar to the host, as gRPC needs. Istio fields `ports[].protocol` of the ServiceEntry, and
   * `h2UpgradePolicy` for the hop to the gateway.
   *
   * @default false: HTTP/1.1, which every host understands
   */
  readonly http2?: boolean;

  /**
   * Port number of the gateway's Service.
   *
   * @default - 443; 80 with HopSecurity.none()
   */
  readonly gatewayPort?: number;

  /**
   * What is around the plain HTTP between sidecar and gateway.
   *
   * @default HopSecurity.istioMutual()
   */
  readonly hopSecurity?: HopSecurity;
}

/**
 * Pods call a host outside the cluster with plain HTTP (`http://api.example.com/`), and TLS to the host begins at the egress gateway, or in
 * their sidecars. Rules, logs and policies of the mesh then see each request, and no pod has the certificates.
 *
 * Creates the ServiceEntry, a DestinationRule with TLS for each host and, for the gateway, the Gateway, the DestinationRule of its Service, and
 * a VirtualService with both hops for each host. All of them are in the gateway's namespace; without a gateway in that of the chart.
 *
 * @example
 * new EgressTlsOrigination(chart, 'Payments', {
 *   hosts: ['api.payments.example.com'],
 *   tls: OriginTls.mutual('payments-client'),
 *   clients: ['shop'],
 * });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/
 */
export class EgressTlsOrigination extends Construct {
  /** Makes the hosts known to the mesh. */
  public readonly serviceEntry: ServiceEntry;

  /** TLS to the hosts: one for each. */
  public readonly originRules: DestinationRule[];

  /** Opens the port of the egress gateway; undefined with EgressExit.sidecar(). */
  public readonly gateway?: Gateway;

  /** The subsets of the egress gateway; undefined with EgressExit.sidecar(). */
  public readonly destinationRule?: DestinationRule;

  /** Both hops: one for each host, none with EgressExit.sidecar(). */
  public readonly virtualServices: VirtualService[];

  constructor(scope: Construct, id: string, props: EgressTlsOriginationProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(props, 'EgressTlsOriginationProps', problems, '', "{ hosts: ['api.example.com'] }") ??
      ({} as EgressTlsOriginationProps);
    const place = this.checkExit(given.exit, problems);
    const hosts = this.checkHosts(given.hosts, problems);
    const port = this.checkPort(given.port, problems);
    const targetPort = this.checkTargetPort(given.targetPort, problems);
    const http2 = expectBoolean(given.http2, problems, 'http2') ?? false;
    const tls = this.checkTls(given.tls, hosts, place, problems);
    const gateway = place === undefined ? undefined : this.checkGateway(given, place, problems);
    const namespace =
      gateway?.workload.namespace ?? (place === 'sidecar' ? expectNamespace(this, undefined, problems) : undefined);
    const name = egressName(this, given.name, namespace, problems);
    const exportTo = checkClients(given.clients, place, namespace, problems);
    claimHosts(this, hosts, (host) => `hosts[${hosts.indexOf(host)}]`, problems);
    claimObjects(this, ['ServiceEntry', 'Gateway', 'DestinationRule'], namespace, name, problems);
    problems.throwFor(this, 'EgressTlsOrigination');

    const log = gateway === undefined ? SIDECAR_LOG : gatewayLog(gateway.workload);
    const egress = { scope: this, name, namespace, hosts, port, exportTo, annotations: notes(hosts, log) };
    this.serviceEntry = new ServiceEntry(this, 'ServiceEntry', {
      metadata: { name, namespace, annotations: egress.annotations },
      hosts,
      ports: [{ number: port, protocol: http2 ? 'HTTP2' : 'HTTP', targetPort }],
      resolution: ServiceEntryResolution.DNS,
      exportTo,
    });
    const hops = gateway && makeHttpHops(egress, gateway, this.serviceEntry, http2);
    this.gateway = hops?.gateway;
    this.destinationRule = hops?.destinationRule;
    this.virtualServices = hops?.virtualServices ?? [];
    this.originRules = this.makeOriginRules(egress, tls!, gateway === undefined ? exportTo : ['.']);
    const clients = given.clients?.map(namespaceName);
    checkAtSynth(this, 'EgressTlsOrigination', (problems) => this.validate(egress, clients, problems));
  }

  private checkExit(exit: EgressExit | undefined, problems: Problems): EgressPlace | undefined {
    const given = exit ?? EgressExit.gateway();
    if (!(given instanceof EgressExit)) {
      problems.add('exit', `${show(exit)} is not an EgressExit. Write EgressExit.gateway() or EgressExit.sidecar().`);
      return undefined;
    }
    return given._place;
  }

  private checkHosts(given: string[], problems: Problems): string[] {
    return checkHosts(given, this, problems).filter((host) => {
      const isWildcard = host.startsWith('*');
      if (isWildcard) {
        problems.add(
          `hosts[${given.indexOf(host)}]`,
          `${show(host)} is a wildcard, which DNS cannot resolve. List its hosts, for example "www${host.slice(1)}"; for clients that speak TLS themselves write EgressSniPassthrough.`,
        );
      }
      return !isWildcard;
    });
  }

  private checkPort(given: number | undefined, problems: Problems): number {
    const port = expectPort(given, problems, 'port') ?? 80;
    if (port === 443) {
      problems.add(
        'port',
        '443 is where clients speak TLS themselves, and it would begin twice. Omit it, and call http:// with port 80; for clients that speak TLS write EgressSniPassthrough.',
      );
    }
    return port;
  }

  private checkTargetPort(given: number | undefined, problems: Problems): number {
    const port = expectPort(given, problems, 'targetPort') ?? 443;
    if (port === 80) {
      problems.add(
        'targetPort',
        '80 is where servers speak plain HTTP, so each handshake would fail. Omit it for 443, or write the port on which they speak TLS.',
      );
    }
    return port;
  }

  private checkTls(
    given: OriginTls | undefined,
    hosts: string[],
    place: EgressPlace | undefined,
    problems: Problems,
  ): ClientTlsSettings | undefined {
    const tls = given ?? OriginTls.simple();
    if (!(tls instanceof OriginTls)) {
      problems.add(
        'tls',
        `${show(given)} is not an OriginTls. Write OriginTls.simple(), or OriginTls.mutual('name-of-the-secret').`,
      );
      return undefined;
    }
    return tls._toJson(hosts, place, this, problems.in('tls'));
  }

  private checkGateway(
    given: EgressTlsOriginationProps,
    place: EgressPlace,
    problems: Problems,
  ): EgressGateway | undefined {
    if (place === 'sidecar') {
      const without = { exit: 'EgressExit.sidecar()', leaves: FROM_SIDECAR, gateway: 'EgressExit.gateway()' };
      refuseGateway(given, without, problems);
      return undefined;
    }
    checkHopSecurity(given.hopSecurity, problems);
    // HTTPS and TLS share a port of the gateway, as plain HTTP shares another with more of it.
    const port = (mutual: boolean): { number: number; field: string } => ({
      number: mutual ? 443 : 80,
      field: 'gatewayPort',
    });
    return checkGateway(this, given, { hop: HopSecurity.istioMutual(), port }, problems);
  }

  /**
   * With a gateway only that may find the rules: they are private to its namespace, and a sidecar, which sends plain HTTP to the gateway,
   * never asks for them.
   */
  private makeOriginRules(
    { name, namespace, hosts }: Egress,
    tls: ClientTlsSettings,
    exportTo: string[] | undefined,
  ): DestinationRule[] {
    return hosts.map(
      (host) =>
        new DestinationRule(this, `DestinationRule-${host}`, {
          metadata: { name: hostName(name, host), namespace, annotations: acceptedOf(tls) },
          host,
          trafficPolicy: { tls },
          exportTo,
        }),
    );
  }

  /** A Sidecar that hides the hosts may come after this construct. */
  private validate(
    { namespace, hosts, port }: Egress,
    clients: readonly string[] | undefined,
    problems: Problems,
  ): void {
    if (namespace !== undefined) {
      const needed = {
        namespace,
        serviceHosts: hosts,
        routedHosts: this.virtualServices.map((each) => each.hosts),
        port,
        clients,
        throughGateway: this.gateway !== undefined,
      };
      checkClientSidecars(this, needed, problems);
    }
  }
}

/** The analyzer asks for files with authorities, where a Secret or the proxy itself has them. */
function acceptedOf({ caCertificates, credentialName, insecureSkipVerify }: ClientTlsSettings): Record<string, string> {
  if (caCertificates !== undefined || insecureSkipVerify === true) {
    return {};
  }
  return foreseen(
    ['IST0128'],
    credentialName === undefined
      ? 'the certificate of the host is verified with the authorities that the image of the proxy trusts'
      : 'only the gateway uses this rule, and it takes the authorities from the Secret',
  );
}
