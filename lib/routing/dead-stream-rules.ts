import { MESH_GATEWAY } from '../istio/names';
import { rulesOfServer } from '../istio/server-rules';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { GatewayServer } from '../mesh/gateway-servers';
import type { Gateway } from '../mesh/gateways';
import { isSameData } from '../mesh/reading/data-map';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import type { RouteRule, RuleMatch, VirtualService } from '../mesh/virtual-services';
import { gatewayNames, isAskedAt, tcpRulesOf, tlsRulesOf } from '../mesh/virtual-services';
import { selects } from '../mesh/workload';
import { askedGateways } from './asked-gateways';
import { gatewayChains } from './gateway-chains';
import { boundTo } from './server-hosts';

/** What takes the connections of a tls or tcp rule. */
export interface StreamTaker {
  readonly object: VirtualService;
  /** `spec.tcp[0]`, or a match in it. */
  readonly path: string;
  /** Where; undefined in the mesh. */
  readonly at?: Gateway;
}

/** A tls or tcp rule that no proxy ever uses. */
export interface DeadStreamRule {
  readonly object: VirtualService;
  readonly path: string;
  readonly takers: readonly StreamTaker[];
}

/**
 * The tls and tcp rules whose connections other rules take wherever they apply: sidecars use the first of a VirtualService that fits, and so does
 * a gateway, of all VirtualServices for a server. Rules that no known server uses are not among them.
 */
export function deadStreamRules(mesh: Mesh): readonly DeadStreamRule[] {
  const atGateways = mesh.derive(fatesAtGateways);
  return mesh.all('networking.istio.io/VirtualService').flatMap((object) => {
    const rules = [...tlsRulesOf(object), ...tcpRulesOf(object)];
    return rules.flatMap((rule, i) => {
      const fates = gatewayNames(object)
        .filter((gateway) => isAskedAt(rule, gateway))
        .map((gateway) =>
          gateway === MESH_GATEWAY
            ? takersInMesh(object, rules.slice(0, i), rule)
            : atGateways.get(object)?.get(`${gateway} ${rule.path}`),
        );
      // Of a gateway without a server for it, nothing is said here.
      return fates.length === 0 || fates.some((fate) => fate === undefined || fate.length === 0)
        ? []
        : { object, path: rule.path, takers: fates.flatMap((fate) => fate!) };
    });
  });
}

type AnyMatch = RuleMatch<'tls'> | RuleMatch<'tcp'>;

const EVERYTHING: AnyMatch = { path: '', match: {} };

/** The earlier rules of the same kind of which one takes each match of a rule, whoever calls; none if a match is left. */
function takersInMesh(object: VirtualService, earlier: readonly RouteRule[], rule: RouteRule): readonly StreamTaker[] {
  const before = earlier
    .filter(({ kind, destinations }) => kind === rule.kind && destinations.length > 0)
    .flatMap(matchesInMesh);
  const takers = matchesInMesh(rule).map((match) => before.find((each) => covers(each, match, rule.kind)));
  return takers.includes(undefined) ? [] : takers.map((taker) => ({ object, path: taker!.path }));
}

function matchesInMesh({ matches, path }: RouteRule): readonly AnyMatch[] {
  return matches.length === 0
    ? [{ ...EVERYTHING, path }]
    : (matches as readonly AnyMatch[]).filter((match) => isAskedAt(match, MESH_GATEWAY));
}

/** Whether a sidecar that uses the second match uses the first one for the same connections. */
function covers({ match: one }: AnyMatch, { match: other }: AnyMatch, kind: RouteRule['kind']): boolean {
  const { port = 0, sourceLabels = {}, sourceNamespace = '', destinationSubnets = [] } = one;
  const applies =
    (port === 0 || port === other.port) &&
    selects(sourceLabels, other.sourceLabels ?? {}) &&
    (sourceNamespace === '' || sourceNamespace === other.sourceNamespace);
  return (
    applies &&
    (kind === 'tcp'
      ? destinationSubnets.length === 0
      : isSameData(namesOf(one), namesOf(other)) && isSameData(destinationSubnets, other.destinationSubnets ?? []))
  );
}

function namesOf(match: AnyMatch['match']): readonly string[] {
  return (match as RuleMatch<'tls'>['match']).sniHosts ?? [];
}

type Fates = ReadonlyMap<VirtualService, ReadonlyMap<string, readonly StreamTaker[]>>;

/** By VirtualService, and by Gateway and rule: what takes its connections at all servers for them; none where it gets some itself. */
function fatesAtGateways(mesh: Mesh): Fates {
  const fates = new Map<VirtualService, Map<string, StreamTaker[]>>();
  const used = new Map<VirtualService, Set<string>>();
  for (const proxy of askedGateways(mesh)) {
    const servers = gatewayListeners(mesh, proxy).listeners.flatMap(({ groups }) =>
      groups.flatMap((group) => group.servers),
    );
    const streams = servers.filter(({ server }) => (rulesOfServer(server) ?? 'http') !== 'http');
    const chains = new Map<GatewayServer, StreamTaker[]>();
    for (const { source, path, server } of streams.length === 0 ? [] : chainsOf(mesh, proxy)) {
      chains.set(server, [...(chains.get(server) ?? []), { object: source, path, at: server.gateway }]);
    }
    for (const server of streams) {
      const takers = chains.get(server) ?? [];
      for (const object of boundTo(mesh, proxy, server)) {
        for (const rule of [...tlsRulesOf(object), ...tcpRulesOf(object)].filter((each) => isFor(each, server))) {
          const key = `${server.gateway.key} ${rule.path}`;
          const known = fates.get(object) ?? new Map<string, StreamTaker[]>();
          fates.set(object, known);
          if (takers.some((taker) => taker.object === object && isWithin(taker.path, rule.path))) {
            used.set(object, (used.get(object) ?? new Set()).add(key));
          }
          takers
            .filter((taker) => rule.kind === 'tcp' || sharesName(taker, rule))
            .forEach((taker) => push(known, key, taker));
        }
      }
    }
  }
  used.forEach((keys, object) => keys.forEach((key) => fates.get(object)?.delete(key)));
  return fates;
}

function chainsOf(
  mesh: Mesh,
  proxy: Parameters<typeof gatewayChains>[1],
): readonly { readonly source: VirtualService; readonly path: string; readonly server: GatewayServer }[] {
  return gatewayChains(mesh, proxy)
    .listeners.flatMap(({ chains }) => chains)
    .flatMap(({ source, path, server }) =>
      source === undefined || path === undefined ? [] : { source, path, server },
    );
}

/** Whether a server uses rules of the kind, and this one is for its port. */
function isFor({ kind, matches }: RouteRule, { server, number, gateway }: GatewayServer): boolean {
  return (
    kind === rulesOfServer(server) &&
    (matches.length === 0 ||
      (matches as readonly AnyMatch[]).some(
        (match) => isAskedAt(match, gateway.key) && ((match.match.port ?? 0) === 0 || match.match.port === number),
      ))
  );
}

function isWithin(path: string, rule: string): boolean {
  return path === rule || path.startsWith(`${rule}.`);
}

/** Whether what takes connections has one of the server names of a rule. */
function sharesName({ object, path }: StreamTaker, { matches }: RouteRule): boolean {
  const wanted = new Set((matches as readonly RuleMatch<'tls'>[]).flatMap(({ match }) => match.sniHosts ?? []));
  const taker = tlsRulesOf(object)
    .flatMap((rule) => rule.matches)
    .find((match) => match.path === path);
  return (taker?.match.sniHosts ?? []).some((name) => wanted.has(name));
}
