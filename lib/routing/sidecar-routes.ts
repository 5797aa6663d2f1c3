import { MESH_GATEWAY } from '../istio/names';
import type { Destination } from '../../imports/networking';
import { outboundCluster } from '../istio/cluster-name';
import { isWildcard } from '../istio/host';
import { isHttp, parseProtocol } from '../istio/protocol';
import type { Proxy } from '../mesh/proxies';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { EgressListener, SidecarScope } from '../mesh/sidecar-scope';
import { sidecarScope } from '../mesh/sidecar-scope';
import type { VirtualService } from '../mesh/virtual-services';
import { hostsOf, isMadeOfRoute, virtualServicesByHost } from '../mesh/virtual-services';
import type { VirtualServiceTable } from '../mesh/virtual-services';
import { anyDomainsOf, bracketed, domainsOf } from './alternative-hosts';
import type { FoundHost, VirtualHosts } from './domains';
import { foundHost, longestFirst, virtualHostsByDomain } from './domains';
import type { RouteAction, RouteEntry, RouteScope } from './http-routes';
import { hasHttpRoutes, httpRoutes, toCluster } from './http-routes';
import type { IgnoredVirtualService, VirtualHost } from './virtual-host';
import { byName } from './virtual-host';

/** The port whose virtual hosts include those of VirtualServices whose hosts no registry knows. */
const HTTP_PORT = 80;

/**
 * All virtual hosts of a port that a sidecar has HTTP listeners for, and last what happens to requests for unknown hosts.
 *
 * pilot/pkg/networking/core/httproute.go: BuildSidecarOutboundVirtualHosts, buildSidecarOutboundHTTPRouteConfig.
 */
export function sidecarVirtualHosts(mesh: Mesh, proxy: Proxy, port: number): readonly VirtualHost[] {
  return tableOf(mesh, proxy, port).all();
}

/** The same, where a Host is looked up: the virtual hosts that nobody asks for are not made. */
export function lookedUpSidecarHosts(mesh: Mesh, proxy: Proxy, port: number): VirtualHosts {
  return tableOf(mesh, proxy, port);
}

/**
 * The one virtual host of a port whose protocol sidecars detect from the traffic, where the address chooses the service
 * (pilot/pkg/networking/core/httproute.go: getVirtualHostsForSniffedServicePort).
 */
export function sniffedVirtualHosts(mesh: Mesh, proxy: Proxy, port: number, host: string): readonly VirtualHost[] {
  return tableOf(mesh, proxy, port).sniffed(host);
}

/** The virtual host of one host, as {@link sidecarVirtualHosts} has it, without the others. */
export function sidecarVirtualHost(mesh: Mesh, proxy: Proxy, port: number, host: string): VirtualHost | undefined {
  return tableOf(mesh, proxy, port).one(host.toLowerCase());
}

/** The owner of a service: the first VirtualService for it that has routes for the proxy, and no other. */
interface Owner {
  readonly object?: VirtualService;
  readonly ignored: readonly IgnoredVirtualService[];
}

/** A virtual host before its domains are known. */
interface OpenHost extends Pick<VirtualHost, 'name' | 'ignored'> {
  readonly routes: () => readonly RouteEntry[];
}

class Table implements VirtualHosts {
  private readonly scope: SidecarScope;
  /** What routes use as the port of the listener: nothing where it is a proxy for all ports. */
  private readonly listenerPort: number;
  private readonly virtualServices: readonly VirtualService[];
  private readonly byHost: VirtualServiceTable;
  private readonly routeScope: RouteScope;
  private readonly routes = new Map<VirtualService, readonly RouteEntry[]>();
  private readonly having = new Map<VirtualService, boolean>();
  private readonly serving = new Map<VirtualService, boolean>();
  private readonly single = new Map<string, VirtualHost | undefined>();
  private readonly sniffedHosts = new Map<string, readonly VirtualHost[]>();
  private readonly unknown: VirtualHost;
  private known?: readonly VirtualHost[];

  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
    private readonly port: number,
  ) {
    this.scope = sidecarScope(mesh, proxy);
    this.virtualServices = this.scope.virtualServices(port);
    this.listenerPort = isHttpProxy(this.scope.listener(port)) ? ANY_PORT : port;
    this.byHost = virtualServicesByHost(mesh, this.virtualServices);
    this.routeScope = {
      mesh,
      proxy,
      port: this.listenerPort,
      gateway: MESH_GATEWAY,
      // A destination without port is one of the listener's port: of a service no other is known here.
      lookup: (host) => this.service(host.toLowerCase()),
    };
    this.unknown = unknownHosts(this.scope);
  }

  public all(): readonly VirtualHost[] {
    return (this.known ??= [...this.made().sort(byName), this.unknown]);
  }

  /** As in {@link all}, of which it makes as little as it can. */
  public find(authority: string): FoundHost | undefined {
    if (this.listenerPort === ANY_PORT) {
      return virtualHostsByDomain(this.all()).find(authority);
    }
    const { endings } = this.mesh.derive(knownDomains);
    return foundHost(
      authority,
      endings,
      (domain) => this.ownerOfDomain(domain) ?? (domain === '*' ? this.unknown : undefined),
    );
  }

  public sniffed(host: string): readonly VirtualHost[] {
    let hosts = this.sniffedHosts.get(host);
    if (hosts === undefined) {
      const own = this.named(host);
      hosts = own.length === 1 ? [{ ...own[0], domains: ['*'] }] : own;
      this.sniffedHosts.set(host, hosts);
    }
    return hosts;
  }

  private named(host: string): readonly VirtualHost[] {
    if (this.listenerPort === ANY_PORT) {
      return this.all().filter(({ domains }) => domains.includes(host) || domains.includes(`${host}:${this.port}`));
    }
    const own = this.ownerOfDomain(host.toLowerCase());
    return own === undefined ? [] : [own];
  }

  /** Who has a domain, in lower case. */
  private ownerOfDomain(domain: string): VirtualHost | undefined {
    const hosts = this.mesh.derive(knownDomains).hosts.get(domain) ?? [];
    const candidates = [...new Set([...hosts, domain.replace(/^\[(.*)\]$/, '$1')])].map((host) => this.one(host));
    const having = candidates.filter((each) => each?.domains.some((own) => own.toLowerCase() === domain));
    // Who of several comes first decides.
    return having.length < 2 ? having[0] : virtualHostsByDomain(this.all()).find(domain)?.host;
  }

  private made(): VirtualHost[] {
    const owned = new Map<VirtualService, [RegistryService, Owner][]>();
    const rest: [RegistryService, Owner][] = [];
    for (const service of this.scope.services(this.port)) {
      if (this.httpPorts(service).length === 0) {
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
    const add = (host: OpenHost, domains: readonly string[]): void => {
      const free = domains.filter((domain) => !taken.has(domain.toLowerCase()));
      free.forEach((domain) => taken.add(domain.toLowerCase()));
      const counting = this.counting(host, free);
      if (counting.length > 0) {
        result.push(this.closed(host, counting));
      }
    };
    const addService = ([service, owner]: [RegistryService, Owner]): void => {
      for (const { number } of this.httpPorts(service)) {
        const host = this.hostOf(service, owner, number);
        if (host !== undefined) {
          add(
            host,
            this.domains(service, number, (domain) => known.has(domain)),
          );
        }
      }
    };
    for (const object of this.virtualServices) {
      this.unregistered(object).forEach((host) => add(this.unregisteredHost(host, object), [bracketed(host)]));
      owned.get(object)?.forEach(addService);
    }
    rest.forEach(addService);
    return result;
  }

  public one(host: string): VirtualHost | undefined {
    if (!this.single.has(host)) {
      this.single.set(host, this.madeOf(host));
    }
    return this.single.get(host);
  }

  private madeOf(host: string): VirtualHost | undefined {
    const service = this.service(host);
    if (service === undefined) {
      const object = this.byHost.withHost(host).find((each) => this.unregistered(each).includes(host));
      return object && this.closed(this.unregisteredHost(host, object), [bracketed(host)]);
    }
    const [port] = this.httpPorts(service);
    const owner = port && this.ownerOf(service);
    const open = owner && this.hostOf(service, owner, port.number);
    return (
      open &&
      this.closed(
        open,
        this.counting(
          open,
          this.domains(service, port.number, (domain) => this.isTaken(domain, owner.object)),
        ),
      )
    );
  }

  private closed({ name, routes, ignored }: OpenHost, domains: readonly string[]): VirtualHost {
    let made: readonly RouteEntry[] | undefined;
    return {
      name,
      domains,
      ignored,
      // Most virtual hosts of a port are never asked for their routes.
      get routes() {
        return (made ??= routes());
      },
    };
  }

  /** At an HTTP proxy, names without a port are those of port 80 (core/httproute.go: mergeAllVirtualHosts). */
  private counting(host: OpenHost, domains: readonly string[]): readonly string[] {
    return this.listenerPort === ANY_PORT && !isOfHttpPort(host) ? domains.filter(hasPortNumber) : domains;
  }

  /** Whether another service, or a VirtualService before the owner of a service, has a name of the service for its own. */
  private isTaken(domain: string, owner: VirtualService | undefined): boolean {
    const service = this.service(domain);
    if (service !== undefined) {
      return this.httpPorts(service).length > 0;
    }
    const thief = this.byHost.withHost(domain).find((each) => this.unregistered(each).includes(domain));
    return thief !== undefined && (owner === undefined || this.byHost.inOrder([thief, owner])[0] === thief);
  }

  private hostOf(service: RegistryService, { object, ignored }: Owner, port: number): OpenHost | undefined {
    // A Service that is only another name has its own rules, or else those of the host that it stands for.
    if (object === undefined && service.resolution === 'Alias') {
      return undefined;
    }
    const routes = (): readonly RouteEntry[] =>
      object === undefined ? [defaultRoute(service, port)] : this.routesOf(object);
    return { name: nameOf(service.host, port), routes, ignored };
  }

  private unregisteredHost(host: string, object: VirtualService): OpenHost {
    const others = this.byHost
      .withHost(host)
      .filter((each) => each !== object && this.unregistered(each).includes(host));
    return {
      name: nameOf(host, this.listenerPort === ANY_PORT ? HTTP_PORT : this.port),
      routes: () => this.routesOf(object),
      ignored: others.map((each) => ({ object: each, why: 'other' })),
    };
  }

  private domains(service: RegistryService, port: number, isTaken: (domain: string) => boolean): string[] {
    const { domains, alternatives } = domainsOf(service, this.proxy.namespace, this.mesh.context.clusterDomain);
    const own = [...new Set(domains)].filter((domain) => !alternatives.has(domain) || !isTaken(domain));
    return this.listenerPort === ANY_PORT ? own.flatMap((domain) => [domain, `${domain}:${port}`]) : own;
  }

  /**
   * Those with the very host come before wildcards, also where they have no route for the proxy; of wildcards only the longest
   * counts, and of that the first VirtualService (pilot/pkg/model/sidecar.go: computeWildcardHostVirtualServiceIndex).
   */
  private ownerOf(service: RegistryService): Owner {
    const { host } = service;
    // Of wildcards only the closest counts, also where a service has the very same one.
    const all = isWildcard(host) ? [] : this.byHost.withHost(host.toLowerCase());
    const exact = all.filter((each) => this.isNear(each, service));
    const found = this.byHost.closest(host);
    const closest = found !== undefined && this.isNear(found, service) ? found : undefined;
    const wildcards = this.byHost.covering(host.toLowerCase()).filter((each) => !exact.includes(each));
    const candidates =
      closest === undefined || exact.includes(closest) ? exact : this.byHost.inOrder([...exact, closest]);
    const object = candidates.find((each) => this.hasRoutes(each));
    return {
      object,
      ignored: [
        ...candidates
          .filter((each) => each !== object)
          .map((each) => ({
            object: each,
            why: this.hasRoutes(each) ? ('other' as const) : ('empty' as const),
          })),
        ...wildcards
          .filter((each) => !candidates.includes(each))
          .map((each) => ({ object: each, why: 'wildcard' as const })),
      ],
    };
  }

  /** A route of the Gateway API counts beside its service, and for the clients of its own namespace (r/ buildSidecarVirtualHostsForVirtualService). */
  private isNear(object: VirtualService, { namespace }: RegistryService): boolean {
    return !isMadeOfRoute(object) || object.namespace === namespace || object.namespace === this.proxy.namespace;
  }

  /**
   * The hosts of a VirtualService that no service of the port has. They count on port 80, and on others where another host of the
   * VirtualService is one of a service there (pilot/pkg/networking/core/route/route.go: separateVSHostsAndServices,
   * buildSidecarVirtualHostsForVirtualService).
   */
  private unregistered(object: VirtualService): readonly string[] {
    const hosts = this.byHost
      .hostsOf(object)
      .filter((host) => (isWildcard(host) ? this.overlapping(host).length === 0 : this.service(host) === undefined));
    return hosts.length > 0 &&
      !isMadeOfRoute(object) &&
      (this.listenerPort === HTTP_PORT || this.serves(object)) &&
      this.hasRoutes(object)
      ? hosts
      : [];
  }

  /** Whether a VirtualService applies to some service of the port, although another one may take precedence. */
  private serves(object: VirtualService): boolean {
    let known = this.serving.get(object);
    if (known === undefined) {
      const services = this.byHost
        .hostsOf(object)
        .flatMap((host) =>
          isWildcard(host)
            ? this.overlapping(host).filter((each) => this.byHost.closest(each.host) === object)
            : (this.service(host) ?? []),
        );
      const ports = services.flatMap((service) => this.httpPorts(service));
      // A host without a port in it is one of port 80, also where a proxy takes requests for all ports.
      known = this.listenerPort === ANY_PORT ? ports.some(({ number }) => number === HTTP_PORT) : ports.length > 0;
      this.serving.set(object, known);
    }
    return known;
  }

  private hasRoutes(object: VirtualService): boolean {
    let known = this.having.get(object);
    if (known === undefined) {
      known = hasHttpRoutes(object, this.routeScope);
      this.having.set(object, known);
    }
    return known;
  }

  private routesOf(object: VirtualService): readonly RouteEntry[] {
    let routes = this.routes.get(object);
    if (routes === undefined) {
      routes = httpRoutes(object, this.routeScope);
      this.routes.set(object, routes);
    }
    return routes;
  }

  /** The service of a host, as far as it has the port. */
  private service(host: string): RegistryService | undefined {
    const service = this.scope.find(host, this.port);
    return service && this.portsOf(service).length > 0 ? service : undefined;
  }

  private overlapping(wildcard: string): readonly RegistryService[] {
    const hosts = new Set(
      registry(this.mesh)
        .overlapping(wildcard)
        .map(({ host }) => host),
    );
    return [...hosts].flatMap((host) => this.service(host) ?? []);
  }

  private httpPorts(service: RegistryService): readonly RegistryPort[] {
    return this.portsOf(service).filter(({ protocol }) => isHttp(protocol) || protocol === 'Unsupported');
  }

  /** The port of the listener, or all where it is a proxy (pilot/pkg/model/service.go: GetByPort). */
  private portsOf({ ports }: RegistryService): readonly RegistryPort[] {
    return this.listenerPort === ANY_PORT
      ? ports
      : ports.filter((port) => port.number === this.port && port.protocol !== 'UDP').slice(0, 1);
  }
}

const ANY_PORT = 0;

/**
 * Which services may have a domain, in lower case, and how long the domains are that begin with `*`, without it: of both more than one proxy knows.
 */
function knownDomains(mesh: Mesh): {
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  readonly endings: readonly number[];
} {
  const hosts = new Map<string, string[]>();
  for (const service of registry(mesh).all) {
    anyDomainsOf(service, mesh.context.clusterDomain).forEach((domain) =>
      push(hosts, domain.toLowerCase(), service.host),
    );
  }
  const rules = mesh.all('networking.istio.io/VirtualService').flatMap((object) => hostsOf(object, mesh));
  const wildcards = [...hosts.keys(), ...rules].filter((domain) => isWildcard(domain) && domain !== '*');
  return { hosts, endings: longestFirst(wildcards.map(({ length }) => length - 1)) };
}

/** Whether applications send requests for all ports to the listener (`protocol: HTTP_PROXY`), with the port in the Host. */
function isHttpProxy(listener: EgressListener | undefined): boolean {
  return listener?.spec?.port !== undefined && parseProtocol(listener.spec.port.protocol) === 'HTTP_PROXY';
}

/** Hosts without port are those of port 80 (pilot/pkg/networking/core/httproute.go: mergeAllVirtualHosts). */
function isOfHttpPort({ name }: OpenHost): boolean {
  return name.endsWith(`:${HTTP_PORT}`);
}

function hasPortNumber(domain: string): boolean {
  return domain.includes(':');
}

function defaultRoute({ host }: RegistryService, port: number): RouteEntry {
  return { name: 'default', match: {}, action: toCluster(outboundCluster(port, '', host)) };
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
