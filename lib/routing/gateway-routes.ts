import { isCatchAll } from '../istio/http-match';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { GatewayServer } from '../mesh/gateway-servers';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { VirtualService } from '../mesh/virtual-services';
import { hostsOf } from '../mesh/virtual-services';
import type { RouteEntry } from './http-routes';
import { httpRoutes } from './http-routes';
import { boundTo, serverHosts } from './server-hosts';
import type { VirtualHost } from './virtual-host';
import { byName } from './virtual-host';

/** The virtual hosts of all route configurations of a gateway, by name. */
export function gatewayRouteConfigs(mesh: Mesh, proxy: Proxy): ReadonlyMap<string, readonly VirtualHost[]> {
  const known = mesh.derive(knownRouteConfigs);
  let result = known.get(proxy);
  if (result === undefined) {
    const { routeConfigs } = gatewayListeners(mesh, proxy);
    result = new Map([...routeConfigs].map(([name, servers]) => [name, virtualHostsOf(mesh, proxy, servers)]));
    known.set(proxy, result);
  }
  return result;
}

function knownRouteConfigs(): Map<Proxy, ReadonlyMap<string, readonly VirtualHost[]>> {
  return new Map();
}

/** pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig. */
function virtualHostsOf(mesh: Mesh, proxy: Proxy, servers: readonly GatewayServer[]): readonly VirtualHost[] {
  const table = new Table(mesh, proxy);
  servers.forEach((server) => table.add(server));
  const hosts = table.virtualHosts();
  return hosts.length > 0
    ? hosts
    : [{ name: `blackhole:${servers[0].number}`, domains: ['*'], routes: [], ignored: [] }];
}

interface OpenHost {
  readonly name: string;
  readonly domain: string;
  readonly routes: RouteEntry[];
  requireTls: boolean;
}

class Table {
  private readonly hosts = new Map<string, OpenHost>();
  /** By Gateway: the routes of its VirtualServices, made for the first server that has any for them. */
  private readonly routes = new Map<string, Map<VirtualService, readonly RouteEntry[]>>();

  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
  ) {}

  public add(server: GatewayServer): void {
    const { number } = server;
    const redirects = server.server.tls?.httpsRedirect === true;
    const hosts = serverHosts(server);
    for (const object of boundTo(this.mesh, this.proxy, server)) {
      const shared = hosts.shared(hostsOf(object, this.mesh), object.namespace);
      const routes = shared.length === 0 ? [] : this.routesOf(object, server);
      for (const host of routes.length === 0 ? [] : shared) {
        const open = this.open(host.toLowerCase(), number);
        routes.forEach((route) => open.routes.push(route));
        open.requireTls ||= redirects;
      }
    }
    for (const host of redirects ? server.hosts : []) {
      this.open(host.toLowerCase(), number).requireTls = true;
    }
  }

  public virtualHosts(): VirtualHost[] {
    const hosts = [...this.hosts.values()].map((host) => ({ ...host, routes: catchAllsLast(host.routes) }));
    return collapsed(hosts).sort(byName);
  }

  private open(domain: string, port: number): OpenHost {
    let host = this.hosts.get(domain);
    if (host === undefined) {
      host = { name: `${domain}:${port}`, domain, routes: [], requireTls: false };
      this.hosts.set(domain, host);
    }
    return host;
  }

  private routesOf(object: VirtualService, { gateway, number }: GatewayServer): readonly RouteEntry[] {
    let known = this.routes.get(gateway.key);
    if (known === undefined) {
      known = new Map();
      this.routes.set(gateway.key, known);
    }
    let routes = known.get(object);
    if (routes === undefined) {
      routes = httpRoutes(object, {
        mesh: this.mesh,
        proxy: this.proxy,
        gateway: gateway.key,
        port: number,
        lookup: (host) => serviceAtGateway(this.mesh, this.proxy, host, object.namespace),
      });
      if (routes.length > 0) {
        known.set(object, routes);
      }
    }
    return routes;
  }
}

/**
 * The service that a host means to the rules of a VirtualService at a gateway: one beside the VirtualService comes first
 * (pilot/pkg/networking/core/gateway.go: buildNameToServiceMapForHTTPRoutes).
 */
export function serviceAtGateway(
  mesh: Mesh,
  { namespace }: Pick<Proxy, 'namespace'>,
  host: string,
  beside: string,
): RegistryService | undefined {
  const known = registry(mesh);
  const near = known.at(host, beside);
  return near?.visibility.includes(namespace) === true ? near : known.findAtGateway(host, namespace);
}

/** pilot/pkg/networking/core/route/route.go: SortVHostRoutes. */
function catchAllsLast(routes: readonly RouteEntry[]): readonly RouteEntry[] {
  const last = routes.filter(({ match }) => isCatchAll(match));
  return last.length === 0 ? routes : [...routes.filter(({ match }) => !isCatchAll(match)), ...last];
}

/** Hosts with the very same routes become one virtual host (pilot/pkg/networking/core/gateway.go: collapseDuplicateRoutes). */
function collapsed(
  hosts: readonly (Omit<OpenHost, 'routes'> & { readonly routes: readonly RouteEntry[] })[],
): VirtualHost[] {
  const numbers = new Map<RouteEntry, number>();
  const numberOf = (route: RouteEntry): number => {
    const known = numbers.get(route) ?? numbers.size;
    numbers.set(route, known);
    return known;
  };
  const groups = new Map<string, VirtualHost & { readonly domains: string[] }>();
  const result: VirtualHost[] = [];
  for (const { name, domain, routes, requireTls } of [...hosts].sort((a, b) => compareSpecific(a.domain, b.domain))) {
    const key = routes.map(numberOf).join();
    const group = groups.get(key);
    if (group?.requireTls === requireTls) {
      group.domains.push(domain);
    } else {
      const host = { name, domains: [domain], routes, requireTls, ignored: [] };
      groups.set(key, host);
      result.push(host);
    }
  }
  return result;
}

/** Wildcards last, the longest first, then by the alphabet (pkg/config/host/names.go: MoreSpecific). */
function compareSpecific(a: string, b: string): number {
  const [wildA, wildB] = [a.startsWith('*'), b.startsWith('*')];
  if (wildA !== wildB) {
    return wildA ? 1 : -1;
  }
  return b.length - a.length || (a < b ? -1 : a > b ? 1 : 0);
}
