import type { RuleKind } from '../istio/server-rules';
import type { IGateway, ServedHosts, ServingGateway } from './gateway-handle';
import { admits, isServing, withoutNamespace } from './gateway-handle';
import { hostsOverlap } from '../istio/host';

/** A VirtualService, as far as its gateways are concerned. */
export interface BoundRules {
  readonly hosts: string[];
  readonly namespace: string | undefined;
  readonly rules: Record<RuleKind, { readonly match?: { readonly gateways?: string[] }[] }[]>;
}

const INSTEAD: Record<RuleKind, string> = {
  http: 'give the Gateway a server that terminates TLS, with GatewayServer.https',
  tls: 'pass TLS through at the Gateway, with GatewayServer.tls and ServerTls.passthrough()',
  tcp: 'give the Gateway a server for TCP, with GatewayServer.tcp',
};

/** A Gateway whose servers are known, and those of them that are for the VirtualService. */
interface Place {
  readonly gateway: ServingGateway;
  readonly servers: ServedHosts[];
}

/** What is wrong between a VirtualService and its Gateways, as far as their servers are known. */
export function checkServed(bound: BoundRules, gateways: IGateway[]): string[] {
  const places = gateways.filter(isServing).map((gateway) => ({
    gateway,
    servers: gateway._serves().filter((server) => isFor(server, gateway, bound.hosts, bound.namespace)),
  }));
  const problems = places
    .filter(({ servers }) => servers.length === 0)
    .map(({ gateway }) => describeUnbound(bound, gateway));
  if (problems.length > 0) {
    return problems;
  }
  return [
    ...(places.length === gateways.length ? unservedHosts(bound, places) : []),
    ...uselessRules(bound, places, gateways),
  ];
}

function describeUnbound({ hosts, namespace }: BoundRules, gateway: ServingGateway): string {
  const { gatewayName } = gateway;
  const all = hosts.join(', ');
  const meant = gateway._serves().flatMap((server) => hostsOf(server, hosts));
  return meant.length === 0
    ? `VirtualService is bound to Gateway ${gatewayName}, which serves none of its hosts (${all}), only ${namesOf(gateway)}. ` +
        'Add the host to a server of the Gateway.'
    : `VirtualService is in namespace ${namespace}, but Gateway ${gatewayName} serves its hosts (${all}) for other namespaces only: ${meant.join(', ')}. Write ${namespace}/${withoutNamespace(meant[0])} there, or the host without a namespace.`;
}

/** A host must be served by one of the gateways; where one of them is not known, or is the mesh, it may be by that. */
function unservedHosts({ hosts, namespace }: BoundRules, places: Place[]): string[] {
  if (places.length === 0) {
    return [];
  }
  return hosts
    .filter((host) =>
      places.every(({ gateway, servers }) => !servers.some((server) => isFor(server, gateway, [host], namespace))),
    )
    .map((host) => {
      const served = places.map(({ gateway }) => `${gateway.gatewayName}: ${namesOf(gateway)}`).join('; ');
      return (
        `VirtualService has host ${host}, which none of its Gateways serves for namespace ${namespace} (${served}). ` +
        'Add the host to a server of the Gateway, or remove it from hosts.'
      );
    });
}

function uselessRules({ hosts, rules }: BoundRules, places: Place[], gateways: IGateway[]): string[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((kind) => {
    if (rules[kind].length === 0 || places.every(({ servers }) => servers.some((server) => mayAsk(server, kind)))) {
      return [];
    }
    for (const { match } of rules[kind]) {
      const names = match?.map((one) => one.gateways);
      const isMeant = ({ gatewayName }: IGateway) =>
        names?.every((only) => only !== undefined && !only.includes(gatewayName)) !== true;
      const meant = places.filter(({ gateway }) => isMeant(gateway));
      const servers = meant.flatMap((place) => place.servers);
      if (
        meant.length === gateways.filter(isMeant).length &&
        servers.length > 0 &&
        !servers.some((server) => mayAsk(server, kind))
      ) {
        const asked = [...new Set(servers.map((server) => server.rules))].join(' and ');
        return [
          `VirtualService has ${kind} rules, and for its hosts (${hosts.join(', ')}) Gateway ${meant.map(({ gateway }) => gateway.gatewayName).join(' and ')} uses only ${asked} rules, so they would never be used. Write ${asked} rules, or ${INSTEAD[kind]}.`,
        ];
      }
    }
    return [];
  });
}

/** Whether a server chooses the destination by rules of a kind, as far as its protocol is known. */
function mayAsk({ rules }: ServedHosts, kind: RuleKind): boolean {
  return rules === undefined || rules === kind;
}

/** Whether a server of a gateway is for requests to some of these hosts. */
function isFor(server: ServedHosts, gateway: IGateway, hosts: string[], namespace: string | undefined): boolean {
  return hostsOf(server, hosts).some((served) => admits(gateway, served, namespace));
}

/** The hosts of a server with requests for these hosts. */
function hostsOf(server: ServedHosts, hosts: string[]): string[] {
  return server.hosts.filter((served) => hosts.some((host) => hostsOverlap(withoutNamespace(served), host)));
}

function namesOf(gateway: ServingGateway): string {
  return (
    gateway
      ._serves()
      .flatMap(({ hosts }) => hosts)
      .join(', ') || 'no host'
  );
}
