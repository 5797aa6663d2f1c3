import type { HttpMatchRequest, TlsMatchAttributes } from '../../../imports/networking';
import { isCatchAll } from '../../istio/http-match';
import { httpRules } from '../../mesh/delegates';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { isAskedAt, MESH_GATEWAY, tcpRulesOf, tlsRulesOf } from '../../mesh/virtual-services';

/** Requests for a host that a VirtualService wants. */
export interface Wanted {
  /** Kind of the rule, and for tls the server name, by which sidecars distinguish rules of several VirtualServices. */
  readonly what: string;
  /** What istiod knows before any request arrives: port and client. Empty for all of them. */
  readonly when: string;
  /** Server name of tls rules. */
  readonly name?: string;
  /** The server names in the same list. */
  readonly list?: string;
}

/** What a rule wants that matches everything. */
export const EVERYTHING = 'everything';

/** Sidecars use the http rules of one VirtualService, the tls rules of one for each server name, and the tcp rules of one. */
export function wantedInMesh(mesh: Mesh, object: VirtualService): Wanted[] {
  const inMesh = ({ gateways }: AnyMatch): boolean => isAskedAt({ gateways }, MESH_GATEWAY);
  const all: Wanted[] = [
    ...matchesOf(httpRules(mesh, object).rules)
      .filter(inMesh)
      .map(({ match }) => ({ what: 'http', when: condition(match) })),
    ...matchesOf(tlsRulesOf(object))
      .filter(inMesh)
      .flatMap(({ match }) => serverNames(match)),
    ...matchesOf(tcpRulesOf(object))
      .filter(inMesh)
      .map(({ match }) => ({ what: 'tcp', when: condition(match, match.destinationSubnets) })),
  ];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

/** A gateway merges rules: those that match everything come last, and of two with the same match the second is never used. */
export function wantedAtGateway(mesh: Mesh, object: VirtualService, gateway: string): Wanted[] {
  const here = ({ gateways }: AnyMatch): boolean => isAskedAt({ gateways }, gateway);
  const requested = matchesOf(httpRules(mesh, object).rules)
    .filter(here)
    .map(({ match }) => requests(match));
  return [
    ...[...new Set(requested)].map((what) => ({ what, when: '' })),
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

function serverNames(match: TlsMatchAttributes): Wanted[] {
  const { sniHosts = [], destinationSubnets } = match;
  const [when, list] = [condition(match, destinationSubnets), sniHosts.join()];
  return sniHosts.map((name) => ({ what: `tls ${name}`, when, name, list }));
}

interface Match {
  readonly port?: number;
  readonly sourceLabels?: { readonly [key: string]: string };
  readonly sourceNamespace?: string;
}

function condition({ port, sourceLabels = {}, sourceNamespace }: Match, subnets: readonly string[] = []): string {
  const given = [port, sourceNamespace, ...Object.entries(sourceLabels).sort(), ...subnets].filter(Boolean);
  return given.length === 0 ? '' : JSON.stringify(given);
}

/** A text for the requests that a match takes: the same text for the same requests. */
export function requests({ uri, name, gateways, ignoreUriCase, ...match }: HttpMatchRequest): string {
  const path = isCatchAll({ uri }) ? {} : { uri, ...(ignoreUriCase && { ignoreUriCase }) };
  const given = Object.entries({ ...path, ...match }).filter(([, value]) => value !== undefined);
  const sorted = Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.keys(sorted).length === 0 ? EVERYTHING : JSON.stringify(sorted);
}
