import type { HttpMatchRequest, TlsMatchAttributes } from '../../../imports/networking';
import type { VirtualService } from './virtual-services';
import { isAskedAt } from './virtual-services';

/** Requests for a host that a VirtualService wants. */
export interface Wanted {
  /** Kind of the rule, and for tls the server name, by which sidecars tell rules of several VirtualServices apart. */
  readonly what: string;
  /** What istiod knows before any request comes: port and client. Empty for all of them. */
  readonly when: string;
  /** Server name of tls rules. */
  readonly name?: string;
  /** The server names that stand with it. */
  readonly list?: string;
}

/** What a rule wants that takes everything. */
export const EVERYTHING = 'everything';

/** Sidecars take http rules from one VirtualService, tls rules from one for a server name, and tcp rules from one. */
export function wantedInMesh(object: VirtualService): Wanted[] {
  const { http = [], tls = [], tcp = [] } = object.spec;
  const inMesh = <T extends Match>({ match }: { match?: T[] }): T[] =>
    orAny(match).filter(({ gateways }) => isAskedAt('mesh', gateways, object.namespace));
  const all: Wanted[] = [
    ...http.flatMap(inMesh).map((each) => ({ what: 'http', when: condition(each) })),
    ...tls.flatMap(inMesh).flatMap(serverNames),
    ...tcp.flatMap(inMesh).map((each) => ({ what: 'tcp', when: condition(each, each.destinationSubnets) })),
  ];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

function serverNames(match: TlsMatchAttributes): Wanted[] {
  const { sniHosts = [], destinationSubnets } = match;
  const [when, list] = [condition(match, destinationSubnets), sniHosts.join()];
  return sniHosts.map((name) => ({ what: `tls ${name}`, when, name, list }));
}

/** A rule without matches matches everything. */
function orAny<T extends Match>(match: T[] = []): T[] {
  return match.length === 0 ? [{} as T] : match;
}

interface Match {
  readonly gateways?: string[];
  readonly port?: number;
  readonly sourceLabels?: { readonly [key: string]: string };
  readonly sourceNamespace?: string;
}

function condition({ port, sourceLabels = {}, sourceNamespace }: Match, subnets: readonly string[] = []): string {
  const given = [port, sourceNamespace, ...Object.entries(sourceLabels).sort(), ...subnets].filter(Boolean);
  return given.length === 0 ? '' : JSON.stringify(given);
}

/** A gateway merges rules: those that take everything come last, and of two with the same match the second is never asked. */
export function wantedAtGateway(object: VirtualService, gateway: string): Wanted[] {
  const here = ({ gateways }: Match): boolean => isAskedAt(gateway, gateways, object.namespace);
  const { http = [], tls = [] } = object.spec;
  const paths = http.flatMap(({ match }) => orAny(match).filter(here).map(requests));
  return [
    ...[...new Set(paths)].map((what) => ({ what, when: '' })),
    ...tls.flatMap(({ match = [] }) => match.filter(here)).flatMap(serverNames),
  ];
}

/** The requests that a match takes: the same text for the same requests. */
function requests({ uri, name, gateways, ignoreUriCase, ...match }: HttpMatchRequest): string {
  const anyPath = uri === undefined || uri.prefix === '/' || uri.regex === '.*';
  const path = anyPath ? {} : { uri, ...(ignoreUriCase && { ignoreUriCase }) };
  const sorted = Object.fromEntries(Object.entries({ ...path, ...match }).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.keys(sorted).length === 0 ? EVERYTHING : JSON.stringify(sorted);
}
