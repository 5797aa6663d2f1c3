import { HostTable } from '../mesh/host-table';
import type { Proxy } from '../mesh/proxies';
import type { Workload } from '../mesh/workload';

/** Hosts, ports, gateways and callers that changed objects may touch. */
export class TouchScope {
  public isEverything = false;
  private readonly hosts: string[] = [];
  private readonly ports = new Set<number>();
  private readonly gateways = new Set<string>();
  private readonly callers = new Set<string>();
  private readonly namespaces = new Set<string>();
  private known?: {
    readonly table: HostTable<true>;
    readonly begins: ReadonlySet<string>;
    readonly exact: ReadonlySet<string>;
  };

  public everything(): void {
    this.isEverything = true;
  }

  public addHosts(hosts: Iterable<string>): void {
    for (const host of hosts) {
      this.hosts.push(host.toLowerCase());
    }
  }

  /** All that sidecars send to a port. */
  public addPort(port: number): void {
    this.ports.add(port);
  }

  /** All that clients outside ask of a gateway. */
  public addGateway(gateway: Proxy): void {
    this.gateways.add(nameOf(gateway));
  }

  /** All that a workload asks, where it is another client than it was. */
  public addCaller(caller: Pick<Workload, 'namespace' | 'name'>): void {
    this.callers.add(nameOf(caller));
  }

  /** All that the workloads of a namespace ask. */
  public addCallersOf(namespace: string): void {
    this.namespaces.add(namespace);
  }

  public hasHost(host: string): boolean {
    this.known ??= this.indexed();
    const { table, begins, exact } = this.known;
    const name = host.toLowerCase();
    // Short names of one host may be the name of another one: both then share the domains of virtual hosts.
    return table.overlapping(name).length > 0 || begins.has(name) || beginsOf(name).some((begin) => exact.has(begin));
  }

  public hasPort(port: number): boolean {
    return this.ports.has(port);
  }

  public hasGateway(gateway: Proxy): boolean {
    return this.gateways.has(nameOf(gateway));
  }

  public hasCaller(caller: Workload): boolean {
    return this.callers.has(nameOf(caller));
  }

  public hasCallersOf(namespace: string): boolean {
    return this.namespaces.has(namespace);
  }

  private indexed(): NonNullable<TouchScope['known']> {
    const table = new HostTable<true>();
    this.hosts.forEach((host) => table.add(host, true));
    return { table, begins: new Set(this.hosts.flatMap(beginsOf)), exact: new Set(this.hosts) };
  }
}

/** `reviews`, `reviews.shop` and so on of `reviews.shop.svc.cluster.local`. */
function beginsOf(host: string): readonly string[] {
  const parts = host.split('.');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'));
}

export function nameOf({ namespace, name }: Pick<Proxy, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
