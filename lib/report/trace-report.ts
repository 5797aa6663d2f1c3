import { findingObject } from '../checks/finding-object';
import { withoutUndefined } from '../core/without-undefined';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Call, Header } from '../routing/call';
import { isOpenHeader } from '../routing/call';
import type { Considered, Hop, Outcome, Place, Seen, Step, Trace, Unknown } from '../routing/trace';
import type { GatewayHost } from '../tracing/hosts-of-gateways';
import { hostsOfGateways } from '../tracing/hosts-of-gateways';
import type { MeshToAsk, Refused } from '../tracing/mesh-to-ask';
import type { ReadQuestion } from '../tracing/question';
import { hostCovers } from '../istio/host';
import type {
  ConsideredStep,
  SeenCall,
  TraceHop,
  TraceOutcome,
  TracePlace,
  TraceStep,
  TraceUnknown,
} from './trace-data';
import { OutcomeKind, SeenTls } from './trace-data';

/** A trace, as it is shown. */
export interface TraceReport {
  /** `GET https://shop.example.com/cart from outside` */
  readonly question: string;
  readonly outcomes: readonly TraceOutcome[];
  readonly hops: readonly TraceHop[];
  readonly unknown: readonly TraceUnknown[];
  /** What may help where nothing is reached. */
  readonly hints: readonly string[];
}

/** Where an object and a field of it stand. */
export type Locate = (object: MeshObject, path: string) => Pick<TracePlace, 'file' | 'line' | 'construct'>;

/** What a report asks of a mesh. */
export type TracedMesh = Pick<MeshToAsk, 'mesh' | 'refused'>;

/** Places all that a trace tells of. */
export function traceReport(question: ReadQuestion, trace: Trace, asked: TracedMesh, locate: Locate): TraceReport {
  const placed = placer(locate);
  const outcomes = trace.outcomes.map(outcomeOf);
  return {
    question: questionText(question),
    outcomes,
    hops: trace.hops.map((hop) => hopOf(hop, placed)),
    unknown: [
      ...trace.unknown.map((each) => unknownOf(each, placed)),
      ...asked.refused.map((each) => refusal(each, placed)),
    ],
    hints: outcomes.some(({ failure }) => UNSERVED.has(failure)) ? listenerHints(question, asked) : [],
  };
}

/** What becomes of calls, as far as it is decided in no file too. */
export interface Becomes {
  readonly outcomes: readonly TraceOutcome[];
  readonly unknown: readonly Pick<TraceUnknown, 'what' | 'text' | 'otherwise'>[];
}

/** What becomes of the calls of a trace, and what decides about that in no file, without the places of anything. */
export function becomes({ outcomes, unknown }: Trace): Becomes {
  return {
    outcomes: outcomes.map(outcomeOf),
    unknown: unknown.map(({ what, text, otherwise }) => ({ what, text, otherwise: otherwise?.map(outcomeOf) })),
  };
}

/** Whether all calls are reached or answered as configured. */
export function isReached({ outcomes }: Pick<TraceReport, 'outcomes'>): boolean {
  return outcomes.every(({ kind }) => kind !== OutcomeKind.FAILURE);
}

function questionText({ call, url }: ReadQuestion): string {
  const { request } = call;
  const port = url.authority.endsWith(`:${url.port}`) || url.request !== undefined ? '' : `:${url.port}`;
  const what = `${url.scheme}://${url.authority}${port}${request?.path ?? ''}`;
  const host = request === undefined || request.authority === url.authority ? '' : ` with host ${request.authority}`;
  return `${request === undefined ? '' : `${request.method} `}${what}${host} from ${callerText(call)}${dialledText(call)}`;
}

function callerText({ from }: Call): string {
  switch (from.kind) {
    case 'outside':
      return from.address === undefined ? 'outside' : `outside (${from.address})`;
    case 'workload':
      return `${from.workload.namespace}/${from.workload.name}`;
    case 'proxy':
      return from.proxy.name === '' ? `a pod of ${from.proxy.namespace}` : `${from.proxy.namespace}/${from.proxy.name}`;
  }
}

function dialledText({ to, request, tls }: Call): string {
  switch (to.kind) {
    case 'anyGateway':
      return '';
    case 'gateway':
      return ` at ${to.gateway.namespace}/${to.gateway.name}:${to.port}`;
    case 'address': {
      const named = [request?.authority, tls?.sni].some((each) => each?.split(':')[0].toLowerCase() === to.host);
      return named || (request === undefined && tls === undefined) ? '' : ` to ${to.host}:${to.port}`;
    }
  }
}

/** Places what an object and a field of it are. */
export type Placer = (place: Place) => TracePlace;

export function placer(locate: Locate): Placer {
  return ({ object, path }) =>
    object === undefined
      ? withoutUndefined({ path })
      : withoutUndefined({
          object: findingObject(object),
          path,
          ...(object.external ? {} : locate(object, path ?? '')),
        });
}

function hopOf({ kind, name, share, previous, steps }: Hop, placed: Placer): TraceHop {
  return withoutUndefined({ kind, proxy: name, share, previous, steps: steps.map((step) => stepOf(step, placed)) });
}

function stepOf({ layer, decision, considered, ...place }: Step, placed: Placer): TraceStep {
  return withoutUndefined({
    layer,
    decision,
    ...placed(place),
    considered: filled(considered.map((each): ConsideredStep => consideredOf(each, placed))),
  });
}

function consideredOf({ what, why, ...place }: Considered, placed: Placer): ConsideredStep {
  return { what, why, ...placed(place) };
}

function outcomeOf(outcome: Outcome): TraceOutcome {
  const { share, hop, mirrors, delay } = outcome;
  const shared = {
    share,
    hop,
    mirrors: filled(mirrors.map(({ name }) => name)),
    delay: delay?.share === 1 ? delay.time : undefined,
  };
  switch (outcome.kind) {
    case 'workload': {
      const { workload, subset, cluster, port, status, seen, timeout, retries } = outcome;
      const reached = { workload, subset, cluster, port, status, seen: seenOf(seen), timeout };
      return withoutUndefined({
        ...shared,
        kind: OutcomeKind.WORKLOAD,
        ...reached,
        retries: retries && withoutUndefined({ ...retries }),
      });
    }
    case 'response': {
      const { by, status, location, body, flags } = outcome;
      return withoutUndefined({ ...shared, kind: OutcomeKind.RESPONSE, by, status, location, body, flags });
    }
    case 'failure': {
      const { name, status, connection, flags, details } = outcome.failure;
      return withoutUndefined({
        ...shared,
        kind: OutcomeKind.FAILURE,
        failure: name,
        status,
        connection,
        flags,
        details,
      });
    }
  }
}

function seenOf({ host, path, method, headers = [], sni, tls, identity }: Seen): SeenCall {
  const byName = Object.fromEntries(joined(headers));
  return withoutUndefined({
    host,
    path,
    method,
    headers: headers.length === 0 ? undefined : byName,
    sni,
    tls: SEEN_TLS[tls],
    identity,
  });
}

const SEEN_TLS: Readonly<Record<Seen['tls'], SeenTls>> = {
  none: SeenTls.NONE,
  mesh: SeenTls.MESH,
  origin: SeenTls.ORIGIN,
  made: SeenTls.MADE,
};

/** By name; as a server may read several of one name (RFC 9110, 5.3). */
function joined(headers: readonly Header[]): Map<string, string> {
  const byName = new Map<string, string>();
  for (const header of headers) {
    const [name, text] = header;
    const value = isOpenHeader(header) ? `${text} (not known)` : text;
    const known = byName.get(name);
    byName.set(name, known === undefined ? value : `${known},${value}`);
  }
  return byName;
}

function unknownOf({ what, text, objects, otherwise }: Unknown, placed: Placer): TraceUnknown {
  return withoutUndefined({
    what,
    text,
    objects: filled(objects.map((object) => placed({ object }))),
    otherwise: otherwise?.map(outcomeOf),
  });
}

/** The trace takes what fits of an object. Whether the cluster has it so, or has an older one, is not known. */
export function refusal({ object, finding: { code, path, message } }: Refused, placed: Placer): TraceUnknown {
  return {
    what: 'refused',
    text: `${code}${path === '' ? '' : ` ${path}`}: ${message} The trace takes the rest of the object; the cluster may hold an older one, or none.`,
    objects: [placed({ object, path: path === '' ? undefined : path })],
  };
}

/** What a call fails with where no gateway has a server for its host. */
const UNSERVED: ReadonlySet<string | undefined> = new Set(['NoListener', 'NoFilterChain', 'NoVirtualHost']);
/** How many hosts a hint names. */
const FEW = 10;

/** Where nothing listens: what gateways listen for. */
function listenerHints({ call: { to }, url }: ReadQuestion, { mesh }: TracedMesh): string[] {
  if (to.kind !== 'anyGateway') {
    return [];
  }
  const all = hostsOfGateways(mesh);
  const serving = all.filter(({ host }) => hostCovers(host, url.host));
  if (serving.length > 0) {
    return serving.some(({ port }) => port === to.port)
      ? []
      : [`No gateway has ${url.host} on port ${to.port}. It is served by ${listed(serving)}.`];
  }
  return all.length === 0
    ? ['The manifests hold no Gateway for pods that are known.']
    : [`No gateway has a server for ${url.host} on port ${to.port}. Gateways have: ${listed(all)}.`];
}

function listed(hosts: readonly GatewayHost[]): string {
  const texts = [...new Set(hosts.map(({ host, port, gateway }) => `${host}:${port} (${gateway})`))];
  const more = texts.length > FEW ? ` and ${texts.length - FEW} more` : '';
  return `${texts.slice(0, FEW).join(', ')}${more}`;
}

function filled<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
