import type { Proxy } from '../mesh/proxies';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { Mesh } from '../mesh/reading/mesh';
import type { VirtualHosts } from './domains';
import { virtualHostsByDomain } from './domains';
import { gatewayRouteConfigs } from './gateway-routes';
import { lookedUpSidecarHosts, sidecarVirtualHost, sidecarVirtualHosts, sniffedVirtualHosts } from './sidecar-routes';
import type { VirtualHost } from './virtual-host';

export type { RouteAction, RouteCluster, RouteEntry } from './http-routes';
export { gatewayRouteConfigs } from './gateway-routes';
export { neverReached } from './never-reached';
export type { NeverReached } from './never-reached';
export type { IgnoredVirtualService, VirtualHost } from './virtual-host';

/**
 * The virtual hosts of a route configuration, by the name that istiod gives it: at sidecars the port (`80`), or host and port
 * where the protocol is detected from the traffic (`web.shop.svc.cluster.local:8080`); at gateways `http.8080`, or
 * `https.443.<name of the port>.<Gateway>.<namespace>`. Undefined for a gateway that has none of the name.
 */
export function routeConfig(mesh: Mesh, proxy: Proxy, name: string): readonly VirtualHost[] | undefined {
  if (proxy.kind === 'gateway') {
    return gatewayRouteConfigs(mesh, proxy).get(name);
  }
  const colon = name.lastIndexOf(':');
  return colon < 0
    ? sidecarVirtualHosts(mesh, proxy, Number(name))
    : sniffedVirtualHosts(mesh, proxy, Number(name.slice(colon + 1)), name.slice(0, colon));
}

/** The same, where a Host is looked up. */
export function lookedUpHosts(mesh: Mesh, proxy: Proxy, name: string): VirtualHosts {
  return proxy.kind !== 'gateway' && !name.includes(':')
    ? lookedUpSidecarHosts(mesh, proxy, Number(name))
    : virtualHostsByDomain(routeConfig(mesh, proxy, name) ?? []);
}

/** The virtual hosts of a port: of a Service at sidecars, and at gateways of the port that the pods listen on, each server with TLS apart. */
export function virtualHosts(mesh: Mesh, proxy: Proxy, port: number): readonly VirtualHost[] {
  if (proxy.kind !== 'gateway') {
    return sidecarVirtualHosts(mesh, proxy, port);
  }
  return routeConfigNames(mesh, proxy, port).flatMap((name) => gatewayRouteConfigs(mesh, proxy).get(name) ?? []);
}

/** The virtual host that a sidecar has for a host, as {@link virtualHosts} has it, without making the others. */
export function virtualHostFor(mesh: Mesh, proxy: Proxy, port: number, host: string): VirtualHost | undefined {
  return sidecarVirtualHost(mesh, proxy, port, host);
}

/** The route configurations of a port that a gateway listens on. */
export function routeConfigNames(mesh: Mesh, proxy: Proxy, port: number): string[] {
  const { listeners, routeConfigs } = gatewayListeners(mesh, proxy);
  const servers = new Set(
    listeners.filter((each) => each.port === port).flatMap(({ groups }) => groups.flatMap((group) => group.servers)),
  );
  return [...routeConfigs].filter(([, own]) => own.some((server) => servers.has(server))).map(([name]) => name);
}
