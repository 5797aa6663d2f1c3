import { gatewayListeners, servicePorts } from '../mesh/gateway-listeners';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';

/** The port of its pods that a port of a gateway's Service leads to. */
export function podPort(mesh: Mesh, proxy: Proxy, port: number): number {
  const { listeners } = gatewayListeners(mesh, proxy);
  const ofServer = listeners.find(({ groups }) =>
    groups.some(({ servers }) => servers.some(({ number }) => number === port)),
  );
  return ofServer?.port ?? servicePorts(mesh, proxy).find(({ number }) => number === port)?.target ?? port;
}
