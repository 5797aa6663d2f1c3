import { hostCovers } from '../istio/host';
import { MESH_GATEWAY } from '../istio/names';
import { gatewayListeners } from '../mesh/gateway-listeners';
import type { Proxy } from '../mesh/proxies';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { ApiRoute } from '../mesh/route-parents';
import { allRoutes } from '../mesh/route-parents';
import { attachmentsOf, commonHost, hostnamesOf, parentHosts } from './gateway-api/attachments';
import { httpRules } from './gateway-api/http-rules';
import { LeftOut } from './gateway-api/left-out';
import { tlsDestinations } from './gateway-api/tls-virtual-services';
import { withoutPort } from './domains';
import type { Considered } from './trace';

/** A route of the Gateway API that istiod leaves out with all its rules, at the parents that would take it. */
export interface LeftOutRoute extends LeftOut {
  readonly route: ApiRoute;
  /** By the gateway, which is `mesh` for clients of Services: the hosts that it would have rules for. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
}

/** All of them: `mesh.derive(leftOutRoutes)`. */
export function leftOutRoutes(mesh: Mesh): readonly LeftOutRoute[] {
  return allRoutes(mesh).flatMap((route) => leftOut(mesh, route) ?? []);
}

function leftOut(mesh: Mesh, route: ApiRoute): LeftOutRoute | undefined {
  const hosts = new Map<string, string[]>();
  let found: LeftOut | undefined;
  for (const { gateway, listener, parent } of attachmentsOf(mesh, route)) {
    const isMesh = gateway === MESH_GATEWAY;
    const rules =
      route.kind === 'TLSRoute'
        ? tlsDestinations(mesh, route as MeshObject<'gateway.networking.k8s.io/TLSRoute'>, isMesh)
        : httpRules(mesh, route as MeshObject<'gateway.networking.k8s.io/HTTPRoute'>, isMesh);
    if (rules instanceof LeftOut) {
      found ??= rules;
      const names =
        listener === undefined
          ? parentHosts(mesh, parent)
          : hostnamesOf(route).flatMap((host) => commonHost(listener, host) ?? []);
      names.forEach((host) => push(hosts, gateway, host));
    }
  }
  return found && { ...found, route, hosts };
}

/**
 * The routes that a proxy lacks for a host, for a trace.
 *
 * @param authority whom the request is for
 * @param domains of the virtual host that it finds
 */
export function lackingRoutes(
  mesh: Mesh,
  proxy: Proxy,
  authority: string,
  domains: readonly string[] = [],
): readonly Considered[] {
  const all = mesh.derive(leftOutRoutes);
  const gateways = all.length === 0 ? [] : gatewaysOf(mesh, proxy);
  const host = withoutPort(authority).toLowerCase();
  return all
    .filter(({ hosts }) =>
      gateways.some((gateway) =>
        hosts.get(gateway)?.some((each) => hostCovers(each.toLowerCase(), host) || domains.includes(each)),
      ),
    )
    .map(({ route, path, why }) => ({
      what: `${route.kind} ${route.key}`,
      object: route,
      path,
      why: `istiod leaves all of it out: ${why}`,
    }));
}

/** The Gateways that a proxy has the servers of, as routes are attached to them. */
function gatewaysOf(mesh: Mesh, proxy: Proxy): readonly string[] {
  return proxy.kind === 'gateway'
    ? gatewayListeners(mesh, proxy).listeners.flatMap(({ groups }) =>
        groups.flatMap(({ servers }) => servers.map(({ gateway }) => gateway.key)),
      )
    : [MESH_GATEWAY];
}
