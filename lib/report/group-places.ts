import { push } from '../mesh/reading/group-by';
import type { Size } from './picture-text';
import { round } from './picture-text';

/** A box that is to be put beside others. */
export interface Box extends Size {
  readonly key: string;
}

/** What leads from one box to another, and how wide what is written on it is. */
export interface BoxLink {
  readonly from: string;
  readonly to: string;
  readonly room: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

const GAP = 22;
/** Between columns, beside what is written there. */
const PASSAGE = 56;
/** What is written between columns gets as much room, at most. */
const MOST_ROOM = 190;

/**
 * Boxes in columns, so that what leads from one to another mostly goes to the right; those that nothing leads to or from stand below the others. It
 * depends on the order of the boxes and on what leads where, and on nothing else.
 */
export function placeBoxes(boxes: readonly Box[], links: readonly BoxLink[]): ReadonlyMap<string, Place> {
  const joined = new Set(links.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to]));
  const linked = boxes.filter(({ key }) => joined.has(key));
  const places = new Map<string, Place>();
  const main = placeLinked(linked, links, places);
  placeRows(
    boxes.filter(({ key }) => !joined.has(key)),
    main,
    places,
  );
  return places;
}

function placeLinked(boxes: readonly Box[], links: readonly BoxLink[], places: Map<string, Place>): Size {
  const ranks = ranksOf(boxes, links);
  const columns: Box[][] = [];
  for (const box of boxes) {
    (columns[ranks.get(box.key)!] ??= []).push(box);
  }
  const area = boxes.reduce((sum, { width, height }) => sum + (width + PASSAGE) * (height + GAP), 0);
  // Wider than high, as screens are.
  const most = Math.max(Math.sqrt(area / 1.4), ...boxes.map(({ height }) => height));
  const before = new Map<string, BoxLink[]>();
  links.forEach((link) => push(before, link.to, link));
  const middles = new Map<string, number>();
  const stacks: Box[][] = [];
  const rooms: number[] = [];
  for (const column of columns) {
    const wanted = new Map(column.map(({ key }) => [key, wantedMiddle(before.get(key) ?? [], middles)]));
    const ordered = [...column].sort((a, b) => wanted.get(a.key)! - wanted.get(b.key)!);
    const room = Math.max(
      0,
      ...column.flatMap(({ key }) => (before.get(key) ?? []).map((link) => (link.from === key ? 0 : link.room))),
    );
    stacksOf(ordered, most).forEach((stack, i) => {
      let y = 0;
      for (const { key, height } of stack) {
        middles.set(key, y + height / 2);
        y += height + GAP;
      }
      stacks.push(stack);
      rooms.push(i === 0 ? Math.min(room, MOST_ROOM) : 0);
    });
  }
  const heights = stacks.map((stack) => heightOf(stack));
  const height = Math.max(0, ...heights);
  let x = 0;
  stacks.forEach((stack, i) => {
    x += i === 0 ? 0 : PASSAGE + rooms[i];
    let y = (height - heights[i]) / 2;
    for (const box of stack) {
      places.set(box.key, { x: round(x), y: round(y) });
      y += box.height + GAP;
    }
    x += Math.max(...stack.map(({ width }) => width));
  });
  return { width: x, height };
}

/** The longest way to a box, in boxes. What would lead back to a box on the way to it does not count. */
function ranksOf(boxes: readonly Box[], links: readonly BoxLink[]): ReadonlyMap<string, number> {
  const next = new Map<string, Set<string>>(boxes.map(({ key }) => [key, new Set()]));
  const entered = new Set<string>();
  for (const { from, to } of links) {
    if (from !== to) {
      next.get(from)?.add(to);
      entered.add(to);
    }
  }
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const forward: (readonly [string, string])[] = [];
  const visit = (key: string): void => {
    state.set(key, 'open');
    for (const to of next.get(key)!) {
      if (state.get(to) !== 'open') {
        forward.push([key, to]);
      }
      if (!state.has(to)) {
        visit(to);
      }
    }
    state.set(key, 'done');
    order.unshift(key);
  };
  const keys = boxes.map(({ key }) => key);
  for (const key of [...keys.filter((each) => !entered.has(each)), ...keys]) {
    if (!state.has(key)) {
      visit(key);
    }
  }
  const ranks = new Map(keys.map((key) => [key, 0]));
  const after = new Map<string, string[]>();
  forward.forEach(([from, to]) => push(after, from, to));
  for (const key of order) {
    for (const to of after.get(key) ?? []) {
      ranks.set(to, Math.max(ranks.get(to)!, ranks.get(key)! + 1));
    }
  }
  // Ranks that nobody has would be empty columns.
  const used = [...new Set(ranks.values())].sort((a, b) => a - b);
  return new Map([...ranks].map(([key, rank]) => [key, used.indexOf(rank)]));
}

function wantedMiddle(links: readonly BoxLink[], middles: ReadonlyMap<string, number>): number {
  const known = links.flatMap(({ from }) => middles.get(from) ?? []);
  return known.length === 0 ? Infinity : known.reduce((sum, each) => sum + each, 0) / known.length;
}

/** A column as several, none of which is higher than that. */
function stacksOf(column: readonly Box[], most: number): readonly Box[][] {
  const stacks: Box[][] = [];
  let height = Infinity;
  for (const box of column) {
    if (height + GAP + box.height > most) {
      stacks.push([]);
      height = -GAP;
    }
    stacks.at(-1)!.push(box);
    height += GAP + box.height;
  }
  return stacks;
}

function heightOf(stack: readonly Box[]): number {
  return stack.reduce((sum, { height }) => sum + height + GAP, -GAP);
}

/** Rows below what is there. */
function placeRows(boxes: readonly Box[], above: Size, places: Map<string, Place>): void {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const most = Math.max(above.width, Math.sqrt(area * 1.6), ...boxes.map(({ width }) => width));
  let [x, y, row] = [0, above.height === 0 ? 0 : above.height + GAP, 0];
  for (const { key, width, height } of boxes) {
    if (x > 0 && x + width > most) {
      [x, y, row] = [0, y + row + GAP, 0];
    }
    places.set(key, { x: round(x), y: round(y) });
    [x, row] = [x + width + GAP, Math.max(row, height)];
  }
}
