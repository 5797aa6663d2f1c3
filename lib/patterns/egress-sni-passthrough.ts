import { Construct } from 'constructs';
import { checkAtSynth } from '../core/at-synth';
import { expectObject, expectPort } from '../core/expect';
import { Problems, show } from '../core/problems';
import { namespaceName } from '../kubernetes/namespace-name';
import type { DestinationRule } from '../networking/destination-rule';
import type { EnvoyFilter } from '../networking/envoy-filter';
import type { Gateway } from '../networking/gateway';
import type { ServiceEntry } from '../networking/service-entry';
import type { VirtualService } from '../networking/virtual-service';
import type { AuthorizationPolicy } from '../security/authorization-policy';
import { forgetNamespaces } from './app-namespaces';
import { checkAmbientClients } from './egress/ambient-clients';
import { checkClientSidecars } from './egress/client-sidecars';
import type { Egress, EgressGateway, EgressHome } from './egress/egress';
import { checkClients } from './egress/egress-clients';
import { checkGateway, checkHopSecurity, refuseGateway } from './egress/egress-gateway';
import { checkHosts, claimHosts } from './egress/egress-hosts';
import { egressName } from './egress/egress-name';
import { gatewayLog, notes } from './egress/egress-notes';
import type { EgressProps } from './egress/egress-props';
import { EgressStrategy } from './egress/egress-strategy';
import { HopSecurity } from './egress/hop-security';
import type { EgressParts, Strategy } from './egress/strategy';
import { claimObjects } from './pattern-name';

/** Options of an EgressSniPassthrough. */
export interface EgressSniPassthroughProps extends EgressProps {
  /**
   * The hosts outside the cluster, with a wildcard as the first label if the strategy allows it ("*.wikipedia.org").
   *
   * Rejects schemes, ports, paths, capitals, "*", a dot at the end, Services of the cluster, and a host that a wildcard of the list covers
   * already.
   */
  readonly hosts: string[];

  /**
   * How the gateway finds the servers of the hosts.
   *
   * @default EgressStrategy.fixedHosts()
   */
  readonly strategy?: EgressStrategy;

  /**
   * Port number of the hosts, to which clients connect with TLS.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * Port number of the gateway's Service.
   *
   * @default - the same as `port`
   */
  readonly gatewayPort?: number;

  /**
   * What is around the client's TLS between sidecar and gateway.
   *
   * @default HopSecurity.none(); HopSecurity.istioMutual() with EgressStrategy.sniForward()
   */
  readonly hopSecurity?: HopSecurity;
}

/**
 * TLS connections to hosts outside the cluster that leave through an egress gateway without being decrypted: sidecars and the gateway
 * read only the server name (SNI). In ambient mode they leave through a waypoint.
 *
 * Creates the ServiceEntry, the Gateway, the DestinationRule, the VirtualService with both hops and, if the strategy needs it, the
 * EnvoyFilter; with a waypoint the ServiceEntry and an AuthorizationPolicy. All of them are in the namespace of the gateway or waypoint, and each
 * host, port, subset and selector comes from one value.
 *
 * @example
 * new EgressSniPassthrough(chart, 'Wikipedia', {
 *   hosts: ['*.wikipedia.org'],
 *   strategy: EgressStrategy.commonServer('www.wikipedia.org'),
 *   clients: ['default'],
 * });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressSniPassthrough extends Construct {
  /** Makes the hosts known to the mesh. */
  public readonly serviceEntry: ServiceEntry;

  /** Opens the port of the egress gateway; undefined with EgressStrategy.dynamicDns() and waypoint(). */
  public readonly gateway?: Gateway;

  /** The subsets of the egress gateway; undefined with EgressStrategy.dynamicDns() and waypoint(). */
  public readonly destinationRule?: DestinationRule;

  /** Both hops: one for each host with EgressStrategy.fixedHosts(), none with EgressStrategy.dynamicDns() and waypoint(), otherwise one. */
  public readonly virtualServices: VirtualService[];

  /** The filter of EgressStrategy.sniForward(); undefined with any other. */
  public readonly envoyFilter?: EnvoyFilter;

  /** Who may use it, with EgressStrategy.waypoint(); undefined without `allowedCallers`. */
  public readonly authorizationPolicy?: AuthorizationPolicy;

  constructor(scope: Construct, id: string, props: EgressSniPassthroughProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(props, 'EgressSniPassthroughProps', problems, '', "{ hosts: ['www.wikipedia.org'] }") ??
      ({} as EgressSniPassthroughProps);
    const strategy = this.checkStrategy(given.strategy, problems);
    const hosts = checkHosts(given.hosts, this, problems);
    strategy?.check(hosts, this, problems);
    const port = expectPort(given.port, problems, 'port') ?? 443;
    const gateway = strategy && this.checkGateway(given, strategy, port, problems);
    const home = strategy?.exit === 'gateway' ? homeOf(gateway) : strategy?.home(this, problems);
    const namespace = home?.namespace;
    const name = egressName(this, given.name, namespace, problems);
    const exportTo = checkClients(given.clients, strategy?.exit, namespace, problems);
    if (strategy !== undefined) {
      const fieldOf = (host: string): string => (hosts.includes(host) ? `hosts[${hosts.indexOf(host)}]` : 'strategy');
      claimHosts(this, strategy.knownHosts(hosts), fieldOf, problems);
      const kinds = strategy.exit === 'gateway' ? ['ServiceEntry', 'Gateway', 'DestinationRule'] : ['ServiceEntry'];
      claimObjects(this, kinds, namespace, name, problems);
    }
    problems.throwFor(this, 'EgressSniPassthrough');

    const { log, waypoint } = home!;
    const egress = { scope: this, name, namespace, hosts, port, exportTo, annotations: notes(hosts, log), waypoint };
    const parts = makeParts(strategy!, egress, gateway);
    this.serviceEntry = parts.serviceEntry;
    this.gateway = parts.gateway;
    this.destinationRule = parts.destinationRule;
    this.virtualServices = parts.virtualServices;
    this.envoyFilter = parts.envoyFilter;
    this.authorizationPolicy = parts.authorizationPolicy;
    forgetNamespaces(this);
    const clients = given.clients?.map(namespaceName);
    checkAtSynth(this, 'EgressSniPassthrough', (problems) => this.validate(egress, strategy!, clients, problems));
  }

  /** Sidecars and Namespaces may come after this construct, so they are looked for when everything is there. */
  private validate(
    { namespace, hosts, port }: Egress,
    strategy: Strategy,
    clients: readonly string[] | undefined,
    problems: Problems,
  ): void {
    if (strategy.exit === 'waypoint') {
      checkAmbientClients(this, clients ?? [], problems);
    } else if (namespace !== undefined) {
      const needed = {
        namespace,
        serviceHosts: strategy.serviceHosts(hosts),
        routedHosts: this.virtualServices.map((each) => each.hosts),
        port,
        clients,
        throughGateway: strategy.exit === 'gateway',
      };
      checkClientSidecars(this, needed, problems);
    }
  }

  private checkStrategy(strategy: EgressStrategy | undefined, problems: Problems): Strategy | undefined {
    const given = strategy ?? EgressStrategy.fixedHosts();
    if (!(given instanceof EgressStrategy)) {
      problems.add(
        'strategy',
        `${show(strategy)} is not an EgressStrategy. Write EgressStrategy.fixedHosts(), or commonServer, sniForward, dynamicDns or waypoint of the same class.`,
      );
      return undefined;
    }
    return given._strategy;
  }

  private checkGateway(
    props: EgressSniPassthroughProps,
    strategy: Strategy,
    sitePort: number,
    problems: Problems,
  ): EgressGateway | undefined {
    if (strategy.exit !== 'gateway') {
      const { label: exit, leaves } = strategy;
      refuseGateway(props, { exit, leaves, gateway: 'EgressStrategy.sniForward()' }, problems);
      return undefined;
    }
    checkHopSecurity(props.hopSecurity, problems);
    if (strategy.hop === 'mutual' && props.hopSecurity?._mutual === false) {
      problems.add(
        'hopSecurity',
        `${strategy.label} needs Istio's mutual TLS between sidecar and gateway. Omit it, or write HopSecurity.istioMutual().`,
      );
    }
    const hop = strategy.hop === 'mutual' ? HopSecurity.istioMutual() : HopSecurity.none();
    const port = (): { number: number; field: string } => ({ number: sitePort, field: 'port' });
    return checkGateway(this, props, { hop, port }, problems);
  }
}

function makeParts(strategy: Strategy, egress: Egress, gateway: EgressGateway | undefined): EgressParts {
  return strategy.exit === 'gateway' ? strategy.make(egress, gateway!) : strategy.make(egress);
}

function homeOf(gateway: EgressGateway | undefined): EgressHome | undefined {
  return gateway && { namespace: gateway.workload.namespace, log: gatewayLog(gateway.workload) };
}
