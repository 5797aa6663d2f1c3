import type { Server } from '../../../../imports/networking';
import { NameIndex } from '../../../core/name-index';
import type { ServerHost } from '../../../istio/server-host';
import { serverHosts } from '../../../istio/server-host';
import type { Gateway } from '../../../mesh/gateways';
import { HostTable } from '../../../mesh/host-table';
import { groupBy } from '../../../mesh/reading/group-by';
import { analyzed } from './analyzed';
import type { Mesh } from '../../../mesh/reading/mesh';
import { once } from '../../../mesh/reading/once';

/** Gateways by name, and what there is in a namespace: `mesh.derive(gatewayIndex)`. */
export interface GatewayIndex {
  readonly all: readonly Gateway[];
  /** `namespace/name`, or a name in the namespace of whoever writes it. */
  find(reference: string, namespace: string): Gateway | undefined;
  /** Gateways with this name, in all namespaces. */
  namesakes(name: string): readonly Gateway[];
  in(namespace: string): readonly Gateway[];
  /** The names of those in a namespace, in the same order. */
  namesIn(namespace: string): NameIndex;
}

export function gatewayIndex(mesh: Mesh): GatewayIndex {
  const all = analyzed(mesh, 'networking.istio.io/Gateway');
  const byKey = new Map(all.map((gateway) => [gateway.key, gateway]));
  const byName = groupBy(all, ({ name }) => name);
  const byNamespace = groupBy(all, ({ namespace }) => namespace);
  const none: readonly Gateway[] = [];
  const within = (namespace: string): readonly Gateway[] => byNamespace.get(namespace) ?? none;
  const names = once((gateways: readonly Gateway[]) => new NameIndex(gateways.map(({ name }) => name)));
  return {
    all,
    find: (reference, namespace) => byKey.get(gatewayKey(reference, namespace)),
    namesakes: (name) => byName.get(name) ?? none,
    in: within,
    namesIn: (namespace) => names(within(namespace)),
  };
}

/** `namespace/name` of a Gateway as a VirtualService of a namespace writes it, to the analyzers of Istio. */
export function gatewayKey(reference: string, namespace: string): string {
  return reference.includes('/') ? reference : `${namespace}/${reference}`;
}

/** The hosts of all servers, with the namespaces that they are for. */
export function gatewayHosts({ namespace, spec }: Gateway): ServerHost[] {
  return (spec.servers ?? []).flatMap(({ hosts = [] }) => serverHosts(hosts, namespace));
}

/** The hosts of a Gateway, for many VirtualServices to ask. */
export class ServedHosts {
  /** Each once. */
  public readonly names: NameIndex;
  private readonly table = new HostTable<{ readonly place: number; readonly served: ServerHost }>();
  private readonly known = new Map<string, readonly ServerHost[]>();

  constructor(gateway: Gateway) {
    const all = gatewayHosts(gateway);
    all.forEach((served, place) => this.table.add(served.host, { place, served }));
    this.names = new NameIndex([...new Set(all.map(({ host }) => host))]);
  }

  /** Those that have a name in common with one of these hosts, in the order of the servers. */
  public overlapping(hosts: readonly string[]): readonly ServerHost[] {
    const key = hosts.join();
    let found = this.known.get(key);
    if (found === undefined) {
      const all = new Set(hosts.flatMap((host) => this.table.overlapping(host)));
      found = [...all].sort((a, b) => a.place - b.place).map(({ served }) => served);
      this.known.set(key, found);
    }
    return found;
  }
}

export const servedHosts = once((gateway: Gateway) => new ServedHosts(gateway));

/** 0 where the server names no port. */
export function serverPort({ port }: Partial<Server>): number {
  return port?.number ?? 0;
}
