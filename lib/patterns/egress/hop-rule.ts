import type { ConnectionPoolSettings } from '../../../imports/networking';
import { ClientTlsSettingsTlsMode } from '../../../imports/networking';
import { foreseen } from '../../core/acceptance';
import { compact } from '../../core/expect';
import { ServiceRef } from '../../kubernetes/service-ref';
import { DestinationRule } from '../../networking/destination-rule';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import type { Subset } from '../../networking/subset';
import type { Egress } from './egress';

/** Annotations of a VirtualService with the way out. */
export const NOT_ENFORCED = foreseen(
  ['CDI0204', 'CDI0205'],
  'this is a way out, not a barrier: the mesh decides what sidecars let out, and only a NetworkPolicy keeps pods in',
);

const SUBSETS_WITHOUT_LABELS = foreseen(
  ['KIA0209'],
  'a subset gives the hop to the gateway a policy of its own, for all pods of the gateway',
);

/**
 * The rule for the Service of the gateway. All policy is in its subsets: of several DestinationRules for one host Istio merges the subsets
 * and drops the rest.
 */
export function makeHopRule({ scope, name, namespace }: Egress, workload: GatewayWorkload): DestinationRule {
  return new DestinationRule(scope, 'DestinationRule', {
    metadata: { name, namespace, annotations: SUBSETS_WITHOUT_LABELS },
    service: ServiceRef.fromName(workload.service, {
      namespace: workload.namespace,
      ports: workload.ports.map(({ port }) => ({ port })),
    }),
  });
}

/**
 * Adds a subset with Istio's mutual TLS to the gateway.
 *
 * @param sni the server name of that TLS, by which the gateway finds its server
 * @param port port number of the gateway's Service
 * @param connectionPool what else holds for the connections
 */
export function addMutualSubset(
  rule: DestinationRule,
  name: string,
  sni: string,
  port: number,
  connectionPool?: ConnectionPoolSettings,
): Subset {
  const tls = { mode: ClientTlsSettingsTlsMode.ISTIO_MUTUAL, sni };
  const settings = compact({ port: { number: port }, tls, connectionPool });
  return rule.addSubset(name, { trafficPolicy: { portLevelSettings: [settings] } });
}
