import { MESH_GATEWAY } from '../../istio/names';
import type { RuleKind } from '../../istio/server-rules';
import { rulesOfServer } from '../../istio/server-rules';
import type { GatewayServer } from '../../mesh/gateway-servers';
import { bareHosts, serversOf } from '../../mesh/gateway-servers';
import type { Gateway } from '../../mesh/gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import {
  gatewayNames,
  hostsOf,
  isAskedAt,
  rulesOf,
  virtualServicesByGateway,
  virtualServicesByHost,
} from '../../mesh/virtual-services';
import { serverHosts } from '../../routing/server-hosts';
import type { Check } from '../check';

/** Servers of Gateways whose protocol and TLS mode do not use the rules of the VirtualServices that are bound to them. */
export const gatewayRouteKinds: Check = {
  name: 'gateway-route-kinds',
  mirrors: [
    'pilot/pkg/networking/core/gateway.go: buildGatewayListeners',
    'pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig',
  ],
  codes: {
    CDI0102: {
      name: 'RouteKindUnfitForServer',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'The rules of a VirtualService are of a kind that the gateway server does not use.',
      explanation:
        'The protocol and the TLS mode of a server decide what the gateway can read. A server that terminates TLS for HTTPS reads HTTP requests and uses `http` rules. One with PASSTHROUGH sees only the server name and uses `tls` rules. One that terminates TLS for protocol TLS, or has protocol TCP, uses `tcp` rules. Rules of another kind are silently ignored. An HTTP server without rules answers 404. Any other server without rules is left out: if no other server shares the port, nothing listens and connections are refused; otherwise they are closed.',
      remedy: "Write rules of the kind that the server uses, or change the server's protocol and TLS mode.",
      references: [
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
        'https://github.com/istio/istio/issues/34612',
        'https://github.com/istio/istio/issues/13578',
        'https://github.com/istio/istio/issues/37293',
      ],
    },
    CDI0202: {
      name: 'SecondHopMissing',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'Sidecars send requests to a gateway that has no rule to forward them.',
      explanation:
        'Egress through a gateway takes two hops: a rule for the mesh sends requests from the sidecar to the gateway, and a rule for the gateway sends them on to the external host. Without the second rule istiod builds no filter chain for the server and omits its listener: connections to the gateway are refused.',
      remedy: 'Add the second rule.',
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
        'https://github.com/istio/istio/issues/17517',
        'https://github.com/istio/istio/issues/50403',
      ],
    },
  },
  run(mesh, report) {
    for (const gateway of mesh.all('networking.istio.io/Gateway')) {
      for (const server of serversOf(gateway)) {
        const wanted = rulesOfServer(server.server);
        // A server that redirects answers by itself, also without rules.
        const isAsked = wanted !== undefined && server.server.tls?.httpsRedirect !== true;
        const bound = isAsked ? boundTo(mesh, server) : [];
        const rules = bound.map((each) => rulesOf(each).filter((rule) => isAskedAt(rule, gateway.key)));
        if (wanted === undefined || bound.length === 0 || rules.flat().some(({ kind }) => kind === wanted)) {
          continue;
        }
        bound.forEach((object, at) => {
          const what = serverName(server);
          const given = [...new Set(rules[at].map(({ kind }) => kind))];
          if (given.length === 0 && forMeshOnly(object, wanted)) {
            report({
              code: 'CDI0202',
              object,
              path: `spec.${wanted}`,
              related: [{ object: gateway, path: server.path }],
              message: `All ${wanted} rules are for the mesh: sidecars send requests to the gateway, but ${what} has no rule to forward them. istiod omits a server without rules, and a listener without servers: nothing listens at the gateway, and the connections of clients are closed.`,
              fix: `Add a second ${wanted} rule with match: [{ gateways: [${object.spec.gateways?.find((name) => name !== MESH_GATEWAY)}], ... }] that sends the requests on to the external host.`,
            });
          } else if (given.length > 0) {
            report({
              code: 'CDI0102',
              object,
              path: `spec.${given[0]}`,
              related: [{ object: gateway, path: server.path }],
              severity: servesElsewhere(mesh, gateway, object, given) ? 'warning' : undefined,
              message: `${what[0].toUpperCase()}${what.slice(1)} ${KINDS[wanted]}, but this VirtualService has only ${given.join(' and ')} rules for it. They are never used: ${LOST[wanted]}.`,
              fix: `Write ${wanted} rules${wanted === 'http' ? '' : `, or give the server a protocol and TLS mode for ${given[0]} rules (${FITS[given[0]]})`}.`,
            });
          }
        });
      }
    }
  },
};

/** The VirtualServices of the Gateway that have a host of one of its servers. */
function boundTo(mesh: Mesh, server: GatewayServer): readonly VirtualService[] {
  const ofGateway = mesh.derive(virtualServicesByGateway).get(server.gateway.key);
  if (ofGateway === undefined) {
    return [];
  }
  const table = virtualServicesByHost(mesh, ofGateway);
  return table
    .inOrder(bareHosts(server).flatMap((host) => table.overlapping(host)))
    .filter((object) => servesHostsOf(mesh, server, object));
}

function servesHostsOf(mesh: Mesh, server: GatewayServer, object: VirtualService): boolean {
  return serverHosts(server).shared(hostsOf(object, mesh), object.namespace).length > 0;
}

/** Whether another server of the Gateway uses the rules, so that those for this one may be elsewhere. */
function servesElsewhere(mesh: Mesh, gateway: Gateway, object: VirtualService, given: readonly RuleKind[]): boolean {
  return serversOf(gateway).some((server) => {
    const wanted = rulesOfServer(server.server);
    return wanted !== undefined && given.includes(wanted) && servesHostsOf(mesh, server, object);
  });
}

/** Whether all rules of a kind are for the mesh, although the VirtualService is bound to a gateway as well. */
function forMeshOnly(object: VirtualService, kind: RuleKind): boolean {
  const rules = rulesOf(object).filter((rule) => rule.kind === kind);
  return (
    gatewayNames(object).includes(MESH_GATEWAY) &&
    rules.length > 0 &&
    rules.every(({ gateways }) => gateways?.every((name) => name === MESH_GATEWAY))
  );
}

function serverName({ gateway, number, server: { port, tls } }: GatewayServer): string {
  const mode = tls?.mode === undefined ? '' : `, tls.mode ${tls.mode}`;
  return `server ${number} of Gateway ${gateway.key} (${port.protocol}${mode})`;
}

const KINDS: Record<RuleKind, string> = {
  http: 'terminates TLS, if there is any, and reads HTTP requests',
  tls: 'forwards TLS unread, so rules can match only the server name',
  tcp: 'terminates TLS, if there is any, and forwards the bytes unread',
};

const REFUSED =
  'nothing listens on the port, and connections are refused (or closed, if another server of the port has rules)';

const LOST: Record<RuleKind, string> = {
  http: 'every request gets 404',
  tls: REFUSED,
  tcp: REFUSED,
};

const FITS: Record<RuleKind, string> = {
  http: 'HTTP, or HTTPS with SIMPLE or MUTUAL',
  tls: 'TLS or HTTPS with PASSTHROUGH',
  tcp: 'TCP, or TLS with SIMPLE, MUTUAL or ISTIO_MUTUAL',
};
