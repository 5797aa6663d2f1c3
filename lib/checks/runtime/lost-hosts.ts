import { olderOf } from '../../mesh/age';
import { rulesOfServer } from '../../istio/server-rules';
import type { GatewayServer } from '../../mesh/gateway-servers';
import { hostsOf } from '../../mesh/virtual-services';
import type { LostHost } from '../../routing/lost-hosts';
import { lostHosts } from '../../routing/lost-hosts';
import type { Check, Wording } from '../check';

/** Hosts of VirtualServices whose requests another server of the port gets, or none. */
export const hostsWithoutRequests: Check = {
  name: 'lost-hosts',
  mirrors: ['pilot/pkg/model/gateway.go: mergeGateways', 'pilot/pkg/networking/core/gateway.go: buildGatewayListeners'],
  codes: {
    CDI0158: {
      name: 'HostWithoutRequests',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A gateway asks the rules of a VirtualService for none of the requests to one of its hosts.',
      explanation:
        'All Gateways that select a pod share its ports, and their servers may conflict. Where servers end TLS, the server name of a connection chooses the server, a whole name before a wildcard: a Gateway with `shop.example.com` takes the connections for it from one with `*.example.com` on the same port, and there only the VirtualServices that name this Gateway are asked. The others are not a fallback: requests get 404. istiod drops a whole server if an older Gateway has one of its hosts with TLS on the same port, if the port speaks another protocol there (HTTP beside TCP, or plain text before TLS), or if two servers of one Gateway have the same port number and name. Nobody reports it: the log of istiod has a line. Nothing is reported if one of the Gateways of the VirtualService is not in the manifests, or if any server of them gets the requests.',
      remedy: 'Name the Gateway that gets the requests, or give the server a port, a port name or hosts of its own.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/gateway/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
        'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch',
      ],
      follows: 'IST0145',
    },
  },
  run(mesh, report) {
    for (const lost of mesh.derive(lostHosts)) {
      const { source, place, server, by } = lost;
      report({
        code: 'CDI0158',
        object: source,
        path: `spec.hosts[${place}]`,
        related: [
          { object: server.gateway, path: server.path },
          { object: by.gateway, path: by.path },
        ],
        ...wordsFor(lost, hostsOf(source, mesh)[place]),
      });
    }
  },
};

function wordsFor(lost: LostHost, host: string): Wording {
  const { server, by, why } = lost;
  const isUndecided =
    why !== 'serverName' && server.gateway !== by.gateway && olderOf(server.gateway, by.gateway) === undefined;
  const { message, fix } = reasonFor(lost, host);
  return {
    severity: isUndecided ? 'info' : undefined,
    message: isUndecided
      ? `${message} This is so as long as Gateway ${by.gateway.key} is the older one, as it is if you apply the files in this order.`
      : message,
    fix,
  };
}

function reasonFor({ source, server, by, why }: LostHost, host: string): Pick<Wording, 'message' | 'fix'> {
  const [own, other] = [nameOf(server), nameOf(by)];
  const rules = `no request for ${host} comes to the rules of this VirtualService`;
  const addOther = `Add ${by.gateway.namespace === source.namespace ? by.gateway.name : by.gateway.key} to gateways`;
  switch (why) {
    case 'serverName':
      return {
        message: `${other} takes the connections for ${host} from ${own}, because it has the name itself or a longer wildcard, and this VirtualService is not bound to it: ${rules}.`,
        fix:
          rulesOfServer(by.server) === rulesOfServer(server.server)
            ? `${addOther}, or remove ${host} there.`
            : `Remove ${host} from ${other}.`,
      };
    case 'hosts':
      return {
        message: `istiod drops a server of ${own}, because ${other} has a host of it on the same port: ${rules}.`,
        fix: `${addOther}, or give the two servers different hosts.`,
      };
    case 'protocol':
      return {
        message: `istiod drops a server of ${own} for ${server.server.port.protocol}, because ${other} has port ${by.number} for ${by.server.port.protocol}, and only servers for HTTP share a port: ${rules}.`,
        fix: 'Give the server a port of its own.',
      };
    case 'name':
      return {
        message: `istiod drops a server of ${own}, because ${other} has the same port number and name: ${rules}.`,
        fix: 'Give each port a name of its own.',
      };
  }
}

/** `Gateway shop/front (spec.servers[0])` */
function nameOf({ gateway, path }: GatewayServer): string {
  return `Gateway ${gateway.key} (${path})`;
}
