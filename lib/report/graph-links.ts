import type { GraphEdge, MeshGraph } from '../graph/graph';
import { edgeLines, isBroken } from './graph-text';
import type { Size } from './picture-text';
import { NOTE_SIZE, sizeOf, wrapped } from './picture-text';

/** How a line is drawn. */
export type LinkStyle = 'plain' | 'dashed' | 'broken' | 'broken dashed';

/** What a picture writes of one edge. */
export interface LinkNote {
  /** Place of the edge in the graph. */
  readonly edge: number;
  readonly lines: readonly string[];
}

/** One line between two nodes, for all edges that look the same. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly style: LinkStyle;
  /** In the order of the edges; of edges without words, without lines. */
  readonly notes: readonly LinkNote[];
  /** Of all that is written on it. */
  readonly size: Size;
}

/** The lines of a picture, in the order of their first edges. */
export function linksOf({ edges }: MeshGraph): readonly Link[] {
  const links = new Map<string, { readonly from: string; readonly to: string; style: LinkStyle; notes: LinkNote[] }>();
  edges.forEach((edge, i) => {
    const { from, to } = edge;
    const style = styleOf(edge);
    const key = JSON.stringify([from, to, style]);
    const note = { edge: i, lines: edgeLines(edge).flatMap((line) => few(wrapped(line, NOTE_WIDTH))) };
    const known = links.get(key);
    if (known === undefined) {
      links.set(key, { from, to, style, notes: [note] });
    } else {
      known.notes.push(note);
    }
  });
  return [...links.values()].map((link) => ({
    ...link,
    size: sizeOf(
      link.notes.flatMap(({ lines }) => lines),
      NOTE_SIZE,
    ),
  }));
}

/** Characters in a line on an edge, and lines of one text: a page has all of it elsewhere. */
const NOTE_WIDTH = 36;
const MOST_LINES = 3;

function few(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]}…`];
}

function styleOf(edge: GraphEdge): LinkStyle {
  const isDashed = edge.kind === 'calls' || edge.mirror === true;
  return isBroken(edge) ? (isDashed ? 'broken dashed' : 'broken') : isDashed ? 'dashed' : 'plain';
}
