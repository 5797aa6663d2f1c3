import type { RegistryService } from '../mesh/registry';
import type { KnownWaypoint } from '../mesh/waypoints';
import type { GraphBuilder } from './graph-builder';

/** A service as its waypoint takes requests for it. */
export function waypointHostNode(
  builder: GraphBuilder,
  { proxy }: Pick<KnownWaypoint, 'proxy'>,
  { object, host, namespace, external }: RegistryService,
): string {
  const short = namespace === proxy.namespace ? object.name : `${object.name}.${namespace}`;
  return builder.node({ kind: 'host', name: external ? host : short, namespace: proxy.namespace, host }, proxy.name);
}
