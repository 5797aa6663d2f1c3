import { objectName } from './check-report';
import { outcomeText, percent, seenText, termsText } from './outcome-text';
import type { Painter } from './terminal';
import { clip, painter, visible } from './terminal';
import type { ConsideredStep, TraceHop, TraceOutcome, TracePlace, TraceStep, TraceUnknown } from './trace-data';
import { OutcomeKind } from './trace-data';
import type { TraceReport } from './trace-report';
import { isReached } from './trace-report';

/** How a trace looks. */
export interface TraceTextOptions {
  readonly color?: boolean;
  /** Whether all is shown that might have decided, also where the call arrives. */
  readonly verbose?: boolean;
}

/** How much of what might have decided is shown without being asked for. */
const FEW = 3;

/** A line of a table: cells under each other are as wide as the widest of them. */
type Row = readonly string[];

/** A trace for people: a line for each hop, one for each decision with the field that decided, and what becomes of the call. */
export function traceText(report: TraceReport, { color = false, verbose = false }: TraceTextOptions = {}): string {
  const paint = painter(color);
  const shown = verbose ? Infinity : isReached(report) ? 0 : FEW;
  const widths = widthsOf(report.hops.flatMap(({ steps }) => steps.map(stepRow)));
  const lines = [
    paint.bold(clip(visible(report.question))),
    ...report.hops.flatMap((hop, i) => [
      hopLine(hop, i, paint),
      ...hop.steps.flatMap((step) => [
        `    ${aligned(stepRow(step), widths)}`,
        ...consideredLines(step, shown).map((line) => paint.dim(`      ${line}`)),
      ]),
    ]),
    ...report.outcomes.flatMap((outcome) => outcomeLines(outcome, report, paint)),
    ...report.unknown.flatMap((each) => unknownLines(each, paint)),
    ...report.hints.map((hint) => paint.fix(visible(hint))),
  ];
  return `${lines.join('\n')}\n`;
}

function hopLine({ kind, proxy, share, previous }: TraceHop, i: number, paint: Painter): string {
  const from = previous === undefined || previous === i - 1 ? '' : ` from ${previous + 1}`;
  const part = share === 1 ? '' : `  ${percent(share)}`;
  return `${String(i + 1).padStart(2)}  ${paint.bold(visible(`${kind} ${proxy}`))}${part}${from}`;
}

const LAYERS: Readonly<Record<string, string>> = {
  filterChain: 'filter chain',
  virtualHost: 'virtual host',
  mutualTls: 'mutual TLS',
};

function stepRow(step: TraceStep): Row {
  const { layer, decision, path } = step;
  const field = path === undefined ? '' : ` ${path}`;
  const object = step.object === undefined ? '' : `${nameOf(step)}${field}`;
  return [LAYERS[layer] ?? layer, clip(visible(decision)), visible(object), visible(placeOf(step))];
}

/** `Gateway shop/front` */
function nameOf({ object }: TracePlace): string {
  return object === undefined ? '' : objectName({ object });
}

function placeOf({ construct, file, line }: TracePlace): string {
  return construct ?? [file, line].filter((part) => part !== undefined).join(':');
}

function consideredLines({ considered = [] }: TraceStep, shown: number): string[] {
  const more = considered.length - shown;
  return [
    ...considered.slice(0, shown).map((each) => clip(visible(consideredLine(each)))),
    ...(more > 0 && shown > 0 ? [`and ${more} more: --verbose`] : []),
  ];
}

function consideredLine(each: ConsideredStep): string {
  const object = nameOf(each);
  const where = [object, placeOf(each)].filter((part) => part !== '').join('  ');
  return `not ${each.what}: ${each.why}${where === '' ? '' : `  (${where})`}`;
}

function outcomeLines(outcome: TraceOutcome, { outcomes, hops }: TraceReport, paint: Painter): string[] {
  const { workload = '' } = outcome;
  const text = outcomeText(outcome);
  const isSplit = outcomes.length > 1;
  const place = hops[outcome.hop].proxy;
  // Of endpoints with one name, the hop has the address.
  const address = place.startsWith(`${workload} at `) ? place.slice(workload.length) : '';
  const headline = clip(visible(text + address));
  const share = isSplit ? `${percent(outcome.share).padStart(6)}  ` : '';
  const seen = seenText(outcome);
  const details = [...(seen === undefined ? [] : [`it sees ${seen}`]), termsText(outcome) ?? ''];
  return [
    `${share}${outcome.kind === OutcomeKind.FAILURE ? paint.error(headline) : paint.fix(headline)}`,
    ...details
      .filter((detail) => detail !== '')
      .map((detail) => `${' '.repeat(share.length)}  ${paint.dim(clip(visible(detail)))}`),
  ];
}

function unknownLines({ what, text, objects = [], otherwise = [] }: TraceUnknown, paint: Painter): string[] {
  const names = objects.map((each) => [nameOf(each), placeOf(each)].filter((part) => part !== '').join(' ')).join(', ');
  return [
    `${paint.warning('depends on')} ${visible(dependsOn(what, names))}`,
    `  ${visible(text)}`,
    ...otherwise.map((each) => `  otherwise ${percent(each.share)}  ${clip(visible(outcomeText(each)))}`),
  ];
}

function dependsOn(what: string, names: string): string {
  if (what === 'refused') {
    return `${names}, which is refused as it is`;
  }
  return names === '' ? what : `the ${what} of ${names}`;
}

function widthsOf(rows: readonly Row[]): number[] {
  return [0, 1, 2].map((column) =>
    Math.max(0, ...rows.map((row) => row[column].length).filter((width) => width <= 72)),
  );
}

function aligned(row: Row, widths: readonly number[]): string {
  return row
    .map((cell, i) => cell.padEnd(widths[i] ?? 0))
    .join('  ')
    .trimEnd();
}
