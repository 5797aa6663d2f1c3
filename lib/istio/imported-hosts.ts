import { hostCovers, hostsOverlap, isWildcard } from './host';

/** What an egress host names of one namespace, or of all. */
interface Named {
  readonly exact: Set<string>;
  readonly wildcards: string[];
  readonly excluded: string[];
}

const ALL = '*';
const OWN = '.';
const EXCLUSION = '~';

/**
 * The hosts of an egress listener of a Sidecar: `namespace/host`, where the namespace may be `*` or `.`, and begins with `~` where the
 * hosts are left out (pilot/pkg/model/sidecar.go: convertIstioListenerToWrapper, hostClassification).
 */
export class ImportedHosts {
  private readonly byNamespace = new Map<string, Named>();
  /** Whether each host is a name in a namespace, so that services can be looked up by both. */
  public readonly exact: boolean;
  /** Whether everything is imported. */
  public readonly everything: boolean;

  /** @param namespace that of the proxy, which `.` stands for */
  constructor(hosts: readonly string[], namespace: string) {
    let exact = true;
    for (const [scope, name, ...more] of hosts.map((host) => host.split('/'))) {
      if (name === undefined || more.length > 0) {
        continue;
      }
      const excluded = scope.startsWith(EXCLUSION);
      const place = excluded ? scope.slice(1) || ALL : scope;
      const named = this.named(place === OWN ? namespace : place);
      if (excluded) {
        named.excluded.push(name);
        continue;
      }
      exact &&= !isWildcard(name) && place !== ALL;
      if (isWildcard(name)) {
        named.wildcards.push(name);
      } else {
        named.exact.add(name);
      }
    }
    this.exact = exact;
    this.everything =
      this.byNamespace.get(ALL)?.wildcards.includes('*') === true &&
      [...this.byNamespace.values()].every(({ excluded }) => excluded.length === 0);
  }

  /** Whether a service of a namespace is imported. */
  public hasService(host: string, namespace: string): boolean {
    return (
      this.everything ||
      (!this.isExcluded(host, namespace) && this.namedFor(namespace).some((named) => coversService(named, host)))
    );
  }

  /** Whether another name of an imported service is imported too, by what imports the service: of its own namespace before all. */
  public hasAlias(alias: string, host: string, namespace: string): boolean {
    const named = this.namedFor(namespace).find((each) => coversService(each, host));
    return named !== undefined && coversService(named, alias);
  }

  /** Whether a VirtualService of a namespace with one of these hosts is imported; here a host may also be wider than what is imported. */
  public hasVirtualService(hosts: readonly string[], namespace: string): boolean {
    return this.namedFor(namespace).some((named) =>
      hosts.some((host) => overlapsVirtualService(named, host) && !this.isExcluded(host, namespace)),
    );
  }

  /** The namespaces that a host is imported of by its name. */
  public namespacesOf(host: string): readonly string[] {
    return [...this.byNamespace].filter(([, { exact }]) => exact.has(host)).map(([namespace]) => namespace);
  }

  /** All hosts that are named without a wildcard, with their namespaces. */
  public names(): readonly { readonly host: string; readonly namespace: string }[] {
    return [...this.byNamespace].flatMap(([namespace, { exact }]) => [...exact].map((host) => ({ host, namespace })));
  }

  /** Whether hosts of a namespace are left out although others are imported. */
  public isExcluded(host: string, namespace: string): boolean {
    return this.namedFor(namespace).some(({ excluded }) => excluded.some((each) => hostCovers(each, host)));
  }

  /** Those of the namespace first, then those of all namespaces. */
  private namedFor(namespace: string): readonly Named[] {
    return [this.byNamespace.get(namespace), this.byNamespace.get(ALL)].flatMap((each) => each ?? []);
  }

  private named(namespace: string): Named {
    let named = this.byNamespace.get(namespace);
    if (named === undefined) {
      named = { exact: new Set(), wildcards: [], excluded: [] };
      this.byNamespace.set(namespace, named);
    }
    return named;
  }
}

/** hostClassification.Matches */
function coversService({ exact, wildcards }: Named, host: string): boolean {
  return exact.has(host) || wildcards.some((wildcard) => hostCovers(wildcard, host));
}

/** hostClassification.VSMatches */
function overlapsVirtualService({ exact, wildcards }: Named, host: string): boolean {
  return (
    exact.has(host) ||
    wildcards.some((wildcard) => hostsOverlap(wildcard, host)) ||
    (isWildcard(host) && [...exact].some((each) => hostsOverlap(each, host)))
  );
}
