import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { claim } from '../core/claims';
import { expectList, expectObject, expectPort, expectStrings } from '../core/expect';
import { TargetMesh } from '../core/target-mesh';
import { describeProblems, Problems, show } from '../core/problems';
import { dnsLabelProblem, kebabCase } from '../kubernetes/names';
import type { INamespaceLike } from '../kubernetes/namespace-like';
import { namespaceName, otherKindProblem } from '../kubernetes/namespace-name';
import type { DestinationRule } from '../networking/destination-rule';
import type { EnvoyFilter } from '../networking/envoy-filter';
import type { Gateway } from '../networking/gateway';
import { GatewayWorkload } from '../networking/gateway-workload';
import { MeshSettings } from '../networking/mesh-settings';
import { hostCovers } from '../istio/host';
import { hostProblem } from '../networking/host';
import type { ServiceEntry } from '../networking/service-entry';
import type { VirtualService } from '../networking/virtual-service';
import type { AuthorizationPolicy } from '../security/authorization-policy';
import { forgetNamespaces } from './app-namespaces';
import type { Egress, EgressGateway, EgressParts, Place, Strategy } from './egress/strategy';
import { checkAmbientClients } from './egress/ambient-clients';
import { checkClientSidecars } from './egress/client-sidecars';
import { EgressStrategy } from './egress/egress-strategy';
import { HopSecurity } from './egress/hop-security';
import { claimObjects, patternName } from './pattern-name';

/** Options of an EgressSniPassthrough. */
export interface EgressSniPassthroughProps {
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
   * The pods of the egress gateway. The construct refers to them and does not create them.
   *
   * @default - `egress` of MeshSettings: GatewayWorkload.istioEgress(); none with EgressStrategy.dynamicDns() and waypoint()
   */
  readonly workload?: GatewayWorkload;

  /**
   * The namespaces whose pods use it: names, or Namespace constructs. Istio field `exportTo`, to which the namespace of the gateway or waypoint
   * is added. ztunnel shows the hosts to all pods of ambient mode whatever it says: with EgressStrategy.waypoint() say `allowedCallers` as well.
   *
   * Rejects a Sidecar of these namespaces that does not import the hosts, at synthesis: its pods would bypass the gateway. Without
   * `clients` only a Sidecar for all pods of a namespace is checked. With EgressStrategy.waypoint() rejects a Namespace of this app that is not in
   * ambient mode, for the same reason.
   *
   * @default - all namespaces
   */
  readonly clients?: (string | INamespaceLike | IConstruct)[];

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

  /**
   * The name of the objects, and the beginning of their names where there are several of a kind.
   *
   * @default - the id of the construct in kebab-case; where the gateway or waypoint is in another namespace than the chart, that of the chart and "-"
   * before it, because charts of several namespaces meet there
   */
  readonly name?: string;
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
    const hosts = this.checkHosts(given.hosts, problems);
    strategy?.check(hosts, this, problems);
    const port = expectPort(given.port, problems, 'port') ?? 443;
    const gateway = strategy && this.checkGateway(given, strategy, port, problems);
    const place = strategy?.exit === 'gateway' ? placeOf(gateway) : strategy?.place(this, problems);
    const namespace = place?.namespace;
    const name = patternName(this, given.name ?? this.defaultName(namespace), problems);
    const exportTo = this.checkClients(given.clients, strategy, namespace, problems);
    if (strategy !== undefined) {
      this.claimHosts(hosts, strategy, problems);
      const kinds = strategy.exit === 'gateway' ? ['ServiceEntry', 'Gateway', 'DestinationRule'] : ['ServiceEntry'];
      claimObjects(this, kinds, namespace, name, problems);
    }
    problems.throwFor(this, 'EgressSniPassthrough');

    const { log, waypoint } = place!;
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
    this.node.addValidation({ validate: () => this.validate(egress, strategy!, clients) });
  }

  /** Sidecars and Namespaces may come after this construct, so they are looked for when everything is there. */
  private validate(
    { namespace, hosts, port }: Egress,
    strategy: Strategy,
    clients: readonly string[] | undefined,
  ): string[] {
    const problems = new Problems();
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
    return problems.count === 0 ? [] : [describeProblems(`${this.node.path} (EgressSniPassthrough)`, problems.list)];
  }

  private defaultName(namespace: string | undefined): string | undefined {
    const own = Chart.of(this).namespace;
    const id = kebabCase(this.node.id);
    return own === undefined || namespace === undefined || own === namespace || id === '' ? undefined : `${own}-${id}`;
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

  private checkHosts(hosts: string[], problems: Problems): string[] {
    const given = expectStrings(hosts, problems, 'hosts', "['www.wikipedia.org']");
    if (hosts === undefined || (Array.isArray(hosts) && hosts.length === 0)) {
      problems.add('hosts', "is empty, so there is nothing to reach. Write ['www.wikipedia.org'].");
    }
    const { clusterDomain } = TargetMesh.of(this);
    return given.filter((host, i) => {
      const wider = given.find((other, j) => (j < i && other === host) || (other !== host && hostCovers(other, host)));
      const problem =
        hostProblem(host, { wildcard: true }) ??
        (host.includes('.')
          ? undefined
          : `${show(host)} has no dot. A host outside the cluster has a full DNS name, for example "${host}.example.com".`) ??
        (host.endsWith(`.${clusterDomain}`)
          ? `${show(host)} is a host of the cluster, which the mesh already knows. Omit it, and write a VirtualService for it.`
          : undefined) ??
        (wider === host ? `${show(host)} is given twice.` : undefined) ??
        (wider === undefined || wider === '*'
          ? undefined
          : `${show(host)} is already covered by ${show(wider)}. Omit it.`);
      if (problem !== undefined) {
        problems.add(`hosts[${i}]`, problem);
      }
      return problem === undefined;
    });
  }

  private checkGateway(
    props: EgressSniPassthroughProps,
    strategy: Strategy,
    sitePort: number,
    problems: Problems,
  ): EgressGateway | undefined {
    const { gatewayPort, hopSecurity } = props;
    if (strategy.exit !== 'gateway') {
      for (const field of ['workload', 'gatewayPort', 'hopSecurity'] as const) {
        if (props[field] !== undefined) {
          problems.add(
            field,
            `${strategy.label} leaves the cluster ${strategy.leaves}. Omit it; for a gateway write EgressStrategy.sniForward().`,
          );
        }
      }
      return undefined;
    }
    if (hopSecurity !== undefined && !(hopSecurity instanceof HopSecurity)) {
      problems.add(
        'hopSecurity',
        `${show(hopSecurity)} is not a HopSecurity. Write HopSecurity.none() or HopSecurity.istioMutual().`,
      );
    } else if (strategy.hop === 'mutual' && hopSecurity?._mutual === false) {
      problems.add(
        'hopSecurity',
        `${strategy.label} needs Istio's mutual TLS between sidecar and gateway. Omit it, or write HopSecurity.istioMutual().`,
      );
    }
    const workload = props.workload ?? MeshSettings.of(this).egress;
    if (!(workload instanceof GatewayWorkload)) {
      problems.add(
        'workload',
        `${show(workload)} is not a GatewayWorkload. Write GatewayWorkload.istioEgress(), or GatewayWorkload.of({ ... }) for one of your own.`,
      );
      return undefined;
    }
    const before = problems.count;
    workload._check(problems.in('workload'));
    const port = expectPort(gatewayPort, problems, 'gatewayPort') ?? sitePort;
    const ports = workload.ports.map((known) => known.port);
    if (problems.count === before && !ports.includes(port)) {
      problems.add(
        gatewayPort === undefined ? 'port' : 'gatewayPort',
        `${port} is not a port of Service "${workload.service}" (${ports.join(', ')}), so the gateway would be unreachable there. ` +
          workload._addPort(
            port,
            `Write gatewayPort: ${ports.at(-1) ?? 443}, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).`,
          ),
      );
    }
    return { workload, port, mutual: strategy.hop === 'mutual' || hopSecurity?._mutual === true };
  }

  /** The namespaces that must see the hosts: those of the clients for the first hop, that of the gateway for the second. */
  private checkClients(
    clients: EgressSniPassthroughProps['clients'],
    strategy: Strategy | undefined,
    own: string | undefined,
    problems: Problems,
  ): string[] | undefined {
    if (clients === undefined) {
      return undefined;
    }
    const given = expectList(clients, problems, 'clients', "['default']").map(namespaceName);
    if (Array.isArray(clients) && clients.length === 0) {
      problems.add('clients', "is empty, so no client could use it. Write ['default'], or omit it for all namespaces.");
    }
    given.forEach((namespace, i) => {
      const problem =
        dnsLabelProblem(namespace, 'the name of a namespace') ??
        otherKindProblem(clients[i]) ??
        (given.indexOf(namespace) < i ? `${show(namespace)} is given twice.` : undefined);
      if (problem !== undefined) {
        problems.add(`clients[${i}]`, problem);
      }
    });
    return strategy?.exit === 'sidecar'
      ? given.map((namespace) => (namespace === own ? '.' : namespace))
      : ['.', ...given.filter((namespace) => namespace !== own)];
  }

  private claimHosts(hosts: string[], strategy: Strategy, problems: Problems): void {
    for (const host of new Set(strategy.knownHosts(hosts))) {
      const holder = claim(this, `egress to ${String(host)}`);
      if (holder !== undefined) {
        const index = hosts.indexOf(host);
        problems.add(
          index < 0 ? 'strategy' : `hosts[${index}]`,
          `${show(host)} already belongs to ${holder}, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.`,
        );
      }
    }
  }
}

function makeParts(strategy: Strategy, egress: Egress, gateway: EgressGateway | undefined): EgressParts {
  return strategy.exit === 'gateway' ? strategy.make(egress, gateway!) : strategy.make(egress);
}

function placeOf(gateway: EgressGateway | undefined): Place | undefined {
  if (gateway === undefined) {
    return undefined;
  }
  const { namespace, selector } = gateway.workload;
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return { namespace, log: `kubectl -n ${namespace} logs --tail=100 -l ${labels.join(',')}` };
}

/** What whoever applies the objects should know, because nothing in them can make it so. */
function notes(hosts: string[], log: string): Record<string, string> {
  const site = hosts[0].replace(/^\*\./, '');
  return {
    'cdk8s-istio/verify': `${log} | grep ${site}`,
    'cdk8s-istio/not-a-firewall': 'pods can still leave directly; only a NetworkPolicy keeps them from it',
  };
}
