import type { Finding } from '../checks/finding';
import type { Mesh } from '../mesh/reading/mesh';
import { withGatewayApi } from '../routing/gateway-api/with-gateway-api';
import { addCallers } from './caller-edges';
import { withFindings } from './edge-findings';
import { addGateways, addOutside } from './gateway-edges';
import type { MeshGraph } from './graph';
import { GraphBuilder } from './graph-builder';
import { addMeshRoutes } from './mesh-edges';
import { addServices } from './service-nodes';
import { addWaypoints } from './waypoint-edges';

/**
 * The picture of a mesh: gateways and waypoints with their hosts, rules with weights, services and the pods behind them, hosts outside, and who
 * may call whom.
 *
 * @param findings of the checks about the same manifests
 */
export function meshGraph(given: Mesh, findings: readonly Finding[] = []): MeshGraph {
  const mesh = given.derive(withGatewayApi);
  const builder = new GraphBuilder();
  addServices(builder, mesh);
  addMeshRoutes(builder, mesh);
  const { called } = builder;
  addWaypoints(builder, mesh);
  addGateways(builder, mesh);
  addOutside(builder, mesh, called);
  const folded = addCallers(builder, mesh);
  const { nodes, edges } = builder.graph;
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return {
    nodes: nodes.filter(({ id }) => joined.has(id) || !folded.has(id)),
    edges: withFindings(edges, findings),
  };
}
