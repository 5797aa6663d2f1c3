import type { GraphLayout, PlacedGroup, PlacedNode } from './graph-layout';
import type { Link, LinkStyle } from './graph-links';
import type { Place } from './group-places';
import { placeBoxes } from './group-places';
import { lineBetween } from './line-between';
import { placeNotes } from './line-notes';
import type { Size } from './picture-text';
import { HEADING, MARGIN, movedPath, round } from './picture-text';

/** The frame of a namespace. */
export interface PictureFrame extends Size, Place {
  readonly key: string;
  readonly namespace: string;
  readonly isFolded: boolean;
  /** How many nodes are in it, and how many of them are drawn. */
  readonly count: number;
  readonly shown: number;
}

/** A line between two nodes, or between frames that hide them. */
export interface PictureLine {
  /** Ids of nodes, or keys of folded frames. */
  readonly from: string;
  readonly to: string;
  readonly style: LinkStyle;
  readonly path: string;
  /** The middle of what is written on it. */
  readonly x: number;
  readonly y: number;
  /** Places of its links: one, or all that folded frames hide. */
  readonly links: readonly number[];
}

/** Everything in its place: what is left is to write it. */
export interface Picture extends Size {
  readonly frames: readonly PictureFrame[];
  readonly nodes: readonly PlacedNode[];
  readonly lines: readonly PictureLine[];
}

const FOLDED: Size = { width: 190, height: 46 };
/** In a picture of more nodes, lines only go around those of the two namespaces; of a namespace with more, around none. */
const MANY = 150;
/** Around all. */
const BORDER = 16;

/**
 * Puts namespaces beside each other. This part runs in the page too, each time that a namespace is folded or unfolded.
 *
 * @param folded keys of groups of which only the frame is drawn
 * @param shown nodes that are drawn all the same: of a folded group, they and nothing else
 * @param ways from one node to another where there is no link, which has a say in what stands before what
 */
export function pictureOf(
  { groups: whole, links }: GraphLayout,
  folded: ReadonlySet<string> = new Set(),
  shown: ReadonlySet<string> = new Set(),
  ways: readonly (readonly [from: string, to: string])[] = [],
): Picture {
  const groups = whole.map((group) => (folded.has(group.key) ? excerptOf(group, shown, links) : group));
  const homes = new Map(whole.flatMap((group) => group.nodes.map(({ id }) => [id, group.key] as const)));
  const isHidden = (id: string): boolean => folded.has(homes.get(id)!) && !shown.has(id);
  const across = links.map(({ from, to, size }) => ({
    from: homes.get(from)!,
    to: homes.get(to)!,
    room: isHidden(from) || isHidden(to) ? 0 : size.width,
  }));
  const lit = ways.map(([from, to]) => ({ from: homes.get(from)!, to: homes.get(to)!, room: 0 }));
  const places = placeBoxes(groups, [...across, ...lit]);
  const frames = groups.map(({ key, namespace, nodes, width, height }, i): PictureFrame => {
    const { x, y } = places.get(key)!;
    return {
      key,
      namespace,
      isFolded: folded.has(key),
      count: whole[i].nodes.length,
      shown: nodes.length,
      width,
      height,
      x: round(x + BORDER),
      y: round(y + BORDER),
    };
  });
  const byGroup = new Map(groups.map((group, i) => [group.key, movedNodes(group, frames[i])]));
  const nodes = [...byGroup.values()].flat();
  const inner = groups.flatMap((group, i) => movedLinks(group, frames[i], links));
  const ends = new Map<string, Size & Place>([
    ...nodes.map((node) => [node.id, node] as const),
    ...frames.map(
      (frame) => [frame.key, { ...frame, x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }] as const,
    ),
  ]);
  const isSmall = nodes.length <= MANY;
  const othersOf = (key: string): readonly PlacedNode[] => {
    const own = byGroup.get(key)!;
    return isSmall ? nodes : own.length > MANY ? [] : own;
  };
  const lines = [...inner, ...outerLines(links, homes, isHidden, ends, othersOf)];
  const bottoms = [
    ...frames.map(({ y, height }) => y + height),
    ...lines.map((line) => line.y + noteOf(line, links).height / 2),
  ];
  return {
    width: round(Math.max(0, ...frames.map(({ x, width }) => x + width)) + BORDER),
    height: round(bottoms.reduce((most, each) => Math.max(most, each), 0) + BORDER),
    frames,
    nodes,
    lines,
  };
}

/** What is drawn of a folded group: a few nodes of it, or none. */
function excerptOf(group: PlacedGroup, shown: ReadonlySet<string>, links: readonly Link[]): PlacedGroup {
  const own = group.nodes.filter(({ id }) => shown.has(id));
  if (own.length === 0) {
    return { ...group, ...FOLDED, nodes: [], links: [] };
  }
  const ids = new Set(own.map(({ id }) => id));
  const within = links.flatMap((link, i) => (ids.has(link.from) && ids.has(link.to) ? [{ ...link, place: i }] : []));
  const places = placeBoxes(
    own.map(({ id, width, height }) => ({ key: id, width, height })),
    within.map(({ from, to, size }) => ({ from, to, room: size.width })),
  );
  const nodes = own.map((node) => {
    const { x, y } = places.get(node.id)!;
    return { ...node, x: round(x + MARGIN + node.width / 2), y: round(y + MARGIN + HEADING + node.height / 2) };
  });
  const placed = new Map(nodes.map((node) => [node.id, node]));
  return {
    ...group,
    width: Math.max(FOLDED.width, ...nodes.map(({ x, width }) => round(x + width / 2 + MARGIN))),
    height: Math.max(...nodes.map(({ y, height }) => round(y + height / 2 + MARGIN))),
    nodes,
    links: within.map(({ from, to, place }) => ({ link: place, ...lineBetween(placed.get(from)!, placed.get(to)!) })),
  };
}

function movedNodes({ nodes }: PlacedGroup, { x, y }: Place): readonly PlacedNode[] {
  return nodes.map((node) => ({ ...node, x: round(node.x + x), y: round(node.y + y) }));
}

function movedLinks(group: PlacedGroup, by: Place, links: readonly Link[]): readonly PictureLine[] {
  return group.links.map(({ link, path, x, y }) => {
    const { from, to, style } = links[link];
    return { from, to, style, path: movedPath(path, by), x: round(x + by.x), y: round(y + by.y), links: [link] };
  });
}

/** Lines from one namespace to another, and what folded frames hide, as one line for each two. */
function outerLines(
  links: readonly Link[],
  homes: ReadonlyMap<string, string>,
  isHidden: (id: string) => boolean,
  ends: ReadonlyMap<string, Size & Place>,
  othersOf: (key: string) => readonly PlacedNode[],
): readonly PictureLine[] {
  const lines = new Map<string, { from: string; to: string; style: LinkStyle; links: number[] }>();
  links.forEach(({ from, to, style }, i) => {
    const [start, end] = [homes.get(from)!, homes.get(to)!];
    if (start === end) {
      return;
    }
    const [isFromHidden, isToHidden] = [isHidden(from), isHidden(to)];
    const [shownFrom, shownTo] = [isFromHidden ? start : from, isToHidden ? end : to];
    const key = JSON.stringify([shownFrom, shownTo, style, !isFromHidden && !isToHidden && i]);
    const known = lines.get(key);
    if (known === undefined) {
      lines.set(key, { from: shownFrom, to: shownTo, style, links: [i] });
    } else {
      known.links.push(i);
    }
  });
  const made = [...lines.values()].map((line): PictureLine => {
    const others = [line.from, line.to].flatMap((id) => (homes.has(id) ? othersOf(homes.get(id)!) : []));
    return { ...line, ...lineBetween(ends.get(line.from)!, ends.get(line.to)!, others) };
  });
  const written = made.filter((line) => noteOf(line, links).height > 0);
  const places = placeNotes(written.map((line) => ({ ...noteOf(line, links), to: ends.get(line.to)! })));
  const placeOf = new Map(written.map((line, i) => [line, places[i]]));
  return made.map((line) => ({ ...line, ...placeOf.get(line) }));
}

/** The size of what is written on a line: what folded frames hide is not written. */
export function noteOf({ from, to, links: own }: PictureLine, links: readonly Link[]): Size {
  const link = own.length === 1 ? links[own[0]] : undefined;
  return link?.from === from && link.to === to ? link.size : { width: 0, height: 0 };
}
