import type { Visibility } from '../../istio/export-to';
import { isWildcard, fullHost } from '../../istio/host';
import { askedLabels } from '../../mesh/alike-sidecars';
import { capturesDns } from '../../mesh/dns-capture';
import { HostTable } from '../../mesh/host-table';
import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import { sidecarFor } from '../../mesh/sidecar-scope';
import { hostsOf, rulesOf } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';

/** What sidecars see of hosts: two with the same view send all that is asked of them alike. */
export class ClientViews {
  /** Labels of clients that rules ask for. */
  private readonly labels: Set<string>;
  /** By namespace: the hosts of what is there only for its clients, or for them before others. */
  private readonly special = new Map<string, HostTable<true>>();
  private readonly answers = new Map<string, string>();

  constructor(private readonly mesh: Mesh) {
    this.labels = new Set(askedLabels(mesh));
    this.ofServices();
    this.ofVirtualServices();
    this.ofDestinationRules();
  }

  public of(proxy: Proxy, hosts: readonly string[]): string {
    return `${this.place(proxy.namespace, hosts)} ${this.keyOf(proxy)}`;
  }

  /** What tells sidecars of one namespace apart. */
  public keyOf(proxy: Proxy): string {
    const own = [...this.labels].map((name) => proxy.labels[name] ?? '').join(',');
    return `${sidecarFor(this.mesh, proxy)?.key ?? ''} ${own}`;
  }

  /** The namespace of clients, where it makes a difference. */
  private place(namespace: string, hosts: readonly string[]): string {
    const key = `${namespace} ${hosts[0]}`;
    let answer = this.answers.get(key);
    if (answer === undefined) {
      const table = this.special.get(namespace);
      const isSpecial = hosts.some(
        (host) => this.isHome(host, namespace) || (table?.overlapping(host.toLowerCase()).length ?? 0) > 0,
      );
      answer = isSpecial ? namespace : capturesDns(this.mesh, namespace) ? '(DNS)' : '';
      this.answers.set(key, answer);
    }
    return answer;
  }

  private isHome(host: string, namespace: string): boolean {
    return host.endsWith(`.${namespace}.svc.${this.mesh.context.clusterDomain}`);
  }

  private ofServices(): void {
    for (const { host, namespace, visibility, external } of registry(this.mesh).all) {
      // Of ServiceEntries of one host that of the client's namespace comes first.
      this.add([...(external ? [namespace] : []), ...seers(visibility)], [host]);
    }
  }

  private ofVirtualServices(): void {
    for (const object of this.mesh.all('networking.istio.io/VirtualService')) {
      const matches = rulesOf(object).flatMap((rule) => rule.matches.map(({ match }) => match));
      const asked = matches.flatMap(({ sourceNamespace = '' }) => (sourceNamespace === '' ? [] : sourceNamespace));
      // A Sidecar of the root namespace may import those of the client's namespace alone, and routes of the Gateway API count there first.
      const near = [object.namespace, ...seers(visibilityOf(this.mesh, object))];
      this.add([...asked, ...near], hostsOf(object, this.mesh));
    }
    // Matches of delegates stand in no VirtualService with hosts.
    const delegates = this.mesh
      .all('networking.istio.io/VirtualService')
      .filter(({ spec }) => (spec.hosts ?? []).length === 0)
      .flatMap((object) => rulesOf(object).flatMap(({ matches }) => matches));
    const places = delegates.flatMap(({ match: { sourceNamespace = '' } }) => sourceNamespace);
    this.add(
      places.filter((each) => each !== ''),
      ['*'],
    );
  }

  private ofDestinationRules(): void {
    const { clusterDomain } = this.mesh.context;
    for (const object of this.mesh.all('networking.istio.io/DestinationRule')) {
      const { host = '', workloadSelector } = object.spec;
      Object.keys(workloadSelector?.matchLabels ?? {}).forEach((name) => this.labels.add(name));
      const full = isWildcard(host) ? host : fullHost(host, object.namespace, clusterDomain);
      this.add([object.namespace, ...seers(visibilityOf(this.mesh, object))], [full]);
    }
  }

  private add(namespaces: readonly string[], hosts: readonly string[]): void {
    for (const namespace of new Set(namespaces)) {
      const table = this.special.get(namespace) ?? new HostTable<true>();
      this.special.set(namespace, table);
      hosts.forEach((host) => table.add(host.toLowerCase(), true));
    }
  }
}

/** The namespaces that see something that not all see. */
function seers({ everybody, namespaces }: Visibility): readonly string[] {
  return everybody ? [] : [...namespaces];
}

/** `mesh.derive(clientViews)` */
export function clientViews(mesh: Mesh): ClientViews {
  return new ClientViews(mesh);
}
