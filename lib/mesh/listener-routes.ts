import type { Listener } from '../../imports/gateway-api';
import { hostCovers, hostsOverlap } from '../istio/host';
import type { GatewayApiGateway } from './managed-gateways';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { isMeant, namespaceOfRef, parentKind, takesNamespace } from './route-parents';

type Route = MeshObject<'gateway.networking.k8s.io/HTTPRoute'> | MeshObject<'gateway.networking.k8s.io/GRPCRoute'>;

/** A route that is attached to a listener, and the hosts that it has there. */
export interface ListenerRoute {
  readonly object: Route;
  readonly hosts: readonly string[];
}

/**
 * The routes for requests that are attached to a listener of a Gateway: by name, section and port, with a host in common, of a namespace
 * that the listener takes routes from (pilot/pkg/config/kube/gateway/conversion.go: extractParentReferenceInfo; referenceAllowed).
 */
export function listenerRoutes(mesh: Mesh, gateway: GatewayApiGateway, listener: Listener): readonly ListenerRoute[] {
  const own = { listener, port: listener.port };
  return (mesh.derive(routesByGateway).get(gateway.key) ?? []).flatMap((object) => {
    const isNamed = (object.spec.parentRefs ?? []).some(
      (parent) =>
        parentKind(parent) === 'Gateway' &&
        parent.name === gateway.name &&
        namespaceOfRef(parent, object) === gateway.namespace &&
        isMeant(parent, own),
    );
    const isTaken = isNamed && takesNamespace(mesh, own, gateway.namespace, object.namespace) === true;
    const hosts = isTaken ? sharedHosts(object, listener) : [];
    return hosts.length === 0 ? [] : { object, hosts };
  });
}

function sharedHosts({ spec: { hostnames = [] } }: Route, { hostname = '' }: Listener): string[] {
  const own = hostname === '' ? '*' : hostname;
  return hostnames.length === 0
    ? [own]
    : hostnames.filter((host) => hostsOverlap(own, host)).map((host) => (hostCovers(own, host) ? host : own));
}

function routesByGateway(mesh: Mesh): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  const all: Route[] = [
    ...mesh.all('gateway.networking.k8s.io/HTTPRoute'),
    ...mesh.all('gateway.networking.k8s.io/GRPCRoute'),
  ];
  for (const route of all) {
    const keys = (route.spec.parentRefs ?? []).map((parent) => `${namespaceOfRef(parent, route)}/${parent.name}`);
    new Set(keys).forEach((key) => push(routes, key, route));
  }
  return routes;
}
