import { groupBy } from '../mesh/reading/group-by';
import type { ReachAccess, ReachKind } from './reach-data';
import { ReachVerdict } from './reach-data';
import type { ReachReport } from './reach-report';
import { callersText, verdictText } from './reach-words';
import type { Painter } from './terminal';
import { clip, painter, visible } from './terminal';

/** How it looks. */
export interface ReachTextOptions {
  readonly color?: boolean;
  /** Whether all is shown that is refused, and every host by itself. */
  readonly verbose?: boolean;
}

/** How many hosts with the same clients are named. */
const FEW = 3;

/** A line of a table. */
type Row = readonly [callers: string, requests: string, verdict: string, place: string];

/** Who can call what, for people: for each host and port who can ask it what, and which field decides. Hosts with the same answers stand together. */
export function reachText(report: ReachReport, { color = false, verbose = false }: ReachTextOptions = {}): string {
  const paint = painter(color);
  const sections = [...groupBy(report.accesses, wayText).values()].map((accesses) => ({
    heading: wayText(accesses[0]),
    body: bodyOf(accesses, report, verbose),
  }));
  const blocks = [...groupBy(sections, ({ body }) => body.join('\n')).values()];
  const lines = blocks.flatMap((block) => [
    ...headings(
      block.map(({ heading }) => heading),
      verbose,
    ).map((line) => paint.bold(clip(visible(line)))),
    ...block[0].body.map((line) => visible(line)),
  ]);
  const all = lines.length === 0 ? [nothingText(report)] : lines;
  return `${[...all, ...unknownLines(report, paint)].join('\n')}\n`;
}

function nothingText({ from, to }: ReachReport): string {
  if (to !== undefined) {
    return `Nobody: no host of the manifests leads to ${to}${from === undefined ? '' : ` for ${from}`}.`;
  }
  return from === undefined
    ? 'The manifests hold no host that can be called.'
    : `${from} can ask no host of the manifests.`;
}

/** `payments/api  http://api.payments.svc.cluster.local:80` */
function wayText({ gateway, host, port, protocol, service }: ReachAccess): string {
  const url = `${protocol}://${host}:${port}`;
  if (gateway !== undefined) {
    return `${url}  at gateway ${gateway}`;
  }
  const { kind, namespace, name } = service?.object ?? {};
  return service === undefined ? url : `${kind === 'Service' ? '' : `${kind} `}${namespace}/${name}  ${url}`;
}

function headings(all: readonly string[], verbose: boolean): readonly string[] {
  return verbose || all.length <= FEW + 1
    ? all
    : [...all.slice(0, FEW), `and ${all.length - FEW} more with the same answers`];
}

function bodyOf(accesses: readonly ReachAccess[], report: ReachReport, verbose: boolean): readonly string[] {
  const isOpen = ({ kinds }: ReachAccess): boolean => kinds.some(({ verdict }) => verdict !== ReachVerdict.REFUSED);
  const open = accesses.filter(isOpen);
  const shut = accesses.filter((access) => !isOpen(access));
  const shown = verbose || report.from !== undefined ? accesses : open;
  const rows = shown.flatMap((access) => rowsOf(access, report, verbose));
  return [...table(rows), ...(shown === accesses ? [] : closing(open.length === 0, shut, report))];
}

function rowsOf({ callers, gateway, host, kinds }: ReachAccess, report: ReachReport, verbose: boolean): readonly Row[] {
  const own = report.behind.get(host) ?? new Set<string>();
  const name = gateway === undefined ? callersText(callers, report.callers) : 'outside';
  return withoutLast(kinds, verbose).map((kind, i): Row => [
    i === 0 ? name : '',
    kind.requests.join(', '),
    verdictText(kind, own),
    placeOf(kind),
  ]);
}

/** What is left in the end and refused needs no line, unless there is nothing else. */
function withoutLast(kinds: readonly ReachKind[], verbose: boolean): readonly ReachKind[] {
  if (verbose || kinds.every(({ verdict }) => verdict === ReachVerdict.REFUSED)) {
    return kinds;
  }
  let end = kinds.length;
  while (kinds[end - 1].verdict === ReachVerdict.REFUSED) {
    end--;
  }
  return kinds.slice(0, end);
}

function placeOf({ decidedBy = [] }: ReachKind): string {
  const { construct, file, line } = decidedBy.find(({ object }) => object !== undefined) ?? {};
  return construct ?? [file, line].filter((part) => part !== undefined).join(':');
}

/** Whoever gets nothing, by the reason. */
function closing(
  isAll: boolean,
  shut: readonly ReachAccess[],
  { callers: all, behind }: ReachReport,
): readonly string[] {
  if (shut.length === 0) {
    return [];
  }
  const byReason = groupBy(shut, ({ kinds, host }) =>
    verdictText({ ...kinds.at(-1)!, dependsOn: undefined }, behind.get(host) ?? new Set<string>()),
  );
  const reasons = [...byReason].map(([reason, accesses]) => {
    const callers = accesses.flatMap((access) => access.callers);
    return `${callersText(callers, all)} ${reason}`;
  });
  return [`  (${isAll ? 'nobody' : 'nobody else'}; ${reasons.join('; ')})`];
}

function table(rows: readonly Row[]): readonly string[] {
  const widths = [0, 1, 2].map((column) =>
    Math.max(0, ...rows.map((row) => row[column].length).filter((width) => width <= 72)),
  );
  return rows.map((row) => `  ${row.map((cell, i) => clip(cell).padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
}

function unknownLines({ unknown }: ReachReport, paint: Painter): readonly string[] {
  return unknown.map(({ text, objects = [] }) => {
    const names = objects.map(({ object }) =>
      [object?.kind, [object?.namespace, object?.name].filter(Boolean).join('/')].join(' '),
    );
    return `${paint.warning('depends on')} ${visible(names.join(', '))}, which is refused as it is: ${visible(text)}`;
  });
}
