import { MESH_GATEWAY } from '../../../istio/names';
import { hostsOverlap } from '../../../istio/host';
import { HTTP_METHODS } from '../../../istio/http-methods';
import { isHttp } from '../../../istio/protocol';
import type { RuleKind } from '../../../istio/server-rules';
import { rulesOfServer } from '../../../istio/server-rules';
import { effectiveMatch } from '../../../istio/string-match';
import type { GatewayServer } from '../../../mesh/gateway-servers';
import { serversOf, speaksTls } from '../../../mesh/gateway-servers';
import { proxiesOfGateway } from '../../../mesh/proxies';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { RegistryService } from '../../../mesh/registry';
import { registry } from '../../../mesh/registry';
import type { RuleMatch, VirtualService } from '../../../mesh/virtual-services';
import { hostsOf, isAskedAt } from '../../../mesh/virtual-services';
import { selects } from '../../../mesh/workload';
import { serverHosts } from '../../../routing/server-hosts';
import { gatewayOf } from '../gateways';
import type { FieldWording } from './field-wording';
import { missingClients } from './missing-clients';

/** Finds fields of matches that no request for a VirtualService has. */
export class ImpossibleFields {
  private readonly places = new Map<string, Place | undefined>();

  constructor(
    private readonly mesh: Mesh,
    private readonly source: VirtualService,
    private readonly bound: readonly string[],
  ) {}

  /** The first field of a match that requests have at none of the gateways at which it is asked, as far as all of these are known. */
  public in(kind: RuleKind, match: RuleMatch): FieldWording | undefined {
    const gateways = this.bound.filter((gateway) => isAskedAt(match, gateway));
    return this.anywhere(kind, match, gateways) ?? this.atAll(kind, match, gateways);
  }

  /** What no request has, wherever it comes from. */
  private anywhere(kind: RuleKind, match: RuleMatch, gateways: readonly string[]): FieldWording | undefined {
    if (gateways.length === 0) {
      return undefined;
    }
    return (
      (kind === 'http' ? methodProblem(match as RuleMatch<'http'>) : undefined) ??
      (gateways.every((gateway) => gateway === MESH_GATEWAY) ? missingClients(this.mesh, match) : undefined)
    );
  }

  private atAll(kind: RuleKind, match: RuleMatch, gateways: readonly string[]): FieldWording | undefined {
    const asks = CONDITIONS.some((name) => (match.match as Readonly<Record<string, unknown>>)[name] !== undefined);
    const places = (asks ? gateways : []).map((gateway) => this.place(kind, gateway));
    return places.length === 0 || places.includes(undefined)
      ? undefined
      : (places as Place[])
          .map((place) => impossibleAt(this.mesh, this.source, kind, match, place))
          .reduce((a, b) => a && b && a);
  }

  /** Most matches ask the same gateways. */
  private place(kind: RuleKind, gateway: string): Place | undefined {
    const key = `${kind} ${gateway}`;
    if (!this.places.has(key)) {
      this.places.set(key, placeOf(this.mesh, this.source, kind, gateway));
    }
    return this.places.get(key);
  }
}

const CONDITIONS = ['port', 'sourceLabels', 'sourceNamespace', 'authority', 'scheme'] as const;

/** Where requests for a VirtualService come: at servers of a Gateway, or at sidecars that call services. */
type Place =
  | { readonly gateway: string; readonly servers: readonly GatewayServer[] }
  | { readonly gateway?: undefined; readonly services: readonly RegistryService[] };

/** Undefined where the manifests do not show it. */
function placeOf(mesh: Mesh, source: VirtualService, kind: RuleKind, gateway: string): Place | undefined {
  const hosts = hostsOf(source, mesh);
  if (gateway !== MESH_GATEWAY) {
    const object = gatewayOf(mesh, gateway);
    const servers = (object === undefined ? [] : serversOf(object)).filter(
      (server) =>
        rulesOfServer(server.server) === kind && serverHosts(server).shared(hosts, source.namespace).length > 0,
    );
    return servers.length === 0 ? undefined : { gateway, servers };
  }
  const services = hosts.flatMap((host) => registry(mesh).overlapping(host));
  const isKnown = hosts.every((host) => registry(mesh).overlapping(host).length > 0);
  return isKnown ? { services } : undefined;
}

function impossibleAt(
  mesh: Mesh,
  source: VirtualService,
  kind: RuleKind,
  match: RuleMatch,
  place: Place,
): FieldWording | undefined {
  const port = portProblem(match, place);
  const http = match as RuleMatch<'http'>;
  const found =
    port !== undefined || kind !== 'http'
      ? port
      : (sourceProblem(mesh, match, place) ??
        authorityProblem(mesh, source, http, place) ??
        schemeProblem(http, place));
  const gateway = place.gateway === undefined ? undefined : gatewayOf(mesh, place.gateway);
  return found && { ...found, related: gateway && [{ object: gateway }] };
}

function portProblem({ match: { port = 0 } }: RuleMatch, place: Place): FieldWording | undefined {
  const numbers =
    place.gateway === undefined
      ? place.services.flatMap(({ ports }) => ports.map(({ number }) => number))
      : place.servers.map(({ number }) => number);
  const known = [...new Set(numbers)].sort((a, b) => a - b);
  return port === 0 || known.includes(port)
    ? undefined
    : {
        field: 'port',
        message:
          place.gateway === undefined
            ? `No client calls the host on port ${port}: its ${known.length === 1 ? 'port is' : 'ports are'} ${known.join(', ')}. No request fits this match.`
            : `Gateway ${place.gateway} has no server with port ${port} for the hosts, but ${known.join(' and ')}. No request fits this match.`,
        fix: `Write port: ${known[0]}, or remove port.`,
      };
}

/** With gateways in the match istiod compares no source, which CDI0127 reports. */
function sourceProblem(mesh: Mesh, { match, gateways }: RuleMatch, place: Place): FieldWording | undefined {
  const { sourceLabels = {}, sourceNamespace = '' } = match;
  const gateway = place.gateway === undefined ? undefined : gatewayOf(mesh, place.gateway);
  const pods = gateway === undefined ? [] : proxiesOfGateway(mesh, gateway);
  if (gateways !== undefined || pods.length === 0) {
    return undefined;
  }
  const [labels, namespace] = [
    pods.some((pod) => selects(sourceLabels, pod.labels)),
    pods.some((pod) => sourceNamespace === '' || sourceNamespace === pod.namespace),
  ];
  const field = labels ? 'sourceNamespace' : 'sourceLabels';
  return labels && namespace
    ? undefined
    : {
        field,
        message: `A gateway compares ${field} with its own pods, not with its clients, and the pods of Gateway ${place.gateway} ${labels ? `are not in ${sourceNamespace}` : 'do not have these labels'}. No request fits this match.`,
        fix: `Remove ${field}; to tell clients apart at a gateway, match a header, or a claim of their token.`,
      };
}

function authorityProblem(
  mesh: Mesh,
  source: VirtualService,
  { match }: RuleMatch<'http'>,
  place: Place,
): FieldWording | undefined {
  const wanted = effectiveMatch(match.authority ?? {});
  // At ports whose protocol is found out from the traffic Envoy does not look at the host.
  if (wanted?.way !== 'exact' || (place.gateway === undefined && !place.services.every(readsHosts))) {
    return undefined;
  }
  if (wanted.text.includes('*')) {
    return {
      field: 'authority.exact',
      message: `"*" in ${wanted.text} is no wildcard here: Envoy compares the authority character by character. No request fits this match.`,
      fix: 'Remove authority: hosts already chooses the hosts. Or match a part of them by prefix or regex.',
    };
  }
  const host = wanted.text.replace(/:\d+$/, '').toLowerCase();
  const hosts = hostsOf(source, mesh).map((each) => each.toLowerCase());
  const fits = (own: string): boolean =>
    hostsOverlap(own, host) ||
    (place.gateway === undefined && (own.startsWith(`${host}.`) || /^[\d.:[\]a-f]+$/.test(host)));
  return hosts.some(fits)
    ? undefined
    : {
        field: 'authority.exact',
        message: `The VirtualService is for ${hosts.join(' and ')}, and Envoy asks its rules only for requests to ${hosts.length === 1 ? 'this host' : 'these hosts'}. No request to ${wanted.text} comes here.`,
        fix: `Add ${host} to hosts, or remove authority.`,
      };
}

function readsHosts({ ports }: RegistryService): boolean {
  return ports.every(({ protocol }) => isHttp(protocol));
}

function schemeProblem({ match }: RuleMatch<'http'>, place: Place): FieldWording | undefined {
  const wanted = effectiveMatch(match.scheme ?? {});
  if (wanted?.way !== 'exact' || !['http', 'https'].includes(wanted.text)) {
    return undefined;
  }
  const given =
    place.gateway === undefined ? ['http'] : place.servers.map((each) => (speaksTls(each) ? 'https' : 'http'));
  return given.includes(wanted.text)
    ? undefined
    : {
        field: 'scheme.exact',
        message: `Requests come ${place.gateway === undefined ? 'to the proxies of clients' : `to Gateway ${place.gateway}`} ${given[0] === 'http' ? 'without TLS' : 'over TLS'}, so their scheme is always ${given[0]}. No request fits this match.`,
        fix: `Write scheme: { exact: ${given[0]} }, or remove scheme.`,
      };
}

/** Envoy compares the case too, and clients write the methods of HTTP in capitals. */
function methodProblem({ match }: RuleMatch<'http'>): FieldWording | undefined {
  const wanted = effectiveMatch(match.method ?? {});
  const capitals = wanted?.text.toUpperCase() ?? '';
  return wanted === undefined || wanted.way === 'regex' || wanted.text === capitals || !HTTP_METHODS.includes(capitals)
    ? undefined
    : {
        field: `method.${wanted.way}`,
        message: `Methods are case-sensitive, and no client writes ${wanted.text} in ${wanted.text === wanted.text.toLowerCase() ? 'lower case' : 'this way'}. No request fits this match.`,
        fix: `Write ${wanted.way}: ${capitals}.`,
      };
}
