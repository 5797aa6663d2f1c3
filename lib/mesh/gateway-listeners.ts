import { isHttp } from '../istio/protocol';
import { oldestFirst } from './age';
import type { GatewayServer } from './gateway-servers';
import { readsHttp, routeConfigName, serversOf, speaksTls } from './gateway-servers';
import type { Gateway } from './gateways';
import type { Proxy } from './proxies';
import { DataSet, groupByData } from './reading/data-map';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { RegistryService } from './registry';
import { servicesOfPods } from './services-of-pods';
import { selects } from './workload';

/** Servers of one protocol that listen together. */
export interface ServerGroup {
  /** `HTTP`, as the first of them writes it. */
  readonly protocol: string;
  readonly servers: readonly GatewayServer[];
  /** The route configuration that all of them are in; undefined where each has its own, or none. */
  readonly routeConfig?: string;
}

/** A port that a gateway listens on. */
export interface GatewayListener {
  readonly port: number;
  /** The address, or empty for all. */
  readonly bind: string;
  readonly groups: readonly ServerGroup[];
}

/** A server that istiod leaves out, and the one that is in its way. */
export interface DroppedServer {
  readonly server: GatewayServer;
  /** The port that it would listen on. */
  readonly port: number;
  /** `hosts`: it has a host of another server with TLS. `protocol`: the port has one that it can't share. `name`: its port has the name of another. */
  readonly why: 'hosts' | 'protocol' | 'name';
  readonly by: GatewayServer;
  /** The hosts that are taken. */
  readonly hosts?: readonly string[];
}

export interface GatewayListeners {
  readonly listeners: readonly GatewayListener[];
  /** The servers that are in each route configuration, by its name, in the order in which istiod meets them. */
  readonly routeConfigs: ReadonlyMap<string, readonly GatewayServer[]>;
  readonly dropped: readonly DroppedServer[];
}

/**
 * What a gateway listens on: the servers of all Gateways of its pods, merged by the port of the pods, the oldest Gateway first.
 *
 * pilot/pkg/model/push_context.go: mergeGateways; pilot/pkg/model/gateway.go: mergeGateways.
 */
export function gatewayListeners(mesh: Mesh, proxy: Proxy): GatewayListeners {
  const known = mesh.derive(knownListeners);
  let result = known.get(proxy);
  if (result === undefined) {
    result = new Merger(targetPorts(mesh, proxy)).merge(gatewaysOf(mesh, proxy));
    known.set(proxy, result);
  }
  return result;
}

/** The Gateways whose selector takes the pods of a gateway, those of all namespaces, the oldest first. */
export function gatewaysOf(mesh: Mesh, proxy: Proxy): readonly Gateway[] {
  const groups = mesh.derive(gatewaysBySelector).filter(({ selector }) => selects(selector, proxy.labels));
  const all =
    groups.length === 1
      ? groups[0].gateways
      : oldestFirst(
          mesh,
          groups.flatMap(({ gateways }) => gateways),
        );
  return all.some(isOfService) ? all.filter((gateway) => !isOfService(gateway) || isServed(mesh, gateway, proxy)) : all;
}

/** On Gateways that istiod makes of those of the Gateway API: the Services whose pods they are for, instead of a selector. */
export const GATEWAY_SERVICE = 'internal.istio.io/gateway-service';

/** On the same: the namespace of those Services, where it is that of another object. */
export const GATEWAY_NAMESPACE = 'internal.istio.io/parent-namespace';

function isOfService({ annotations }: Gateway): boolean {
  return annotations[GATEWAY_SERVICE] !== undefined;
}

/** pilot/pkg/model/push_context.go: mergeGateways. The Service of a gateway that istiod makes has the name of its pods. */
function isServed(mesh: Mesh, { annotations, namespace }: Gateway, proxy: Proxy): boolean {
  const home = annotations[GATEWAY_NAMESPACE] ?? namespace;
  const hosts = annotations[GATEWAY_SERVICE].split(',');
  return (
    home === proxy.namespace &&
    (hosts.some((host) => host === madeHost(mesh, proxy)) ||
      servicesOfPods(mesh, proxy).some(({ host }) => hosts.includes(host)))
  );
}

/** That of the Service which istiod makes for a gateway whose pods no file shows. */
function madeHost(mesh: Mesh, { workload, name, namespace }: Proxy): string | undefined {
  return workload === undefined ? `${name}.${namespace}.svc.${mesh.context.clusterDomain}` : undefined;
}

function knownListeners(): Map<Proxy, GatewayListeners> {
  return new Map();
}

interface SelectedGateways {
  readonly selector?: Readonly<Record<string, string>>;
  readonly gateways: readonly Gateway[];
}

/** There are few different selectors. */
function gatewaysBySelector(mesh: Mesh): readonly SelectedGateways[] {
  const all = oldestFirst(mesh, mesh.all('networking.istio.io/Gateway'));
  const bySelector = groupByData(all, ({ spec }) => spec.selector ?? {});
  return bySelector.values().map((gateways) => ({
    selector: gateways[0].spec.selector,
    gateways,
  }));
}

class Merger {
  private readonly groups: (Omit<ServerGroup, 'servers'> & {
    readonly servers: GatewayServer[];
    readonly port: number;
    readonly bind: string;
  })[] = [];
  private readonly routeConfigs = new Map<string, GatewayServer[]>();
  private readonly dropped: DroppedServer[] = [];
  /** By port, then by host: the last server with TLS settings that has it. */
  private readonly hosts = new Map<number, Map<string, GatewayServer>>();
  /** The ports that something listens on. */
  private readonly ports = new Set<number>();
  /** The group of servers without TLS that was made last on each port. */
  private readonly plain = new Map<number, Merger['groups'][number]>();

  /** @param portsOf of the pods, where a server of a Gateway listens */
  constructor(private readonly portsOf: (gateway: Gateway, number: number) => readonly number[]) {}

  public merge(gateways: readonly Gateway[]): GatewayListeners {
    for (const gateway of gateways) {
      for (const server of serversOf(gateway)) {
        this.portsOf(gateway, server.number).forEach((port) => this.add(server, port));
      }
    }
    const byAddress = groupByData(this.groups, ({ port, bind }) => [port, bind]);
    return {
      listeners: byAddress.values().map((groups) => ({ port: groups[0].port, bind: groups[0].bind, groups })),
      routeConfigs: this.routeConfigs,
      dropped: this.dropped,
    };
  }

  private add(server: GatewayServer, port: number): void {
    const routeConfig = routeConfigName(server, port);
    if (server.server.tls !== undefined && !this.takeHosts(server, port)) {
      return;
    }
    if (!this.ports.has(port)) {
      this.ports.add(port);
      this.open(server, port, routeConfig);
      return;
    }
    const plain = this.plain.get(port);
    if (plain === undefined) {
      this.addBesideTls(server, port, routeConfig);
    } else if (plain.bind !== server.bind) {
      const own = this.find(server, port);
      if (own === undefined) {
        this.open(server, port, routeConfig);
      } else {
        own.servers.push(server);
        this.addToRoutes(server, routeConfig);
      }
    } else if (isHttp(server.protocol) && isHttp(plain.servers[0].protocol)) {
      plain.servers.push(server);
      this.addToRoutes(server, routeConfig);
    } else {
      this.dropped.push({ server, port, why: 'protocol', by: plain.servers[0] });
    }
  }

  /** A server on a port of which only servers with TLS are known. */
  private addBesideTls(server: GatewayServer, port: number, routeConfig: string | undefined): void {
    if (!speaksTls(server)) {
      this.open(server, port, routeConfig);
      return;
    }
    const [rival] = (routeConfig === undefined ? undefined : this.routeConfigs.get(routeConfig)) ?? [];
    if (rival !== undefined) {
      this.dropped.push({ server, port, why: 'name', by: rival });
      return;
    }
    this.addToRoutes(server, routeConfig);
    const group = this.find(server, port);
    if (group === undefined) {
      this.groups.push({ port, bind: server.bind, protocol: server.server.port.protocol, servers: [server] });
    } else {
      group.servers.push(server);
    }
  }

  /** pilot/pkg/model/gateway.go: addPlainTextServer, which takes those with TLS as well. */
  private open(server: GatewayServer, port: number, routeConfig: string | undefined): void {
    const group = { port, bind: server.bind, protocol: server.server.port.protocol, servers: [server], routeConfig };
    this.groups.push(group);
    if (!speaksTls(server)) {
      this.plain.set(port, group);
    }
    if (readsHttp(server) && routeConfig !== undefined) {
      this.routeConfigs.set(routeConfig, [server]);
    }
  }

  private find({ server, bind }: GatewayServer, port: number): Merger['groups'][number] | undefined {
    return this.groups.find(
      (group) => group.port === port && group.bind === bind && group.protocol === server.port.protocol,
    );
  }

  private addToRoutes(server: GatewayServer, routeConfig: string | undefined): void {
    if (routeConfig !== undefined) {
      push(this.routeConfigs, routeConfig, server);
    }
  }

  /** Whether no other server with TLS settings has a host of this one; the hosts are its own then (pilot/pkg/model/gateway.go: CheckDuplicates). */
  private takeHosts(server: GatewayServer, port: number): boolean {
    let taken = this.hosts.get(port);
    if (taken === undefined) {
      taken = new Map();
      this.hosts.set(port, taken);
    }
    const hosts = server.hosts.filter((host) => taken.get(host)?.bind === server.bind);
    if (hosts.length > 0) {
      this.dropped.push({ server, port, why: 'hosts', by: taken.get(hosts[0])!, hosts });
      return false;
    }
    server.hosts.forEach((host) => taken.set(host, server));
    return true;
  }
}

/** A Service with this label leaves the ports of Gateways as they are. */
const NO_TRANSLATION = 'experimental.istio.io/disable-gateway-port-translation';

/**
 * The ports of the pods behind a port of the services that select them. Of several services the oldest decides, and without one the port is that of
 * the pods; a Gateway that names its Services has the ports of these, and none without. Of two ports of one service that lead to the same port of
 * the pods only the first counts (pilot/pkg/model/gateway.go: resolvePorts; pilot/pkg/serviceregistry/kube/controller/controller.go:
 * GetProxyServiceTargetsByPod).
 */
function targetPorts(mesh: Mesh, proxy: Proxy): (gateway: Gateway, number: number) => readonly number[] {
  const targets = servicePorts(mesh, proxy);
  return (gateway, number) => {
    const fitting = targets.filter((each) => each.number === number);
    if (!isOfService(gateway)) {
      const first = fitting.find(({ service }) => !Object.hasOwn(service.object.labels, NO_TRANSLATION));
      return [first?.target ?? number];
    }
    const hosts = gateway.annotations[GATEWAY_SERVICE].split(',');
    const made = madeHost(mesh, proxy);
    const own = fitting.filter(({ service }) => hosts.includes(service.host)).map(({ target }) => target);
    return own.length === 0 && made !== undefined && hosts.includes(made) ? [number] : [...new Set(own)];
  };
}

/** The ports by which Services lead to the pods of a gateway, and those of the pods. */
export function servicePorts(mesh: Mesh, proxy: Proxy): readonly TargetPort[] {
  return servicesOfPods(mesh, proxy).flatMap((service) => targetsOf(service, proxy));
}

interface TargetPort {
  readonly service: RegistryService;
  /** Of the service. */
  readonly number: number;
  /** Of the pods. */
  readonly target: number;
}

function targetsOf(service: RegistryService, proxy: Proxy): readonly TargetPort[] {
  const taken = new DataSet<readonly [target: number, protocol: string]>();
  return service.ports.flatMap(({ number, targetPort = number, protocol }) => {
    const target = typeof targetPort === 'number' ? targetPort : containerPort(proxy, targetPort);
    return target === undefined || !taken.add([target, protocol]) ? [] : { service, number, target };
  });
}

/** The port of a pod that a service calls by name, or writes as text. */
function containerPort({ workload }: Proxy, name: string): number | undefined {
  const ports = (workload?.containers ?? []).flatMap((container) => container.ports ?? []);
  const named = ports.find((port) => port.name === name)?.containerPort;
  return named ?? (/^\d+$/.test(name) ? Number(name) : undefined);
}
