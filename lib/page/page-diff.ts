import type { FindingObject } from '../checks/finding';
import { withoutUndefined } from '../core/without-undefined';
import type { Sides } from '../diff/sides';
import { objectName } from '../report/check-report';
import type { DiffChange, DiffHost } from '../report/diff-data';
import { DiffEffect } from '../report/diff-data';
import type { DiffReport, PlacedMesh } from '../report/diff-report';
import { diffReport } from '../report/diff-report';
import { becomesTexts } from '../report/diff-becomes';
import { refusedTexts } from '../report/diff-warnings';
import {
  callerHeading,
  effectHeading,
  fromText,
  hostHeading,
  hostText,
  requestTexts,
  urlText,
} from '../report/diff-words';
import type { ReachDecision } from '../report/reach-data';
import { visible } from '../report/terminal';
import { exampleOf, OTHER_HOSTS } from '../routing/reachable/way';

/** What a change does to requests, as a page shows it: in the words of the command, so that the page has nothing to find out. */
export interface PageDiff {
  /** What breaks first. None where nothing changes for any request. */
  readonly sections: readonly PageDiffSection[];
  /** What the cluster does not take as it is, so that what is said may not hold, and what is taken to be there. */
  readonly refused: readonly string[];
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
  /** `200 from shop/cart → 403, denied` */
  readonly change?: string;
  readonly decidedBy?: readonly PageDecision[];
  /** One of the requests, as it is typed into the form; undefined where none could be made up. */
  readonly question?: PageQuestion;
}

/** A field that decides, on one side. */
export interface PageDecision {
  readonly word: 'was' | 'now' | 'by';
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
  /** The gateway that is dialled. */
  readonly at?: string;
  /** JSON. */
  readonly claims?: string;
}

/** How many requests, clients and servers a row names. */
const MOST = 10;

/** Compares all of both meshes, whatever part of them is drawn. */
export function pageDiff(sides: Sides<PlacedMesh>): PageDiff {
  const report = diffReport(sides);
  const { callers } = report;
  const sections = [
    changeSection(DiffEffect.BROKEN, report),
    changeSection(DiffEffect.DENIED, report),
    hostSection(false, report),
    changeSection(DiffEffect.ALLOWED, report),
    changeSection(DiffEffect.ELSEWHERE, report),
    changeSection(DiffEffect.POSSIBLE, report),
    changeSection(DiffEffect.REPAIRED, report),
    changeSection(DiffEffect.OTHERWISE, report),
    hostSection(true, report),
    changeSection(DiffEffect.TERMS, report),
    { heading: callerHeading(false, callers.vanished.length), rows: callers.vanished.map(callerRow) },
    { heading: callerHeading(true, callers.appeared.length), rows: callers.appeared.map(callerRow) },
    changeSection(DiffEffect.UNKNOWN, report),
  ];
  return {
    sections: sections.filter(({ rows }) => rows.length > 0),
    refused: [...refusedTexts(report), ...report.notes].map(visible),
  };
}

function changeSection(effect: DiffEffect, report: DiffReport): PageDiffSection {
  const all = report.changes.filter((each) => each.effect === effect);
  const count = all.reduce((sum, { requests }) => sum + requests.length, 0);
  return { heading: effectHeading(effect, count), rows: all.map((each) => changeRow(each, report)) };
}

function hostSection(appeared: boolean, report: DiffReport): PageDiffSection {
  const all = report.hosts.filter((each) => each.appeared === appeared);
  const names = new Set(all.map(({ host }) => host));
  return { heading: hostHeading(appeared, names.size), rows: all.map((each) => hostRow(each, report)) };
}

function changeRow(change: DiffChange, report: DiffReport): PageDiffRow {
  return withoutUndefined({
    texts: requestTexts(change, report, MOST).map(visible),
    from: visible(fromText(change, report, MOST)),
    change: visible(becomesTexts(change, MOST).join('; ')),
    decidedBy: decisionsOf(change),
    question: change.effect === DiffEffect.UNKNOWN ? undefined : questionOf(change),
  });
}

function hostRow(host: DiffHost, report: DiffReport): PageDiffRow {
  return withoutUndefined({
    texts: [visible(urlText(host, report))],
    from: visible(fromText(host, report, MOST)),
    change: visible(hostText(host, MOST)),
    question: questionOf(host),
  });
}

function callerRow(name: string): PageDiffRow {
  return { texts: [visible(name)] };
}

/** What decides on one side only; where both sides have the same, that. */
function decisionsOf({ before, after, effect }: DiffChange): PageDecision[] | undefined {
  const isPolicy = effect === DiffEffect.DENIED || effect === DiffEffect.ALLOWED;
  const all = [before, after].map(({ decidedBy = [] }) => decidedBy.filter(({ object }) => object !== undefined));
  const wanted = all.map((each) =>
    each.filter(({ layer }) => (layer === 'authorization' || layer === 'authentication') === isPolicy),
  );
  const [old, own] = wanted.some((each) => each.length > 0) ? wanted : all;
  const key = ({ object, path, decision }: ReachDecision): string => JSON.stringify([object, path, decision]);
  const apart = (some: readonly ReachDecision[], others: readonly ReachDecision[]): readonly ReachDecision[] => {
    const known = new Set(others.map(key));
    return some.filter((each) => !known.has(key(each)));
  };
  const told = [
    ...apart(old, own).map((each) => pageDecision('was', 'before', each)),
    ...apart(own, old).map((each) => pageDecision('now', 'after', each)),
  ];
  const found = told.length > 0 ? told : own.map((each) => pageDecision('by', 'after', each));
  return found.length === 0 ? undefined : found;
}

function pageDecision(
  word: PageDecision['word'],
  side: PageDecision['side'],
  { object, path, construct, file, line }: ReachDecision,
): PageDecision {
  const place = construct ?? [file, line].filter((part) => part !== undefined).join(':');
  return withoutUndefined({
    word,
    side,
    text: visible([objectName({ object: object! }), path?.replace(/^spec\.?/, '')].filter(Boolean).join(' ')),
    object: object!,
    path,
    place: place === '' ? undefined : place,
  });
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, grpc: 80, tls: 443 };

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
    claims: example?.claims === undefined ? undefined : JSON.stringify(example.claims),
  });
}

/** Each call of gRPC has them. */
const GRPC_HEADERS: ReadonlySet<string> = new Set(['content-type', 'te']);
