import { gatewayListeners, servicePorts } from '../mesh/gateway-listeners';
import { bareHosts } from '../mesh/gateway-servers';
import { HostTable } from '../mesh/host-table';
import type { Proxy } from '../mesh/proxies';
import { proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { withoutPort } from './domains';

/** A gateway, and the port that its pods listen on. */
export interface GatewayForHost {
  readonly proxy: Proxy;
  readonly port: number;
}

/** The gateway that has a server for a host, on a port of its Service or of its pods: the one whose host is the closest. */
export function gatewayForHost(mesh: Mesh, authority: string, port: number): GatewayForHost | undefined {
  const { byHost, any } = mesh.derive(gatewaysByPort).get(port) ?? {};
  return byHost?.mostSpecific(withoutPort(authority).toLowerCase()) ?? any;
}

interface AskedGateways {
  readonly byHost: HostTable<GatewayForHost>;
  /** The first that listens at all. */
  readonly any: GatewayForHost;
}

function gatewaysByPort(mesh: Mesh): ReadonlyMap<number, AskedGateways> {
  const byPort = new Map<number, AskedGateways>();
  for (const proxy of proxies(mesh).gateways) {
    const { listeners } = gatewayListeners(mesh, proxy);
    const own = new Set(
      listeners.flatMap(({ groups }) => groups.flatMap(({ servers }) => servers.map(({ number }) => number))),
    );
    const translated = servicePorts(mesh, proxy).filter(({ number }) => !own.has(number));
    for (const { port, groups } of listeners) {
      const leading = translated.flatMap(({ number, target }) => (target === port ? number : []));
      for (const server of groups.flatMap(({ servers }) => servers)) {
        for (const number of new Set([server.number, port, ...leading])) {
          const asked = { proxy, port };
          const known = byPort.get(number) ?? { byHost: new HostTable<GatewayForHost>(), any: asked };
          byPort.set(number, known);
          bareHosts(server).forEach((host) => known.byHost.add(host.toLowerCase(), asked));
        }
      }
    }
  }
  return byPort;
}
