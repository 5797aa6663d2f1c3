import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshContext } from '../../../mesh/reading/mesh-context';
import type { HostName } from './hosts';
import { isWildcard, isWithin, readHost } from './hosts';
import { byName } from './lists';
import type { MeshNamespaces } from './namespaces';
import { meshNamespaces } from './namespaces';

/** Whether the proxies of a namespace import a host that an object of `configNamespace` is for. */
export interface SidecarScope {
  imports(host: string, configNamespace: string): boolean;
}

interface Egress {
  readonly namespace: string;
  readonly dnsName: string;
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
  const included: Egress[] = [];
  const excluded: Egress[] = [];
  for (const host of hosts.filter((each) => each.includes('/'))) {
    const slash = host.indexOf('/');
    const exclude = host.startsWith('~');
    const from = host.slice(exclude ? 1 : 0, slash) || (exclude ? '*' : '');
    const entry = { namespace: from === '.' ? namespace : from, dnsName: host.slice(slash + 1) };
    (exclude ? excluded : included).push(entry);
  }
  if (included.length + excluded.length === 0) {
    return EVERYTHING;
  }
  return {
    imports(raw, configNamespace) {
      const host = readHost(raw, configNamespace, context, namespaces);
      const isMeant = (entry: Egress): boolean =>
        ['*', host.inCluster ? host.namespace : configNamespace].includes(entry.namespace) &&
        nameMatches(entry.dnsName, host, raw);
      return raw !== '' && included.some(isMeant) && !excluded.some(isMeant);
    },
  };
}

function nameMatches(dnsName: string, host: HostName, raw: string): boolean {
  if (dnsName === raw || isWithin(host.full, dnsName)) {
    return true;
  }
  return (
    host.inCluster &&
    ([host.full, host.service, `${host.service}.${host.namespace}`].includes(dnsName) ||
      isWithin(raw, dnsName) ||
      (isWildcard(host) && isWithin(dnsName, host.full)))
  );
}
