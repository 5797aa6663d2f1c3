import type { GraphEdge, GraphNode, MeshGraph } from '../graph/graph';
import { withoutUndefined } from '../core/without-undefined';
import { isBroken } from './graph-text';

/** A graph for programs. Absent members are left out; the order of members is always the same. */
export function graphJson({ nodes, edges }: MeshGraph): object {
  return { nodes: nodes.map(nodeJson), edges: edges.map(edgeJson) };
}

function nodeJson({ id, kind, name, namespace, host, versions, answers, object }: GraphNode): object {
  return withoutUndefined({ id, kind, name, namespace, host, versions, answers, object });
}

function edgeJson(edge: GraphEdge): object {
  const { from, to, kind, label, subset, weight, mirror, object, path, broken, findings } = edge;
  return withoutUndefined({
    from,
    to,
    kind,
    label,
    subset,
    weight,
    mirror,
    object,
    path,
    isBroken: isBroken(edge),
    broken,
    findings,
  });
}
