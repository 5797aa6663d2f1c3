import type { GraphEdge, GraphNode, MeshGraph } from '../graph/graph';
import type { PageSide } from './page-data';
import { objectKey } from './page-data';

/** What became of a node or an edge. */
export type Change = 'new' | 'gone' | 'changed';

/** Of one of two pictures: nodes by their ids, edges by their places. */
export interface Changes {
  readonly nodes: ReadonlyMap<string, Change>;
  readonly edges: ReadonlyMap<number, Change>;
}

export const NO_CHANGES: Changes = { nodes: new Map(), edges: new Map() };

/** What two pictures do not have in common, for each of them. */
export function changesBetween(
  before: PageSide,
  after: PageSide,
): { readonly before: Changes; readonly after: Changes } {
  const [old, now] = [sideOf(before), sideOf(after)];
  return { before: changesOf(old, now, 'gone'), after: changesOf(now, old, 'new') };
}

/** A picture by what tells its parts from each other, each with all that may change of it. */
interface Side {
  readonly graph: MeshGraph;
  readonly nodes: ReadonlyMap<string, string>;
  readonly edgeKeys: readonly string[];
  readonly edges: ReadonlyMap<string, string>;
}

function sideOf({ graph, objects }: PageSide): Side {
  const manifests = new Map(objects.map(({ key, manifest }) => [key, manifest]));
  const counts = new Map<string, number>();
  const edgeKeys = graph.edges.map((edge) => {
    const key = edgeKey(edge);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    // Two rules may say the same.
    return `${key} ${count}`;
  });
  const text = (node: GraphNode): string =>
    JSON.stringify([node, node.object && manifests.get(objectKey(node.object))]);
  return {
    graph,
    nodes: new Map(graph.nodes.map((node) => [node.id, text(node)])),
    edgeKeys,
    edges: new Map(
      graph.edges.map((edge, i) => [edgeKeys[i], JSON.stringify([edge.weight, edge.broken, edge.findings])]),
    ),
  };
}

function edgeKey({ from, to, kind, label, subset, mirror }: GraphEdge): string {
  return JSON.stringify([from, to, kind, label, subset, mirror]);
}

function changesOf(own: Side, other: Side, alone: Change): Changes {
  const changeOf = (text: string, of: string | undefined): Change | undefined =>
    of === undefined ? alone : of === text ? undefined : 'changed';
  return {
    nodes: new Map(
      [...own.nodes].flatMap(([id, text]) => {
        const change = changeOf(text, other.nodes.get(id));
        return change === undefined ? [] : [[id, change] as const];
      }),
    ),
    edges: new Map(
      own.edgeKeys.flatMap((key, i) => {
        const change = changeOf(own.edges.get(key)!, other.edges.get(key));
        return change === undefined ? [] : [[i, change] as const];
      }),
    ),
  };
}
