import type { FindingObject } from '../checks/finding';
import { withoutUndefined } from '../core/without-undefined';
import type { Sides } from '../diff/sides';
import type { Manifest } from '../mesh/reading/mesh-object';
import type { DiffChange, DiffHost, DiffObject } from '../report/diff-data';
import { DiffEffect } from '../report/diff-data';
import type { DiffReport, DiffUnreadable, PlacedMesh } from '../report/diff-report';
import { diffReport } from '../report/diff-report';
import { becomesTexts } from '../report/diff-becomes';
import type { DiffPart } from '../report/diff-outline';
import { diffOutline } from '../report/diff-outline';
import { decisive, nameOf, whereOf } from '../report/diff-places';
import { refusedTexts, unreadableTexts } from '../report/diff-warnings';
import { DEFAULT_PORTS, fromText, hostText, requestTexts } from '../report/diff-words';
import { visible } from '../report/terminal';
import type { TracePlace } from '../report/trace-data';
import { exampleOf, OTHER_HOSTS } from '../routing/reachable/way';

/** What a change does to requests, as a page shows it: in the words of the command, so that the page has nothing to find out. */
export interface PageDiff {
  /** What breaks first. None where nothing changes for any request. */
  readonly sections: readonly PageDiffSection[];
  /** What could not be read, so that it looks new or gone. */
  readonly unreadable: readonly string[];
  /** What the cluster does not take as it is, so that what is said may not hold, and what is taken to be there. */
  readonly refused: readonly string[];
  /** What is taken to be there on both sides: requests are traced with it. */
  readonly supposed: readonly Manifest[];
}

/** What is told under one heading. */
export interface PageDiffSection {
  readonly heading: string;
  readonly rows: readonly PageDiffRow[];
}

/** Requests of which something else becomes. */
export interface PageDiffRow {
  /** What is asked; a host; a caller. */
  readonly texts: readonly string[];
  /** `from shop/web`; empty where nobody asks on both sides. */
  readonly from?: string;
  /** `shop/cart → 403, denied`, and each term by itself. */
  readonly becomes?: readonly string[];
  readonly decidedBy?: readonly PageDecision[];
  /** One of the requests, as it is typed into the form; undefined where none could be made up. */
  readonly question?: PageQuestion;
}

/** A field that decides, on one side, or an object that explains it. */
export interface PageDecision {
  /** `was`, `now`, `by`; of an object that explains it `new`, `gone`, `changed`. */
  readonly word: string;
  readonly side: keyof Sides<unknown>;
  /** `VirtualService shop/web http[0]` */
  readonly text: string;
  readonly object: FindingObject;
  readonly path?: string;
  /** Its file and line, or the path of its construct. */
  readonly place?: string;
}

/** A request in the fields of the form. */
export interface PageQuestion {
  readonly url: string;
  readonly from: string;
  readonly method?: string;
  /** `name: value`, one a line. */
  readonly headers?: string;
  readonly clientAddress?: string;
  /** The gateway that is dialled. */
  readonly at?: string;
  /** JSON. */
  readonly claims?: string;
}

/** How many requests, clients and servers a row names. */
const MOST = 10;

/** Compares all of both meshes, whatever part of them is drawn. */
export function pageDiff(sides: Sides<PlacedMesh>, unreadable: readonly DiffUnreadable[] = []): PageDiff {
  const report = diffReport(sides, unreadable);
  return {
    sections: diffOutline(report).map(({ heading, changes, hosts, url, callers }) => ({
      heading,
      rows: [
        ...changes.map((each) => changeRow(each, report)),
        ...hosts.map((each) => hostRow(each, report, url)),
        ...callers.map(callerRow),
      ],
    })),
    unreadable: unreadableTexts(report).map(visible),
    refused: [...refusedTexts(report), ...report.notes].map(visible),
    supposed: report.supposed.map(({ manifest }) => manifest),
  };
}

function changeRow(change: DiffChange, report: DiffReport): PageDiffRow {
  return withoutUndefined({
    texts: requestTexts(change, report, MOST).map(visible),
    from: visible(fromText(change, report, MOST)),
    becomes: becomesTexts(change, MOST).map(visible),
    decidedBy: decisionsOf(change),
    question: change.effect === DiffEffect.UNKNOWN ? undefined : questionOf(change),
  });
}

function hostRow(host: DiffHost, report: DiffReport, url: DiffPart['url']): PageDiffRow {
  return withoutUndefined({
    texts: [visible(url(host, report))],
    from: visible(fromText(host, report, MOST)),
    becomes: [visible(hostText(host, MOST))],
    decidedBy: changedDecisions(host.changedObjects ?? []),
    question: questionOf(host),
  });
}

function callerRow(name: string): PageDiffRow {
  return { texts: [visible(name)] };
}

/** What decides; where that is in no object that the change touches, the objects that explain it. */
function decisionsOf(change: DiffChange): PageDecision[] | undefined {
  const { changedObjects = [] } = change;
  const decisions = decisive(change).map((each) =>
    pageDecision(each.when, each.when === 'was' ? 'before' : 'after', each),
  );
  return changedDecisions(changedObjects) ?? (decisions.length === 0 ? undefined : decisions);
}

function changedDecisions(objects: readonly DiffObject[]): PageDecision[] | undefined {
  return objects.length === 0
    ? undefined
    : objects.map((each) => pageDecision(each.change, each.change === 'gone' ? 'before' : 'after', each));
}

function pageDecision(word: string, side: PageDecision['side'], placed: TracePlace): PageDecision {
  const { object, path } = placed;
  const place = whereOf(placed);
  return withoutUndefined({
    word,
    side,
    text: visible(nameOf(placed)),
    object: object!,
    path,
    place: place === '' ? undefined : place,
  });
}

/** The request as a user would ask it; undefined where nobody asks on both sides, or nobody knows the host. */
function questionOf({
  callers: [from],
  gateway,
  host,
  port,
  protocol,
  example,
}: Pick<DiffChange, 'callers' | 'gateway' | 'host' | 'port' | 'protocol' | 'example'>): PageQuestion | undefined {
  const isOther = host === OTHER_HOSTS && gateway === undefined;
  // Of hosts that no manifest names the request says which.
  const dialled = isOther ? example?.host.replace(/:\d+$/, '') : exampleOf(host);
  if (from === undefined || dialled === undefined) {
    return undefined;
  }
  const place = `${dialled}${DEFAULT_PORTS[protocol] === port ? '' : `:${port}`}`;
  const isGrpc = protocol === 'grpc';
  const headers = Object.entries(example?.headers ?? {}).filter(([name]) => !isGrpc || !GRPC_HEADERS.has(name));
  const named = example === undefined || example.host === place ? headers : [['host', example.host], ...headers];
  return withoutUndefined({
    url: `${protocol}://${place}${example?.path ?? (protocol.startsWith('http') ? '/' : '')}`,
    from,
    method: isGrpc ? undefined : example?.method,
    headers: named.length === 0 ? undefined : named.map(([name, value]) => `${name}: ${value}`).join('\n'),
    at: gateway,
    clientAddress: example?.clientAddress,
    claims: example?.claims === undefined ? undefined : JSON.stringify(example.claims),
  });
}

/** Each call of gRPC has them. */
const GRPC_HEADERS: ReadonlySet<string> = new Set(['content-type', 'te']);
