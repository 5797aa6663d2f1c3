import {
  INGRESS_USE_WAYPOINT,
  USE_WAYPOINT,
  USE_WAYPOINT_CANARY,
  WAYPOINT_CANARY_NAMESPACE,
  WAYPOINT_FOR,
  WAYPOINT_NAMESPACE,
} from '../istio/data-plane-labels';
import { isWildcard } from '../istio/host';
import { WAYPOINT_LISTENER } from '../istio/waypoint';
import { hasAddresses } from './entry-addresses';
import type { GatewayApiGateway } from './managed-gateways';
import { GATEWAY_MANAGED, GATEWAY_NAME, controllerOf } from './managed-gateways';
import type { Proxy } from './proxies';
import { proxies } from './proxies';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { RegistryService } from './registry';
import { isWaypoint, takesNamespace } from './route-parents';
import type { Workload } from './workload';

/** The waypoint that something names. */
export interface NamedWaypoint {
  /** `namespace/name` */
  readonly key: string;
  /** Undefined where no manifest shows a waypoint of the name. */
  readonly proxy?: Proxy;
  /** What names it: a Service, a ServiceEntry, pods, a Namespace. */
  readonly namedBy: MeshObject;
  /** Where the label stands in there. */
  readonly path: string;
  /** The waypoint that gets a share of what is sent, as `namespace/name`. */
  readonly canary?: string;
}

/** What connections to a waypoint may be for. */
type Traffic = 'service' | 'workload';

interface Labelled {
  readonly object: MeshObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly path: string;
}

/**
 * The waypoint of a Service or a ServiceEntry, through which ztunnel sends what is for its address; undefined for none
 * (pilot/pkg/serviceregistry/ambient/waypoints.go: fetchWaypointForService). Waypoints are taken for ready.
 */
export function waypointOfService(mesh: Mesh, { object }: Pick<RegistryService, 'object'>): NamedWaypoint | undefined {
  const isWaypointItself = WAYPOINT_CONTROLLERS.includes(object.labels[GATEWAY_MANAGED] ?? '');
  return isWaypointItself
    ? undefined
    : waypointOf(mesh, { object, labels: object.labels, path: 'metadata.labels' }, 'service');
}

/** The waypoint of pods, for what is sent to their own addresses (waypoints.go: fetchWaypointForWorkload). */
export function waypointOfPods(mesh: Mesh, { object, labels, path }: Workload): NamedWaypoint | undefined {
  return waypointOf(
    mesh,
    { object, labels, path: path === '' ? 'metadata.labels' : `${path}.metadata.labels` },
    'workload',
  );
}

/** Whether gateways send requests for a service through its waypoint (ambient/services.go: ingressUseWaypointFromLabels). */
export function gatewaysUseWaypoint(mesh: Mesh, { object, namespace }: RegistryService): boolean {
  const home = mesh.find('core/Namespace', '', namespace);
  const value = object.labels[INGRESS_USE_WAYPOINT] ?? home?.labels[INGRESS_USE_WAYPOINT] ?? '';
  return /^(?:1|t|T|TRUE|true|True)$/.test(value);
}

/**
 * The waypoint through which a gateway sends requests for a service; undefined where it sends them to the pods itself
 * (pilot/pkg/xds/endpoints/endpoint_builder.go: findServiceWaypoint).
 */
export function waypointAtGateway(
  mesh: Mesh,
  { kind }: Pick<Proxy, 'kind'>,
  service: RegistryService,
): KnownWaypoint | undefined {
  const isAsked = kind === 'gateway' && hasAddress(service) && gatewaysUseWaypoint(mesh, service);
  return isAsked ? knownWaypoint(waypointOfService(mesh, service)) : undefined;
}

/** A waypoint that the manifests show. */
export type KnownWaypoint = NamedWaypoint & { readonly proxy: Proxy };

export function knownWaypoint(named: NamedWaypoint | undefined): KnownWaypoint | undefined {
  return named?.proxy === undefined ? undefined : { ...named, proxy: named.proxy };
}

/**
 * Whether a service has an address of its own, or gets one, by which ztunnel and waypoints know it (pilot/pkg/model/service.go:
 * HasAddressOrAssigned; networking/serviceentry/serviceentry.go: ShouldV2AutoAllocateIP).
 */
export function hasAddress({ object, external, headless, resolution, host, addresses }: RegistryService): boolean {
  if (!external) {
    return !headless && resolution !== 'Alias';
  }
  const isAllocated = resolution !== 'Passthrough' && (!isWildcard(host) || resolution === 'DynamicDNS');
  return isAllocated || addresses.length > 0 || hasAddresses(object as MeshObject<'networking.istio.io/ServiceEntry'>);
}

/**
 * Whether the waypoint that a Service or ServiceEntry names is one of another controller, which then has its routes
 * (pilot/pkg/config/kube/gateway/conversion.go: waypointManagedByAnotherController).
 */
export function hasForeignWaypoint(mesh: Mesh, object: MeshObject): boolean {
  const home = mesh.find('core/Namespace', '', object.namespace);
  const labels = [object.labels, home?.labels ?? {}].find((each) => each[USE_WAYPOINT] !== undefined) ?? {};
  const name = labels[USE_WAYPOINT] ?? '';
  const namespace = labels[WAYPOINT_NAMESPACE] ?? object.namespace;
  const gateway = mesh.find('gateway.networking.k8s.io/Gateway', namespace, name);
  const controller = gateway && controllerOf(gateway, mesh);
  return controller !== undefined && !OWN_CONTROLLERS.includes(controller);
}

const OWN_CONTROLLERS = ['istio.io/mesh-controller', 'istio.io/gateway-controller'];

/** The label `gateway.istio.io/managed` of waypoints, and of gateways to other networks. */
const WAYPOINT_CONTROLLERS = ['istio.io-mesh-controller', 'istio.io-eastwest-controller'];

/** waypoints.go: fetchWaypointForTarget, GetUseWaypoint. */
function waypointOf(mesh: Mesh, own: Labelled, traffic: Traffic): NamedWaypoint | undefined {
  const { namespace } = own.object;
  const home = mesh.find('core/Namespace', '', namespace);
  const ofHome: Labelled[] = home === undefined ? [] : [{ object: home, labels: home.labels, path: 'metadata.labels' }];
  const names = [own, ...ofHome].find(({ labels }) => labels[USE_WAYPOINT] !== undefined);
  const name = names?.labels[USE_WAYPOINT] ?? '';
  if (names === undefined || name === '' || name === 'none') {
    return undefined;
  }
  const key = `${names.labels[WAYPOINT_NAMESPACE] ?? namespace}/${name}`;
  const known = mesh.derive(waypointsByKey).get(key);
  const canary = names.labels[USE_WAYPOINT_CANARY];
  const named = {
    key,
    namedBy: names.object,
    path: `${names.path}["${USE_WAYPOINT}"]`,
    ...(canary !== undefined && {
      canary: `${names.labels[WAYPOINT_CANARY_NAMESPACE] ?? namespace}/${canary}`,
    }),
  };
  if (known === undefined) {
    return named;
  }
  const { gateway, proxy } = known;
  return takes(mesh, gateway, traffic) && allows(mesh, gateway, namespace) ? { ...named, proxy } : undefined;
}

function takes(mesh: Mesh, { labels, spec }: GatewayApiGateway, traffic: Traffic): boolean {
  const ofClass = mesh.find('gateway.networking.k8s.io/GatewayClass', '', spec.gatewayClassName)?.labels[WAYPOINT_FOR];
  const kind = labels[WAYPOINT_FOR] ?? ofClass ?? 'service';
  return kind === 'all' || kind === traffic;
}

/** Whether a waypoint may be used from a namespace (waypoints.go: makeAllowedRoutes, AllowsAttachmentFromNamespaceOrLookup). */
function allows(mesh: Mesh, { spec, namespace: home }: GatewayApiGateway, namespace: string): boolean {
  const { port, protocol } = WAYPOINT_LISTENER;
  const listener = (spec.listeners ?? []).find((each) => each.port === port && each.protocol === protocol);
  return listener === undefined ? home === namespace : takesNamespace(mesh, { listener }, home, namespace) !== false;
}

interface ShownWaypoint {
  readonly gateway: GatewayApiGateway;
  readonly proxy: Proxy;
}

function waypointsByKey(mesh: Mesh): ReadonlyMap<string, ShownWaypoint> {
  const all = mesh.all('gateway.networking.k8s.io/Gateway').filter((gateway) => isWaypoint(mesh, gateway));
  return new Map(
    all.flatMap((gateway): [string, ShownWaypoint][] => {
      const proxy = proxies(mesh).waypoints.find(
        ({ namespace, labels }) => namespace === gateway.namespace && labels[GATEWAY_NAME] === gateway.name,
      );
      return proxy === undefined ? [] : [[gateway.key, { gateway, proxy }]];
    }),
  );
}
