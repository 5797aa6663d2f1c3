import { gatewayListeners } from '../../../mesh/gateway-listeners';
import type { GatewayServer } from '../../../mesh/gateway-servers';
import { bareHosts, readsHttp, serversOf, speaksTls } from '../../../mesh/gateway-servers';
import type { Proxy } from '../../../mesh/proxies';
import { proxiesOfGateway } from '../../../mesh/proxies';
import type { Mesh } from '../../../mesh/reading/mesh';
import { selects } from '../../../mesh/workload';
import type { Door } from './doors';
import { Doors } from './doors';

/** The servers that a gateway has, those of all its Gateways. */
export function serversAt(mesh: Mesh, proxy: Proxy): readonly GatewayServer[] {
  const { listeners } = gatewayListeners(mesh, proxy);
  return listeners.flatMap(({ groups }) => groups.flatMap(({ servers }) => servers));
}

/** On which a gateway may listen. Where nobody knows its pods, those of other such Gateways may be the same, whatever their selectors say. */
export function doorsAt(mesh: Mesh, proxy: Proxy): Doors {
  const isImagined = proxy.workload === undefined && proxy.name === '';
  return isImagined ? mesh.derive(doorsOfUnknownPods) : doorsOf(serversAt(mesh, proxy));
}

function doorsOfUnknownPods(mesh: Mesh): Doors {
  return doorsOf(
    mesh
      .all('networking.istio.io/Gateway')
      .filter((gateway) => proxiesOfGateway(mesh, gateway).length === 0)
      .flatMap(serversOf),
  );
}

/** Servers that requests by HTTP come to, with or without TLS. A server that passes TLS on takes them too. */
function doorsOf(servers: readonly GatewayServer[]): Doors {
  return new Doors(
    servers.flatMap((server): Door | readonly Door[] => {
      const tls = speaksTls(server);
      const redirects = server.server.tls?.httpsRedirect === true;
      return tls || readsHttp(server) ? { number: server.number, tls, hosts: bareHosts(server), redirects } : [];
    }),
  );
}

/** Ports by which the Services of a gateway can be called from outside. */
export function exposedPorts(mesh: Mesh, { namespace, labels }: Proxy): ReadonlySet<number> {
  const ports = mesh
    .all('core/Service')
    .filter(
      ({ spec, namespace: home }) => home === namespace && hasKeys(spec.selector) && selects(spec.selector, labels),
    )
    .flatMap(({ spec }) => spec.ports ?? []);
  return new Set(ports.flatMap(({ port, nodePort }) => [port, nodePort]).filter((number) => number !== undefined));
}

function hasKeys(labels: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(labels ?? {}).length > 0;
}
