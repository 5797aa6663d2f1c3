import type { IConstruct } from 'constructs';
import type { L4MatchAttributes, TcpRoute, TlsRoute } from '../../imports/networking';
import { compact, expectList, expectPort, expectString, expectStrings, needObject, writeLabels } from '../core/expect';
import type { Struct } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isValue } from '../core/value';
import type { Destination } from './destination';
import { checkWeights } from './destination';
import type { IGateway } from './gateway-handle';
import { writeGateways } from './gateway-handle';
import { hostCovers } from '../istio/host';
import { hostProblem } from './host';
import { ipRange } from './ip-range';

/**
 * Conditions on the connections of a TCP or TLS rule; all of them must match.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export interface ConnectionMatch {
  /**
   * Port number that the client connects to.
   *
   * @default - any port
   */
  readonly port?: number;

  /**
   * Addresses the client connects to, as CIDR blocks or IP addresses.
   *
   * @default - any address
   */
  readonly destinationSubnets?: string[];

  /**
   * Labels of the calling pod; for rules in the mesh.
   *
   * @default - any caller
   */
  readonly sourceLabels?: Record<string, string>;

  /**
   * Namespace of the calling pod; for rules in the mesh.
   *
   * @default - any namespace
   */
  readonly sourceNamespace?: string;

  /**
   * Through which gateways the connection came, out of those of the VirtualService (`Gateway.mesh()` for callers in the mesh).
   *
   * @default - all gateways of the VirtualService
   */
  readonly gateways?: IGateway[];
}

/**
 * Which TLS connections a rule is for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export interface TlsMatch extends ConnectionMatch {
  /** Server names (SNI) that the client sends; each must be among the hosts of the VirtualService. */
  readonly sniHosts: string[];
}

/**
 * One rule for TLS connections that are passed on without being opened.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 */
export interface TlsRouteOptions {
  /** The connections of the rule: one of these must match. */
  readonly match: TlsMatch[];

  /** Where the connections go. Several destinations share them by weight. */
  readonly route: Destination[];
}

/**
 * One rule for TCP connections.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 */
export interface TcpRouteOptions {
  /**
   * The connections of the rule: one of these must match.
   *
   * @default - every connection
   */
  readonly match?: ConnectionMatch[];

  /** Where the connections go. Several destinations share them by weight. */
  readonly route: Destination[];
}

const MATCH_EXAMPLE = "[{ sniHosts: ['www.example.com'] }]";

/** Writes one rule as Istio's TLSRoute. */
export function writeTlsRoute(
  options: TlsRouteOptions,
  hosts: string[],
  scope: IConstruct,
  problems: Problems,
): TlsRoute {
  const given = needObject(
    options,
    'TlsRouteOptions',
    problems,
    '',
    `{ match: ${MATCH_EXAMPLE}, route: [Destination.service(service)] }`,
  );
  if (given === undefined) {
    return { match: [] };
  }
  const matches = expectList(given.match, problems, 'match', MATCH_EXAMPLE);
  if (matches.length === 0) {
    problems.add('match', `is required: TLS rules match by server name. Write ${MATCH_EXAMPLE}.`);
  }
  return {
    match: matches.map((match, i) => {
      const at = problems.in(`match[${i}]`);
      return { ...writeConnectionMatch(match, 'TlsMatch', at), sniHosts: writeSniHosts(match, hosts, at) };
    }),
    route: writeL4Destinations(given.route, scope, problems),
  };
}

/** Writes one rule as Istio's TCPRoute. */
export function writeTcpRoute(options: TcpRouteOptions, scope: IConstruct, problems: Problems): TcpRoute {
  const given = needObject(options, 'TcpRouteOptions', problems, '', '{ route: [Destination.service(service)] }');
  if (given === undefined) {
    return {};
  }
  const matches = expectList(given.match, problems, 'match', '[{ port: 5432 }]');
  return compact({
    match:
      matches.length === 0
        ? undefined
        : (matches.map((match, i) =>
            writeConnectionMatch(match, 'ConnectionMatch', problems.in(`match[${i}]`)),
          ) as L4MatchAttributes[]),
    route: writeL4Destinations(given.route, scope, problems),
  });
}

function writeConnectionMatch(match: ConnectionMatch, struct: Struct, problems: Problems): object {
  const given = needObject(match, struct, problems, '', '{ port: 443 }') ?? {};
  return compact({
    port: expectPort(given.port, problems, 'port'),
    destinationSubnets:
      given.destinationSubnets === undefined ? undefined : writeSubnets(given.destinationSubnets, problems),
    sourceLabels: writeLabels(given.sourceLabels, problems, 'sourceLabels'),
    sourceNamespace: expectString(given.sourceNamespace, problems, 'sourceNamespace', "'default'"),
    gateways: given.gateways === undefined ? undefined : writeGateways(given.gateways, problems, 'gateways'),
  });
}

function writeSubnets(subnets: string[], problems: Problems): string[] {
  const given = expectStrings(subnets, problems, 'destinationSubnets', "['10.0.0.0/8']");
  given.forEach((subnet, i) => {
    if (ipRange(subnet) === undefined) {
      problems.add(
        `destinationSubnets[${i}]`,
        `${show(subnet)} is neither an IP address nor a CIDR block. Write one such as '10.0.0.0/8'.`,
      );
    }
  });
  return given;
}

function writeSniHosts(match: TlsMatch, hosts: string[], problems: Problems): string[] {
  const sniHosts = expectStrings(match?.sniHosts, problems, 'sniHosts', "['www.example.com']");
  if (sniHosts.length === 0) {
    problems.add('sniHosts', "is required: TLS rules match by server name. Write ['www.example.com'].");
  }
  sniHosts.forEach((host, i) => {
    const problem = hostProblem(host, { wildcard: true, any: true });
    if (problem !== undefined) {
      problems.add(`sniHosts[${i}]`, problem);
    } else if (!hosts.some((pattern) => hostCovers(pattern, host))) {
      problems.add(
        `sniHosts[${i}]`,
        `${show(host)} is not among the hosts of this VirtualService (${hosts.join(', ') || 'none'}), so the rule would never match. Add it to hosts.`,
      );
    }
  });
  return sniHosts;
}

function writeL4Destinations(destinations: Destination[] | undefined, scope: IConstruct, problems: Problems): never[] {
  const example = '[Destination.service(service)]';
  const list = expectList(destinations, problems, 'route', example);
  if (list.length === 0) {
    problems.add('route', `is empty, so connections have no destination. Write ${example}.`);
  }
  const written = list.flatMap((destination, i) => {
    if (!isValue(destination) || typeof destination._toL4Json !== 'function') {
      problems.add(`route[${i}]`, `${show(destination)} does not fit here. Write ${example.slice(1, -1)}.`);
      return [];
    }
    return [destination._toL4Json(problems.in(`route[${i}]`), scope)];
  });
  checkWeights(written, problems, 'route');
  return written as never[];
}
