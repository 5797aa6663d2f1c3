import type { Server } from '../../../imports/networking';
import type { Problems } from '../../core/problems';
import { serverReads } from '../../istio/server-reads';
import { Gateway } from '../../networking/gateway';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import type { EndedTls, LoadBalancerPreset } from './load-balancer-preset';

/** The Gateways of an App that open ports of these pods, without those that were rejected. */
export function boundGateways({ _bound }: GatewayWorkload): Gateway[] {
  return _bound.filter(
    (gateway): gateway is Gateway =>
      gateway instanceof Gateway && gateway.node.scope?.node.tryFindChild(gateway.node.id) === gateway,
  );
}

/**
 * Reports servers of the Gateways of these pods that expect something else than what the load balancer sends, on the ports where it ends
 * TLS. A Gateway may come after its pods, so they are asked when everything is there.
 */
export function checkBoundGateways(
  workload: GatewayWorkload,
  { label }: LoadBalancerPreset,
  { ports, reencrypts }: EndedTls,
  problems: Problems,
): void {
  for (const gateway of boundGateways(workload)) {
    for (const server of gateway._servers) {
      const { number } = server.port;
      const what = ports.includes(number) ? mismatch(server, reencrypts) : undefined;
      if (what !== undefined) {
        problems.add(
          'loadBalancer.tls',
          `${label} ends TLS on port ${number}, and the server of Gateway ${gateway.node.path} there ${what}`,
        );
      }
    }
  }
}

function mismatch(server: Server, reencrypts: boolean): string | undefined {
  const { number } = server.port;
  const reads = serverReads(server);
  if (reencrypts) {
    return reads === 'plain HTTP'
      ? `expects plain ${server.port.protocol}, while the load balancer encrypts again: no request would get through. Give it GatewayServer.https with port ${number}, or omit reencrypt.`
      : undefined;
  }
  if (server.tls?.httpsRedirect === true) {
    return `redirects to HTTPS, although plain HTTP is all that it gets: browsers would be redirected without end. Omit httpsRedirect; a server of a port where TLS does not end may redirect.`;
  }
  return reads === 'TLS'
    ? `expects TLS again: it would close every connection. Give it GatewayServer.http with port ${number} (an IngressedService: tls: IngressTls.elsewhere() and httpPort: ${number}), leave the port out of tls.ports, or write reencrypt: true.`
    : undefined;
}
