import { hostsOverlap } from '../istio/host';
import type { GatewayServer } from '../mesh/gateway-servers';
import { bareHosts } from '../mesh/gateway-servers';
import { HostTable } from '../mesh/host-table';
import { proxies } from '../mesh/proxies';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { registry } from '../mesh/registry';
import { servicesOfPods } from '../mesh/services-of-pods';
import type { GatewayChain } from '../routing/gateway-chains';
import { gatewayChains } from '../routing/gateway-chains';
import { gatewayRouteConfigs, serviceAtGateway } from '../routing/gateway-routes';
import type { RouteEntry } from '../routing/http-routes';
import type { SniForward } from '../routing/sni-forward';
import { sniForward } from '../routing/sni-forward';
import type { GraphBuilder } from './graph-builder';
import type { RouteSource } from './route-edges';
import { addClusters, addRoute } from './route-edges';
import { proxyNode, serviceNode } from './service-nodes';

/** What gateways listen for, and where they send it. */
export function addGateways(builder: GraphBuilder, mesh: Mesh): void {
  for (const proxy of proxies(mesh).gateways) {
    for (const { listener, chains } of gatewayChains(mesh, proxy).listeners) {
      const servers = new Servers(listener.groups.flatMap((group) => group.servers));
      const hosts = new GatewayHosts(builder, mesh, proxy, servers, listener.port);
      chains.forEach((chain) => hosts.add(chain));
    }
  }
}

/**
 * Calls from outside come to gateways; not to one that the mesh calls, as it does an egress gateway, unless its Service is open to the outside.
 *
 * @param called the nodes that rules of the mesh send requests to
 */
export function addOutside(builder: GraphBuilder, mesh: Mesh, called: ReadonlySet<string>): void {
  for (const proxy of proxies(mesh).gateways) {
    const services = servicesOfPods(mesh, proxy);
    const isOpen = services.some(({ object }) =>
      ['LoadBalancer', 'NodePort'].includes((object.spec as { readonly type?: string }).type ?? ''),
    );
    const gateway = proxyNode(builder, proxy);
    const isCalled = called.has(gateway) || services.some(({ object }) => called.has(`service/${object.key}`));
    if ((isOpen || !isCalled) && gatewayChains(mesh, proxy).listeners.length > 0) {
      const from = builder.node({ kind: 'outside', name: 'outside', namespace: '' });
      builder.edge({ from, to: gateway, kind: 'listens', label: '' });
    }
  }
}

/** The servers of a listener or of a chain, found by their hosts. */
class Servers {
  private readonly byHost = new HostTable<number>();

  constructor(public readonly all: readonly GatewayServer[]) {
    all.forEach((server, place) => bareHosts(server).forEach((host) => this.byHost.add(host.toLowerCase(), place)));
  }

  /** Those that listen for a host, in their order. */
  public of(host: string): readonly GatewayServer[] {
    const places = new Set(this.byHost.overlapping(host.toLowerCase()));
    return [...places].sort((a, b) => a - b).map((place) => this.all[place]);
  }
}

class GatewayHosts {
  constructor(
    private readonly builder: GraphBuilder,
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
    /** Those of the listener. */
    private readonly servers: Servers,
    /** On which it listens. */
    private readonly port: number,
  ) {}

  public add(chain: GatewayChain): void {
    const { routeConfig, server, serverNames } = chain;
    if (routeConfig !== undefined) {
      this.addRequests(chain, routeConfig);
      return;
    }
    const forward = sniForward(this.mesh, this.proxy, { port: this.port, serverNames });
    const servers = new Servers([server]);
    for (const host of serverNames.length > 0 ? serverNames : bareHosts(server)) {
      const source = this.host(host, servers);
      if (forward !== undefined) {
        this.addForward(source.from, host, forward);
        continue;
      }
      const label = chain.passthrough ? 'TLS passed through' : 'connections';
      addClusters(source, chain.clusters, label, { object: chain.source, path: chain.path });
    }
  }

  /** To the server name of each connection, where an EnvoyFilter says so. */
  private addForward(from: string, host: string, { hosts, by: { object, path } }: SniForward): void {
    for (const name of hosts.filter((each) => hostsOverlap(each, host.toLowerCase()))) {
      const service = registry(this.mesh).findAtGateway(name, this.proxy.namespace);
      const to =
        service === undefined
          ? this.builder.node({ kind: 'external', name, namespace: '', host: name })
          : serviceNode(this.builder, this.mesh, service);
      this.builder.edge({ from, to, kind: 'routes', label: 'to the server name', object, path });
    }
  }

  private addRequests({ server }: GatewayChain, routeConfig: string): void {
    const servers = server.server.tls === undefined ? this.servers : new Servers([server]);
    const drawn = new HostTable<string>();
    for (const { domains, routes, requireTls } of gatewayRouteConfigs(this.mesh, this.proxy).get(routeConfig) ?? []) {
      for (const domain of routes.length === 0 && requireTls !== true ? [] : domains) {
        drawn.add(domain, domain);
        const source = this.host(domain, servers);
        if (requireTls === true) {
          this.builder.answer(source.from, `HTTP ${server.number}: redirect to HTTPS`);
          continue;
        }
        routes.forEach((route) => addRoute(this.at(source, route), route));
      }
    }
    const own = [...new Set(servers.all.flatMap(bareHosts))];
    // What nobody has a route for is drawn as well: the gateway listens, and answers 404.
    own
      .filter((host) => drawn.overlapping(host.toLowerCase()).length === 0)
      .forEach((host) => {
        const { from } = this.host(host, servers);
        servers.of(host).forEach(({ server: { port }, number }) => {
          this.builder.answer(from, `${port.protocol} ${number}: no rule, so 404`);
        });
      });
  }

  /** A host of the gateway, with what makes it listen. */
  private host(host: string, servers: Servers): RouteSource {
    const { builder, mesh, proxy } = this;
    const gateway = proxyNode(builder, proxy);
    const from = builder.node({ kind: 'host', name: host, namespace: proxy.namespace, host }, proxy.name);
    for (const { gateway: object, path, server, number } of servers.of(host)) {
      builder.edge({
        from: gateway,
        to: from,
        kind: 'listens',
        label: `${server.port.protocol} ${number}`,
        object,
        path,
      });
    }
    return {
      builder,
      mesh,
      proxy,
      from,
      scope: { port: servers.all[0].number, lookup: (name) => registry(mesh).findAtGateway(name, proxy.namespace) },
    };
  }

  /** Rules of one VirtualService look hosts up beside it first. */
  private at(source: RouteSource, { source: object }: RouteEntry): RouteSource {
    const { mesh, proxy } = this;
    return object === undefined
      ? source
      : {
          ...source,
          scope: { ...source.scope, lookup: (name) => serviceAtGateway(mesh, proxy, name, object.namespace) },
        };
  }
}
