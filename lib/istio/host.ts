/**
 * The host that istiod takes a name for: only names without a dot are completed, with the namespace of the object that they
 * stand in.
 */
export function fullHost(host: string, namespace: string, clusterDomain: string): string {
  return host.startsWith('*') || host.includes('.') ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

/** Name and namespace of the Service that a full host stands for; undefined for hosts outside the cluster. */
export function serviceOfHost(
  host: string,
  clusterDomain: string,
): { readonly name: string; readonly namespace: string } | undefined {
  const end = `.svc.${clusterDomain}`;
  const rest = host.endsWith(end) ? host.slice(0, -end.length) : '';
  const dot = rest.lastIndexOf('.');
  return dot <= 0 || dot === rest.length - 1 ? undefined : { name: rest.slice(0, dot), namespace: rest.slice(dot + 1) };
}

/** pkg/config/host/name.go: IsWildCarded. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether two hosts, each of which may begin with `*`, have a name in common. pkg/config/host/name.go: Matches. */
export function hostsOverlap(a: string, b: string): boolean {
  if (isWildcard(a) && isWildcard(b)) {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    return long.slice(1).endsWith(short.slice(1));
  }
  if (isWildcard(a)) {
    return b.endsWith(a.slice(1));
  }
  return isWildcard(b) ? a.endsWith(b.slice(1)) : a === b;
}

/** Whether a host, which may begin with `*`, stands for nothing but names that a pattern stands for. pkg/config/host/name.go: SubsetOf. */
export function hostCovers(pattern: string, host: string): boolean {
  return pattern === host || (isWildcard(pattern) && host.slice(isWildcard(host) ? 1 : 0).endsWith(pattern.slice(1)));
}

/**
 * The host of several that is closest to a host: the same, else the longest that begins with `*` and covers it. A host without `*` is
 * never closest to one with it. pilot/pkg/model/config.go: MostSpecificHostMatch.
 */
export function mostSpecific(host: string, known: { has(host: string): boolean }): string | undefined {
  if (known.has(host)) {
    return host;
  }
  for (let start = isWildcard(host) ? 1 : 0; start <= host.length; start++) {
    const wildcard = `*${host.slice(start)}`;
    if (known.has(wildcard)) {
      return wildcard;
    }
  }
  return undefined;
}
