import type { Place } from './group-places';
import type { PlacedBox } from './line-between';
import type { Size } from './picture-text';
import { round } from './picture-text';

/** What is written on a line that comes to a box. */
export interface Note extends Size {
  readonly to: PlacedBox;
}

/** Between what is written and the box, which has the tip of the line. */
const BESIDE = 16;
/** Between what is written on one line and on another one. */
export const NOTE_GAP = 6;
/** Above everything. */
const TOP = 4;

interface Stack {
  readonly to: PlacedBox;
  readonly places: readonly number[];
  readonly height: number;
  readonly width: number;
}

/**
 * The middles of notes: beside the ends of their lines, where these are apart. Those of one box stand below each other, beside its middle, and those of
 * boxes of one column do not touch.
 */
export function placeNotes(notes: readonly Note[]): readonly Place[] {
  const byBox = new Map<PlacedBox, number[]>();
  notes.forEach(({ to }, i) => {
    const known = byBox.get(to);
    if (known === undefined) {
      byBox.set(to, [i]);
    } else {
      known.push(i);
    }
  });
  const stacks = [...byBox].map(([to, places]): Stack => ({
    to,
    places,
    height: stackHeight(places.map((i) => notes[i].height)),
    width: Math.max(...places.map((i) => notes[i].width)),
  }));
  const topOf = ({ to, height }: Stack): number => Math.max(TOP, to.y - height / 2);
  const made: Place[] = new Array<Place>(notes.length);
  const taken: { readonly left: number; readonly right: number; readonly bottom: number }[] = [];
  for (const stack of [...stacks].sort((a, b) => topOf(a) - topOf(b))) {
    const right = stack.to.x - stack.to.width / 2 - BESIDE;
    const left = right - stack.width;
    const above = taken.filter((each) => each.left < right && each.right > left);
    let y = Math.max(topOf(stack), ...above.map(({ bottom }) => bottom + NOTE_GAP));
    for (const i of stack.places) {
      const { width, height } = notes[i];
      made[i] = { x: round(right - width / 2), y: round(y + height / 2) };
      y += height + NOTE_GAP;
    }
    taken.push({ left, right, bottom: y - NOTE_GAP });
  }
  return made;
}

/** The height of notes below each other. */
export function stackHeight(heights: readonly number[]): number {
  return heights.reduce((sum, height) => sum + height + NOTE_GAP, -NOTE_GAP);
}
