/** The text after the `*`. */
function tail(host: string): string | undefined {
  return host.startsWith('*') ? host.slice(1) : undefined;
}

/** Hosts by what they stand for. */
export class HostIndex {
  /** Where each host comes first. */
  private readonly exact = new Map<string, number>();
  /** Where each host that begins with `*` comes first, by what comes after it. */
  private readonly tails = new Map<string, number>();

  constructor(hosts: readonly string[]) {
    hosts.forEach((host, i) => {
      const map = host.startsWith('*') ? this.tails : this.exact;
      const key = tail(host) ?? host;
      if (!map.has(key)) {
        map.set(key, i);
      }
    });
  }

  /** The positions of the hosts that stand for all of what a host stands for. */
  public *covering(host: string): Generator<number> {
    const equal = this.exact.get(host);
    if (equal !== undefined) {
      yield equal;
    }
    if (this.tails.size === 0) {
      return;
    }
    const text = tail(host) ?? host;
    for (let start = 0; start <= text.length; start++) {
      const wider = this.tails.get(text.slice(start));
      if (wider !== undefined) {
        yield wider;
      }
    }
  }
}
