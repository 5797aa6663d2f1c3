import type { GraphNode, MeshGraph, NodeKind } from '../graph/graph';
import { push } from '../mesh/reading/group-by';
import { nodeGroups } from './graph-groups';
import type { Link } from './graph-links';
import { linksOf } from './graph-links';
import { nodeLines } from './graph-text';
import { layOut } from './graphviz';
import { stackHeight } from './line-notes';
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
/** A part of more nodes than these gets straight lines, and less care. */
const MANY = 150;
/** A namespace is a column until it is so high. */
const HIGH = 640;
/** Between parts of a namespace. */
const BETWEEN = 16;

/** Where everything stands within its namespace. */
export function graphLayout(graph: MeshGraph): GraphLayout {
  const links = linksOf(graph);
  const groups = nodeGroups(graph.nodes).flatMap(({ namespace, nodes }) =>
    namespace === ''
      ? // Callers outside come before everything, hosts that nobody has after it.
        (['outside', 'missing'] as const).map((kind) => ({ key: `/${kind}`, namespace, nodes: ofKind(nodes, kind) }))
      : [{ key: namespace, namespace, nodes }],
  );
  const homes = new Map(groups.flatMap(({ key, nodes }) => nodes.map(({ id }) => [id, key] as const)));
  const inner = new Map<string, number[]>();
  // All that is written beside hosts that nobody has comes from elsewhere.
  const notes = new Map<string, Size[]>();
  links.forEach(({ from, to, size }, i) => {
    if (homes.get(from) === homes.get(to)) {
      push(inner, homes.get(from)!, i);
    } else if (homes.get(to) === '/missing' && size.height > 0) {
      push(notes, to, size);
    }
  });
  const divided = groups
    .filter(({ nodes }) => nodes.length > 0)
    .map((group) => ({ ...group, parts: partsOf(group.nodes, inner.get(group.key) ?? [], links) }));
  // Many parts are the same, but for the names.
  const texts = [...new Set(divided.flatMap(({ parts }) => parts.map(({ text }) => text)))];
  const answers = layOut(texts);
  const byText = new Map(texts.map((text, i) => [text, answers[i] as Answer]));
  return {
    groups: divided.map(({ key, namespace, parts }) => ({
      key,
      namespace,
      ...joined(
        parts.map((part) => ({ ...part, answer: byText.get(part.text)! })),
        notes,
      ),
    })),
    links,
  };
}

function ofKind(nodes: readonly GraphNode[], kind: NodeKind): readonly GraphNode[] {
  return nodes.filter((node) => (node.kind === 'outside') === (kind === 'outside'));
}

interface SizedNode extends Size {
  readonly id: string;
  readonly lines: readonly string[];
}

/** Nodes of a namespace that lead to each other, laid out by themselves. */
interface Part {
  readonly nodes: readonly SizedNode[];
  /** Places among the links of the picture. */
  readonly links: readonly number[];
  readonly text: string;
}

/** In the order of their first nodes. */
function partsOf(nodes: readonly GraphNode[], inner: readonly number[], links: readonly Link[]): readonly Part[] {
  const near = new Map<string, string[]>();
  for (const { from, to } of inner.map((i) => links[i])) {
    push(near, from, to);
    push(near, to, from);
  }
  const partOf = new Map<string, number>();
  const parts: { nodes: GraphNode[]; links: number[] }[] = [];
  for (const { id } of nodes) {
    if (!partOf.has(id)) {
      const found = new Set([id]);
      // A set takes what is added while it is walked.
      for (const each of found) {
        partOf.set(each, parts.length);
        (near.get(each) ?? []).forEach((other) => found.add(other));
      }
      parts.push({ nodes: [], links: [] });
    }
  }
  nodes.forEach((node) => parts[partOf.get(node.id)!].nodes.push(node));
  inner.forEach((i) => parts[partOf.get(links[i].from)!].links.push(i));
  return parts.map((part) => {
    const sized = part.nodes.map(sizedNode);
    return {
      nodes: sized,
      links: part.links,
      text: textOf(
        sized,
        part.links.map((i) => links[i]),
      ),
    };
  });
}

/** A part in the language of Graphviz. Its numbers are its own, so that parts that look the same are the same text. */
function textOf(nodes: readonly SizedNode[], links: readonly Link[]): string {
  const places = new Map(nodes.map(({ id }, i) => [id, i]));
  const isLarge = nodes.length > MANY;
  return [
    'digraph {',
    `rankdir=LR; nodesep=0.2; ranksep=0.45; ${isLarge ? 'splines=line; nslimit=1; nslimit1=1; mclimit=0.2; ' : ''}`,
    'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.6];',
    ...nodes.map(({ width, height }, i) => `${i} [width=${inches(width)}, height=${inches(height)}];`),
    ...links.map((link, i) => `${places.get(link.from)} -> ${places.get(link.to)} [id=${i}${room(link, isLarge)}];`),
    '}',
  ].join('\n');
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

/** A part with what Graphviz has made of it. */
interface LaidOutPart extends Part {
  readonly answer: Answer;
}

/** Parts below each other, in as many columns as make a namespace about as wide as high. */
function joined(
  parts: readonly LaidOutPart[],
  notes: ReadonlyMap<string, readonly Size[]>,
): Pick<PlacedGroup, 'nodes' | 'links' | 'width' | 'height'> {
  const beside = parts.map((part) => notes.get(part.nodes[0].id) ?? []);
  const room = Math.max(0, ...beside.flat().map(({ width }) => width));
  const boxes = parts.map(({ answer }, i) => roomyBox(boxOf(answer), beside[i]));
  const area = boxes.reduce((sum, { width, height }) => sum + (width + BETWEEN) * (height + BETWEEN), 0);
  const most = Math.max(HIGH, Math.sqrt(area), ...boxes.map(({ height }) => height));
  let [x, y, column] = [0, 0, 0];
  let bottom = 0;
  const nodes: PlacedNode[] = [];
  const links: PlacedLink[] = [];
  parts.forEach((part, i) => {
    const { left, top, width, height } = boxes[i];
    if (y > 0 && y + height > most) {
      [x, y, column] = [x + column + 2 * BETWEEN + room, 0, 0];
    }
    place(part, { x: x + MARGIN - left, y: y + MARGIN + HEADING + top }, nodes, links);
    column = Math.max(column, width);
    bottom = Math.max(bottom, y + height);
    y += height + BETWEEN;
  });
  return { width: round(x + column + 2 * MARGIN), height: round(bottom + 2 * MARGIN + HEADING), nodes, links };
}

/** With as much room as what is written beside its middle takes. */
function roomyBox(box: PartBox, notes: readonly Size[]): PartBox {
  const more = Math.max(0, stackHeight(notes.map(({ height }) => height)) - box.height);
  return { ...box, top: box.top + more / 2, height: box.height + more };
}

interface PartBox extends Size {
  readonly left: number;
  readonly top: number;
}

/** Graphviz counts from the bottom up. */
function boxOf({ bb }: Answer): PartBox {
  const [left, bottom, right, top] = bb.split(',').map(Number);
  return { left, top, width: right - left, height: top - bottom };
}

/** @param origin where the corner from which Graphviz counts is in the namespace */
function place(
  { nodes, links, answer }: LaidOutPart,
  origin: Point,
  toNodes: PlacedNode[],
  toLinks: PlacedLink[],
): void {
  const { objects = [], edges = [] } = answer;
  const at = (pos: string): Point => {
    const comma = pos.indexOf(',');
    return {
      x: round(origin.x + Number(pos.slice(0, comma))),
      y: round(origin.y - Number(pos.slice(comma + 1))),
    };
  };
  const middles = new Map(objects.map(({ name, pos }) => [Number(name), at(pos)]));
  nodes.forEach((node, i) => toNodes.push({ ...node, ...middles.get(i)! }));
  for (const { id, pos, lp } of edges) {
    const { path, middle } = pathOf(pos, at);
    toLinks.push({ link: links[Number(id)], path, ...(lp === undefined ? middle : at(lp)) });
  }
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
