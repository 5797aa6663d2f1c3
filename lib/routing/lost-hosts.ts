import { isWildcard } from '../istio/host';
import { rulesOfServer } from '../istio/server-rules';
import type { DroppedServer } from '../mesh/gateway-listeners';
import { gatewayListeners, gatewaysOf } from '../mesh/gateway-listeners';
import type { GatewayServer } from '../mesh/gateway-servers';
import { bareHosts, readsHttp, serversOf, speaksTls } from '../mesh/gateway-servers';
import type { Gateway } from '../mesh/gateways';
import { HostTable } from '../mesh/host-table';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { once } from '../mesh/reading/once';
import type { VirtualService } from '../mesh/virtual-services';
import { gatewayNames, hostsOf, isAskedAt, rulesOf } from '../mesh/virtual-services';
import { askedGateways } from './asked-gateways';
import { gatewayChains } from './gateway-chains';
import { boundTo, serverHosts } from './server-hosts';

/** Why a server gets no connections for a host: it is left out, or another server has the name itself or a longer wildcard. */
export interface Loss {
  readonly server: GatewayServer;
  readonly why: DroppedServer['why'] | 'serverName';
  readonly by: GatewayServer;
}

/** A host of a VirtualService, for which none of its gateways asks its rules. */
export interface LostHost extends Loss {
  readonly source: VirtualService;
  /** The place in `spec.hosts`. */
  readonly place: number;
}

/**
 * The hosts of VirtualServices that servers of their Gateways have, and for which no connection comes to any of these: a request can come
 * only over a connection that was opened for another host.
 */
export function lostHosts(mesh: Mesh): readonly LostHost[] {
  const found: LostHost[] = [];
  const looked = new Set<VirtualService>();
  for (const proxy of askedGateways(mesh)) {
    for (const server of troubled(mesh, proxy)) {
      for (const source of boundTo(mesh, proxy, server)) {
        if (!looked.has(source) && uses(source, server)) {
          looked.add(source);
          found.push(...lostOf(mesh, source));
        }
      }
    }
  }
  return found;
}

/** The servers of a gateway that may get no connections for a host. */
function troubled(mesh: Mesh, proxy: Proxy): readonly GatewayServer[] {
  const { dropped, listeners } = gatewayListeners(mesh, proxy);
  const wide = listeners.flatMap(({ groups }) => {
    const servers = groups.flatMap((group) => group.servers).filter((server) => speaksTls(server));
    return servers.length < 2
      ? []
      : servers.filter((server) => readsHttp(server) && bareHosts(server).some((host) => isWildcard(host)));
  });
  return [...dropped.map(({ server }) => server), ...wide];
}

function lostOf(mesh: Mesh, source: VirtualService): LostHost[] {
  const gateways = gatewayNames(source).flatMap((key) => {
    const [namespace, name] = key.split('/');
    return name === undefined ? [] : [mesh.find('networking.istio.io/Gateway', namespace, name)];
  });
  // Of a Gateway that is not known, nothing is.
  if (gateways.includes(undefined)) {
    return [];
  }
  return hostsOf(source, mesh).flatMap((host, place) => {
    const fates = (gateways as Gateway[]).flatMap((gateway) => fatesAt(mesh, source, host, gateway));
    const [first] = fates;
    return first === undefined || fates.includes(undefined) ? [] : { ...first, source, place };
  });
}

/** What becomes of the connections for a host at each server of a Gateway and each of its proxies: undefined where they come. */
function fatesAt(mesh: Mesh, source: VirtualService, host: string, gateway: Gateway): (Loss | undefined)[] {
  const own = proxiesByGateway(mesh, gateway);
  return serversByHost(gateway)
    .overlapping(host)
    .filter((server) => uses(source, server))
    .flatMap((server) =>
      serverHosts(server)
        .shared([host], source.namespace)
        .flatMap((shared) => own.map((proxy) => lossOf(mesh, proxy, server, shared))),
    );
}

const serversByHost = once((gateway: Gateway): HostTable<GatewayServer> => {
  const table = new HostTable<GatewayServer>();
  serversOf(gateway).forEach((server) => bareHosts(server).forEach((host) => table.add(host, server)));
  return table;
});

function proxiesByGateway(mesh: Mesh, gateway: Gateway): readonly Proxy[] {
  return mesh.derive(proxiesOfGateways).get(gateway) ?? [];
}

function proxiesOfGateways(mesh: Mesh): ReadonlyMap<Gateway, readonly Proxy[]> {
  const found = new Map<Gateway, Proxy[]>();
  for (const proxy of askedGateways(mesh)) {
    for (const gateway of gatewaysOf(mesh, proxy)) {
      found.set(gateway, [...(found.get(gateway) ?? []), proxy]);
    }
  }
  return found;
}

/** Whether a VirtualService has rules of the kind that a server uses. */
function uses(source: VirtualService, { server, gateway }: GatewayServer): boolean {
  const wanted = rulesOfServer(server);
  return rulesOf(source).some((rule) => rule.kind === wanted && isAskedAt(rule, gateway.key));
}

function lossOf(mesh: Mesh, proxy: Proxy, server: GatewayServer, host: string): Loss | undefined {
  const { dropped, takers } = mesh.derive(lossesByProxy)(proxy);
  const lost = dropped.get(server);
  if (lost !== undefined) {
    return { server, why: lost.why, by: lost.by };
  }
  const taker = speaksTls(server) && readsHttp(server) ? takers.get(server)?.mostSpecific(host) : undefined;
  return taker === undefined || taker === server ? undefined : { server, why: 'serverName', by: taker };
}

interface Losses {
  readonly dropped: ReadonlyMap<GatewayServer, DroppedServer>;
  /** By the servers of a listener: which of them gets the connections for a server name. */
  readonly takers: ReadonlyMap<GatewayServer, HostTable<GatewayServer>>;
}

function lossesByProxy(mesh: Mesh): (proxy: Proxy) => Losses {
  return once((proxy: Proxy): Losses => {
    const { dropped } = gatewayListeners(mesh, proxy);
    const takers = new Map<GatewayServer, HostTable<GatewayServer>>();
    for (const { chains } of gatewayChains(mesh, proxy).listeners) {
      const table = new HostTable<GatewayServer>();
      for (const { server, serverNames, applicationProtocols } of chains) {
        if (applicationProtocols.length === 0 && speaksTls(server)) {
          (serverNames.length === 0 ? ['*'] : serverNames).forEach((name) => table.add(name, server));
          takers.set(server, table);
        }
      }
    }
    return { dropped: new Map(dropped.map((each) => [each.server, each])), takers };
  }, new Map());
}
