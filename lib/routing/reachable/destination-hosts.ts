import { fullHost, isWildcard } from '../../istio/host';
import { httpRules } from '../../mesh/delegates';
import { HostTable } from '../../mesh/host-table';
import type { Mesh } from '../../mesh/reading/mesh';
import { once } from '../../mesh/reading/once';
import type { VirtualService } from '../../mesh/virtual-services';
import { hostsOf, tcpRulesOf, tlsRulesOf } from '../../mesh/virtual-services';

/** Where VirtualServices send what is asked of hosts: whichever gateways and clients they are for. */
export class DestinationHosts {
  private readonly sources = new HostTable<VirtualService>();
  private readonly known = new Map<string, readonly string[]>();

  public constructor(private readonly mesh: Mesh) {
    for (const source of mesh.all('networking.istio.io/VirtualService')) {
      hostsOf(source, mesh).forEach((host) => this.sources.add(host.toLowerCase(), source));
    }
  }

  /** Hosts that requests for a host may be sent to, or get as their own. */
  public after(host: string): readonly string[] {
    let hosts = this.known.get(host);
    if (hosts === undefined) {
      const all = this.sources.overlapping(host.toLowerCase()).flatMap((source) => this.sentTo(source));
      hosts = [...new Set(all)];
      this.known.set(host, hosts);
    }
    return hosts;
  }

  /** Whether requests for a host may come to one of others in the end. */
  public leads(host: string, targets: ReadonlySet<string>): boolean {
    const seen = new Set([host]);
    for (const each of seen) {
      if (targets.has(each)) {
        return true;
      }
      this.after(each).forEach((next) => seen.add(next));
    }
    return false;
  }

  private readonly sentTo = once((source: VirtualService): readonly string[] => {
    const { clusterDomain } = this.mesh.context;
    const rules = httpRules(this.mesh, source).rules;
    const destinations = rules.flatMap(({ destinations: own }) =>
      own.map(({ destination: { host = '' }, object: { namespace } }) => fullHost(host, namespace, clusterDomain)),
    );
    const connections = [...tlsRulesOf(source), ...tcpRulesOf(source)].flatMap(({ destinations: own }) =>
      own.map(({ destination: { host = '' } }) => fullHost(host, source.namespace, clusterDomain)),
    );
    const renamed = rules.flatMap(({ rule: { rewrite } }) => rewrite?.authority ?? []);
    return [...destinations, ...connections, ...renamed].filter((each) => each !== '' && !isWildcard(each));
  });
}

/** `mesh.derive(destinationHosts)` */
export function destinationHosts(mesh: Mesh): DestinationHosts {
  return new DestinationHosts(mesh);
}
