import { groupBy } from '../mesh/reading/group-by';
import { becomesTexts } from './diff-becomes';
import type { DiffChange, DiffHost } from './diff-data';
import { diffOutline } from './diff-outline';
import { changedTexts, placeTexts } from './diff-places';
import type { DiffReport } from './diff-report';
import { changeShape, hostShape } from './diff-shape';
import { fromText, hostText, requestTexts, urlText } from './diff-words';

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

/** All of it. Hosts with the same change stand together, unless all is wanted. */
export function diffSections(report: DiffReport, verbose: boolean = false): readonly DiffSection[] {
  const most = verbose ? Infinity : FEW;
  return diffOutline(report).map(({ heading, changes, hosts, url, callers }) => ({
    heading: callers.length === 0 ? heading : `${heading}: ${listed(callers, 2 * most)}`,
    rows: distinct([
      ...folded(changes, report, most, changeShape, (change) => ({
        requests: requestTexts(change, report, most),
        from: fromText(change, report, most),
        change: becomesTexts(change, most),
        places: placeTexts(change, most),
      })),
      ...folded(hosts, report, most, hostShape, (each) => ({
        requests: [url(each, report)],
        from: fromText(each, report, most),
        change: [hostText(each, most)],
        places: changedTexts(each.changedObjects ?? [], most),
      })),
    ]),
  }));
}

/** What only data tells apart, such as the rules that allow it, is one line. */
function distinct(rows: readonly DiffRow[]): readonly DiffRow[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function listed(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return (rest > 0 ? [...names.slice(0, most), `and ${rest} more`] : names).join(', ');
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
