import type { GraphNode, MeshGraph, NodeKind } from '../graph/graph';
import { nodeGroups } from './graph-groups';
import type { Link } from './graph-links';
import { linksOf } from './graph-links';
import { nodeLines } from './graph-text';
import { layOut } from './graphviz';
import type { Size } from './picture-text';
import { HEADING, MARGIN, NODE_SIZE, round, sizeOf, wrapped } from './picture-text';

/** A node, and where its middle is in its group. */
export interface PlacedNode extends Size {
  readonly id: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** A line within a group. */
export interface PlacedLink {
  /** Place among the links of the picture. */
  readonly link: number;
  /** `M … C …` */
  readonly path: string;
  /** The middle of what is written on it. */
  readonly x: number;
  readonly y: number;
}

/** A namespace with what is in it, laid out by itself, so that a change in one namespace moves nothing in another. */
export interface PlacedGroup extends Size {
  readonly key: string;
  /** Empty for nodes without one. */
  readonly namespace: string;
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

/** What a picture is drawn from. */
export interface GraphLayout {
  readonly groups: readonly PlacedGroup[];
  readonly links: readonly Link[];
}

/** Characters on a line of a node. */
const LINE = 30;
/** A group of more nodes than these gets straight lines, and less care. */
const MANY = 150;

/** Where everything stands within its namespace. */
export function graphLayout(graph: MeshGraph): GraphLayout {
  const links = linksOf(graph);
  const parts = nodeGroups(graph.nodes).flatMap(({ namespace, nodes }) =>
    namespace === ''
      ? // Callers outside come before everything, hosts that nobody has after it.
        (['outside', 'missing'] as const).flatMap((kind) => part(`/${kind}`, '', ofKind(nodes, kind), links))
      : part(namespace, namespace, nodes, links),
  );
  const answers = layOut(parts.map(({ text }) => text));
  return { groups: parts.map((each, i) => placed(each, answers[i] as Answer)), links };
}

function ofKind(nodes: readonly GraphNode[], kind: NodeKind): readonly GraphNode[] {
  return nodes.filter((node) => (node.kind === 'outside') === (kind === 'outside'));
}

interface SizedNode extends Size {
  readonly id: string;
  readonly lines: readonly string[];
}

interface Part {
  readonly key: string;
  readonly namespace: string;
  readonly nodes: readonly SizedNode[];
  readonly text: string;
}

function part(key: string, namespace: string, nodes: readonly GraphNode[], links: readonly Link[]): readonly Part[] {
  if (nodes.length === 0) {
    return [];
  }
  const sized = nodes.map(sizedNode);
  const places = new Map(nodes.map(({ id }, i) => [id, i]));
  const own = links.flatMap((link, i) => (places.has(link.from) && places.has(link.to) ? [{ link, i }] : []));
  const isLarge = nodes.length > MANY;
  const text = [
    'digraph {',
    `rankdir=LR; nodesep=0.2; ranksep=0.45; ${isLarge ? 'splines=line; nslimit=1; nslimit1=1; mclimit=0.2; ' : ''}`,
    'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.6];',
    ...sized.map(({ width, height }, i) => `${i} [width=${inches(width)}, height=${inches(height)}];`),
    ...own.map(({ link, i }) => `${places.get(link.from)} -> ${places.get(link.to)} [id=${i}${room(link, isLarge)}];`),
    '}',
  ].join('\n');
  return [{ key, namespace, nodes: sized, text }];
}

/** What is written on a line, for Graphviz: a table of the size that it takes. */
function room({ size: { width, height } }: Link, isLarge: boolean): string {
  if (width === 0 || isLarge) {
    return '';
  }
  return `, label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" FIXEDSIZE="TRUE" WIDTH="${width + 8}" HEIGHT="${height + 4}"><TR><TD></TD></TR></TABLE>>`;
}

function sizedNode(node: GraphNode): SizedNode {
  const lines = nodeLines(node).flatMap((line) => wrapped(line, LINE));
  const { width, height } = sizeOf(lines, NODE_SIZE);
  const side = node.kind === 'gateway' || node.kind === 'waypoint' || node.kind === 'external' ? 30 : 20;
  const isRound = node.kind === 'outside';
  return {
    id: node.id,
    lines,
    width: isRound ? width + 24 : Math.max(64, width + side),
    height: isRound ? width + 24 : height + 14,
  };
}

/** Graphviz measures in inches of 72 units. */
function inches(units: number): number {
  return round((units * 100) / 72) / 100;
}

/** What Graphviz says, as far as it is asked for. */
interface Answer {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string; readonly lp?: string }[];
}

function placed({ key, namespace, nodes }: Part, { bb, objects = [], edges = [] }: Answer): PlacedGroup {
  const [left, bottom, right, top] = bb.split(',').map(Number);
  const at = (pos: string): Point => {
    const [x, y] = pos.split(',').map(Number);
    return { x: round(x - left + MARGIN), y: round(top - y + MARGIN + HEADING) };
  };
  const middles = new Map(objects.map(({ name, pos }) => [Number(name), at(pos)]));
  return {
    key,
    namespace,
    width: round(right - left + 2 * MARGIN),
    height: round(top - bottom + 2 * MARGIN + HEADING),
    nodes: nodes.map((node, i) => ({ ...node, ...middles.get(i)! })),
    links: edges.map(({ id, pos, lp }) => {
      const { path, middle } = pathOf(pos, at);
      return { link: Number(id), path, ...(lp === undefined ? middle : at(lp)) };
    }),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** `e,x,y x,y x,y …`: the tip of the arrow, and a curve. */
function pathOf(pos: string, at: (pos: string) => Point): { readonly path: string; readonly middle: Point } {
  const words = pos.split(' ');
  const tip = words.find((word) => word.startsWith('e,'))?.slice(2);
  const points = words.filter((word) => !/^[es],/.test(word)).map(at);
  const [start, ...curve] = points;
  const end = tip === undefined ? [] : [at(tip)];
  const text = ({ x, y }: Point): string => `${x} ${y}`;
  return {
    path: [`M${text(start)}`, `C${curve.map(text).join(' ')}`, ...end.map((point) => `L${text(point)}`)].join(' '),
    middle: points[Math.floor(points.length / 2)],
  };
}
