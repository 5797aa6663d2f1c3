import { hostCovers } from '../istio/host';
import { isHttp, parseProtocol } from '../istio/protocol';
import { ruleFor } from '../mesh/destination-rules';
import type { PlacedDestination } from '../mesh/delegates';
import type { GatewayListener } from '../mesh/gateway-listeners';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { GatewayServer } from '../mesh/gateway-servers';
import { bareHosts, isPassthrough, readsHttp, routeConfigName, speaksTls } from '../mesh/gateway-servers';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { RouteRule, RuleMatch, VirtualService } from '../mesh/virtual-services';
import { isAskedAt, isMadeOfRoute, tcpRulesOf, tlsRulesOf } from '../mesh/virtual-services';
import type { RouteCluster } from './http-routes';
import { weightedClusters } from './http-routes';
import { boundTo } from './server-hosts';

/** What a gateway does with some of the connections of a port. */
export interface GatewayChain {
  readonly server: GatewayServer;
  /** The server names that it applies to; empty for all connections. */
  readonly serverNames: readonly string[];
  /** The application protocols that it applies to; empty for all. */
  readonly applicationProtocols: readonly string[];
  /** Whether the connection is passed through unchanged, with its server name. */
  readonly passthrough: boolean;
  /** The route configuration, where the gateway reads requests. */
  readonly routeConfig?: string;
  /** Where connections go, where it does not. */
  readonly clusters: readonly RouteCluster[];
  /** The VirtualService that decides it, and the place in it. */
  readonly source?: VirtualService;
  readonly path?: string;
}

/** A match of tls rules that a gateway leaves out, because another match has one of its server names. */
export interface DroppedMatch {
  readonly source: VirtualService;
  /** `spec.tls[0].match[0]` */
  readonly path: string;
  readonly server: GatewayServer;
  readonly names: readonly string[];
}

export interface GatewayChains {
  /** Listeners that have a chain; the others do not listen at all. */
  readonly listeners: readonly { readonly listener: GatewayListener; readonly chains: readonly GatewayChain[] }[];
  readonly dropped: readonly DroppedMatch[];
}

/** The filter chains of all listeners of a gateway (pilot/pkg/networking/core/gateway.go: buildGatewayListeners). */
export function gatewayChains(mesh: Mesh, proxy: Proxy): GatewayChains {
  const maker = new ChainMaker(mesh, proxy);
  const { listeners } = gatewayListeners(mesh, proxy);
  return {
    listeners: listeners
      .map((listener) => ({ listener, chains: maker.chains(listener) }))
      .filter(({ chains }) => chains.length > 0),
    dropped: maker.dropped,
  };
}

/** The names of the protocol in connections between the gateways of two networks (pilot/pkg/networking/util/util.go: ALPNInMesh and others). */
const MESH_PROTOCOLS = ['istio', 'istio-peer-exchange', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'];

type Match = RuleMatch<'tls'> | RuleMatch<'tcp'>;

class ChainMaker {
  public readonly dropped: DroppedMatch[] = [];
  /** By port, then by server name: the address that has a match for it. */
  private readonly names = new Map<number, Map<string, string>>();

  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
  ) {}

  public chains({ port, groups }: GatewayListener): GatewayChain[] {
    return groups.flatMap(({ protocol, servers, routeConfig }) =>
      isHttp(parseProtocol(protocol))
        ? [{ ...this.opening(servers[0]), serverNames: [], routeConfig }]
        : servers.flatMap((server) => this.ofServer(server, port)),
    );
  }

  private ofServer(server: GatewayServer, port: number): GatewayChain[] {
    if (server.server.tls !== undefined && readsHttp(server)) {
      return [{ ...this.opening(server), routeConfig: routeConfigName(server, port) }];
    }
    if (!isPassthrough(server)) {
      return this.tcpChain(server);
    }
    return server.server.tls?.mode === 'AUTO_PASSTHROUGH' ? this.anyCluster(server) : this.tlsChains(server, port);
  }

  /** The first rule that fits decides; there is no other chain (buildGatewayNetworkFiltersFromTCPRoutes). */
  private tcpChain(server: GatewayServer): GatewayChain[] {
    for (const source of boundTo(this.mesh, this.proxy, server)) {
      // What was made of a TLSRoute has tls rules alone, which a server that ends TLS uses as well.
      const rules: readonly RouteRule[] = isMadeOfRoute(source) ? tlsRulesOf(source) : tcpRulesOf(source);
      const rule = rules.find(
        ({ matches, destinations }) =>
          destinations.length > 0 &&
          (matches.length === 0 || matches.some((match) => isFor(server, match as RuleMatch<'tls'>))),
      );
      if (rule !== undefined) {
        return [{ ...this.opening(server), clusters: this.clusters(source, rule, server), source, path: rule.path }];
      }
    }
    return [];
  }

  /** A chain for each match that has no server name of one before (buildGatewayNetworkFiltersFromTLSRoutes). */
  private tlsChains(server: GatewayServer, port: number): GatewayChain[] {
    const taken = this.names.get(port) ?? new Map<string, string>();
    this.names.set(port, taken);
    const chains: GatewayChain[] = [];
    for (const source of boundTo(this.mesh, this.proxy, server)) {
      for (const rule of tlsRulesOf(source).filter(({ destinations }) => destinations.length > 0)) {
        for (const { match, path } of rule.matches.filter((each) => isFor(server, each))) {
          const wanted = match.sniHosts ?? [];
          const names = wanted.filter((name) => taken.get(name) === server.bind);
          if (names.length > 0) {
            this.dropped.push({ source, path, server, names });
            continue;
          }
          wanted.forEach((name) => taken.set(name, server.bind));
          const clusters = this.clusters(source, rule, server);
          chains.push({ ...this.opening(server), serverNames: ofNames(wanted), clusters, source, path });
        }
      }
    }
    return chains;
  }

  /** The server name is the cluster (builtAutoPassthroughFilterChains). */
  private anyCluster(server: GatewayServer): GatewayChain[] {
    const known = registry(this.mesh);
    const hosts = new Set(
      bareHosts(server).flatMap((wanted) =>
        known
          .overlapping(wanted)
          .filter(({ host }) => hostCovers(wanted, host))
          .map(({ host }) => host),
      ),
    );
    return [...hosts].flatMap((host) => {
      const service = this.find(host);
      return service === undefined || service.meshExternal ? [] : this.ofService(server, service);
    });
  }

  private ofService(server: GatewayServer, service: RegistryService): GatewayChain[] {
    const { rule } = ruleFor(this.mesh, this.proxy, service);
    const subsets = ['', ...(rule?.subsets ?? []).map(({ name }) => name)];
    return service.ports
      .filter(({ protocol }) => protocol !== 'UDP')
      .flatMap(({ number }) =>
        subsets.map((subset) => {
          const cluster = `outbound_.${number}_.${subset}_.${service.host}`;
          return {
            ...this.opening(server),
            serverNames: [cluster],
            applicationProtocols: MESH_PROTOCOLS,
            clusters: [{ cluster, weight: 0 }],
          };
        }),
      );
  }

  private opening(server: GatewayServer): GatewayChain {
    return {
      server,
      serverNames: server.server.tls === undefined ? [] : ofNames(bareHosts(server)),
      applicationProtocols: [],
      passthrough: speaksTls(server) && isPassthrough(server),
      clusters: [],
    };
  }

  private clusters(
    source: VirtualService,
    { destinations }: RouteRule,
    { number }: GatewayServer,
  ): readonly RouteCluster[] {
    const placed = destinations.map((each): PlacedDestination => ({ ...each, object: source }));
    return weightedClusters(placed, { mesh: this.mesh, port: number, lookup: (host) => this.find(host) });
  }

  private find(host: string): RegistryService | undefined {
    return registry(this.mesh).findAtGateway(host, this.proxy.namespace);
  }
}

/** Source and subnets are not looked at (l4SingleMatch). */
function isFor({ number, gateway }: GatewayServer, { match, gateways }: Match): boolean {
  const { port = 0 } = match;
  return (port === 0 || port === number) && isAskedAt({ gateways }, gateway.key);
}

/** `*` stands for all names, and for none (pilot/pkg/networking/core/listener.go: toFilterChainMatch). */
function ofNames(names: readonly string[]): readonly string[] {
  return names.includes('*') ? [] : names;
}
