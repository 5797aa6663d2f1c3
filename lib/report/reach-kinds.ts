import { withoutUndefined } from '../core/without-undefined';
import type { Request } from '../routing/call';
import { decisionsOf } from '../routing/reachable/decisions';
import type { ReachedKind } from '../routing/reachable/reached-kinds';
import type { Way } from '../routing/reachable/way';
import type { Outcome, Step, Trace } from '../routing/trace';
import type { ReachDecision, ReachExample, ReachKind, ReachTarget } from './reach-data';
import { ReachVerdict } from './reach-data';
import type { Placer } from './trace-report';

/** What a file never shows, and what decides nothing about who can call. */
const BESIDE_THE_POINT: ReadonlySet<string> = new Set(['endpoints', 'keys']);

/** Kinds of requests as they are shown: those next to each other of which the same becomes are one. */
export function reachKinds(kinds: readonly ReachedKind[], way: Way, placed: Placer): ReachKind[] {
  const found: { readonly key: string; readonly texts: string[]; readonly answer: Omit<ReachKind, 'requests'> }[] = [];
  for (const { kind, trace } of kinds) {
    const text = kind?.description ?? CONNECTIONS[way.form] ?? '';
    const answer = answerOf(trace, kind?.request, placed);
    const key = JSON.stringify({ ...answer, example: undefined });
    const last = found.at(-1);
    if (last?.key === key) {
      last.texts.push(text);
    } else {
      found.push({ key, texts: [text], answer });
    }
  }
  const certificate = way.tls?.certificate === undefined ? '' : ' with a client certificate';
  return found.map(({ texts, answer }, i) => ({
    requests: requestTexts(texts, i === 0).map((text) => text + certificate),
    ...answer,
  }));
}

const CONNECTIONS: Partial<Record<Way['form'], string>> = { tls: 'TLS connections', tcp: 'connections' };

/** What fits no rule stands for all that is left. */
function requestTexts(texts: readonly string[], isFirst: boolean): string[] {
  return texts.includes('') ? [isFirst ? 'any request' : 'any other request'] : [...new Set(texts)];
}

/**
 * What becomes of requests, and what decides it; unknown without a trace.
 *
 * @param withAddresses whether servers are told apart by their addresses too
 */
export function answerOf(
  trace: Trace | undefined,
  request: Request | undefined,
  placed: Placer,
  withAddresses: boolean = false,
): Omit<ReachKind, 'requests'> {
  if (trace === undefined) {
    return { verdict: ReachVerdict.UNKNOWN };
  }
  const { outcomes, unknown } = trace;
  const targets = targetsOf(outcomes, withAddresses);
  const response = outcomes.find((outcome) => outcome.kind === 'response');
  const failed = outcomes.find((outcome) => outcome.kind === 'failure');
  const dependsOn = [...new Set(unknown.map(({ what }) => what))].filter((what) => !BESIDE_THE_POINT.has(what)).sort();
  return withoutUndefined({
    verdict:
      targets.length > 0 ? ReachVerdict.REACHED : response === undefined ? ReachVerdict.REFUSED : ReachVerdict.ANSWERED,
    targets: filled(targets),
    status: response?.status ?? failed?.failure.status,
    location: response?.location,
    failure: failed?.failure.name,
    decidedBy: filled(decisionsOf(trace).map((step) => decisionOf(step, placed))),
    dependsOn: filled(dependsOn),
    example: request && exampleOf(request),
  });
}

/** Of a rule the place, and not that of its match: which one it is, the request tells. */
function decisionOf({ layer, decision, object, path }: Step, placed: Placer): ReachDecision {
  const isRule = layer === 'route';
  return {
    layer,
    decision: isRule ? decision.replace(/ ".*"$/s, '') : decision,
    ...placed({ object, path: isRule ? path?.replace(/\.match(?:es)?\[\d+\]$/, '') : path }),
  };
}

/** With one share for each server. */
function targetsOf(outcomes: readonly Outcome[], withAddresses: boolean): ReachTarget[] {
  const shares = new Map<string, ReachTarget>();
  for (const outcome of outcomes) {
    if (outcome.kind === 'workload') {
      const { workload, port, share } = outcome;
      const address = withAddresses ? outcome.address : undefined;
      const key = `${workload} ${port} ${address}`;
      const all = round((shares.get(key)?.share ?? 0) + share);
      shares.set(key, withoutUndefined({ workload, port, share: all, address }));
    }
  }
  return [...shares.values()];
}

/** One request, to ask more of it. */
export function exampleOf({ method, authority = '', path, headers, token, client }: Request): ReachExample {
  return withoutUndefined({
    method,
    host: authority,
    path,
    headers: headers.length === 0 ? undefined : Object.fromEntries(headers.map(([name, value]) => [name, value])),
    claims: token?.claims,
    clientAddress: client,
  });
}

function round(share: number): number {
  return Math.round(share * 1e9) / 1e9;
}

function filled<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
