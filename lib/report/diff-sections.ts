import { groupBy } from '../mesh/reading/group-by';
import { becomesTexts } from './diff-becomes';
import type { DiffChange, DiffHost } from './diff-data';
import { DiffEffect } from './diff-data';
import { placeTexts } from './diff-places';
import type { DiffReport } from './diff-report';
import { changeShape, hostShape } from './diff-shape';
import {
  callerHeading,
  effectHeading,
  fromText,
  hostHeading,
  hostText,
  portHeading,
  portUrlText,
  requestTexts,
  urlText,
} from './diff-words';

/** How many rows of the same shape there are, and how many requests, clients, servers and objects a row names. */
const FEW = 3;

/** What is asked, by whom, what changes, and where: each as lines below each other. */
export interface DiffRow {
  readonly requests: readonly string[];
  readonly from: string;
  readonly change: readonly string[];
  readonly places: readonly string[];
  /** The hosts of a row that stands for many. */
  readonly hosts?: readonly string[];
}

/** What is told under one heading. */
export interface DiffSection {
  readonly heading: string;
  readonly rows: readonly DiffRow[];
}

/** All of it, in the order in which a reader should see it: what breaks first. Hosts with the same change stand together, unless all is wanted. */
export function diffSections(report: DiffReport, verbose: boolean = false): readonly DiffSection[] {
  const most = verbose ? Infinity : FEW;
  const of = (effect: DiffEffect): readonly DiffSection[] => {
    const all = report.changes.filter((each) => each.effect === effect);
    const count = all.reduce((sum, { requests }) => sum + requests.length, 0);
    return all.length === 0 ? [] : [{ heading: effectHeading(effect, count), rows: changeRows(all, report, most) }];
  };
  return [
    ...of(DiffEffect.BROKEN),
    ...of(DiffEffect.DENIED),
    ...hosts(report, false, most),
    ...of(DiffEffect.ALLOWED),
    ...of(DiffEffect.ELSEWHERE),
    ...of(DiffEffect.POSSIBLE),
    ...of(DiffEffect.REPAIRED),
    ...of(DiffEffect.OTHERWISE),
    ...hosts(report, true, most),
    ...of(DiffEffect.TERMS),
    ...callers(report, false, most),
    ...callers(report, true, most),
    ...of(DiffEffect.UNKNOWN),
  ];
}

function changeRows(all: readonly DiffChange[], report: DiffReport, most: number): readonly DiffRow[] {
  return folded(all, report, most, changeShape, (change) => ({
    requests: requestTexts(change, report, most),
    from: fromText(change, report, most),
    change: becomesTexts(change, most),
    places: placeTexts(change, most),
  }));
}

/** Hosts that are not there at all on one side, and then those that are there on other ports. */
function hosts(report: DiffReport, appeared: boolean, most: number): readonly DiffSection[] {
  const all = report.hosts.filter((each) => each.appeared === appeared);
  const whole = all.filter(({ otherPorts }) => otherPorts === undefined);
  const parts = all.filter(({ otherPorts }) => otherPorts !== undefined);
  const rowsOf = (some: readonly DiffHost[], url: typeof urlText): readonly DiffRow[] =>
    folded(some, report, most, hostShape, (each) => ({
      requests: [url(each, report)],
      from: fromText(each, report, most),
      change: [hostText(each, most)],
      places: [],
    }));
  const names = new Set(whole.map(({ host }) => host));
  const ports = new Set(parts.map(({ host, port }) => `${host}:${port}`));
  return [
    ...(whole.length === 0 ? [] : [{ heading: hostHeading(appeared, names.size), rows: rowsOf(whole, urlText) }]),
    ...(parts.length === 0 ? [] : [{ heading: portHeading(appeared, ports.size), rows: rowsOf(parts, portUrlText) }]),
  ];
}

function callers({ callers }: DiffReport, appeared: boolean, most: number): readonly DiffSection[] {
  const names = appeared ? callers.appeared : callers.vanished;
  const rest = names.length - 2 * most;
  const shown = rest > 0 ? [...names.slice(0, 2 * most), `and ${rest} more`] : names;
  return names.length === 0
    ? []
    : [{ heading: `${callerHeading(appeared, names.length)}: ${shown.join(', ')}`, rows: [] }];
}

/** Of many with the same shape the first, and at how many more hosts it is the same. */
function folded<T extends DiffChange | DiffHost>(
  all: readonly T[],
  report: DiffReport,
  most: number,
  shape: (each: T) => string,
  rowOf: (each: T) => DiffRow,
): readonly DiffRow[] {
  return [...groupBy(all, shape).values()].flatMap((alike) => {
    if (alike.length <= most + 1) {
      return alike.map(rowOf);
    }
    const rest = alike.slice(most);
    const names = new Set(rest.map(({ host }) => host)).size;
    const text = `and the same at ${names} more ${names === 1 ? 'host' : 'hosts'}`;
    return [
      ...alike.slice(0, most).map(rowOf),
      {
        requests: [text],
        from: '',
        change: [],
        places: [],
        hosts: [...new Set(rest.map((each) => urlText(each, report)))],
      },
    ];
  });
}
