import { hostCovers } from '../istio/host';
import type { GatewayServer } from '../mesh/gateway-servers';
import { bareHosts, serversOf } from '../mesh/gateway-servers';
import type { Gateway } from '../mesh/gateways';
import { HostTable } from '../mesh/host-table';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { once } from '../mesh/reading/once';
import type { VirtualService } from '../mesh/virtual-services';
import { hostsOf, virtualServicesByHost, virtualServicesFor } from '../mesh/virtual-services';

/** Hosts of servers of a Gateway, found without comparing each with each. */
export interface ServerHosts {
  /** The hosts that a VirtualService has rules for there: of two that overlap the narrower one, which either of them may be. */
  shared(hosts: readonly string[], namespace: string): string[];
}

/** A server may have as many hosts as there are VirtualServices: none is compared with all. */
export const serverHosts = once((server: GatewayServer) => hostsByNamespace(server.hosts));

/** The hosts of all servers of a Gateway. */
export const gatewayHosts = once((gateway: Gateway) =>
  hostsByNamespace(serversOf(gateway).flatMap(({ hosts }) => hosts)),
);

/** pkg/config/host/names.go: NamesForNamespace, Intersection. */
function hostsByNamespace(hosts: readonly string[]): ServerHosts {
  const tables = new Map<string, HostTable<string>>();
  for (const host of new Set(hosts)) {
    const slash = host.indexOf('/');
    const [place, name] = [host.slice(0, Math.max(slash, 0)), host.slice(slash + 1)];
    const table = tables.get(place) ?? new HostTable<string>();
    tables.set(place, table);
    table.add(name, name);
  }
  return {
    shared(wanted, namespace) {
      const shared = ['', namespace].flatMap((place) =>
        wanted.flatMap((host) =>
          (tables.get(place)?.overlapping(host) ?? []).map((served) => (hostCovers(host, served) ? served : host)),
        ),
      );
      return [...new Set(shared)];
    },
  };
}

/** The VirtualServices of its Gateway that have a host of a server, in the order in which the gateway takes them. */
export function boundTo(
  mesh: Mesh,
  { namespace }: Pick<Proxy, 'namespace'>,
  server: GatewayServer,
): readonly VirtualService[] {
  const list = virtualServicesFor(mesh, namespace, server.gateway.key);
  if (list.length === 0) {
    return list;
  }
  const table = virtualServicesByHost(mesh, list);
  const hosts = serverHosts(server);
  return table
    .listed(bareHosts(server).flatMap((host) => table.overlapping(host)))
    .filter((object) => hosts.shared(hostsOf(object, mesh), object.namespace).length > 0);
}
