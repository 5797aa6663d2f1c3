import type { GraphEdge, GraphNode, MeshGraph, NodeKind } from '../graph/graph';
import { nodeGroups } from './graph-groups';
import { edgeLines, isBroken, nodeLines, pictureLine } from './graph-text';

/** More edges than these Mermaid does not draw, unless the page that shows it allows more. */
export const MOST_MERMAID_EDGES = 500;

const SHAPES: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  outside: ['((', '))'],
  gateway: ['{{', '}}'],
  waypoint: ['{{', '}}'],
  host: ['([', '])'],
  service: ['[', ']'],
  workload: ['[[', ']]'],
  external: ['>', ']'],
  missing: ['[', ']'],
};

const RED = 'stroke:#c62828,color:#c62828';

/** A mesh as a flowchart of Mermaid: a frame for each namespace, and broken edges in red. */
export function graphMermaid({ nodes, edges }: MeshGraph): string {
  const ids = mermaidIds(nodes.map(({ id }) => id));
  const groups = nodeGroups(nodes);
  const frames = mermaidIds(groups.map(({ namespace }) => `namespace ${namespace}`));
  const broken = edges.flatMap((edge, i) => (isBroken(edge) ? [i] : []));
  const missing = nodes.filter(({ kind }) => kind === 'missing').map(({ id }) => ids.get(id));
  const lines = [
    'flowchart LR',
    ...groups.flatMap(({ namespace, nodes: own }) =>
      namespace === ''
        ? own.map((node) => `  ${shape(node, ids)}`)
        : [
            `  subgraph ${frames.get(`namespace ${namespace}`)}[${text([pictureLine(namespace)])}]`,
            ...own.map((node) => `    ${shape(node, ids)}`),
            '  end',
          ],
    ),
    ...edges.map((edge) => `  ${arrow(edge, ids)}`),
    ...(broken.length === 0 ? [] : [`  linkStyle ${broken.join(',')} ${RED}`]),
    ...(missing.length === 0 ? [] : [`  classDef missing ${RED}`, `  class ${missing.join(',')} missing`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Names that Mermaid takes, close to the ids, so that a picture that changes little is a text that changes little. */
function mermaidIds(given: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    given.map((id) => {
      const plain = id.replace(/[^A-Za-z0-9]+/g, '_');
      let own = plain;
      for (let i = 2; taken.has(own); i++) {
        own = `${plain}_${i}`;
      }
      taken.add(own);
      return [id, own];
    }),
  );
}

function shape(node: GraphNode, ids: ReadonlyMap<string, string>): string {
  const [open, close] = SHAPES[node.kind];
  return `${ids.get(node.id)}${open}${text(nodeLines(node))}${close}`;
}

function arrow(edge: GraphEdge, ids: ReadonlyMap<string, string>): string {
  const lines = edgeLines(edge);
  const line = edge.kind === 'calls' || edge.mirror ? '-.->' : '-->';
  const label = lines.length === 0 ? '' : `|${text(lines)}|`;
  return `${ids.get(edge.from)} ${line}${label} ${ids.get(edge.to)}`;
}

/** Mermaid reads some characters of a text in quotes as markup; it writes them by number. */
function text(lines: readonly string[]): string {
  const written = lines.map((line) => line.replace(/[^\p{L}\p{N} .,:/=+-]/gu, (each) => `#${each.codePointAt(0)};`));
  return `"${written.join('<br/>')}"`;
}
