import { MESH_GATEWAY } from '../../istio/names';
import { fullHost, hostsOverlap, serviceOfHost } from '../../istio/host';
import type { Protocol } from '../../istio/protocol';
import { familyOf, isHttp, isTcp, isTls } from '../../istio/protocol';
import type { RuleKind } from '../../istio/server-rules';
import { httpRules } from '../../mesh/delegates';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { RouteDestination, VirtualService } from '../../mesh/virtual-services';
import { hostsOf, isAskedAt, tcpRulesOf, tlsRulesOf, virtualServicesByGateway } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';
import type { Visibility } from '../../istio/export-to';

/** An egress route: a match by which sidecars send requests for external hosts to a Service of the cluster, such as that of an egress gateway. */
export interface WayOut {
  readonly object: VirtualService;
  readonly kind: RuleKind;
  /** The only namespace that it applies to. */
  readonly sourceNamespace?: string;
  readonly sourceLabels: Readonly<Record<string, string>>;
  /** The ServiceEntries of the hosts, with the ports that the match applies to. */
  readonly entries: readonly { readonly entry: RegistryService; readonly ports: readonly number[] }[];
  readonly service: { readonly name: string; readonly namespace: string };
  /** That of the VirtualService. */
  readonly visibility: Visibility;
}

/** All of a mesh. */
export function waysOut(mesh: Mesh): readonly WayOut[] {
  return (mesh.derive(virtualServicesByGateway).get(MESH_GATEWAY) ?? []).flatMap((object) => waysOf(mesh, object));
}

interface Rule {
  readonly kind: RuleKind;
  readonly matches: readonly {
    readonly match: Source & { readonly port?: number; readonly sniHosts?: readonly string[] };
    readonly gateways?: readonly string[];
  }[];
  readonly destinations: readonly (RouteDestination & { readonly object: VirtualService })[];
}

interface Source {
  readonly sourceNamespace?: string;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

function waysOf(mesh: Mesh, object: VirtualService): WayOut[] {
  const { clusterDomain } = mesh.context;
  const hosts = hostsOf(object, mesh).filter((host) => host !== '*' && !host.endsWith(`.${clusterDomain}`));
  if (hosts.length === 0 || !hosts.some((host) => registry(mesh).overlapping(host).some(isOutside))) {
    return [];
  }
  const visibility = visibilityOf(mesh, object);
  return rulesOf(mesh, object).flatMap(({ kind, matches, destinations }) => {
    const [service] = destinations
      .filter(({ weight }) => weight > 0 || destinations.length === 1)
      .flatMap(
        ({ destination, object: { namespace } }) =>
          serviceOfHost(fullHost(destination.host ?? '', namespace, clusterDomain), clusterDomain) ?? [],
      );
    const asked = matches.length === 0 ? [{ match: {} }] : matches.filter((each) => isAskedAt(each, MESH_GATEWAY));
    return service === undefined
      ? []
      : asked.flatMap(({ match }: Rule['matches'][number]) => {
          const { port, sniHosts = hosts, sourceNamespace, sourceLabels = {} } = match;
          const entries = entriesOf(mesh, kind === 'tls' ? sniHosts.filter((host) => host !== '*') : hosts, kind, port);
          return entries.length === 0
            ? []
            : {
                object,
                kind,
                sourceNamespace: sourceNamespace === '' ? undefined : sourceNamespace,
                sourceLabels,
                entries,
                service,
                visibility,
              };
        });
  });
}

function rulesOf(mesh: Mesh, object: VirtualService): readonly Rule[] {
  const others = [...tlsRulesOf(object), ...tcpRulesOf(object)].map(({ kind, matches, destinations }) => ({
    kind,
    matches,
    destinations: destinations.map((each) => ({ ...each, object })),
  }));
  return [...httpRules(mesh, object).rules.map((rule) => ({ ...rule, kind: 'http' as const })), ...others];
}

function entriesOf(mesh: Mesh, hosts: readonly string[], kind: RuleKind, port: number | undefined): WayOut['entries'] {
  const entries = new Set(hosts.flatMap((host) => registry(mesh).overlapping(host).filter(isOutside)));
  return [...entries].flatMap((entry) => {
    const ports = entry.ports
      .filter(({ number, protocol }) => (port === undefined || port === number) && isFor(kind, protocol))
      .map(({ number }) => number);
    return ports.length === 0 ? [] : { entry, ports };
  });
}

/** Whether rules of a kind are used on a port. */
function isFor(kind: RuleKind, protocol: Protocol): boolean {
  switch (kind) {
    case 'http':
      return isHttp(protocol) || familyOf(protocol) === undefined;
    case 'tls':
      return isTls(protocol);
    case 'tcp':
      return isTcp(protocol) || familyOf(protocol) === undefined;
  }
}

function isOutside({ external, meshExternal }: RegistryService): boolean {
  return external && meshExternal;
}

/** The host of a VirtualService by which a Sidecar would import it for a host. */
export function importedName(mesh: Mesh, object: VirtualService, host: string): string {
  const hosts = hostsOf(object, mesh);
  return `${object.namespace}/${hosts.find((each) => hostsOverlap(each, host)) ?? hosts[0]}`;
}
