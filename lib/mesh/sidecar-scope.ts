import { MESH_GATEWAY } from '../istio/names';
import type { Destination } from '../../imports/networking';
import { fullHost } from '../istio/host';
import { parseProtocol } from '../istio/protocol';
import { oldestFirst } from './age';
import { httpRules } from './delegates';
import { ImportedHosts } from '../istio/imported-hosts';
import type { OutboundMode } from './mesh-config';
import { meshConfig } from './mesh-config';
import type { Proxy } from './proxies';
import { groupBy, push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { RegistryService } from './registry';
import { inOneNamespace, merged, registry } from './registry';
import type { VirtualService } from './virtual-services';
import { visibilityOf } from './visibility';
import { gatewayNames, hostsOf, isMadeOfRoute, tcpRulesOf, tlsRulesOf, virtualServicesFor } from './virtual-services';
import { selects } from './workload';

export type Sidecar = MeshObject<'networking.istio.io/Sidecar'>;

type EgressSpec = NonNullable<Sidecar['spec']['egress']>[number];

/** What a proxy knows of the mesh (pilot/pkg/model/sidecar.go: SidecarScope). */
export interface SidecarScope {
  /** The namespace of the proxies; the Sidecar may be that of the root namespace. */
  readonly namespace: string;
  /** The Sidecar that applies, if any does. */
  readonly sidecar?: Sidecar;
  readonly listeners: readonly EgressListener[];
  readonly outboundTrafficPolicy: {
    readonly mode: OutboundMode;
    readonly egressProxy?: Destination;
    /** Where it is said; empty for the mesh config. */
    readonly place: { readonly object?: Sidecar; readonly path?: string };
  };
  /** The listener that the routes of a port come from; undefined where there is none. */
  listener(port: number): EgressListener | undefined;
  /** The services that the routes of a port know, one for each host. */
  services(port: number): readonly RegistryService[];
  /** One of {@link services}. */
  find(host: string, port: number): RegistryService | undefined;
  /** What the routes of a port are made of, in istiod's order. */
  virtualServices(port: number): readonly VirtualService[];
  /** The service that clusters are made of: of the imported ones, and of those that imported VirtualServices send requests to. */
  service(host: string): RegistryService | undefined;
  /** All of those. */
  allServices(): readonly RegistryService[];
}

/** Where a proxy sends requests from, and to what. */
export interface EgressListener {
  /** Undefined for all ports without a listener of their own. */
  readonly port?: number;
  readonly bind?: string;
  /** As in the Sidecar; undefined for the one that is there by default. */
  readonly spec?: EgressSpec;
  /** Imported services with a host, all of one namespace, as far as they have the listener's port. */
  servicesWithHost(host: string): readonly RegistryService[];
  readonly services: readonly RegistryService[];
  readonly virtualServices: readonly VirtualService[];
  /** Whether a VirtualService is one of those. */
  imports(object: VirtualService): boolean;
}

/** What a proxy sees; proxies with one Sidecar in one namespace share it. */
export function sidecarScope(mesh: Mesh, proxy: Pick<Proxy, 'kind' | 'namespace' | 'labels'>): SidecarScope {
  return mesh.derive(knownScopes).of(proxy);
}

/**
 * The Sidecar that applies to the pods of a sidecar: one of their namespace, those that select pods first, or else that of the root
 * namespace for all (pilot/pkg/model/push_context.go: initSidecarScopes, doGetSidecarScope).
 */
export function sidecarFor(
  mesh: Mesh,
  { namespace, labels }: Pick<Proxy, 'namespace' | 'labels'>,
): Sidecar | undefined {
  const { byNamespace, root } = mesh.derive(sidecars);
  return byNamespace.get(namespace)?.find(({ spec }) => selects(spec.workloadSelector?.labels, labels)) ?? root;
}

function sidecars(mesh: Mesh): {
  readonly byNamespace: ReadonlyMap<string, readonly Sidecar[]>;
  readonly root?: Sidecar;
} {
  const all = oldestFirst(mesh, mesh.all('networking.istio.io/Sidecar'));
  const forAll = all.filter(({ spec }) => spec.workloadSelector === undefined);
  return {
    byNamespace: groupBy(
      [...all.filter(({ spec }) => spec.workloadSelector !== undefined), ...forAll],
      ({ namespace }) => namespace,
    ),
    root: forAll.find(({ namespace }) => namespace === mesh.context.rootNamespace),
  };
}

function knownScopes(mesh: Mesh): { of(proxy: Pick<Proxy, 'kind' | 'namespace' | 'labels'>): SidecarScope } {
  const ofSidecars = new Map<string, Map<Sidecar | undefined, SidecarScope>>();
  const ofGateways = new Map<string, SidecarScope>();
  return {
    of(proxy) {
      const { namespace, kind } = proxy;
      if (kind !== 'sidecar') {
        const known =
          ofGateways.get(namespace) ?? new Scope(mesh, namespace, undefined, [gatewayListener(mesh, namespace)], true);
        ofGateways.set(namespace, known);
        return known;
      }
      const sidecar = sidecarFor(mesh, proxy);
      const scopes = ofSidecars.get(namespace) ?? new Map<Sidecar | undefined, SidecarScope>();
      ofSidecars.set(namespace, scopes);
      const known = scopes.get(sidecar) ?? new Scope(mesh, namespace, sidecar, listenersOf(mesh, namespace, sidecar));
      scopes.set(sidecar, known);
      return known;
    },
  };
}

function listenersOf(mesh: Mesh, namespace: string, sidecar: Sidecar | undefined): EgressListener[] {
  const egress = sidecar?.spec.egress ?? [];
  return egress.length === 0
    ? [new Listener(mesh, namespace, ['*/*'])]
    : egress.map((spec) => new Listener(mesh, namespace, spec.hosts ?? [], spec));
}

/** What gateways and waypoints see: all that is exported to their namespace (sidecar.go: DefaultSidecarScopeForGateway). */
function gatewayListener(mesh: Mesh, namespace: string): EgressListener {
  const known = registry(mesh);
  return {
    servicesWithHost: (host) => known.seenWithHost(host, namespace),
    get services() {
      return [...known.exportedTo(namespace), ...known.public];
    },
    get virtualServices() {
      return virtualServicesFor(mesh, namespace, MESH_GATEWAY);
    },
    imports: (object) => visibilityOf(mesh, object).includes(namespace),
  };
}

class Scope implements SidecarScope {
  constructor(
    private readonly mesh: Mesh,
    public readonly namespace: string,
    public readonly sidecar: Sidecar | undefined,
    public readonly listeners: readonly EgressListener[],
    private readonly isGateway: boolean = false,
  ) {}

  public get outboundTrafficPolicy(): SidecarScope['outboundTrafficPolicy'] {
    const own = this.sidecar?.spec.outboundTrafficPolicy;
    return own === undefined
      ? { mode: meshConfig(this.mesh).outboundTrafficPolicy, place: {} }
      : {
          mode: own.mode ?? 'REGISTRY_ONLY',
          egressProxy: own.egressProxy,
          place: { object: this.sidecar, path: 'spec.outboundTrafficPolicy' },
        };
  }

  /** sidecar.go: GetEgressListenerForRDS */
  public listener(port: number): EgressListener | undefined {
    return this.listeners.find((each) => each.port === undefined || (each.port === port && port !== 0));
  }

  public services(port: number): readonly RegistryService[] {
    const listener = this.listener(port);
    const byHost = new Map<string, RegistryService>();
    for (const service of listener?.services ?? []) {
      if (hasPort(service, port) || isHttpProxy(listener?.spec)) {
        byHost.set(service.host, service);
      }
    }
    return [...byHost.values()];
  }

  /** Of several of one namespace the youngest that has the port counts for routes (core/httproute.go: BuildSidecarOutboundVirtualHosts). */
  public find(host: string, port: number): RegistryService | undefined {
    const listener = this.listener(port);
    return listener
      ?.servicesWithHost(host)
      .filter((service) => hasPort(service, port) || isHttpProxy(listener.spec))
      .at(-1);
  }

  public virtualServices(port: number): readonly VirtualService[] {
    return this.listener(port)?.virtualServices ?? [];
  }

  /** sidecar.go: collectImportedServices */
  public service(host: string): RegistryService | undefined {
    const parts = this.listeners.flatMap((listener) => [
      ...listener.servicesWithHost(host),
      ...(this.isGateway ? [] : this.inferred(host, listener)),
    ]);
    return merged(parts);
  }

  public allServices(): readonly RegistryService[] {
    const hosts = new Set<string>();
    for (const listener of this.listeners) {
      listener.services.forEach(({ host }) => hosts.add(host));
      if (!this.isGateway) {
        [...this.mesh.derive(destinationsByHost).keys()].forEach((host) => hosts.add(host));
      }
    }
    return [...hosts].flatMap((host) => this.service(host) ?? []);
  }

  /** What VirtualServices of a listener send requests to, imported or not: the service of the own namespace, hidden or not, or the best seen. */
  private inferred(host: string, listener: EgressListener): RegistryService[] {
    const byObject = new Map<VirtualService, Set<number>>();
    for (const { object, port, sourceNamespaces } of this.mesh.derive(destinationsByHost).get(host) ?? []) {
      const isAsked = sourceNamespaces.length === 0 || sourceNamespaces.includes(this.namespace);
      if (isAsked && listener.imports(object)) {
        byObject.set(object, (byObject.get(object) ?? new Set()).add(port));
      }
    }
    const service = byObject.size === 0 ? undefined : this.nearest(host);
    return service === undefined
      ? []
      : [...byObject.values()].flatMap((ports) => {
          if (listener.port !== undefined && !isHttpProxy(listener.spec)) {
            return withPorts(service, ({ number }) => number === listener.port);
          }
          return ports.has(ANY_PORT) ? service : withPorts(service, ({ number }) => ports.has(number));
        });
  }

  /** sidecar.go: pickBestVisibleNamespace */
  private nearest(host: string): RegistryService | undefined {
    const known = registry(this.mesh);
    const own = known.at(host, this.namespace);
    if (own !== undefined) {
      return own;
    }
    const homes = [...new Set(known.withHost(host).map(({ namespace }) => namespace))];
    const seen = homes
      .flatMap((namespace) => known.at(host, namespace) ?? [])
      .filter(({ visibility }) => visibility.includes(this.namespace));
    return seen.find(({ external }) => !external) ?? seen[0];
  }
}

/** sidecar.go: IstioEgressListenerWrapper */
class Listener implements EgressListener {
  public readonly port?: number;
  public readonly bind?: string;
  private readonly hosts: ImportedHosts;
  private imported?: readonly VirtualService[];

  constructor(
    private readonly mesh: Mesh,
    private readonly namespace: string,
    hosts: readonly string[],
    public readonly spec?: EgressSpec,
  ) {
    this.hosts = new ImportedHosts(hosts, namespace);
    this.port = spec?.port === undefined ? undefined : (spec.port.number ?? 0);
    this.bind = spec?.bind;
  }

  public servicesWithHost(host: string): readonly RegistryService[] {
    const known = registry(this.mesh);
    const candidates = this.hosts.exact
      ? known.withHost(host).filter((service) => this.isNamed(service))
      : known.seenWithHost(host, this.namespace);
    return this.selected(candidates);
  }

  public get services(): readonly RegistryService[] {
    const known = registry(this.mesh);
    const all = this.hosts.exact
      ? this.hosts.names().flatMap(({ host }) => known.withHost(host).filter((service) => this.isNamed(service)))
      : [...known.exportedTo(this.namespace), ...known.public];
    const unique = [...new Set(all)];
    const isShared = ({ host }: RegistryService): boolean => known.withHost(host).length > 1;
    const shared = groupBy(unique.filter(isShared), ({ host }) => host);
    return unique.flatMap((service) => {
      const services = isShared(service) ? shared.get(service.host)! : [service];
      return services[0] === service ? this.selected(services) : [];
    });
  }

  /** pilot/pkg/model/virtualservice.go: SelectVirtualServices */
  public get virtualServices(): readonly VirtualService[] {
    if (this.imported === undefined) {
      const all = routesFirst(this.mesh, virtualServicesFor(this.mesh, this.namespace, MESH_GATEWAY), this.namespace);
      this.imported = this.hosts.everything
        ? all
        : all.filter((object) => this.hosts.hasVirtualService(hostsOf(object, this.mesh), object.namespace));
    }
    return this.imported;
  }

  public imports(object: VirtualService): boolean {
    return (
      visibilityOf(this.mesh, object).includes(this.namespace) &&
      (this.hosts.everything || this.hosts.hasVirtualService(hostsOf(object, this.mesh), object.namespace))
    );
  }

  /** sidecar.go: servicesForExactHosts */
  private isNamed(service: RegistryService): boolean {
    const { host, namespace, visibility } = service;
    return (
      visibility.includes(this.namespace) &&
      this.hosts.namespacesOf(host).includes(namespace) &&
      registry(this.mesh).at(host, namespace) === service
    );
  }

  /** Of services with one host those that are imported, all of one namespace (sidecar.go: selectServices). */
  private selected(services: readonly RegistryService[]): readonly RegistryService[] {
    const isOfAllPorts = this.port === undefined || this.port === 0 || isHttpProxy(this.spec);
    if (this.hosts.everything && isOfAllPorts && services.every(({ aliases }) => aliases.length === 0)) {
      return inOneNamespace(services, this.namespace);
    }
    const imported = services.flatMap((service) => {
      const { host, namespace, aliases } = service;
      if (!this.hosts.hasService(host, namespace)) {
        return [];
      }
      const known = aliases.filter((alias) => this.hosts.hasAlias(alias.host, host, namespace));
      const named = known.length === aliases.length ? service : { ...service, aliases: known };
      return isOfAllPorts ? named : withPorts(named, ({ number }) => number === this.port);
    });
    return inOneNamespace(imported, this.namespace);
  }
}

/** Of those that no other namespace sees, what istiod has made of routes comes first for sidecars (virtualservice.go: SelectVirtualServices). */
function routesFirst(mesh: Mesh, all: readonly VirtualService[], namespace: string): readonly VirtualService[] {
  const end = all.findIndex((object) => object.namespace !== namespace || visibilityOf(mesh, object).everybody);
  const own = end < 0 ? all : all.slice(0, end);
  return own.some(isMadeOfRoute)
    ? [...own.filter(isMadeOfRoute), ...own.filter((object) => !isMadeOfRoute(object)), ...all.slice(own.length)]
    : all;
}

/** A service as far as it has ports; nothing where it has none of them. */
function withPorts(
  service: RegistryService,
  isWanted: (port: RegistryService['ports'][number]) => boolean,
): RegistryService[] {
  const ports = service.ports.filter(isWanted);
  return ports.length === 0 ? [] : ports.length === service.ports.length ? [service] : [{ ...service, ports }];
}

function hasPort({ ports }: RegistryService, wanted: number): boolean {
  return ports.some(({ number }) => number === wanted);
}

/** Whether a listener is a proxy that takes requests for all ports (sidecar.go: needsPortMatch). */
function isHttpProxy(spec: EgressSpec | undefined): boolean {
  return spec?.port !== undefined && parseProtocol(spec.port.protocol) === 'HTTP_PROXY';
}

/** Stands for each port of a service. */
const ANY_PORT = 0;

interface NamedDestination {
  readonly object: VirtualService;
  readonly port: number;
  /** The namespaces that its rule is for; none where it is for all. */
  readonly sourceNamespaces: readonly string[];
}

/**
 * Where VirtualServices of the mesh send requests, by host; oldest first (pilot/pkg/model/push_context.go:
 * virtualServiceDestinationsFilteredBySourceNamespace).
 */
function destinationsByHost(mesh: Mesh): ReadonlyMap<string, readonly NamedDestination[]> {
  const index = new Map<string, NamedDestination[]>();
  for (const object of oldestFirst(mesh, mesh.all('networking.istio.io/VirtualService'))) {
    if (!gatewayNames(object).includes(MESH_GATEWAY) || (object.spec.hosts ?? []).length === 0) {
      continue;
    }
    const add = (
      { host = '', port }: Partial<Destination>,
      { namespace }: VirtualService,
      sourceNamespaces: readonly string[] = [],
    ): void =>
      push(index, fullHost(host, namespace, mesh.context.clusterDomain), {
        object,
        port: port?.number ?? ANY_PORT,
        sourceNamespaces,
      });
    for (const { matches, destinations, mirrors } of httpRules(mesh, object).rules) {
      const sources = matches
        .flatMap(({ match }) => match.sourceNamespace ?? [])
        .filter((namespace) => namespace !== '');
      [...destinations, ...mirrors].forEach((each) => add(each.destination, each.object, sources));
    }
    for (const { destinations } of [...tcpRulesOf(object), ...tlsRulesOf(object)]) {
      destinations.forEach(({ destination }) => add(destination, object));
    }
  }
  return index;
}
