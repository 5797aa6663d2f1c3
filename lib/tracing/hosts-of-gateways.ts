import { gatewayListeners } from '../mesh/gateway-listeners';
import { proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { withGatewayApi } from '../routing/gateway-api/with-gateway-api';

/** What gateways listen for: the hosts by the port that a client dials, with the gateways. */
export interface GatewayHost {
  readonly host: string;
  readonly port: number;
  /** `namespace/name` */
  readonly gateway: string;
}

/** The hosts of all servers of all gateways, those of the Gateway API too, in the order of their names. */
export function hostsOfGateways(given: Mesh): readonly GatewayHost[] {
  const mesh = given.derive(withGatewayApi);
  return proxies(mesh).gateways.flatMap((proxy) =>
    gatewayListeners(mesh, proxy).listeners.flatMap(({ groups }) =>
      groups.flatMap(({ servers }) =>
        servers.flatMap(({ hosts, number }) =>
          hosts.map((host) => ({
            host: host.slice(host.indexOf('/') + 1),
            port: number,
            gateway: `${proxy.namespace}/${proxy.name}`,
          })),
        ),
      ),
    ),
  );
}
