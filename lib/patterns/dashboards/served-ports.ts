import { hostsOverlap } from '../../istio/host';
import { rulesOfServer } from '../../istio/server-rules';
import type { Gateway } from '../../networking/gateway';
import { withoutNamespace } from '../../networking/gateway-handle';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import type { IngressGateway } from '../ingress/ingress-gateway';

/** The ports of a gateway's Service on which the hosts of dashboards are asked for. */
export interface ServedPorts {
  /** Where requests come through. */
  readonly serving: readonly number[];
  /** Where the server answers with a redirect to HTTPS. */
  readonly redirecting: readonly number[];
  /** Those of `serving` that take plain HTTP. */
  readonly plain: readonly number[];
}

/**
 * What the servers of a Gateway do with some hosts.
 *
 * @param answered a port that a rule answers with a redirect
 */
export function servedPorts(gateway: Gateway, hosts: readonly string[], answered?: number): ServedPorts {
  const own = gateway._servers.filter(
    (server) =>
      server.port.number !== answered &&
      rulesOfServer(server) === 'http' &&
      server.hosts.some((served) => hosts.some((host) => hostsOverlap(withoutNamespace(served), host))),
  );
  const open = own.filter(({ tls }) => tls?.httpsRedirect !== true);
  return {
    serving: numbersOf(open),
    redirecting: numbersOf(own.filter(({ tls }) => tls?.httpsRedirect === true)),
    plain: numbersOf(open.filter(({ tls }) => tls === undefined)),
  };
}

/** The same for a Gateway of its own, which is not made yet. */
export function ownPorts({ httpPort, tlsPort, redirectsByServer, redirectsByRule }: IngressGateway): ServedPorts {
  const plain = httpPort === undefined || redirectsByServer || redirectsByRule ? [] : [httpPort];
  return {
    serving: tlsPort === undefined ? plain : [...plain, tlsPort],
    redirecting: httpPort !== undefined && redirectsByServer ? [httpPort] : [],
    plain,
  };
}

/** The same for a Gateway of which no more is known than its name: any port may serve. */
export function allPorts({ ports }: GatewayWorkload): ServedPorts {
  return { serving: ports.map(({ port }) => port), redirecting: [], plain: [] };
}

function numbersOf(servers: readonly { readonly port: { readonly number: number } }[]): number[] {
  return [...new Set(servers.map(({ port }) => port.number))].sort((a, b) => a - b);
}
