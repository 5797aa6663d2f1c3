import { hostCovers } from '../istio/host';

/** What one entry of `hosts` of an egress listener says: `namespace/host`. */
interface Entry {
  readonly namespace: string;
  readonly host: string;
}

/**
 * What the hosts of an egress listener let a sidecar see, in the namespace of its pods.
 *
 * Mirrors pilot/pkg/model/sidecar.go: convertIstioListenerToWrapper, selectServices, hostClassification.
 */
export class EgressImports {
  private readonly included: readonly Entry[];
  private readonly excluded: readonly Entry[];

  /**
   * @param hosts as they are written
   * @param own the namespace of the pods, for which "." stands
   */
  constructor(hosts: readonly string[], own: string) {
    const read = (written: string): Entry => {
      const [namespace, host] = written.split('/');
      return { namespace: namespace === '.' ? own : namespace, host };
    };
    const without = hosts.filter((host) => host.startsWith('~') && !host.startsWith('~/'));
    this.included = hosts.filter((host) => !host.startsWith('~')).map(read);
    this.excluded = without.map((host) => read(host.slice(1)));
  }

  /** Whether a host of a Service or ServiceEntry is seen. */
  public service(namespace: string, host: string): boolean {
    return (
      !this.excludes(namespace, host) &&
      this.included.some((entry) => isIn(namespace, entry) && hostCovers(entry.host, host))
    );
  }

  /** Whether a VirtualService is seen: by one of its hosts, of which an entry may also name a part. */
  public virtualService(namespace: string, hosts: readonly string[]): boolean {
    return hosts.some(
      (host) =>
        !this.excludes(namespace, host) &&
        this.included.some(
          (entry) => isIn(namespace, entry) && (hostCovers(entry.host, host) || hostCovers(host, entry.host)),
        ),
    );
  }

  /** Whether a host is taken away again by an entry with "~". */
  public excludes(namespace: string, host: string): boolean {
    return this.excluded.some((entry) => isIn(namespace, entry) && hostCovers(entry.host, host));
  }
}

function isIn(namespace: string, entry: Entry): boolean {
  return entry.namespace === '*' || entry.namespace === namespace;
}
