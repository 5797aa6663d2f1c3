import { clusterParts } from '../istio/cluster-name';
import type { PlacedDestination } from '../mesh/delegates';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { untoldPods } from '../mesh/untold-pods';
import { waypointAtGateway } from '../mesh/waypoints';
import { mirrorsOf } from '../routing/actions';
import { clusterOf } from '../routing/cluster';
import type { RouteCluster, RouteEntry, RouteScope } from '../routing/http-routes';
import { weightedClusters } from '../routing/http-routes';
import { matchText } from '../routing/match';
import { missingText } from '../routing/missing-text';
import type { Place } from '../routing/trace';
import type { GraphBuilder } from './graph-builder';
import { gatewaysOfHost, proxyNode, serviceNode } from './service-nodes';
import { waypointHostNode } from './waypoint-nodes';

/** Where edges begin, and the proxy that makes the decision. */
export interface RouteSource {
  readonly builder: GraphBuilder;
  readonly mesh: Mesh;
  readonly proxy: Proxy;
  readonly from: string;
  /** What destinations without a port are completed with, and where they are looked up. */
  readonly scope: Pick<RouteScope, 'port' | 'lookup' | 'clusterName'>;
}

/** The edges of one rule of a host: one for each destination, and for each that gets copies. */
export function addRoute(source: RouteSource, route: RouteEntry): void {
  const text = matchText(route);
  const label = text === '' ? 'all' : text;
  const { action } = route;
  switch (action.kind) {
    case 'redirect':
      source.builder.answer(source.from, `${label}: redirect ${action.code ?? 'with an unknown code'}`);
      return;
    case 'directResponse':
      source.builder.answer(source.from, `${label}: answer ${action.status}`);
      return;
    case 'clusters':
      addClusters(source, action.clusters, label, { object: route.source, path: route.rule?.path });
  }
  for (const { destination: mirror } of mirrorsOf(route)) {
    const [copy] = weightedClusters([mirror], { mesh: source.mesh, ...source.scope });
    addCluster(source, copy, { label, mirror: true }, {});
  }
}

/** @param place where it is decided, where a cluster is not made of a destination */
export function addClusters(source: RouteSource, clusters: readonly RouteCluster[], label: string, place: Place): void {
  const whole = clusters.reduce((sum, { weight }) => sum + weight, 0);
  for (const cluster of clusters) {
    const weight = clusters.length === 1 || whole === 0 ? undefined : (cluster.weight * 100) / whole;
    addCluster(source, cluster, { label, ...(weight !== undefined && { weight }) }, place);
  }
}

function addCluster(
  { builder, mesh, proxy, from }: RouteSource,
  { cluster: name, destination }: RouteCluster,
  said: { readonly label: string; readonly weight?: number; readonly mirror?: true },
  place: Place,
): void {
  const { subset, host = name } = name.includes('|') ? clusterParts(name) : { subset: '' };
  const found = clusterOf(mesh, proxy, name);
  const { service } = found;
  const waypoint = service && waypointAtGateway(mesh, proxy, service);
  const broken =
    'missing' in found
      ? missingText(found)
      : waypoint === undefined &&
          found.endpoints.length === 0 &&
          !found.originalDestination &&
          !found.isLookedUp &&
          untoldPods(mesh, found.service) === undefined
        ? `${host} has no endpoints${subset === '' ? '' : ` in subset ${subset}`}`
        : undefined;
  const to =
    service === undefined
      ? (gatewayOfHost(builder, mesh, host) ?? missingNode(builder, destination, host))
      : waypoint === undefined
        ? serviceNode(builder, mesh, service)
        : waypointHostNode(builder, waypoint, service);
  builder.edge({
    from,
    to,
    kind: 'routes',
    ...said,
    ...(subset !== '' && { subset }),
    ...(broken !== undefined && { broken }),
    ...(destination === undefined ? place : { object: destination.object, path: destination.path }),
  });
}

/** The Service of a gateway of an installation, which no manifest shows. */
function gatewayOfHost(builder: GraphBuilder, mesh: Mesh, host: string): string | undefined {
  const [found] = gatewaysOfHost(mesh, host);
  return found && proxyNode(builder, found);
}

function missingNode(builder: GraphBuilder, destination: PlacedDestination | undefined, host: string): string {
  const name = host === 'UnknownService' ? (destination?.destination.host ?? '') : host;
  return builder.node({ kind: 'missing', name, namespace: '', host });
}
