import { isWildcard } from '../istio/host';
import { push } from './reading/group-by';

/** Things by their hosts, found without looking at all of them. */
export class HostTable<T> {
  private readonly byHost = new Map<string, T[]>();
  /** Lengths of the wildcards, longest first. */
  private lengths?: number[];
  /** All hosts by what they read from the end to the beginning, sorted: those with the same ending are next to each other. */
  private reversed?: { readonly text: string; readonly host: string }[];

  /** Call it before the first lookup, not after. */
  public add(host: string, value: T): void {
    push(this.byHost, host, value);
  }

  public exact(host: string): readonly T[] {
    return this.byHost.get(host) ?? [];
  }

  /** What was added first with the host itself, or else with the closest wildcard (pilot/pkg/model/config.go: MostSpecificHostMatch). */
  public mostSpecific(host: string): T | undefined {
    const [found] = this.exact(host);
    return found ?? this.covering(host)[0];
  }

  /** What was added with the host itself, and then with wildcards that cover it, the closest first. */
  public specificFirst(host: string): T[] {
    return isWildcard(host) ? this.covering(host) : [...this.exact(host), ...this.covering(host)];
  }

  /** All that was added. */
  public values(): T[] {
    return [...this.byHost.values()].flat();
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

  /** What was added with a wildcard that the host ends with, up to a length. */
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
    this.reversed ??= [...this.byHost.keys()]
      .map((host) => ({ text: reverse(host), host }))
      .sort((a, b) => (a.text < b.text ? -1 : 1));
    const start = reverse(wildcard.slice(1));
    const result: T[] = [];
    for (let i = firstFrom(this.reversed, start); this.reversed[i]?.text.startsWith(start); i++) {
      result.push(...this.exact(this.reversed[i].host));
    }
    return result;
  }
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}

/** The index of the first text that does not sort before `start`. */
function firstFrom(sorted: readonly { readonly text: string }[], start: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].text < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
