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

/**
 * Makes both hops of plain HTTP: sidecar to gateway, and gateway to each host.
 *
 * With mutual TLS each host has a server and a subset of its own, so that the gateway's log and its policies know the host by the server name
 * of that TLS, and hosts of several constructs can share the port.
 */
export function makeHttpHops(egress: Egress, { workload, port, mutual }: EgressGateway, sites: ServiceEntry): Hops {
  const { scope, name, namespace, hosts, exportTo } = egress;
  const gateway = new Gateway(scope, 'Gateway', {
    metadata: { name, namespace },
    workload,
    servers: mutual
      ? hosts.map((host) => GatewayServer.https({ hosts: [host], port, tls: ServerTls.istioMutual() }))
      : [GatewayServer.http({ hosts, port })],
  });
  const destinationRule = makeHopRule(egress, workload);
  const shared = mutual ? undefined : destinationRule.addSubset(name);
  const virtualServices = hosts.map((host) => {
    const ownName = hostName(name, host);
    const subset = shared ?? addMutualSubset(destinationRule, ownName, host, port);
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
