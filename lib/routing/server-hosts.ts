import { hostCovers } from '../istio/host';
import type { GatewayServer } from '../mesh/gateway-servers';
import { HostTable } from '../mesh/host-table';
import { once } from '../mesh/reading/once';

/** The hosts of a server of a Gateway, found without comparing each with each. */
export interface ServerHosts {
  /** The hosts that a VirtualService has rules for there: of two that overlap the narrower one, which either of them may be. */
  shared(hosts: readonly string[], namespace: string): string[];
}

/** A server may have as many hosts as there are VirtualServices: none is compared with all. */
export const serverHosts = once(({ hosts }: GatewayServer): ServerHosts => {
  const tables = new Map<string, HostTable<string>>();
  for (const host of new Set(hosts)) {
    const slash = host.indexOf('/');
    const [place, name] = [host.slice(0, Math.max(slash, 0)), host.slice(slash + 1)];
    const table = tables.get(place) ?? new HostTable<string>();
    tables.set(place, table);
    table.add(name, name);
  }
  return {
    // pkg/config/host/names.go: NamesForNamespace, Intersection.
    shared(wanted, namespace) {
      const shared = ['', namespace].flatMap((place) =>
        wanted.flatMap((host) =>
          (tables.get(place)?.overlapping(host) ?? []).map((served) => (hostCovers(host, served) ? served : host)),
        ),
      );
      return [...new Set(shared)];
    },
  };
});
