import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshContext } from '../../../mesh/reading/mesh-context';
import type { HostName } from './hosts';
import { isWildcard, readHost, wildcardsAbove } from './hosts';
import { byName } from './lists';
import type { MeshNamespaces } from './namespaces';
import { meshNamespaces } from './namespaces';

/** Whether the proxies of a namespace import a host that an object of `configNamespace` is for. */
export interface SidecarScope {
  imports(host: string, configNamespace: string): boolean;
}

const EVERYTHING: SidecarScope = { imports: () => true };

/** The part of the mesh that the Sidecar for a whole namespace imports, or that of the root namespace. */
export function sidecarScopes(mesh: Mesh): (namespace: string) => SidecarScope {
  const namespaces = mesh.derive(meshNamespaces);
  const egress = new Map<string, string[]>();
  for (const { namespace, spec } of byName(mesh.all('networking.istio.io/Sidecar'))) {
    if (Object.keys(spec.workloadSelector?.labels ?? {}).length === 0 && !egress.has(namespace)) {
      egress.set(
        namespace,
        (spec.egress ?? []).flatMap(({ hosts = [] }) => hosts),
      );
    }
  }
  const scopes = new Map<string, SidecarScope>();
  return (namespace) => {
    let scope = scopes.get(namespace);
    if (scope === undefined) {
      const hosts = egress.get(namespace) ?? egress.get(mesh.context.rootNamespace) ?? [];
      scope = namespaces.isAmbient(namespace) ? EVERYTHING : scopeOf(hosts, namespace, mesh.context, namespaces);
      scopes.set(namespace, scope);
    }
    return scope;
  };
}

function scopeOf(
  hosts: readonly string[],
  namespace: string,
  context: MeshContext,
  namespaces: MeshNamespaces,
): SidecarScope {
  const included = new EgressHosts();
  const excluded = new EgressHosts();
  for (const host of hosts.filter((each) => each.includes('/'))) {
    const slash = host.indexOf('/');
    const exclude = host.startsWith('~');
    const from = host.slice(exclude ? 1 : 0, slash) || (exclude ? '*' : '');
    (exclude ? excluded : included).add(from === '.' ? namespace : from, host.slice(slash + 1));
  }
  if (included.isEmpty && excluded.isEmpty) {
    return EVERYTHING;
  }
  return {
    imports(raw, configNamespace) {
      const host = readHost(raw, configNamespace, context, namespaces);
      const isAmong = (entries: EgressHosts): boolean =>
        ['*', host.inCluster ? host.namespace : configNamespace].some((each) => entries.match(each, host, raw));
      return raw !== '' && isAmong(included) && !isAmong(excluded);
    },
  };
}

/** The hosts of a Sidecar's egress, each looked up by all that may be written for it. */
class EgressHosts {
  private readonly names = new Set<string>();
  /** The wildcards that the hosts are within. */
  private readonly above = new Set<string>();

  public get isEmpty(): boolean {
    return this.names.size === 0;
  }

  public add(namespace: string, dnsName: string): void {
    this.names.add(`${namespace}/${dnsName}`);
    wildcardsAbove(dnsName).forEach((wildcard) => this.above.add(`${namespace}/${wildcard}`));
  }

  /** Whether one of a namespace is for a host, which is `raw` as it is written. */
  public match(namespace: string, host: HostName, raw: string): boolean {
    const { full, service, inCluster } = host;
    const has = (dnsName: string): boolean => this.names.has(`${namespace}/${dnsName}`);
    if (has(raw) || has(full) || wildcardsAbove(full).some(has)) {
      return true;
    }
    return (
      inCluster &&
      (has(service) ||
        has(`${service}.${host.namespace}`) ||
        wildcardsAbove(raw).some(has) ||
        (isWildcard(host) && this.above.has(`${namespace}/${full}`)))
    );
  }
}
