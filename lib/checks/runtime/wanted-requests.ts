import { MESH_GATEWAY } from '../../istio/names';
import type { HttpMatchRequest, TlsMatchAttributes } from '../../../imports/networking';
import { isCatchAll } from '../../istio/http-match';
import { httpRules } from '../../mesh/delegates';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { isAskedAt, tcpRulesOf, tlsRulesOf } from '../../mesh/virtual-services';

/** Requests for a host that a VirtualService wants. */
export interface Wanted {
  readonly requests: Requests;
  /** What istiod knows before any request comes: port and client; undefined for all of them. */
  readonly when?: Condition;
  /** The server names that stand together in a tls rule. */
  readonly list?: readonly string[];
}

/**
 * Those that proxies take from one rule alone: in the mesh those of a kind of rule, and for tls those for a server name; at a gateway
 * those of a match, which is empty where it takes everything.
 */
export type Requests =
  | { readonly kind: 'http' | 'tcp' }
  | { readonly kind: 'tls'; readonly name: string }
  | { readonly kind: 'match'; readonly match: HttpMatchRequest };

/** Sidecars use the http rules of one VirtualService, the tls rules of one for each server name, and the tcp rules of one. */
export function wantedInMesh(mesh: Mesh, object: VirtualService): Wanted[] {
  const inMesh = ({ gateways }: AnyMatch): boolean => isAskedAt({ gateways }, MESH_GATEWAY);
  const all: Wanted[] = [
    ...matchesOf(httpRules(mesh, object).rules)
      .filter(inMesh)
      .map(({ match }): Wanted => ({ requests: { kind: 'http' }, when: conditionOf(match) })),
    ...matchesOf(tlsRulesOf(object))
      .filter(inMesh)
      .flatMap(({ match }) => serverNames(match)),
    ...matchesOf(tcpRulesOf(object))
      .filter(inMesh)
      .map(({ match }): Wanted => ({
        requests: { kind: 'tcp' },
        when: conditionOf(match, match.destinationSubnets),
      })),
  ];
  return distinct(all);
}

/** A gateway merges rules: those that match everything come last, and of two with the same match the second is never used. */
export function wantedAtGateway(mesh: Mesh, object: VirtualService, gateway: string): Wanted[] {
  const here = ({ gateways }: AnyMatch): boolean => isAskedAt({ gateways }, gateway);
  const requested = matchesOf(httpRules(mesh, object).rules)
    .filter(here)
    .map(({ match }): Wanted => ({ requests: { kind: 'match', match: requestsOf(match) } }));
  return [
    ...distinct(requested),
    ...matchesOf(tlsRulesOf(object))
      .filter(here)
      .flatMap(({ match }) => serverNames(match)),
  ];
}

interface AnyMatch {
  readonly gateways?: readonly string[];
}

/** A rule without matches matches everything. */
function matchesOf<M>(
  rules: readonly { readonly matches: readonly (AnyMatch & { readonly match: M })[] }[],
): readonly (AnyMatch & { readonly match: M })[] {
  return rules.flatMap(({ matches }) => (matches.length === 0 ? { match: {} as M } : matches));
}

function distinct(all: readonly Wanted[]): Wanted[] {
  const known = new DataSet<Wanted>();
  return all.filter((each) => known.add(each));
}

function serverNames(match: TlsMatchAttributes): Wanted[] {
  const { sniHosts = [], destinationSubnets } = match;
  const when = conditionOf(match, destinationSubnets);
  return sniHosts.map((name) => ({ requests: { kind: 'tls', name }, when, list: sniHosts }));
}

/** The port and the clients that a rule is for, as far as it names them. */
export interface Condition {
  readonly port?: number;
  readonly sourceNamespace?: string;
  readonly sourceLabels?: { readonly [key: string]: string };
  readonly subnets?: readonly string[];
}

function conditionOf(
  { port, sourceLabels = {}, sourceNamespace }: Omit<Condition, 'subnets'>,
  subnets: readonly string[] = [],
): Condition | undefined {
  const given: Condition = {
    ...(port && { port }),
    ...(sourceNamespace && { sourceNamespace }),
    ...(Object.keys(sourceLabels).length > 0 && { sourceLabels }),
    ...(subnets.length > 0 && { subnets }),
  };
  return Object.keys(given).length === 0 ? undefined : given;
}

/** The part of a match that says which requests it takes: the same data for the same requests, and empty for all of them. */
export function requestsOf({ uri, name, gateways, ignoreUriCase, ...match }: HttpMatchRequest): HttpMatchRequest {
  const path = isCatchAll({ uri }) ? {} : { uri, ...(ignoreUriCase && { ignoreUriCase }) };
  const given = Object.entries({ ...path, ...match }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
}
