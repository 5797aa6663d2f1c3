import type { Place } from './group-places';
import type { Size } from './picture-text';
import { round } from './picture-text';

/** A box by its middle. */
export type PlacedBox = Size & Place;

/** How a line goes, and its middle. */
export interface LineShape extends Place {
  /** `M … C …` */
  readonly path: string;
}

/** Between a line and a box that it goes around. */
const CLEAR = 10;
/** In so many places of a curve it is looked at what is there. */
const SAMPLES = 24;

/**
 * From the right side of a box to the left side of another one: a curve, which goes above or below other boxes where it would cross them, as far as there is
 * such a way.
 */
export function lineBetween(from: PlacedBox, to: PlacedBox, others: readonly PlacedBox[] = []): LineShape {
  const start = { x: round(from.x + from.width / 2), y: round(from.y) };
  const end = { x: round(to.x - to.width / 2), y: round(to.y) };
  const direct = curve(start, end);
  const boxes = others.filter((box) => box !== from && box !== to);
  const crossed = boxes.filter((box) => crosses(direct, box));
  if (crossed.length === 0) {
    return shapeOf(direct);
  }
  const left = Math.max(start.x + CLEAR, Math.min(...crossed.map(({ x, width }) => x - width / 2)) - CLEAR);
  const right = Math.min(end.x - CLEAR, Math.max(...crossed.map(({ x, width }) => x + width / 2)) + CLEAR);
  if (left >= right) {
    return shapeOf(direct);
  }
  const above = Math.min(...crossed.map(({ y, height }) => y - height / 2)) - CLEAR;
  const below = Math.max(...crossed.map(({ y, height }) => y + height / 2)) + CLEAR;
  const [up, down] = [above, below].map((y): Line => {
    const [first, second] = [
      { x: round(left), y: round(y) },
      { x: round(right), y: round(y) },
    ];
    return [...curve(start, first, 0), ...curve(first, second, 0), ...curve(second, end, 0)];
  });
  const countOf = (line: Line): number => boxes.filter((box) => crosses(line, box)).length;
  const isUpNearer = start.y + end.y - 2 * above <= 2 * below - start.y - end.y;
  const detours = isUpNearer ? [up, down] : [down, up];
  const [best] = detours.map((line) => ({ line, count: countOf(line) })).sort((a, b) => a.count - b.count);
  return shapeOf(best.count < crossed.length ? best.line : direct);
}

/** A part of a line: its ends, and what it is drawn to between them. */
interface Curve {
  readonly from: Place;
  readonly a: Place;
  readonly b: Place;
  readonly to: Place;
}

type Line = readonly Curve[];

/** @param least how far it goes straight ahead at both ends, at least */
function curve(from: Place, to: Place, least: number = 30): Line {
  const bend = round(Math.max(least, Math.abs(to.x - from.x) / 2));
  return [{ from, a: { x: round(from.x + bend), y: from.y }, b: { x: round(to.x - bend), y: to.y }, to }];
}

function crosses(line: Line, box: PlacedBox): boolean {
  const [left, right] = [box.x - box.width / 2 - 2, box.x + box.width / 2 + 2];
  const [top, bottom] = [box.y - box.height / 2 - 2, box.y + box.height / 2 + 2];
  return line.some(({ from, a, b, to }) => {
    // A curve is within its corners, and most boxes are elsewhere.
    if (
      Math.max(from.y, a.y, b.y, to.y) < top ||
      Math.min(from.y, a.y, b.y, to.y) > bottom ||
      Math.max(from.x, a.x, b.x, to.x) < left ||
      Math.min(from.x, a.x, b.x, to.x) > right
    ) {
      return false;
    }
    const [xs, ys] = [
      [from.x, a.x, b.x, to.x],
      [from.y, a.y, b.y, to.y],
    ];
    return Array.from({ length: SAMPLES + 1 }, (_, i) => i / SAMPLES).some((t) => {
      const [x, y] = [xs, ys].map(([p, q, r, s]) => {
        const u = 1 - t;
        return u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
      });
      return x >= left && x <= right && y >= top && y <= bottom;
    });
  });
}

function shapeOf(line: Line): LineShape {
  const [{ from }] = line;
  const middle = line[(line.length - 1) / 2];
  const text = ({ x, y }: Place): string => `${x} ${y}`;
  return {
    path: [`M${text(from)}`, ...line.map(({ a, b, to }) => `C${text(a)} ${text(b)} ${text(to)}`)].join(' '),
    x: round((middle.from.x + middle.to.x) / 2),
    y: round((middle.from.y + middle.to.y) / 2),
  };
}
