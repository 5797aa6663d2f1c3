import { hostCovers } from '../../istio/host';
import { MESH_GATEWAY } from '../../istio/names';
import { findService } from '../../mesh/made-services';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { hasForeignWaypoint } from '../../mesh/waypoints';
import type { ApiRoute, RouteListener, RouteParent } from '../../mesh/route-parents';
import { isMeant, parentsOf, sharesHost, takesNamespace } from '../../mesh/route-parents';
import { listenerGatewayName } from './listener-gateways';

/** A parent of a route that takes it. */
export interface Attachment {
  readonly parent: RouteParent;
  /** Undefined for a Service or a ServiceEntry, whose clients have the route. */
  readonly listener?: RouteListener;
  /** The Gateway that is made of the listener, as `namespace/name`, or `mesh`. */
  readonly gateway: string;
}

/** The parents that take a route (conversion.go: extractParentReferenceInfo, referenceAllowed). */
export function attachmentsOf(mesh: Mesh, route: ApiRoute): readonly Attachment[] {
  return parentsOf(mesh, route).flatMap((parent): readonly Attachment[] => {
    if (parent.kind === 'Service' || parent.kind === 'ServiceEntry') {
      const { object } = parentObject(mesh, parent);
      return object === undefined || hasForeignWaypoint(mesh, object) ? [] : [{ parent, gateway: MESH_GATEWAY }];
    }
    const { object } = parent;
    return object === undefined
      ? []
      : parent.listeners
          .filter(
            (listener) =>
              isMeant(parent.ref, listener) &&
              listener.kinds.includes(route.kind) &&
              takesNamespace(mesh, listener, object.namespace, route.namespace) === true &&
              hostnamesOf(route).some((host) => sharesHost(listener, host)),
          )
          .map((listener) => ({
            parent,
            listener,
            gateway: `${object.namespace}/${listenerGatewayName(object.name, listener.listener.name)}`,
          }));
  });
}

/** The hosts of a Service or a ServiceEntry that a route is for; none where it is not there. */
export function parentHosts(mesh: Mesh, parent: RouteParent): readonly string[] {
  return parentObject(mesh, parent).hosts;
}

function parentObject(
  mesh: Mesh,
  { kind, namespace, ref: { name } }: RouteParent,
): { readonly object?: MeshObject; readonly hosts: readonly string[] } {
  if (kind === 'ServiceEntry') {
    const object = mesh.find('networking.istio.io/ServiceEntry', namespace, name);
    return { object, hosts: object?.spec.hosts ?? [] };
  }
  const object = findService(mesh, namespace, name);
  return { object, hosts: object === undefined ? [] : [`${name}.${namespace}.svc.${mesh.context.clusterDomain}`] };
}

export function hostnamesOf({ spec }: ApiRoute): readonly string[] {
  const { hostnames = [] } = spec;
  return hostnames.length === 0 ? ['*'] : hostnames;
}

/** What a host of a route and a listener have in common; undefined for nothing (pkg/config/host/names.go: Intersection). */
export function commonHost({ hostname }: RouteListener, host: string): string | undefined {
  if (hostname === '' || hostCovers(hostname, host)) {
    return host;
  }
  return hostCovers(host, hostname) ? hostname : undefined;
}
