import { isHttp } from '../istio/protocol';
import { isInAmbient } from '../mesh/injection';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { KnownWaypoint } from '../mesh/waypoints';
import { hasAddress, knownWaypoint, waypointOfPods, waypointOfService } from '../mesh/waypoints';
import { isClosedWildcard, WaypointRoutes } from '../routing/waypoint-routes';
import type { GraphBuilder } from './graph-builder';
import type { RouteSource } from './route-edges';
import { addClusters, addRoute } from './route-edges';
import { proxyNode, serviceNode, workloadNode } from './service-nodes';
import { waypointHostNode } from './waypoint-nodes';

/** A service that is called through a waypoint. */
export interface ThroughWaypoint {
  readonly service: RegistryService;
  readonly waypoint: KnownWaypoint;
}

/** The services that ztunnel knows the waypoint of. */
export function servicesOfWaypoints(mesh: Mesh): readonly ThroughWaypoint[] {
  return registry(mesh).all.flatMap((service) => {
    const waypoint = hasAddress(service) ? knownWaypoint(waypointOfService(mesh, service)) : undefined;
    return waypoint === undefined ? [] : { service, waypoint };
  });
}

/** What waypoints take from ztunnel, and where they send it. */
export function addWaypoints(builder: GraphBuilder, mesh: Mesh): void {
  for (const { service, waypoint } of servicesOfWaypoints(mesh)) {
    for (const port of service.ports) {
      if (port.protocol !== 'UDP' && !isClosedWildcard(service, port)) {
        addPort(builder, mesh, { service, waypoint }, port);
      }
    }
  }
  addPods(builder, mesh);
}

/** What waypoints take for the addresses of pods. */
function addPods(builder: GraphBuilder, mesh: Mesh): void {
  for (const workload of mesh.workloads.filter((each) => isInAmbient(each, mesh))) {
    const waypoint = knownWaypoint(waypointOfPods(mesh, workload));
    if (waypoint !== undefined) {
      const { proxy, namedBy: object, path } = waypoint;
      const [from, to] = [proxyNode(builder, proxy), workloadNode(builder, mesh, workload)];
      builder.edge({ from, to, kind: 'routes', label: 'addresses of pods', object, path });
    }
  }
}

function addPort(
  builder: GraphBuilder,
  mesh: Mesh,
  { service, waypoint: { proxy, namedBy, path } }: ThroughWaypoint,
  port: RegistryPort,
): void {
  const { number, protocol } = port;
  const from = waypointHostNode(builder, { proxy }, service);
  const ofWaypoint = { object: namedBy, path };
  const label = `${protocol === 'Unsupported' ? 'port' : protocol} ${number}`;
  builder.edge({ from: proxyNode(builder, proxy), to: from, kind: 'listens', label, ...ofWaypoint });
  const rules = new WaypointRoutes(mesh, proxy, service, port);
  const { lookup, clusterName } = rules;
  const source: RouteSource = { builder, mesh, proxy, from, scope: { port: number, lookup, clusterName } };
  const { clusters, source: object, path: at } = rules.connections();
  const routes =
    isHttp(protocol) || protocol === 'Unsupported'
      ? rules.virtualHost().routes.filter((route) => route.source !== undefined)
      : [];
  routes.forEach((route) => addRoute(source, route));
  if (!isHttp(protocol) && object !== undefined) {
    addClusters(source, clusters, 'connections', { object, path: at });
  } else if (routes.length === 0) {
    // Without a rule, to the service itself.
    builder.edge({ from, to: serviceNode(builder, mesh, service), kind: 'routes', label: '', ...ofWaypoint });
  }
}
