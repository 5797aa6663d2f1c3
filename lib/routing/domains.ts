import { once } from '../mesh/reading/once';
import type { VirtualHost } from './virtual-host';

/** Virtual hosts by their domains, as Envoy looks them up. */
export interface Domains {
  /** The virtual host of a Host, and which of its domains it was: the name itself, or else the longest ending. */
  find(authority: string): { readonly host: VirtualHost; readonly domain: string } | undefined;
}

/** Envoy's source/common/router/config_impl.cc: RouteMatcher::findVirtualHost. The port of the Host does not count (IgnorePortInHostMatching). */
export const virtualHostsByDomain = once((hosts: readonly VirtualHost[]): Domains => {
  const exact = new Map<string, VirtualHost>();
  const endings = new Map<string, VirtualHost>();
  let any: VirtualHost | undefined;
  for (const host of hosts) {
    for (const domain of host.domains) {
      const lower = domain.toLowerCase();
      if (domain === '*') {
        any ??= host;
      } else if (domain.startsWith('*')) {
        endings.set(lower.slice(1), endings.get(lower.slice(1)) ?? host);
      } else {
        exact.set(lower, exact.get(lower) ?? host);
      }
    }
  }
  const lengths = [...new Set([...endings.keys()].map((ending) => ending.length))].sort((a, b) => b - a);
  return {
    find(authority) {
      const name = withoutPort(authority).toLowerCase();
      const found = exact.get(name);
      if (found !== undefined) {
        return { host: found, domain: name };
      }
      for (const length of lengths) {
        const host = length < name.length ? endings.get(name.slice(-length)) : undefined;
        if (host !== undefined) {
          return { host, domain: `*${name.slice(-length)}` };
        }
      }
      return any && { host: any, domain: '*' };
    },
  };
});

/** A Host without its port. */
export function withoutPort(authority: string): string {
  return authority.replace(/^([^:]*|\[[^\]]*\]):\d*$/, '$1');
}
