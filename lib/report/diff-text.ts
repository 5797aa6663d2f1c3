import { groupBy } from '../mesh/reading/group-by';
import type { DiffChange, DiffHost } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport } from './diff-report';
import {
  callerHeading,
  changeText,
  effectHeading,
  fromText,
  hostHeading,
  hostText,
  placeTexts,
  requestTexts,
  urlText,
} from './diff-words';
import { clip, painter, visible } from './terminal';

/** How it looks. */
export interface DiffTextOptions {
  readonly color?: boolean;
  /** Whether each host is shown by itself. */
  readonly verbose?: boolean;
}

/** How many lines of the same shape are shown. */
const FEW = 3;

/** A line of a table: what is asked, by whom, what changes, and where. */
export type DiffRow = readonly [requests: string, from: string, change: string, ...places: string[]];

/** What is told under one heading. */
export interface DiffSection {
  readonly heading: string;
  readonly rows: readonly DiffRow[];
}

/** What a change does to requests, for people: what breaks first. Hosts with the same change stand together. */
export function diffText(report: DiffReport, { color = false, verbose = false }: DiffTextOptions = {}): string {
  const paint = painter(color);
  const lines = diffSections(report, verbose).flatMap(({ heading, rows }) => [
    paint.bold(`${heading}${rows.length === 0 ? '' : ':'}`),
    ...table(rows),
  ]);
  const all = lines.length === 0 ? ['Nothing changes for any request.'] : lines;
  const notes = [...refusedTexts(report), ...report.notes];
  return `${[...all, ...notes.map((text) => paint.warning(visible(text)))].join('\n')}\n`;
}

/** All of it, in the order in which a reader should see it. */
export function diffSections(report: DiffReport, verbose: boolean = false): readonly DiffSection[] {
  const of = (effect: DiffEffect): readonly DiffSection[] => {
    const all = report.changes.filter((each) => each.effect === effect);
    const count = all.reduce((sum, { requests }) => sum + requests.length, 0);
    return all.length === 0 ? [] : [{ heading: effectHeading(effect, count), rows: changeRows(all, report, verbose) }];
  };
  return [
    ...of(DiffEffect.BROKEN),
    ...of(DiffEffect.DENIED),
    ...hosts(report, false, verbose),
    ...of(DiffEffect.ALLOWED),
    ...of(DiffEffect.ELSEWHERE),
    ...of(DiffEffect.POSSIBLE),
    ...of(DiffEffect.REPAIRED),
    ...of(DiffEffect.OTHERWISE),
    ...hosts(report, true, verbose),
    ...of(DiffEffect.TERMS),
    ...callers(report, false),
    ...callers(report, true),
    ...of(DiffEffect.UNKNOWN),
  ];
}

function changeRows(all: readonly DiffChange[], report: DiffReport, verbose: boolean): readonly DiffRow[] {
  return folded(all, verbose, shapeOf, (change) =>
    requestTexts(change, report).map((text, i): DiffRow =>
      i === 0 ? [text, fromText(change, report), changeText(change), ...placeTexts(change)] : [text, '', ''],
    ),
  );
}

/** What is the same for hosts that are told together: all but their names, and those of what is behind them. */
function shapeOf({ requests, callers, before, after, terms = [] }: DiffChange): string {
  const sides = [before, after].map(({ verdict, targets = [], status, failure, decidedBy = [] }) => [
    verdict,
    targets.map(({ share }) => share),
    status,
    failure,
    decidedBy.map(({ layer, object }) => [layer, object?.kind]),
  ]);
  return JSON.stringify([requests, callers, sides, terms.map(({ what }) => what)]);
}

function hosts(report: DiffReport, appeared: boolean, verbose: boolean): readonly DiffSection[] {
  const all = report.hosts.filter((each) => each.appeared === appeared);
  const names = new Set(all.map(({ host }) => host));
  const shape = ({ callers, targets, otherwise }: DiffHost): string =>
    JSON.stringify([callers, targets.length, otherwise]);
  const rows = folded(all, verbose, shape, (each): readonly DiffRow[] => [
    [urlText(each, report), fromText(each, report), hostText(each)],
  ]);
  return all.length === 0 ? [] : [{ heading: hostHeading(appeared, names.size), rows }];
}

function callers({ callers }: DiffReport, appeared: boolean): readonly DiffSection[] {
  const names = appeared ? callers.appeared : callers.vanished;
  const shown = names.length > 2 * FEW ? [...names.slice(0, 2 * FEW), `and ${names.length - 2 * FEW} more`] : names;
  return names.length === 0
    ? []
    : [{ heading: `${callerHeading(appeared, names.length)}: ${shown.join(', ')}`, rows: [] }];
}

/** Of many with the same shape the first, and how many more there are. */
function folded<T extends { readonly host: string }>(
  all: readonly T[],
  verbose: boolean,
  shape: (each: T) => string,
  rowsOf: (each: T) => readonly DiffRow[],
): readonly DiffRow[] {
  return [...groupBy(all, shape).values()].flatMap((alike) => {
    if (verbose || alike.length <= FEW + 1) {
      return alike.flatMap(rowsOf);
    }
    const rest = alike.slice(FEW);
    const names = new Set(rest.map(({ host }) => host)).size;
    return [
      ...alike.slice(0, FEW).flatMap(rowsOf),
      [`and the same at ${names} more ${names === 1 ? 'host' : 'hosts'}`, '', ''] as const,
    ];
  });
}

function table(rows: readonly DiffRow[]): readonly string[] {
  const widths = [0, 1, 2].map((column) =>
    Math.max(0, ...rows.map((row) => row[column].length).filter((width) => width <= 72)),
  );
  return rows.map((row) =>
    visible(`  ${row.map((cell, i) => clip(cell).padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()),
  );
}

/** Objects that the cluster does not take as they are, so that what is said of them may not hold. */
export function refusedTexts({ unknown }: DiffReport): readonly string[] {
  return unknown.map(({ text, objects = [] }) => {
    const names = objects.map(({ object }) =>
      [object?.kind, [object?.namespace, object?.name].filter(Boolean).join('/')].join(' '),
    );
    return `depends on ${names.join(', ')}, which is refused as it is: ${text}`;
  });
}
