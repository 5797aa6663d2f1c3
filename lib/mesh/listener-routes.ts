import { hostCovers, hostsOverlap } from '../istio/host';
import type { GatewayApiGateway } from './managed-gateways';
import { labelSelectorMatches } from './reading/label-selector';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

type Route = MeshObject<'gateway.networking.k8s.io/HTTPRoute'> | MeshObject<'gateway.networking.k8s.io/GRPCRoute'>;

export type ApiListener = NonNullable<GatewayApiGateway['spec']['listeners']>[number];

/** A route that is attached to a listener, and the hosts that it has there. */
export interface ListenerRoute {
  readonly object: Route;
  readonly hosts: readonly string[];
}

const GROUP = 'gateway.networking.k8s.io';

/**
 * The routes for requests that are attached to a listener of a Gateway: by name, section and port, with a host in common, of a namespace
 * that the listener takes routes from (pilot/pkg/config/kube/gateway/conversion.go: extractParentReferenceInfo; referenceAllowed).
 */
export function listenerRoutes(
  mesh: Mesh,
  gateway: GatewayApiGateway,
  listener: ApiListener,
): readonly ListenerRoute[] {
  return (mesh.derive(routesByGateway).get(gateway.key) ?? []).flatMap((object) => {
    const isNamed = (object.spec.parentRefs ?? []).some(
      (parent) =>
        isFor(gateway, object, parent) &&
        (!parent.sectionName || parent.sectionName === listener.name) &&
        (parent.port === undefined || parent.port === listener.port),
    );
    const hosts = isNamed && takes(mesh, gateway, listener, object.namespace) ? sharedHosts(object, listener) : [];
    return hosts.length === 0 ? [] : { object, hosts };
  });
}

interface Parent {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

function isFor(
  gateway: GatewayApiGateway,
  route: Route,
  { group = GROUP, kind = 'Gateway', name, namespace }: Parent,
): boolean {
  return (
    group === GROUP && kind === 'Gateway' && name === gateway.name && placeOf(namespace, route) === gateway.namespace
  );
}

/** An empty namespace is the same as none. */
function placeOf(given: string | undefined, { namespace }: Route): string {
  return given === undefined || given === '' ? namespace : given;
}

function sharedHosts({ spec: { hostnames = [] } }: Route, { hostname = '' }: ApiListener): string[] {
  const own = hostname === '' ? '*' : hostname;
  return hostnames.length === 0
    ? [own]
    : hostnames.filter((host) => hostsOverlap(own, host)).map((host) => (hostCovers(own, host) ? host : own));
}

function takes(mesh: Mesh, gateway: GatewayApiGateway, { allowedRoutes }: ApiListener, namespace: string): boolean {
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
  switch (from) {
    case 'All':
      return true;
    case 'Selector': {
      const labels = {
        ...mesh.find('core/Namespace', '', namespace)?.labels,
        'kubernetes.io/metadata.name': namespace,
      };
      return selector !== undefined && labelSelectorMatches(selector, labels);
    }
    default:
      return namespace === gateway.namespace;
  }
}

function routesByGateway(mesh: Mesh): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  const all: Route[] = [
    ...mesh.all('gateway.networking.k8s.io/HTTPRoute'),
    ...mesh.all('gateway.networking.k8s.io/GRPCRoute'),
  ];
  for (const route of all) {
    const keys = (route.spec.parentRefs ?? []).map(
      ({ name = '', namespace }) => `${placeOf(namespace, route)}/${name}`,
    );
    new Set(keys).forEach((key) => push(routes, key, route));
  }
  return routes;
}
