import { ConnectionPoolSettingsH2UpgradePolicy } from '../../../imports/networking';
import { Destination } from '../../networking/destination';
import { Gateway } from '../../networking/gateway';
import { GatewayServer } from '../../networking/gateway-server';
import { HttpMatch } from '../../networking/http-match';
import { ServerTls } from '../../networking/server-tls';
import type { ServiceEntry } from '../../networking/service-entry';
import { VirtualService } from '../../networking/virtual-service';
import type { Egress, EgressGateway } from './egress';
import { addMutualSubset, makeHopRule, NOT_ENFORCED } from './hop-rule';
import type { Hops } from './hops';
import { hostName } from './host-name';

/** Istio takes the protocol of the hop from the port of the gateway's Service, which others use as well. */
const HTTP2 = { http: { h2UpgradePolicy: ConnectionPoolSettingsH2UpgradePolicy.UPGRADE } };

/**
 * Makes both hops of plain HTTP: sidecar to gateway, and gateway to each host.
 *
 * With mutual TLS each host has a server and a subset of its own, so that the gateway's log and its policies know the host by the server name
 * of that TLS, and hosts of several constructs can share the port.
 *
 * @param http2 whether the first hop is HTTP/2
 */
export function makeHttpHops(
  egress: Egress,
  { workload, port, mutual }: EgressGateway,
  sites: ServiceEntry,
  http2: boolean,
): Hops {
  const connectionPool = http2 ? HTTP2 : undefined;
  const { scope, name, namespace, hosts, exportTo } = egress;
  const gateway = new Gateway(scope, 'Gateway', {
    metadata: { name, namespace },
    workload,
    servers: mutual
      ? hosts.map((host) => GatewayServer.https({ hosts: [host], port, tls: ServerTls.istioMutual() }))
      : [GatewayServer.http({ hosts, port })],
  });
  const destinationRule = makeHopRule(egress, workload);
  const shared = mutual
    ? undefined
    : destinationRule.addSubset(name, { trafficPolicy: connectionPool && { connectionPool } });
  const virtualServices = hosts.map((host) => {
    const ownName = hostName(name, host);
    const subset = shared ?? addMutualSubset(destinationRule, ownName, host, port, connectionPool);
    return new VirtualService(scope, `VirtualService-${host}`, {
      metadata: { name: ownName, namespace, annotations: NOT_ENFORCED },
      hosts: [host],
      gateways: [Gateway.mesh(), gateway],
      exportTo,
      http: [
        {
          match: [HttpMatch.of({ gateways: [Gateway.mesh()], port: egress.port })],
          route: [Destination.subset(subset, { port })],
        },
        { match: [HttpMatch.of({ gateways: [gateway], port })], route: [sites.destination(host)] },
      ],
    });
  });
  return { gateway, destinationRule, virtualServices };
}
