import { MESH_GATEWAY } from '../istio/names';
import { rulesOfServer } from '../istio/server-rules';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { GatewayServer } from '../mesh/gateway-servers';
import type { Gateway } from '../mesh/gateways';
import type { Proxy } from '../mesh/proxies';
import { DataMap } from '../mesh/reading/data-map';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import { once } from '../mesh/reading/once';
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
    const inMesh = rules.length < 2 ? undefined : takersInMesh(object, rules);
    return rules.flatMap((rule) => {
      const fates = gatewayNames(object)
        .filter((gateway) => isAskedAt(rule, gateway))
        .map((gateway) =>
          gateway === MESH_GATEWAY ? inMesh?.get(rule) : atGateways.get(object)?.get(`${gateway} ${rule.path}`),
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

/** By rule: the earlier ones of the same kind of which one takes each of its matches, whoever calls; nothing where a match is left. */
function takersInMesh(
  object: VirtualService,
  rules: readonly RouteRule[],
): ReadonlyMap<RouteRule, readonly StreamTaker[]> {
  const before = new DataMap<readonly unknown[], AnyMatch[]>();
  const found = new Map<RouteRule, readonly StreamTaker[]>();
  for (const rule of rules) {
    const matches = matchesInMesh(rule);
    const takers = matches.map((match) =>
      keysOf(rule, match)
        .flatMap((key) => before.get(key) ?? [])
        .find((each) => covers(each, match)),
    );
    if (takers.every((taker) => taker !== undefined)) {
      found.set(
        rule,
        takers.map((taker) => ({ object, path: taker.path })),
      );
    }
    for (const match of rule.destinations.length > 0 ? matches : []) {
      // Connections to some addresses alone are not all that come to a port.
      const isOpen = rule.kind === 'tls' || (match.match.destinationSubnets ?? []).length === 0;
      if (isOpen && takers.includes(undefined)) {
        before.getOrAdd(keyOf(rule, match, match.match.port), () => []).push(match);
      }
    }
  }
  return found;
}

/** Those of matches that may take the same connections: with the same names, for the port or for all. */
function keysOf(rule: RouteRule, match: AnyMatch): readonly (readonly unknown[])[] {
  const { port = 0 } = match.match;
  return (port === 0 ? [0] : [0, port]).map((each) => keyOf(rule, match, each));
}

function keyOf({ kind }: RouteRule, { match }: AnyMatch, port = 0): readonly unknown[] {
  return kind === 'tcp' ? [kind, port] : [kind, port, namesOf(match), match.destinationSubnets ?? []];
}

function matchesInMesh({ matches, path }: RouteRule): readonly AnyMatch[] {
  return matches.length === 0
    ? [{ ...EVERYTHING, path }]
    : (matches as readonly AnyMatch[]).filter((match) => isAskedAt(match, MESH_GATEWAY));
}

/** Whether a sidecar that uses the second match uses the first one too, as far as clients are concerned. */
function covers({ match: one }: AnyMatch, { match: other }: AnyMatch): boolean {
  const { sourceLabels = {}, sourceNamespace = '' } = one;
  return (
    selects(sourceLabels, other.sourceLabels ?? {}) &&
    (sourceNamespace === '' || sourceNamespace === other.sourceNamespace)
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
    const chains = new Map<GatewayServer, Chains>();
    for (const chain of streams.length === 0 ? [] : chainsOf(mesh, proxy)) {
      const known = chains.get(chain.server) ?? { rules: new Map(), tcp: [], byName: new Map() };
      chains.set(chain.server, known);
      addTo(known, chain);
    }
    for (const server of streams) {
      const own = chains.get(server);
      for (const object of own === undefined ? [] : boundTo(mesh, proxy, server)) {
        for (const rule of [...tlsRulesOf(object), ...tcpRulesOf(object)].filter((each) => isFor(each, server))) {
          const key = `${server.gateway.key} ${rule.path}`;
          if (own!.rules.get(object)?.has(rule.path) === true) {
            used.set(object, (used.get(object) ?? new Set()).add(key));
          }
          const known = fates.get(object) ?? new Map<string, StreamTaker[]>();
          fates.set(object, known);
          takersOf(own!, rule).forEach((taker) => push(known, key, taker));
        }
      }
    }
  }
  used.forEach((keys, object) => keys.forEach((key) => fates.get(object)?.delete(key)));
  return fates;
}

interface Chain {
  readonly source: VirtualService;
  readonly path: string;
  readonly server: GatewayServer;
}

function chainsOf(mesh: Mesh, proxy: Proxy): readonly Chain[] {
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

/** The chains of a server. */
interface Chains {
  /** The rules that they are made of. */
  readonly rules: Map<VirtualService, Set<string>>;
  readonly tcp: StreamTaker[];
  /** By a server name: the match that has it. */
  readonly byName: Map<string, StreamTaker>;
}

function addTo({ rules, tcp, byName }: Chains, { source, path, server }: Chain): void {
  const taker = { object: source, path, at: server.gateway };
  const match = tlsMatches(source).get(path);
  rules.set(source, (rules.get(source) ?? new Set()).add(path.replace(/\.match.*$/, '')));
  if (match === undefined) {
    tcp.push(taker);
  }
  match?.sniHosts?.forEach((name) => byName.set(name, byName.get(name) ?? taker));
}

const tlsMatches = once(
  (object: VirtualService) =>
    new Map(tlsRulesOf(object).flatMap(({ matches }) => matches.map(({ path, match }) => [path, match] as const))),
);

/** What takes the connections that a rule is for, as far as server names decide. */
function takersOf({ tcp, byName }: Chains, { kind, matches }: RouteRule): readonly StreamTaker[] {
  const names = (matches as readonly RuleMatch<'tls'>[]).flatMap(({ match }) => match.sniHosts ?? []);
  return kind === 'tcp' ? tcp : [...new Set(names.flatMap((name) => byName.get(name) ?? []))];
}
