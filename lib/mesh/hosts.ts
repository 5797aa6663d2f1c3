import { push } from './group-by';

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

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether two hosts, each of which may begin with `*`, have a name in common. */
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

/** Whether a host, which may begin with `*`, stands for nothing but names that a pattern stands for. */
export function hostCovers(pattern: string, host: string): boolean {
  return pattern === host || (isWildcard(pattern) && host.slice(isWildcard(host) ? 1 : 0).endsWith(pattern.slice(1)));
}

/** Things by their hosts, found without looking at all of them. */
export class HostTable<T> {
  private readonly byHost = new Map<string, T[]>();
  /** Lengths of the wildcards, longest first. */
  private lengths?: number[];
  /** All hosts from the end to the beginning, sorted: those with one ending stand together. */
  private reversed?: string[];

  /** Adds before the first question, not after it. */
  public add(host: string, value: T): void {
    push(this.byHost, host, value);
  }

  public exact(host: string): readonly T[] {
    return this.byHost.get(host) ?? [];
  }

  /** What was added with a wildcard that covers a host, or a wildcard, the closest first. */
  public covering(host: string): T[] {
    return this.shortened(host, isWildcard(host) ? host.length : host.length + 1);
  }

  /** What was added with a host that has a name in common with this one. */
  public overlapping(host: string): T[] {
    return isWildcard(host)
      ? [...this.below(host), ...this.shortened(host, host.length - 1)]
      : [...this.exact(host), ...this.covering(host)];
  }

  /** What was added with a wildcard that a host ends like, and that is not longer than so. */
  private shortened(host: string, longest: number): T[] {
    this.lengths ??= [...new Set([...this.byHost.keys()].filter(isWildcard).map((wildcard) => wildcard.length))].sort(
      (a, b) => b - a,
    );
    return this.lengths
      .filter((length) => length <= longest)
      .flatMap((length) => this.exact(`*${host.slice(host.length - length + 1)}`));
  }

  /** What was added with a host that a wildcard covers, the wildcard itself among them. */
  private below(wildcard: string): T[] {
    this.reversed ??= [...this.byHost.keys()].map(reverse).sort();
    const start = reverse(wildcard.slice(1));
    const result: T[] = [];
    for (let i = firstFrom(this.reversed, start); i < this.reversed.length && this.reversed[i].startsWith(start); i++) {
      result.push(...this.exact(reverse(this.reversed[i])));
    }
    return result;
  }
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}

/** Where the first text stands that is not before `start`. */
function firstFrom(sorted: readonly string[], start: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
