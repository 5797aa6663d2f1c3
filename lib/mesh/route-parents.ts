import type { Listener, ParentReference } from '../../imports/gateway-api';
import { GATEWAY_CONTROLLERS } from '../istio/gateway-classes';
import { hostCovers, hostsOverlap, isWildcard } from '../istio/host';
import { routeKinds } from '../istio/route-kinds';
import type { GatewayApiGateway } from './managed-gateways';
import { controllerOf } from './managed-gateways';
import { labelSelectorMatches } from './reading/label-selector';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

export type ListenerSet = MeshObject<'gateway.networking.k8s.io/ListenerSet'>;

/** A route of the Gateway API. */
export type ApiRoute =
  | MeshObject<'gateway.networking.k8s.io/HTTPRoute'>
  | MeshObject<'gateway.networking.k8s.io/GRPCRoute'>
  | MeshObject<'gateway.networking.k8s.io/TLSRoute'>;

const GROUP = 'gateway.networking.k8s.io';

/** What a parentRef stands for; `unknown` for kinds that istiod leaves to other controllers (conversion.go: toInternalParentReference). */
export type ParentKind = 'Gateway' | 'ListenerSet' | 'Service' | 'ServiceEntry' | 'unknown';

/** A listener of a Gateway or a ListenerSet (pilot/pkg/config/kube/gateway/conversion.go: parentInfo). */
export interface RouteListener {
  /** `spec.listeners[0]` */
  readonly path: string;
  readonly listener: Listener;
  readonly port: number;
  /** Empty for all hosts. */
  readonly hostname: string;
  /** The kinds of routes that it takes; none at waypoints, which take rules from routes of Services. */
  readonly kinds: readonly string[];
}

/** A parentRef of a route. */
export interface RouteParent {
  /** `spec.parentRefs[0]` */
  readonly path: string;
  readonly ref: ParentReference;
  readonly kind: ParentKind;
  readonly namespace: string;
  /** The Gateway or ListenerSet, where it is among the manifests and istiod is its controller. */
  readonly object?: GatewayApiGateway | ListenerSet;
  /** Whether it may be that another controller serves the route, or that nothing is known of it. */
  readonly isOpen: boolean;
  readonly listeners: readonly RouteListener[];
}

/** The namespace that a reference means; an empty one is the same as none. */
export function namespaceOfRef(
  ref: { readonly namespace?: string } | undefined,
  { namespace }: { readonly namespace: string },
): string {
  return ref?.namespace === undefined || ref.namespace === '' ? namespace : ref.namespace;
}

export function allRoutes(mesh: Mesh): readonly ApiRoute[] {
  return [
    ...mesh.all('gateway.networking.k8s.io/HTTPRoute'),
    ...mesh.all('gateway.networking.k8s.io/GRPCRoute'),
    ...mesh.all('gateway.networking.k8s.io/TLSRoute'),
  ];
}

export function isApiRoute(object: MeshObject): object is ApiRoute {
  return ['HTTPRoute', 'GRPCRoute', 'TLSRoute'].some((kind) => object.id === `${GROUP}/${kind}`);
}

/** The parents that a route names. */
export function parentsOf(mesh: Mesh, route: ApiRoute): readonly RouteParent[] {
  return (route.spec.parentRefs ?? []).map((ref, i) => {
    const kind = parentKind(ref);
    const namespace = namespaceOfRef(ref, route);
    const object =
      kind === 'Gateway' || kind === 'ListenerSet' ? parentObject(mesh, kind, namespace, ref.name) : undefined;
    return {
      path: `spec.parentRefs[${i}]`,
      ref,
      kind,
      namespace,
      object,
      isOpen: object === undefined,
      listeners: object === undefined ? [] : listenersOf(mesh, object),
    };
  });
}

export function parentKind({ group = GROUP, kind = 'Gateway' }: ParentReference): ParentKind {
  const full = `${group}/${kind}`;
  return KINDS.get(full) ?? 'unknown';
}

const KINDS: ReadonlyMap<string, ParentKind> = new Map<string, ParentKind>([
  [`${GROUP}/Gateway`, 'Gateway'],
  [`${GROUP}/ListenerSet`, 'ListenerSet'],
  ['/Service', 'Service'],
  ['networking.istio.io/ServiceEntry', 'ServiceEntry'],
]);

function parentObject(
  mesh: Mesh,
  kind: 'Gateway' | 'ListenerSet',
  namespace: string,
  name: string,
): GatewayApiGateway | ListenerSet | undefined {
  const object = mesh.find(`${GROUP}/${kind}`, namespace, name);
  const gateway = object?.id === `${GROUP}/ListenerSet` ? gatewayOf(mesh, object as ListenerSet) : object;
  return gateway !== undefined && takesRoutes(mesh, gateway as GatewayApiGateway)
    ? (object as GatewayApiGateway | ListenerSet)
    : undefined;
}

/** The Gateway that a ListenerSet adds listeners to. */
export function gatewayOf(mesh: Mesh, { spec: { parentRef }, namespace }: ListenerSet): GatewayApiGateway | undefined {
  const { group = GROUP, kind = 'Gateway', name = '' } = parentRef ?? {};
  return group === GROUP && kind === 'Gateway'
    ? mesh.find('gateway.networking.k8s.io/Gateway', namespaceOfRef(parentRef, { namespace }), name)
    : undefined;
}

/** Whether istiod is the controller of a Gateway. */
export function isOfIstio(mesh: Mesh, gateway: GatewayApiGateway): boolean {
  return GATEWAY_CONTROLLERS.has(controllerOf(gateway, mesh) ?? '');
}

/** Whether istiod reads the routes of a Gateway: not those of one that stands for a gateway of another cluster (classinfo.go: istio-remote). */
export function takesRoutes(mesh: Mesh, gateway: GatewayApiGateway): boolean {
  return isOfIstio(mesh, gateway) && controllerOf(gateway, mesh) !== 'istio.io/unmanaged-gateway';
}

const MESH_CONTROLLER = 'istio.io/mesh-controller';

/** Whether a Gateway is a waypoint, which takes no routes of its own (gateway_collection.go: GatewayCollection). */
export function isWaypoint(mesh: Mesh, gateway: GatewayApiGateway): boolean {
  return controllerOf(gateway, mesh) === MESH_CONTROLLER;
}

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['HTTP', 80],
  ['HTTPS', 443],
]);

/** The port of a listener; one of a ListenerSet need not write it (gatewaycommon/gateway_utils.go: ListenerEntryPortNumber). */
export function listenerPort({ port, protocol }: Pick<Listener, 'port' | 'protocol'>): number {
  return port || (DEFAULT_PORTS.get(protocol) ?? 0);
}

function listenersOf(mesh: Mesh, object: GatewayApiGateway | ListenerSet): readonly RouteListener[] {
  const gateway = object.id === `${GROUP}/ListenerSet` ? gatewayOf(mesh, object) : object;
  const takesNone = gateway === undefined || isWaypoint(mesh, gateway);
  return (object.spec.listeners ?? []).map((listener, i) => ({
    path: `spec.listeners[${i}]`,
    listener,
    port: listenerPort(listener),
    hostname: listener.hostname ?? '',
    kinds: takesNone ? [] : routeKinds(listener),
  }));
}

/** Whether a parentRef means a listener, by its name and port. */
export function isMeant(
  { sectionName, port }: ParentReference,
  { listener, port: own }: Pick<RouteListener, 'listener' | 'port'>,
): boolean {
  return (!sectionName || sectionName === listener.name) && (!port || port === own);
}

/**
 * Whether a listener takes routes from a namespace; undefined where the labels of the namespace decide, and the manifests do not show them
 * (conversion.go: namespacesFromSelector).
 */
export function takesNamespace(
  mesh: Mesh,
  { listener: { allowedRoutes } }: Pick<RouteListener, 'listener'>,
  own: string,
  namespace: string,
): boolean | undefined {
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
  if (from !== 'Selector') {
    return from === 'All' || (from === 'Same' && own === namespace);
  }
  return selector === undefined || namespaceFits(mesh, selector, namespace);
}

/** Whether a namespace has the labels of a selector; undefined where the manifests do not show its labels. */
function namespaceFits(mesh: Mesh, selector: unknown, name: string): boolean | undefined {
  const namespace = mesh.find('core/Namespace', '', name);
  const fits = labelSelectorMatches(selector, { ...namespace?.labels, 'kubernetes.io/metadata.name': name });
  return fits || namespace !== undefined ? fits : undefined;
}

/**
 * Whether a Gateway lets a ListenerSet add listeners; undefined where the manifests do not show (gateway_utils.go:
 * NamespaceAcceptedByAllowListeners).
 */
export function takesListenerSet(mesh: Mesh, gateway: GatewayApiGateway, namespace: string): boolean | undefined {
  const { from = 'None', selector } = gateway.spec.allowedListeners?.namespaces ?? {};
  if (from !== 'Selector') {
    return from === 'All' || (from === 'Same' && gateway.namespace === namespace);
  }
  return selector !== undefined && namespaceFits(mesh, selector, namespace);
}

/** Whether a host of a route and a listener have a name in common (conversion.go: referenceAllowed). */
export function sharesHost({ hostname }: RouteListener, host: string): boolean {
  return hostname === '' || host === '*' || hostsOverlap(hostname, host);
}

/**
 * The listener of the same port and protocol that has a host to itself, so that requests do not come to a route of this one
 * (conversion.go: hostnameAllowedByIsolation).
 */
export function isolates(all: readonly RouteListener[], own: RouteListener, host: string): RouteListener | undefined {
  if (own.hostname !== '' && !isWildcard(own.hostname)) {
    return undefined;
  }
  return all.find(
    (other) =>
      other !== own &&
      other.port === own.port &&
      other.listener.protocol === own.listener.protocol &&
      other.hostname !== own.hostname &&
      other.hostname !== '' &&
      own.hostname.length <= other.hostname.length &&
      hostCovers(other.hostname, host),
  );
}
