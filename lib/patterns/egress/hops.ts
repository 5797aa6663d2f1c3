import { createHash } from 'node:crypto';
import { ClientTlsSettingsTlsMode } from '../../../imports/networking';
import { ServiceRef } from '../../kubernetes/service-ref';
import { Destination } from '../../networking/destination';
import { DestinationRule } from '../../networking/destination-rule';
import { Gateway } from '../../networking/gateway';
import { GatewayServer } from '../../networking/gateway-server';
import { ServerTls } from '../../networking/server-tls';
import type { Subset } from '../../networking/subset';
import { VirtualService } from '../../networking/virtual-service';
import { accepted } from '../accepted';
import type { Egress, EgressGateway } from './strategy';

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

const SUBSETS_WITHOUT_LABELS = accepted(
  ['KIA0209'],
  'a subset gives the hop to the gateway a policy of its own, for all pods of the gateway',
);
const NOT_ENFORCED = accepted(
  ['CDI0204', 'CDI0205'],
  'this is a way out, not a barrier: the mesh decides what sidecars let out, and only a NetworkPolicy keeps pods in',
);

export interface Hops {
  readonly gateway: Gateway;
  readonly destinationRule: DestinationRule;
  readonly virtualServices: VirtualService[];
}

/**
 * Makes both hops of each way: sidecar to gateway, and gateway to where the way leads.
 *
 * With mutual TLS the gateway reads only the server name of that outer TLS, and its `tcp` route can't choose by server name.
 * Therefore each way then has a server and a subset of its own. All policy is in the subsets: of several DestinationRules for one host
 * Istio merges the subsets and drops the rest.
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
  const destinationRule = new DestinationRule(scope, 'DestinationRule', {
    metadata: { name, namespace, annotations: SUBSETS_WITHOUT_LABELS },
    service: ServiceRef.fromName(workload.service, {
      namespace: workload.namespace,
      ports: workload.ports.map(({ port }) => ({ port })),
    }),
  });
  const shared = mutual ? undefined : destinationRule.addSubset(name);
  const virtualServices = ways.map((way) => {
    const subset = shared ?? addMutualSubset(destinationRule, way, port);
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

function addMutualSubset(rule: DestinationRule, way: Way, port: number): Subset {
  const tls = { mode: ClientTlsSettingsTlsMode.ISTIO_MUTUAL, sni: way.hopSni };
  return rule.addSubset(way.name, { trafficPolicy: { portLevelSettings: [{ port: { number: port }, tls }] } });
}

/**
 * A name that no other host gives, and that doesn't depend on the other hosts of the construct: `wikipedia-www-wikipedia-org`. A "-" of
 * the host is doubled, so that `a-b.c` and `a.b-c` differ.
 */
export function hostName(name: string, host: string): string {
  const full = `${name}-${host.replace(/-/g, '--').replace(/\./g, '-')}`;
  if (full.length <= 63) {
    return full;
  }
  const hash = createHash('sha256').update(host).digest('hex').slice(0, 8);
  return `${full.slice(0, 63 - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
