import type { GraphEdge, GraphNode, MeshGraph, NodeKind } from '../graph/graph';
import { nodeGroups } from './graph-groups';
import { edgeLines, isBroken, nodeLines, pictureLine } from './graph-text';

const SHAPES: Readonly<Record<NodeKind, string>> = {
  outside: 'circle',
  gateway: 'hexagon',
  waypoint: 'hexagon',
  host: 'oval',
  service: 'box',
  workload: 'component',
  external: 'cds',
  missing: 'box',
};

const RED = '"#c62828"';

/** A mesh in the language of Graphviz: a frame for each namespace, and broken edges in red. */
export function graphDot({ nodes, edges }: MeshGraph): string {
  const lines = [
    'digraph mesh {',
    '  rankdir=LR;',
    ...nodeGroups(nodes).flatMap(({ namespace, nodes: own }) =>
      namespace === ''
        ? own.map((node) => `  ${nodeLine(node)}`)
        : [
            `  subgraph ${quoted(`cluster_${namespace}`)} {`,
            `    label=${label([pictureLine(namespace)])};`,
            ...own.map((node) => `    ${nodeLine(node)}`),
            '  }',
          ],
    ),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function nodeLine(node: GraphNode): string {
  const red = node.kind === 'missing' ? `, color=${RED}, fontcolor=${RED}` : '';
  return `${quoted(node.id)} [shape=${SHAPES[node.kind]}, label=${label(nodeLines(node))}${red}];`;
}

function edgeLine(edge: GraphEdge): string {
  const lines = edgeLines(edge);
  const attributes = [
    ...(lines.length === 0 ? [] : [`label=${label(lines)}`]),
    ...(edge.kind === 'calls' || edge.mirror ? ['style=dashed'] : []),
    ...(isBroken(edge) ? [`color=${RED}`, `fontcolor=${RED}`] : []),
  ];
  const end = attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
  return `${quoted(edge.from)} -> ${quoted(edge.to)}${end};`;
}

/** In labels a backslash begins an escape, and `&` an entity of HTML. */
function label(lines: readonly string[]): string {
  const written = lines.map((line) => line.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/&/g, '&amp;'));
  return `"${written.join('\\n')}"`;
}

/** An id: only quotes mean something else in it, and a backslash before one. */
function quoted(id: string): string {
  return `"${id.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`;
}
