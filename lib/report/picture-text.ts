/*
 * How much room a text takes. A picture is made where no font can be asked, so widths are those of common fonts without serifs, on the wide side.
 */

/** In units of the picture, which are pixels where it is not scaled. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of the letters on nodes, and on lines. */
export const NODE_SIZE = 12;
export const NOTE_SIZE = 10.5;

/** Around what is in a frame; and for its name above. */
export const MARGIN = 14;
export const HEADING = 24;

/** Of a line of text, as a multiple of its letters. */
const LEADING = 1.3;

/** The distance of two lines of text. */
export function leading(letters: number): number {
  return round(letters * LEADING);
}

/** The room that lines take. */
export function sizeOf(lines: readonly string[], letters: number): Size {
  return {
    width: Math.ceil(Math.max(0, ...lines.map((line) => widthOf(line) * letters))),
    height: Math.ceil(lines.length * leading(letters)),
  };
}

const NARROW = /[ijl.,:;|'!()[\]{} ftrI/\\]/;
const WIDE = /[mwMW@%…→]/;

/** Of the characters that most texts are made of, by their codes. */
const WIDTHS = Array.from({ length: 0x80 }, (_, code) => characterWidth(String.fromCharCode(code)));

/** As a multiple of the size of the letters. */
function widthOf(line: string): number {
  let width = 0;
  for (const each of line) {
    width += WIDTHS[each.codePointAt(0)!] ?? characterWidth(each);
  }
  return width;
}

function characterWidth(each: string): number {
  if (each > '\u1100') {
    return 1.05;
  }
  return WIDE.test(each) ? 0.9 : NARROW.test(each) ? 0.36 : /[A-Z]/.test(each) ? 0.7 : 0.58;
}

/** A line as several of at most so many characters; it is broken where a word or a part of a name ends, if there is such a place. */
export function wrapped(line: string, most: number): readonly string[] {
  if (line.length <= most) {
    return [line];
  }
  const lines: string[] = [];
  let rest = [...line];
  while (rest.length > most) {
    const places = rest.slice(0, most + 1).flatMap((each, i) => (i > most / 3 && /[ ./-]/.test(each) ? [i] : []));
    const last = places.at(-1);
    const end = last === undefined ? most : rest[last] === ' ' ? last : Math.min(last + 1, most);
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  return [...lines, rest.join('')];
}

/** Two digits after the point are more than anybody sees. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A path elsewhere. */
export function movedPath(path: string, { x, y }: { readonly x: number; readonly y: number }): string {
  return path.replace(/([MCL ])(-?[\d.]+) (-?[\d.]+)/g, (_, before: string, left: string, top: string) => {
    return `${before}${round(Number(left) + x)} ${round(Number(top) + y)}`;
  });
}
