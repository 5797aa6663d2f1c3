import type { DiffReport } from './diff-report';
import type { DiffRow } from './diff-sections';
import { diffSections } from './diff-sections';
import { refusedTexts, unreadableTexts } from './diff-warnings';
import { painter, visible } from './terminal';

/** How it looks. */
export interface DiffTextOptions {
  readonly color?: boolean;
  /** Whether each host is shown by itself, and all that a line names. */
  readonly verbose?: boolean;
}

/** Cells that are longer do not widen their column. */
const WIDEST = 72;

/** What a change does to requests, for people: what breaks first. Hosts with the same change stand together. */
export function diffText(report: DiffReport, { color = false, verbose = false }: DiffTextOptions = {}): string {
  const paint = painter(color);
  const lines = diffSections(report, verbose).flatMap(({ heading, rows }) => [
    paint.bold(visible(`${heading}${rows.length === 0 ? '' : ':'}`)),
    ...table(rows),
  ]);
  const all = lines.length === 0 ? ['Nothing changes for any request.'] : lines;
  const [unreadable, notes] = [unreadableTexts(report), [...refusedTexts(report), ...report.notes]].map((texts) =>
    texts.map((text) => paint.warning(visible(text))),
  );
  return `${[...unreadable, ...all, ...notes].join('\n')}\n`;
}

/** Of several lines of one row all begin where the first one does. */
function table(rows: readonly DiffRow[]): readonly string[] {
  const cells = rows.map(({ requests, from, change, places }) =>
    [requests, [from], change, places].map((lines) => lines.map(visible)),
  );
  const widest = (lines: readonly string[], most: number): number =>
    Math.max(0, ...lines.map(({ length }) => length).filter((width) => width <= most));
  const widths = [0, 1, 2].map((column) =>
    widest(
      cells.flatMap((row) => row[column]),
      WIDEST,
    ),
  );
  return cells.flatMap((row) => {
    const height = Math.max(...row.map(({ length }) => length));
    const own = height === 1 ? widths : widths.map((width, i) => Math.max(width, widest(row[i], Infinity)));
    return Array.from({ length: height }, (_, line) =>
      `  ${row.map((lines, i) => (lines[line] ?? '').padEnd(own[i] ?? 0)).join('  ')}`.trimEnd(),
    );
  });
}
