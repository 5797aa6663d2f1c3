/*
 * What istiod calls clusters (pilot/pkg/model/push_context.go: BuildSubsetKey).
 */

/** The cluster of a host, port and subset for proxies that send requests there. */
export function outboundCluster(port: number, subset: string, host: string): string {
  return `outbound|${port}|${subset}|${host}`;
}

/** What waypoints do with a port: read requests, or pass bytes on. */
export type WaypointProtocol = 'http' | 'tcp';

/** The same at the waypoint of the host (pilot/pkg/networking/core/listener_waypoint.go: portToSubset). */
export function inboundVipCluster(port: number, protocol: WaypointProtocol, subset: string, host: string): string {
  return `${INBOUND_VIP}|${port}|${protocol}${subset === '' ? '' : `/${subset}`}|${host}`;
}

/** What the name of a cluster says. */
export interface ClusterParts {
  readonly port: number;
  /** Empty for none. */
  readonly subset: string;
  readonly host: string;
  /** Whether it is one at the waypoint of the host. */
  readonly atWaypoint: boolean;
}

export function clusterParts(name: string): ClusterParts {
  const [direction, port = '', subset = '', host = ''] = name.split('|');
  const atWaypoint = direction === INBOUND_VIP;
  return { port: Number(port), subset: atWaypoint ? subset.replace(/^(http|tcp)\/?/, '') : subset, host, atWaypoint };
}

const INBOUND_VIP = 'inbound-vip';
