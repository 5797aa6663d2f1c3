import { inboundVipCluster, outboundCluster } from '../istio/cluster-name';
import type { WaypointProtocol } from '../istio/cluster-name';
import { hostsOverlap, isWildcard } from '../istio/host';
import { MESH_GATEWAY } from '../istio/names';
import { isHttp } from '../istio/protocol';
import type { PlacedDestination } from '../mesh/delegates';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../mesh/registry';
import { sidecarScope } from '../mesh/sidecar-scope';
import type { RouteRule, VirtualService } from '../mesh/virtual-services';
import { hostsOf, isAskedAt, tcpRulesOf, tlsRulesOf, virtualServicesFor } from '../mesh/virtual-services';
import { waypointOfService } from '../mesh/waypoints';
import type { ClusterName, RouteCluster } from './http-routes';
import { httpRoutes, toCluster, weightedClusters } from './http-routes';
import type { VirtualHost } from './virtual-host';

/** Where the bytes of a connection go. */
export interface WaypointConnections {
  readonly clusters: readonly RouteCluster[];
  /** The VirtualService that decides it, and the place in it; undefined where nothing does. */
  readonly source?: VirtualService;
  readonly path?: string;
}

/** What a waypoint does with what comes for a port of one of its services (pilot/pkg/networking/core/listener_waypoint.go). */
export class WaypointRoutes {
  private readonly virtualServices: readonly VirtualService[];

  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
    private readonly service: RegistryService,
    private readonly port: RegistryPort,
  ) {
    // Only rules beside the service or the waypoint count, whoever calls (getVirtualServiceForWaypoint).
    this.virtualServices = virtualServicesFor(mesh, proxy.namespace, MESH_GATEWAY).filter(
      (object) =>
        [proxy.namespace, service.namespace].includes(object.namespace) &&
        hostsOf(object, mesh).some((host) => hostsOverlap(host, service.host)),
    );
  }

  /** Whatever the Host of a request: one virtual host for all (buildWaypointInboundHTTPRouteConfig). */
  public virtualHost(): VirtualHost {
    const { mesh, proxy, service, port } = this;
    const routes = this.virtualServices.flatMap((object) =>
      httpRoutes(object, {
        mesh,
        proxy,
        gateway: MESH_GATEWAY,
        port: port.number,
        lookup: this.lookup,
        clusterName: this.clusterName,
      }),
    );
    const own = { name: 'default', match: {}, action: toCluster(this.ownCluster('http')) };
    return {
      name: `inbound|http|${port.number}`,
      domains: [service.resolution === 'DynamicDNS' ? service.host : '*'],
      routes: routes.length === 0 ? [own] : routes,
      ignored: [],
    };
  }

  /** Rules for TLS come before those for TCP, and count only for the very host (getWaypointTCPRoutes). */
  public connections(): WaypointConnections {
    for (const source of this.virtualServices) {
      const rule = tlsRulesOf(source).find(({ matches }) => this.isFor(matches, true));
      if (rule !== undefined) {
        return this.byRule(source, rule);
      }
    }
    for (const source of this.virtualServices) {
      const rule = tcpRulesOf(source).find(({ matches }) => this.isFor(matches, false));
      if (rule !== undefined) {
        return this.byRule(source, rule);
      }
    }
    return { clusters: [{ cluster: this.ownCluster('tcp'), weight: 0 }] };
  }

  /** The name of a cluster: one of the waypoint for its own services, an outbound one for others (getWaypointDestinationCluster). */
  public readonly clusterName: ClusterName = (number, subset, host, service) => {
    if (service !== undefined && waypointOfService(this.mesh, service)?.proxy !== this.proxy) {
      return outboundCluster(number, subset, host);
    }
    const port = service?.ports.find((each) => each.number === number);
    const isTcp = port !== undefined && !isHttp(port.protocol) && port.protocol !== 'Unsupported';
    return inboundVipCluster(number, isTcp ? 'tcp' : 'http', subset, host);
  };

  public readonly lookup = (host: string): RegistryService | undefined =>
    sidecarScope(this.mesh, this.proxy).service(host);

  private ownCluster(protocol: WaypointProtocol): string {
    return inboundVipCluster(this.port.number, protocol, '', this.service.host);
  }

  private byRule(source: VirtualService, { destinations, path }: RouteRule): WaypointConnections {
    const placed = destinations.map((each): PlacedDestination => ({ ...each, object: source }));
    const { mesh, lookup, clusterName } = this;
    const clusters = weightedClusters(placed, { mesh, port: this.port.number, lookup, clusterName });
    return { clusters, source, path };
  }

  /** Neither names of servers nor what callers are can be told apart (getTLSRouteMatch, getTCPRouteMatch). */
  private isFor(matches: RouteRule<'tls'>['matches'] | RouteRule<'tcp'>['matches'], isTls: boolean): boolean {
    return (
      matches.length === 0 ||
      matches.some(({ match, gateways }) => {
        const { port = 0, sourceLabels = {}, sourceNamespace = '' } = match;
        const { sniHosts = [] } = match as { readonly sniHosts?: readonly string[] };
        return (
          (!isTls || (sniHosts.length === 1 && sniHosts[0] === this.service.host)) &&
          isAskedAt({ gateways }, MESH_GATEWAY) &&
          (port === 0 || port === this.port.number) &&
          Object.keys(sourceLabels).length === 0 &&
          sourceNamespace === ''
        );
      })
    );
  }
}

/** Whether a waypoint lets connections to a wildcard through: of TLS only where a setting of istiod says so, which no file shows. */
export function isClosedWildcard({ host, resolution }: RegistryService, { protocol }: RegistryPort): boolean {
  return isWildcard(host) && resolution === 'DynamicDNS' && (protocol === 'TLS' || protocol === 'HTTPS');
}
