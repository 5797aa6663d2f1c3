import type { Server } from '../../../imports/networking';
import type { Gateway } from '../../mesh/gateways';
import { hostsOverlap } from '../../istio/host';
import type { RuleKind } from '../../istio/server-rules';
import { rulesOfServer } from '../../istio/server-rules';
import type { Check } from '../check';
import type { VirtualService } from './virtual-services';
import { gatewayNames, holdsAt, rulesOf, serverHosts, virtualServicesByGateway } from './virtual-services';

/** Servers of Gateways whose protocol and TLS mode do not take the rules of the VirtualServices that are bound to them. */
export const gatewayRouteKinds: Check = {
  codes: ['CDI0102', 'CDI0202'],
  run(mesh, report) {
    const index = mesh.derive(virtualServicesByGateway);
    for (const gateway of mesh.all('networking.istio.io/Gateway')) {
      for (const [i, server] of (gateway.spec.servers ?? []).entries()) {
        const wanted = rulesOfServer(server);
        const bound = (index.get(gateway.key) ?? []).filter(({ spec }) => meets(server, spec.hosts));
        const rules = bound.map((each) => rulesOf(each).filter((rule) => holdsAt(rule, gateway.key)));
        if (wanted === undefined || bound.length === 0 || rules.flat().some(({ kind }) => kind === wanted)) {
          continue;
        }
        bound.forEach((object, at) => {
          const what = serverName(gateway, server, i);
          const given = [...new Set(rules[at].map(({ kind }) => kind))];
          if (given.length === 0 && forMeshOnly(object, wanted)) {
            report({
              code: 'CDI0202',
              object,
              path: `spec.${wanted}`,
              message:
                `All ${wanted} rules are for the mesh, so sidecars send requests to the gateway, and ${what} has no rule that says where they go from ` +
                'there. istiod leaves a server without rules out, and a listener without servers: sidecars connect to a gateway on which nothing listens, and clients see their connections closed.',
              fix: `Add a second ${wanted} rule with match: [{ gateways: [${object.spec.gateways?.find((name) => name !== 'mesh')}], ... }] that sends the requests on to the external host.`,
            });
          } else if (given.length > 0) {
            report({
              code: 'CDI0102',
              object,
              path: `spec.${given[0]}`,
              severity: servesElsewhere(gateway, object, given) ? 'warning' : undefined,
              message: `${what[0].toUpperCase()}${what.slice(1)} ${KINDS[wanted]}, and this VirtualService has only ${given.join(' and ')} rules for it. They are never asked: ${LOST[wanted]}.`,
              fix: `Write ${wanted} rules${wanted === 'http' ? '' : `, or give the server a protocol and TLS mode that ${given[0]} rules fit (${FITS[given[0]]})`}.`,
            });
          }
        });
      }
    }
  },
};

function meets(server: Server, hosts: readonly string[] | undefined): boolean {
  const own = serverHosts(server.hosts);
  return (hosts ?? []).some((host) => own.some((each) => hostsOverlap(each, host)));
}

/** Whether another server of the Gateway takes the rules, so that those for this one may be elsewhere. */
function servesElsewhere({ spec }: Gateway, object: VirtualService, given: readonly RuleKind[]): boolean {
  return (spec.servers ?? []).some((server) => {
    const wanted = rulesOfServer(server);
    return wanted !== undefined && given.includes(wanted) && meets(server, object.spec.hosts);
  });
}

/** Whether all rules of a kind are for the mesh, although the VirtualService is bound to a gateway as well. */
function forMeshOnly(object: VirtualService, kind: RuleKind): boolean {
  const rules = rulesOf(object).filter((rule) => rule.kind === kind);
  return (
    gatewayNames(object).includes('mesh') &&
    rules.length > 0 &&
    rules.every(({ gateways }) => gateways?.every((name) => name === 'mesh'))
  );
}

function serverName(gateway: Gateway, { port, tls }: Server, i: number): string {
  const mode = tls?.mode === undefined ? '' : `, tls.mode ${tls.mode}`;
  return `server ${port?.number ?? i} of Gateway ${gateway.key} (${port?.protocol}${mode})`;
}

const KINDS: Record<RuleKind, string> = {
  http: 'ends TLS, if there is any, and reads HTTP requests',
  tls: 'passes TLS on unread, so only the server name can be matched',
  tcp: 'ends TLS, if there is any, and passes on bytes that it does not read',
};

const REFUSED =
  'nothing listens on the port, and connections are refused (or closed, where another server of the port has rules)';

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
