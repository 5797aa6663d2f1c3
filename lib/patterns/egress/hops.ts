import { Destination } from '../../networking/destination';
import type { DestinationRule } from '../../networking/destination-rule';
import { Gateway } from '../../networking/gateway';
import { GatewayServer } from '../../networking/gateway-server';
import { ServerTls } from '../../networking/server-tls';
import { VirtualService } from '../../networking/virtual-service';
import type { Egress, EgressGateway } from './egress';
import { addMutualSubset, makeHopRule, NOT_ENFORCED } from './hop-rule';

/** A way through the gateway: some hosts that go on to the same place. */
export interface Way {
  readonly hosts: string[];
  /** Id of the VirtualService in the construct. */
  readonly id: string;
  /** Name of the VirtualService, and of the subset where the way needs one of its own. */
  readonly name: string;
  /** The server name of the mutual TLS between sidecar and gateway, by which the gateway knows the way. */
  readonly hopSni: string;
  /** Where the gateway sends the connection. */
  readonly to: Destination;
}

export interface Hops {
  readonly gateway: Gateway;
  readonly destinationRule: DestinationRule;
  readonly virtualServices: VirtualService[];
}

/**
 * Makes both hops of each way: sidecar to gateway, and gateway to where the way leads.
 *
 * With mutual TLS the gateway reads only the server name of that outer TLS, and its `tcp` route can't choose by server name.
 * Therefore each way then has a server and a subset of its own.
 */
export function makeHops(egress: Egress, { workload, port, mutual }: EgressGateway, ways: Way[]): Hops {
  const { scope, name, namespace, exportTo } = egress;
  const tls = mutual ? ServerTls.istioMutual() : ServerTls.passthrough();
  const servers = mutual ? ways.map(({ hosts }) => hosts) : [ways.flatMap(({ hosts }) => hosts)];
  const gateway = new Gateway(scope, 'Gateway', {
    metadata: { name, namespace },
    workload,
    servers: servers.map((hosts) => GatewayServer.tls({ hosts, port, tls })),
  });
  const destinationRule = makeHopRule(egress, workload);
  const shared = mutual ? undefined : destinationRule.addSubset(name);
  const virtualServices = ways.map((way) => {
    const subset = shared ?? addMutualSubset(destinationRule, way.name, way.hopSni, port);
    const atGateway = { gateways: [gateway], port };
    return new VirtualService(scope, way.id, {
      metadata: { name: way.name, namespace, annotations: NOT_ENFORCED },
      hosts: way.hosts,
      gateways: [Gateway.mesh(), gateway],
      exportTo,
      tls: [
        {
          match: [{ gateways: [Gateway.mesh()], port: egress.port, sniHosts: way.hosts }],
          route: [Destination.subset(subset, { port })],
        },
        ...(mutual ? [] : [{ match: [{ ...atGateway, sniHosts: way.hosts }], route: [way.to] }]),
      ],
      tcp: mutual ? [{ match: [atGateway], route: [way.to] }] : undefined,
    });
  });
  return { gateway, destinationRule, virtualServices };
}
