import { once } from '../mesh/reading/once';
import type { VirtualHost } from './virtual-host';

/** The virtual hosts of a route configuration, as Envoy looks them up. */
export interface VirtualHosts {
  all(): readonly VirtualHost[];
  /** The virtual host of a Host, and which of its domains it was: the name itself, or else the longest ending. */
  find(authority: string): FoundHost | undefined;
}

export interface FoundHost {
  readonly host: VirtualHost;
  readonly domain: string;
}

export const virtualHostsByDomain = once((hosts: readonly VirtualHost[]): VirtualHosts => {
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
  const lengths = longestFirst([...endings.keys()].map((ending) => ending.length));
  return {
    all: () => hosts,
    find: (authority) =>
      foundHost(authority, lengths, (domain) =>
        domain === '*' ? any : domain.startsWith('*') ? endings.get(domain.slice(1)) : exact.get(domain),
      ),
  };
});

/**
 * Envoy's source/common/router/config_impl.cc: RouteMatcher::findVirtualHost. The port of the Host does not count (IgnorePortInHostMatching).
 *
 * @param endings the lengths of the endings that domains with `*` may have, longest first
 * @param of who has a domain, in lower case
 */
export function foundHost(
  authority: string,
  endings: readonly number[],
  of: (domain: string) => VirtualHost | undefined,
): FoundHost | undefined {
  for (const domain of domainsFor(withoutPort(authority).toLowerCase(), endings)) {
    const host = of(domain);
    if (host !== undefined) {
      return { host, domain };
    }
  }
  return undefined;
}

/** In the order in which they count: most requests find their very name, and the others are not made. */
function* domainsFor(name: string, endings: readonly number[]): Generator<string, void, undefined> {
  yield name;
  for (const length of endings) {
    if (length < name.length) {
      yield `*${name.slice(-length)}`;
    }
  }
  yield '*';
}

/** Each once. */
export function longestFirst(lengths: Iterable<number>): readonly number[] {
  return [...new Set(lengths)].sort((a, b) => b - a);
}

/** A Host without its port. */
export function withoutPort(authority: string): string {
  return authority.replace(/^([^:]*|\[[^\]]*\]):\d*$/, '$1');
}
