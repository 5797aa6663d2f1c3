import type { IGateway, RuleKind, ServedHosts, ServingGateway } from './gateway-handle';
import { admits, isServing, withoutNamespace } from './gateway-handle';
import { overlaps } from './host';

/** A VirtualService, as far as its gateways are concerned. */
export interface BoundRules {
  readonly hosts: string[];
  readonly namespace: string | undefined;
  readonly rules: Record<RuleKind, { readonly match?: { readonly gateways?: string[] }[] }[]>;
}

const INSTEAD: Record<RuleKind, string> = {
  http: 'give the Gateway a server that ends TLS, with GatewayServer.https',
  tls: 'leave TLS closed at the Gateway, with GatewayServer.tls and ServerTls.passthrough()',
  tcp: 'give the Gateway a server for TCP, with GatewayServer.tcp',
};

/** What is wrong between a VirtualService and its Gateways, as far as their servers are known. */
export function checkServed(bound: BoundRules, gateways: IGateway[]): string[] {
  const all = bound.hosts.join(', ');
  const problems: string[] = [];
  for (const gateway of gateways.filter(isServing)) {
    const { gatewayName } = gateway;
    const meant = gateway._serves().flatMap((server) => hostsOf(server, bound.hosts));
    const admitted = meant.filter((host) => admits(gateway, host, bound.namespace));
    if (meant.length === 0) {
      problems.push(
        `VirtualService is bound to Gateway ${gatewayName}, which serves none of its hosts (${all}), only ${namesOf(gateway)}. ` +
          'Add the host to a server of the Gateway.',
      );
    } else if (admitted.length === 0) {
      problems.push(
        `VirtualService is in namespace ${bound.namespace}, and Gateway ${gatewayName} serves its hosts (${all}) for other namespaces only: ${meant.join(', ')}. ` +
          `Write ${bound.namespace}/${withoutNamespace(meant[0])} there, or the host without a namespace.`,
      );
    }
  }
  if (problems.length > 0) {
    return problems;
  }
  return [...unservedHosts(bound, gateways), ...uselessRules(bound, gateways)];
}

/** A host must be served by one of the gateways; where one of them is not known, or is the mesh, it may be by that. */
function unservedHosts({ hosts, namespace }: BoundRules, gateways: IGateway[]): string[] {
  const serving = gateways.filter(isServing);
  if (serving.length < gateways.length || serving.length === 0) {
    return [];
  }
  const served = serving.map((gateway) => `${gateway.gatewayName}: ${namesOf(gateway)}`).join('; ');
  return hosts
    .filter((host) => serving.every((gateway) => serversFor(gateway, [host], namespace).length === 0))
    .map(
      (host) =>
        `VirtualService has host ${host}, which none of its Gateways serves for namespace ${namespace} (${served}). ` +
        'Add the host to a server of the Gateway, or leave it out of hosts.',
    );
}

function uselessRules({ hosts, namespace, rules }: BoundRules, gateways: IGateway[]): string[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((kind) => {
    for (const { match } of rules[kind]) {
      const names = match?.map((one) => one.gateways);
      const places = gateways.filter(
        ({ gatewayName }) => names?.every((only) => only !== undefined && !only.includes(gatewayName)) !== true,
      );
      const serving = places.filter(isServing);
      const others = serving.flatMap((gateway) => serversFor(gateway, hosts, namespace)).map((server) => server.rules);
      if (
        serving.length === places.length &&
        others.length > 0 &&
        others.every((other) => other !== undefined && other !== kind)
      ) {
        const asked = [...new Set(others)].join(' and ');
        return [
          `VirtualService has ${kind} rules, and for its hosts (${hosts.join(', ')}) Gateway ${serving.map(({ gatewayName }) => gatewayName).join(' and ')} asks for ${asked} rules only, so they would never be used. ` +
            `Write ${asked} rules, or ${INSTEAD[kind]}.`,
        ];
      }
    }
    return [];
  });
}

/** The servers of a gateway for requests to some of these hosts. */
function serversFor(gateway: ServingGateway, hosts: string[], namespace: string | undefined): ServedHosts[] {
  return gateway
    ._serves()
    .filter((server) => hostsOf(server, hosts).some((served) => admits(gateway, served, namespace)));
}

/** The hosts of a server with requests for these hosts. */
function hostsOf(server: ServedHosts, hosts: string[]): string[] {
  return server.hosts.filter((served) => hosts.some((host) => overlaps(withoutNamespace(served), host)));
}

function namesOf(gateway: ServingGateway): string {
  return (
    gateway
      ._serves()
      .flatMap(({ hosts }) => hosts)
      .join(', ') || 'no host'
  );
}
