import { isIP } from 'node:net';
import { isWildcard } from '../istio/host';
import { MESH_GATEWAY } from '../istio/names';
import type { Protocol } from '../istio/protocol';
import { isHttp, isTls, parseProtocol } from '../istio/protocol';
import { hostsOverlap } from '../istio/host';
import { outboundCluster } from '../istio/cluster-name';
import type { PlacedDestination } from '../mesh/delegates';
import { capturesDns } from '../mesh/dns-capture';
import { endpointsOf } from '../mesh/endpoints';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { servicesOfPods } from '../mesh/services-of-pods';
import type { EgressListener, SidecarScope } from '../mesh/sidecar-scope';
import { sidecarScope } from '../mesh/sidecar-scope';
import type { RouteRule, RuleMatch, VirtualService } from '../mesh/virtual-services';
import { hostsOf, isAskedAt, tcpRulesOf, tlsRulesOf } from '../mesh/virtual-services';
import { selects } from '../mesh/workload';
import { bracketed, domainsOf } from './alternative-hosts';
import type { RouteCluster } from './http-routes';
import { weightedClusters } from './http-routes';
import type { Target } from './target';

/** What a sidecar does with some of the connections to a port that its pods open. */
export interface OutboundChain {
  /** Taken only where the connection begins with plain HTTP. */
  readonly onlyHttp: boolean;
  /** Empty for all, also those without a server name. */
  readonly serverNames: readonly string[];
  /** Ranges of addresses; empty for all. */
  readonly subnets: readonly string[];
  /** The route configuration, where requests are read. */
  readonly routeConfig?: string;
  /** Where connections go, where they are not. */
  readonly clusters: readonly RouteCluster[];
  /** The service that it is there for; of HTTP listeners that many share, the first. */
  readonly service?: RegistryService;
  /** The VirtualService that decides it, and the place in it. */
  readonly source?: VirtualService;
  readonly path?: string;
}

/** What a sidecar listens on. */
export interface OutboundListener {
  /** An address, or `0.0.0.0`; of a Service whose address no file shows, its host. */
  readonly bind: string;
  readonly port: number;
  readonly chains: readonly OutboundChain[];
  /** Chains that are not there, since another one has their conditions. */
  readonly dropped: readonly OutboundChain[];
}

const ANYWHERE = '0.0.0.0';

/**
 * The listener that takes a connection to an address: its own one, or else that for all addresses; undefined where none is there for the
 * port (pilot/pkg/networking/core/listener.go: buildSidecarOutboundListeners).
 */
export function outboundListener(mesh: Mesh, proxy: Proxy, target: Target): OutboundListener | undefined {
  const table = outboundListeners(mesh, proxy, target.port);
  const own = bindsOf(mesh, target)
    .map((bind) => table.get(bind))
    .find((found) => found !== undefined);
  return own ?? table.get(ANYWHERE);
}

/** What a target is called as the address of a listener. */
function bindsOf(mesh: Mesh, { address, service, workload }: Target): readonly string[] {
  const headless = workload === undefined ? [] : servicesOfPods(mesh, workload).filter((each) => each.headless);
  return [
    ...(address === undefined ? [] : [address]),
    ...(service === undefined ? [] : service.headless ? [podsBind(service)] : [service.host]),
    ...headless.map(podsBind),
  ];
}

/** Stands for the addresses of the pods of a headless Service. */
function podsBind({ host }: RegistryService): string {
  return `*.${host}`;
}

/** All listeners of a port, by what they are bound to. */
export function outboundListeners(mesh: Mesh, proxy: Proxy, port: number): ReadonlyMap<string, OutboundListener> {
  const known = mesh.derive(knownListeners);
  let ofProxy = known.get(proxy);
  if (ofProxy === undefined) {
    ofProxy = new Map();
    known.set(proxy, ofProxy);
  }
  let listeners = ofProxy.get(port);
  if (listeners === undefined) {
    listeners = new Builder(mesh, proxy, port).build();
    ofProxy.set(port, listeners);
  }
  return listeners;
}

function knownListeners(): Map<Proxy, Map<number, ReadonlyMap<string, OutboundListener>>> {
  return new Map();
}

/** A listener while others are merged into it. */
interface Entry {
  bind: string;
  protocol: Protocol;
  locked: boolean;
  chains: OutboundChain[];
  readonly dropped: OutboundChain[];
}

interface Options {
  readonly service: RegistryService;
  readonly port: Pick<RegistryPort, 'number' | 'protocol'>;
  /** Undefined where nothing says it. */
  readonly bind?: string;
  readonly virtualServices: readonly VirtualService[];
}

/** Of one address of a service. */
interface TcpOptions extends Options {
  readonly bind: string;
  readonly address: string;
}

class Builder {
  private readonly entries = new Map<string, Entry>();
  private readonly scope: SidecarScope;

  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
    private readonly port: number,
  ) {
    this.scope = sidecarScope(mesh, proxy);
  }

  public build(): ReadonlyMap<string, OutboundListener> {
    for (const listener of this.scope.listeners) {
      if (listener.port === undefined) {
        this.entries.forEach((entry) => (entry.locked = true));
        this.ofAllPorts(listener);
      } else if (listener.port === this.port) {
        this.ofPort(listener);
      }
    }
    return new Map(
      [...this.entries].map(([key, { bind, chains, dropped }]) => [key, { bind, port: this.port, chains, dropped }]),
    );
  }

  private ofPort(listener: EgressListener): void {
    const { virtualServices, spec } = listener;
    const services = this.servicesOf(listener);
    const port = { number: this.port, protocol: parseProtocol(spec?.port?.protocol) };
    const bind = boundTo(listener);
    services.forEach((service) => this.add({ service, port, bind, virtualServices }));
  }

  private ofAllPorts(listener: EgressListener): void {
    const { virtualServices } = listener;
    const services = this.servicesOf(listener);
    const bind = boundTo(listener);
    for (const service of services) {
      for (const port of service.ports.filter(({ number }) => number === this.port)) {
        const own = bind === undefined ? this.endpointBinds(service, port) : undefined;
        for (const each of own ?? [bind]) {
          this.add({ service, port, bind: each, virtualServices });
        }
      }
    }
  }

  /** In istiod's order, in which services of one host are not next to each other, and one does not take the place of another. */
  private servicesOf({ services }: EgressListener): readonly RegistryService[] {
    const known = registry(this.mesh);
    if (services.every(({ host }) => known.withHost(host).length === 1)) {
      return services;
    }
    const all = [...known.exportedTo(this.proxy.namespace), ...known.public];
    const keyOf = ({ object, host }: RegistryService): string => `${object.id} ${object.key} ${host}`;
    const places = new Map(all.map((service, i) => [keyOf(service), i]));
    return [...services].sort((a, b) => (places.get(keyOf(a)) ?? 0) - (places.get(keyOf(b)) ?? 0));
  }

  /** The addresses of its endpoints, where a service has none of its own and the client dials theirs; undefined where nothing is known of them. */
  private endpointBinds(service: RegistryService, { number, protocol }: RegistryPort): readonly string[] | undefined {
    const dialled = service.resolution === 'Passthrough' && this.addressOf(service) === ANYWHERE;
    if (!dialled || !(isOther(protocol) || protocol === 'Unsupported')) {
      return undefined;
    }
    const endpoints = endpointsOf(this.mesh, service, number);
    const told = [...new Set(endpoints.flatMap(({ address = '' }) => (isIP(address) > 0 ? address : [])))];
    if (!service.external) {
      return [podsBind(service), ...told];
    }
    const isOpen = endpoints.length === 0 && service.selector === undefined;
    return isOpen ? undefined : told;
  }

  /** pilot/pkg/networking/core/listener.go: buildSidecarOutboundListener. */
  private add(options: Options): void {
    const { service, port } = options;
    const { protocol } = port;
    if (service.resolution === 'Alias' || protocol === 'UDP') {
      return;
    }
    if (isHttp(protocol)) {
      this.addHttp({ ...options, bind: options.bind ?? ANYWHERE });
      return;
    }
    // Of a ServiceEntry, istiod makes a service of each address.
    const all = this.addressesOf(service);
    for (const address of options.bind === undefined ? all : all.slice(0, 1)) {
      const isRange = options.bind === undefined && address.includes('/');
      this.addTcp(
        { ...options, address, bind: options.bind ?? (isRange ? ANYWHERE : address) },
        isRange ? [address] : [],
      );
    }
  }

  /** Those of a ServiceEntry, the first of a Service, or its host where no file shows one. */
  private addressesOf(service: RegistryService): readonly string[] {
    return service.external && service.addresses.length > 0 ? service.addresses : [this.addressOf(service)];
  }

  private addressOf(service: RegistryService): string {
    const [address] = service.addresses;
    if (address !== undefined) {
      return address;
    }
    const isAllocated =
      service.external &&
      service.resolution !== 'Passthrough' &&
      !isWildcard(service.host) &&
      capturesDns(this.mesh, this.proxy.namespace);
    return (service.external && !isAllocated) || service.headless ? ANYWHERE : service.host;
  }

  private addHttp(options: Options & { readonly bind: string }): void {
    const { service, port, bind } = options;
    const entry = this.entries.get(bind);
    if (entry?.locked === true || (entry !== undefined && !isOther(entry.protocol))) {
      return;
    }
    const shared = bind === ANYWHERE;
    const chain = {
      ...OPEN,
      onlyHttp: shared && port.protocol !== 'HTTP_PROXY',
      routeConfig: String(port.number),
      service,
    };
    if (entry === undefined) {
      this.open(bind, shared ? 'Unsupported' : port.protocol, [chain]);
    } else if (!isServerFirst(port.protocol, entry.protocol)) {
      merge(entry, [chain]);
      entry.protocol = 'Unsupported';
    }
  }

  private addTcp(options: TcpOptions, subnets: readonly string[]): void {
    const { service, port, bind } = options;
    const entry = this.entries.get(bind);
    const sniffed = port.protocol === 'Unsupported';
    if (entry?.locked === true || (sniffed && entry?.protocol === 'Unsupported')) {
      return;
    }
    const chains = isTls(port.protocol) ? this.tlsChains(options, subnets) : this.tcpChains(options, subnets);
    if (sniffed) {
      const routeConfig = bind === ANYWHERE ? String(port.number) : `${service.host}:${port.number}`;
      chains.push({ ...OPEN, onlyHttp: true, routeConfig, service });
    }
    if (entry === undefined || (sniffed && isHttp(entry.protocol))) {
      this.open(bind, port.protocol, chains);
    } else if (!isServerFirst(port.protocol, entry.protocol)) {
      merge(entry, chains);
      entry.protocol = isOther(entry.protocol) && !sniffed ? entry.protocol : 'Unsupported';
    }
  }

  private open(bind: string, protocol: Protocol, chains: OutboundChain[]): void {
    this.entries.set(bind, { bind, protocol, locked: false, chains, dropped: [] });
  }

  /** pilot/pkg/networking/core/tls.go: buildSidecarOutboundTLSFilterChainOpts. */
  private tlsChains(
    { service, port, bind, address, virtualServices }: TcpOptions,
    subnets: readonly string[],
  ): OutboundChain[] {
    const chains: OutboundChain[] = [];
    const seen = new Set<string>();
    // The subnets of one match stay for those after it, a mistake of istiod.
    let ranges = subnets;
    for (const source of this.forHost(service, virtualServices)) {
      for (const rule of tlsRulesOf(source).filter(({ destinations }) => destinations.length > 0)) {
        for (const each of rule.matches.filter((match) => this.isFor(match))) {
          const { sniHosts = [], destinationSubnets = [] } = each.match;
          ranges = destinationSubnets.length > 0 ? destinationSubnets : ranges;
          const key = `${sniHosts.join(',')}|${destinationSubnets.join(',')}`;
          if (!seen.has(key)) {
            seen.add(key);
            const { clusters, path } = { clusters: this.clusters(source, rule), path: each.path };
            chains.push({ ...OPEN, serverNames: ofNames(sniHosts), subnets: ranges, clusters, service, source, path });
          }
        }
      }
    }
    if (chains.length > 0) {
      return chains;
    }
    const anywhere = bind === ANYWHERE && (address === ANYWHERE || address.includes('/'));
    const named = subnets.length > 0 || anywhere || (isWildcard(service.host) && service.resolution === 'DynamicDNS');
    const serverNames = named ? [service.host, ...this.aliasNames(service)] : [];
    return [{ ...OPEN, serverNames: ofNames(serverNames), subnets, clusters: this.ownCluster(service, port), service }];
  }

  /** The names of Services that stand for a host. */
  private aliasNames(service: RegistryService): readonly string[] {
    const namesOf = (aliases: RegistryService['aliases']): readonly string[] =>
      domainsOf(
        { ...service, aliases, headless: false, addresses: [] },
        this.proxy.namespace,
        this.mesh.context.clusterDomain,
      ).domains;
    const own = namesOf([]);
    return service.aliases.length === 0 ? [] : namesOf(service.aliases).filter((name) => !own.includes(name));
  }

  /** pilot/pkg/networking/core/tls.go: buildSidecarOutboundTCPFilterChainOpts. */
  private tcpChains({ service, port, virtualServices }: Options, subnets: readonly string[]): OutboundChain[] {
    const chains: OutboundChain[] = [];
    for (const source of this.forHost(service, virtualServices)) {
      for (const rule of tcpRulesOf(source).filter(({ destinations }) => destinations.length > 0)) {
        const fitting = rule.matches.filter((match) => this.isFor(match));
        const whole = fitting.find(({ match }) => (match.destinationSubnets ?? []).length === 0);
        const opening = { ...OPEN, clusters: this.clusters(source, rule), service, source };
        if (rule.matches.length === 0 || whole !== undefined) {
          return [...chains, { ...opening, subnets, path: whole?.path ?? rule.path }];
        }
        const ranges = fitting.flatMap(({ match }) => match.destinationSubnets ?? []);
        if (ranges.length > 0) {
          chains.push({ ...opening, subnets: ranges, path: fitting[0].path });
          if (sameTexts(ranges, subnets)) {
            return chains;
          }
        }
      }
    }
    return [...chains, { ...OPEN, subnets, clusters: this.ownCluster(service, port), service }];
  }

  /** The VirtualServices with a host of a service (pilot/pkg/networking/core/tls.go: getConfigsForHost). */
  private forHost({ host }: RegistryService, virtualServices: readonly VirtualService[]): readonly VirtualService[] {
    return virtualServices.filter(
      (object) =>
        (object.spec.tls !== undefined || object.spec.tcp !== undefined) &&
        hostsOf(object, this.mesh).some((each) => hostsOverlap(each, host)),
    );
  }

  /** pilot/pkg/networking/core/tls.go: matchTLS, matchTCP. */
  private isFor({ match, gateways }: RuleMatch<'tls'> | RuleMatch<'tcp'>): boolean {
    const { port = 0, sourceLabels, sourceNamespace = '' } = match;
    return (
      isAskedAt({ gateways }, MESH_GATEWAY) &&
      (port === 0 || port === this.port) &&
      selects(sourceLabels, this.proxy.labels) &&
      (sourceNamespace === '' || sourceNamespace === this.proxy.namespace)
    );
  }

  private clusters(source: VirtualService, { destinations }: RouteRule): readonly RouteCluster[] {
    const placed = destinations.map((each): PlacedDestination => ({ ...each, object: source }));
    const lookup = (host: string): RegistryService | undefined => this.scope.service(host);
    return weightedClusters(placed, { mesh: this.mesh, port: this.port, lookup });
  }

  /** A listener of a Sidecar may have a number that its service has not. */
  private ownCluster(
    { host, ports }: RegistryService,
    { number }: Pick<RegistryPort, 'number'>,
  ): readonly RouteCluster[] {
    return [{ cluster: outboundCluster(ports.length === 1 ? ports[0].number : number, '', host), weight: 0 }];
  }
}

const OPEN: OutboundChain = { onlyHttp: false, serverNames: [], subnets: [], clusters: [] };

/** Whether proxies see a stream of bytes in it, TLS or not. */
function isOther(protocol: Protocol): boolean {
  return !isHttp(protocol) && protocol !== 'Unsupported' && protocol !== 'UDP';
}

/** Where the server speaks first, protocols are not detected (listener.go: isConflictWithWellKnownPort). */
function isServerFirst(one: Protocol, other: Protocol): boolean {
  return one !== other && [one, other].some((each) => each === 'Mongo' || each === 'MySQL');
}

/** Where a listener of a Sidecar is bound. */
function boundTo({ bind = '', spec }: EgressListener): string | undefined {
  return bind !== '' ? bind : spec?.captureMode === 'NONE' ? '127.0.0.1' : undefined;
}

/** listener.go: mergeTCPFilterChains. */
function merge(entry: Entry, chains: readonly OutboundChain[]): void {
  for (const chain of chains) {
    const list = entry.chains.some((each) => conflict(each, chain)) ? entry.dropped : entry.chains;
    list.push(chain);
  }
}

function conflict(a: OutboundChain, b: OutboundChain): boolean {
  return a.onlyHttp === b.onlyHttp && sameTexts(a.serverNames, b.serverNames) && sameTexts(a.subnets, b.subnets);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}

/** `*` stands for all names, and for none (listener.go: toFilterChainMatch). */
function ofNames(names: readonly string[]): readonly string[] {
  return names.includes('*') ? [] : names.map(bracketed);
}
