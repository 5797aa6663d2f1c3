import type { Destination } from '../../imports/networking';
import { outboundCluster } from '../istio/cluster-name';
import { isWildcard } from '../istio/host';
import { isHttp } from '../istio/protocol';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { SidecarScope } from '../mesh/sidecar-scope';
import { sidecarScope } from '../mesh/sidecar-scope';
import type { VirtualService } from '../mesh/virtual-services';
import { MESH_GATEWAY, virtualServicesByHost } from '../mesh/virtual-services';
import type { VirtualServiceTable } from '../mesh/virtual-services';
import { bracketed, domainsOf } from './alternative-hosts';
import type { RouteAction, RouteEntry } from './http-routes';
import { httpRoutes, toCluster } from './http-routes';
import type { IgnoredVirtualService, VirtualHost } from './virtual-host';
import { byName } from './virtual-host';

/** The port whose virtual hosts are those of VirtualServices too whose hosts no registry knows. */
const HTTP_PORT = 80;

/**
 * All virtual hosts of a port that a sidecar has HTTP listeners for, and last what becomes of requests for unknown hosts.
 *
 * pilot/pkg/networking/core/httproute.go: BuildSidecarOutboundVirtualHosts, buildSidecarOutboundHTTPRouteConfig.
 */
export function sidecarVirtualHosts(mesh: Mesh, proxy: Proxy, port: number): readonly VirtualHost[] {
  const scope = sidecarScope(mesh, proxy);
  return [...tableOf(mesh, proxy, port).all().sort(byName), unknownHosts(scope)];
}

/**
 * The one virtual host of a port whose protocol sidecars find out from the traffic, where the address chooses the service
 * (pilot/pkg/networking/core/httproute.go: getVirtualHostsForSniffedServicePort).
 */
export function sniffedVirtualHosts(mesh: Mesh, proxy: Proxy, port: number, host: string): readonly VirtualHost[] {
  const all = tableOf(mesh, proxy, port).all();
  const own = all.filter(({ domains }) => domains.includes(`${host}:${port}`) || domains.includes(host));
  return own.length === 1 ? [{ ...own[0], domains: ['*'] }] : own;
}

/** The virtual host of one host, as {@link sidecarVirtualHosts} has it, without the others. */
export function sidecarVirtualHost(mesh: Mesh, proxy: Proxy, port: number, host: string): VirtualHost | undefined {
  return tableOf(mesh, proxy, port).one(host.toLowerCase());
}

/** Whom a service belongs to: the first VirtualService for it that has routes for the proxy, alone. */
interface Owner {
  readonly object?: VirtualService;
  readonly ignored: readonly IgnoredVirtualService[];
}

class Table {
  private readonly scope: SidecarScope;
  private readonly virtualServices: readonly VirtualService[];
  private readonly byHost: VirtualServiceTable;
  private readonly routes = new Map<VirtualService, readonly RouteEntry[]>();
  private readonly serving = new Map<VirtualService, boolean>();

  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
    private readonly port: number,
  ) {
    this.scope = sidecarScope(mesh, proxy);
    this.virtualServices = this.scope.virtualServices(port);
    this.byHost = virtualServicesByHost(mesh, this.virtualServices);
  }

  public all(): VirtualHost[] {
    const owned = new Map<VirtualService, [RegistryService, Owner][]>();
    const rest: [RegistryService, Owner][] = [];
    for (const service of this.scope.services(this.port)) {
      if (!this.speaksHttp(service)) {
        continue;
      }
      const owner = this.ownerOf(service);
      if (owner.object === undefined) {
        rest.push([service, owner]);
      } else {
        const known = owned.get(owner.object) ?? [];
        owned.set(owner.object, known);
        known.push([service, owner]);
      }
    }
    const all = [...[...owned.values()].flat(), ...rest];
    const known = new Set(all.map(([{ host }]) => host));
    const taken = new Set<string>();
    const result: VirtualHost[] = [];
    const add = (host: VirtualHost): void => {
      const domains = host.domains.filter((domain) => !taken.has(domain.toLowerCase()));
      domains.forEach((domain) => taken.add(domain.toLowerCase()));
      if (domains.length > 0) {
        result.push({ ...host, domains });
      }
    };
    const addService = ([service, owner]: [RegistryService, Owner]): void => {
      const host = this.hostOf(service, owner);
      if (host !== undefined) {
        add({ ...host, domains: this.domains(service, (domain) => known.has(domain)) });
      }
    };
    for (const object of this.virtualServices) {
      this.unregistered(object).forEach((host) => add(this.unregisteredHost(host, object)));
      owned.get(object)?.forEach(addService);
    }
    rest.forEach(addService);
    return result;
  }

  public one(host: string): VirtualHost | undefined {
    const service = this.find(host);
    if (service === undefined) {
      const object = this.byHost.withHost(host).find((each) => this.unregistered(each).includes(host));
      return object && this.unregisteredHost(host, object);
    }
    const owner = this.speaksHttp(service) ? this.ownerOf(service) : undefined;
    const found = owner && this.hostOf(service, owner);
    return found && { ...found, domains: this.domains(service, (domain) => this.isTaken(domain, owner.object)) };
  }

  /** Whether another service, or a VirtualService before the owner of a service, has a name of the service for its own. */
  private isTaken(domain: string, owner: VirtualService | undefined): boolean {
    const service = this.find(domain);
    if (service !== undefined) {
      return this.speaksHttp(service);
    }
    const thief = this.byHost.withHost(domain).find((each) => this.unregistered(each).includes(domain));
    return (
      thief !== undefined &&
      (owner === undefined || this.virtualServices.indexOf(thief) <= this.virtualServices.indexOf(owner))
    );
  }

  private hostOf(service: RegistryService, { object, ignored }: Owner): VirtualHost | undefined {
    // A Service that is only another name has its rules, and else those of the host that it stands for.
    if (object === undefined && service.resolution === 'Alias') {
      return undefined;
    }
    const routes = object === undefined ? [this.defaultRoute(service)] : this.routesOf(object);
    return { name: nameOf(service.host, this.port), domains: [service.host], routes, ignored };
  }

  private unregisteredHost(host: string, object: VirtualService): VirtualHost {
    const others = this.byHost
      .withHost(host)
      .filter((each) => each !== object && this.unregistered(each).includes(host));
    return {
      name: nameOf(host, this.port),
      domains: [bracketed(host)],
      routes: this.routesOf(object),
      ignored: others.map((each) => ({ object: each, why: 'other' })),
    };
  }

  private domains(service: RegistryService, isTaken: (domain: string) => boolean): string[] {
    const { domains, alternatives } = domainsOf(service, this.proxy.namespace, this.mesh.context.clusterDomain);
    return [...new Set(domains)].filter((domain) => !alternatives.has(domain) || !isTaken(domain));
  }

  /**
   * Those with the very host come before wildcards, also where they have no route for the proxy; of wildcards only the longest
   * counts, and of that the first VirtualService (pilot/pkg/model/sidecar.go: computeWildcardHostVirtualServiceIndex).
   */
  private ownerOf({ host }: RegistryService): Owner {
    // Of wildcards only the closest counts, also where a service has the very same one.
    const exact = isWildcard(host) ? [] : this.byHost.withHost(host.toLowerCase());
    const closest = this.byHost.closest(host);
    const wildcards = this.byHost.covering(host.toLowerCase()).filter((each) => !exact.includes(each));
    const candidates = closest === undefined || exact.includes(closest) ? exact : this.inOrder([...exact, closest]);
    const object = candidates.find((each) => this.routesOf(each).length > 0);
    return {
      object,
      ignored: [
        ...candidates
          .filter((each) => each !== object)
          .map((each) => ({
            object: each,
            why: this.routesOf(each).length === 0 ? ('empty' as const) : ('other' as const),
          })),
        ...wildcards
          .filter((each) => !candidates.includes(each))
          .map((each) => ({ object: each, why: 'wildcard' as const })),
      ],
    };
  }

  private inOrder(objects: readonly VirtualService[]): readonly VirtualService[] {
    const places = new Map(objects.length < 2 ? [] : this.virtualServices.map((object, i) => [object, i]));
    return objects.length < 2 ? objects : [...objects].sort((a, b) => places.get(a)! - places.get(b)!);
  }

  /**
   * The hosts of a VirtualService that no service of the port has. They count on port 80, and on others where another host of the
   * VirtualService is one of a service there (pilot/pkg/networking/core/route/route.go: separateVSHostsAndServices,
   * buildSidecarVirtualHostsForVirtualService).
   */
  private unregistered(object: VirtualService): readonly string[] {
    const hosts = this.byHost
      .hostsOf(object)
      .filter((host) => (isWildcard(host) ? this.overlapping(host).length === 0 : this.find(host) === undefined));
    return hosts.length > 0 && (this.port === HTTP_PORT || this.serves(object)) && this.routesOf(object).length > 0
      ? hosts
      : [];
  }

  /** Whether a VirtualService is for some service of the port, although another may come before it. */
  private serves(object: VirtualService): boolean {
    let known = this.serving.get(object);
    if (known === undefined) {
      const services = this.byHost
        .hostsOf(object)
        .flatMap((host) =>
          isWildcard(host)
            ? this.overlapping(host).filter((each) => this.byHost.closest(each.host) === object)
            : (this.find(host) ?? []),
        );
      known = services.some((service) => this.speaksHttp(service));
      this.serving.set(object, known);
    }
    return known;
  }

  private routesOf(object: VirtualService): readonly RouteEntry[] {
    let routes = this.routes.get(object);
    if (routes === undefined) {
      const { mesh, proxy, port } = this;
      // A destination without port is one of the listener's port: of a service no other is known here.
      const lookup = (host: string): RegistryService | undefined => this.find(host.toLowerCase());
      routes = httpRoutes(object, { mesh, proxy, port, gateway: MESH_GATEWAY, lookup });
      this.routes.set(object, routes);
    }
    return routes;
  }

  private defaultRoute({ host }: RegistryService): RouteEntry {
    return { name: 'default', match: {}, action: toCluster(outboundCluster(this.port, '', host)) };
  }

  /** The service of a host, as far as it has the port. */
  private find(host: string): RegistryService | undefined {
    const service = this.scope.find(host, this.port);
    return service && portOf(service, this.port) && service;
  }

  private overlapping(wildcard: string): readonly RegistryService[] {
    const hosts = new Set(
      registry(this.mesh)
        .overlapping(wildcard)
        .map(({ host }) => host),
    );
    return [...hosts].flatMap((host) => this.find(host) ?? []);
  }

  private speaksHttp(service: RegistryService): boolean {
    const { protocol } = portOf(service, this.port) ?? {};
    return protocol !== undefined && (isHttp(protocol) || protocol === 'Unsupported');
  }
}

function tableOf(mesh: Mesh, proxy: Proxy, port: number): Table {
  const known = mesh.derive(knownTables);
  const ofProxy = known.get(proxy) ?? new Map<number, Table>();
  known.set(proxy, ofProxy);
  const table = ofProxy.get(port) ?? new Table(mesh, proxy, port);
  ofProxy.set(port, table);
  return table;
}

function knownTables(): Map<Proxy, Map<number, Table>> {
  return new Map();
}

/** pilot/pkg/networking/core/httproute.go: buildCatchAllVirtualHost. */
function unknownHosts(scope: SidecarScope): VirtualHost {
  const { mode, egressProxy } = scope.outboundTrafficPolicy;
  const to = (name: string, action: RouteAction): VirtualHost => ({
    name,
    domains: ['*'],
    routes: [{ name, match: {}, action }],
    ignored: [],
  });
  switch (mode) {
    case 'ALLOW_ANY_DYNAMIC_DNS':
      return to('allow_any_dynamic_dns', toCluster('AllowAnyDynamicDNSCluster'));
    case 'ALLOW_ANY':
      return to('allow_any', toCluster(egressProxy === undefined ? 'PassthroughCluster' : proxyCluster(egressProxy)));
    default:
      return to('block_all', { kind: 'directResponse', status: 502 });
  }
}

function proxyCluster({ host, subset = '', port }: Destination): string {
  return outboundCluster(port?.number ?? 0, subset, host);
}

function nameOf(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}

/** pilot/pkg/model/service.go: GetByPort. */
function portOf({ ports }: RegistryService, number: number): RegistryPort | undefined {
  return ports.find((port) => port.number === number && port.protocol !== 'UDP');
}
