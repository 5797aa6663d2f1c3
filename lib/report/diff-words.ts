import type { FailureName } from '../routing/failure';
import { OTHER_HOSTS } from '../routing/reachable/way';
import { objectName } from './check-report';
import type { DiffChange, DiffHost, DiffOutcome, DiffRequests } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport } from './diff-report';
import { callerText } from './diff-notes';
import { mayBeDenied } from './diff-verdict';
import { percent } from './outcome-text';
import type { ReachDecision } from './reach-data';
import { ReachVerdict } from './reach-data';
import { callersText } from './reach-words';
import type { TracePlace } from './trace-data';

/** How many exceptions, requests and servers a line names. */
const FEW = 3;

/** What stands above the changes of one effect. */
export function effectHeading(effect: DiffEffect, count: number): string {
  const what = `${count} ${count === 1 ? 'kind' : 'kinds'} of requests`;
  const [one, more] = HEADINGS[effect];
  return `${what} ${count === 1 ? one : more}`;
}

const HEADINGS: Readonly<Record<DiffEffect, readonly [one: string, more: string]>> = {
  [DiffEffect.BROKEN]: ['breaks', 'break'],
  [DiffEffect.DENIED]: ['is denied now', 'are denied now'],
  [DiffEffect.ALLOWED]: ['is allowed now', 'are allowed now'],
  [DiffEffect.ELSEWHERE]: ['goes elsewhere', 'go elsewhere'],
  [DiffEffect.REPAIRED]: ['arrives now', 'arrive now'],
  [DiffEffect.OTHERWISE]: ['fails in another way', 'fail in another way'],
  [DiffEffect.POSSIBLE]: ['may be treated otherwise', 'may be treated otherwise'],
  [DiffEffect.TERMS]: ['arrives as before, on other terms', 'arrive as before, on other terms'],
  [DiffEffect.UNKNOWN]: [
    'is not known: no request was found that fits its expression',
    'are not known: no requests were found that fit their expressions',
  ],
};

export function hostHeading(appeared: boolean, count: number): string {
  return `${count} ${count === 1 ? 'host is' : 'hosts are'} ${appeared ? 'new' : 'gone'}`;
}

export function callerHeading(appeared: boolean, count: number): string {
  return `${count} ${count === 1 ? 'caller is' : 'callers are'} ${appeared ? 'new' : 'gone'}`;
}

/** `GET http://reviews.bookinfo:9080/api/* with header x-canary: always` for each of the kinds. */
export function requestTexts(change: DiffChange, report: Pick<DiffReport, 'clusterDomain'>): string[] {
  const { requests } = change;
  const texts = requests.slice(0, FEW).map((each) => requestText(urlText(change, report), change, each));
  return requests.length > FEW ? [...texts, `and ${requests.length - FEW} more`] : texts;
}

function requestText(url: string, { protocol }: DiffChange, requests: DiffRequests): string {
  if (protocol === 'tls' || protocol === 'tcp') {
    return url;
  }
  const { method = '', path = '/*', conditions = '', except = [] } = requests;
  const place = path.startsWith('/') ? `${url}${path}` : `${url} ${path}`;
  const more = except.length > FEW ? ` and ${except.length - FEW} more` : '';
  const but = except.length === 0 ? '' : `, but not ${except.slice(0, FEW).join(', or ')}${more}`;
  return [method, place, conditions].filter((part) => part !== '').join(' ') + but;
}

type Asked = Pick<DiffChange, 'protocol' | 'host' | 'port' | 'gateway'>;

/** `http://reviews.bookinfo:9080`; the names of Services without what all of them end with. */
export function urlText(
  { protocol, host, port, gateway }: Asked,
  { clusterDomain }: Pick<DiffReport, 'clusterDomain'>,
): string {
  const end = `.svc.${clusterDomain}`;
  const isOther = host === OTHER_HOSTS && gateway === undefined;
  const name = isOther ? 'any other host' : host.endsWith(end) ? host.slice(0, -end.length) : host;
  return `${protocol}://${name}${DEFAULT_PORTS[protocol] === port ? '' : `:${port}`}`;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, grpc: 80, tls: 443 };

/** `from outside`, `from all of shop`; nothing where no caller is on both sides. */
export function fromText({ callers, gateway }: DiffChange | DiffHost, { all }: DiffReport): string {
  if (callers.length === 0) {
    return '';
  }
  return gateway === undefined
    ? `from ${callers.length === 1 ? callerText(callers[0]) : callersText(callers, all)}`
    : 'from outside';
}

/** What became of requests, and what becomes of them: `v1 80 %, v2 20 % → v2`, `timeout 5s → none`. */
export function changeText(change: DiffChange): string {
  const { effect, before, after, mayChangeBy = [], terms = [] } = change;
  const objects = mayChangeBy.map(({ object }) => object && objectName({ object }));
  const may = mayBeDenied(change) ? 'may be denied' : 'may change';
  const told = [
    ...(objects.length === 0 ? [] : [`${may}: ${objects.join(', ')}`]),
    ...terms.map((each) => `${each.what} ${each.before ?? 'none'} → ${each.after ?? 'none'}`),
  ];
  const [old, own] = [outcomeText(before), outcomeText(after)];
  return [...(SAME_ENDS.has(effect) ? [] : [`${old} → ${own}`]), ...told].join('; ');
}

/** Effects of which the ends are the same before and after, or not known. */
const SAME_ENDS: ReadonlySet<DiffEffect> = new Set([DiffEffect.TERMS, DiffEffect.POSSIBLE, DiffEffect.UNKNOWN]);

function outcomeText({ verdict, targets = [], status, location, failure }: DiffOutcome): string {
  const rest = failure === undefined ? `${status} by the proxy` : failureText(failure, status);
  switch (verdict) {
    case ReachVerdict.UNKNOWN:
      return 'not known';
    case ReachVerdict.REFUSED:
      return rest;
    case ReachVerdict.ANSWERED:
      return location === undefined ? `${status} by the proxy` : `${status} to ${location}`;
    case ReachVerdict.REACHED: {
      const told = targets
        .slice(0, FEW)
        .map(({ workload, share }) => `${workload}${share === 1 ? '' : ` ${percent(share)}`}`);
      const more = targets.length > FEW ? [`${targets.length - FEW} more`] : [];
      const others = failure === undefined && status === undefined ? [] : [`the others ${rest}`];
      return [...told, ...more, ...others].join(', ');
    }
  }
}

/** `404, no rule` */
export function failureText(failure: string, status: number | undefined): string {
  const words = WORDS[failure as FailureName] ?? failure;
  return status === undefined ? words : `${status}, ${words}`;
}

const WORDS: Readonly<Record<FailureName, string>> = {
  NoListener: 'nothing listens',
  NoFilterChain: 'connection closed, as TLS does not fit',
  NoVirtualHost: 'no host',
  NoRoute: 'no rule',
  UnknownHost: 'unknown host',
  UnknownAddress: 'unknown address',
  NoCluster: 'unknown destination',
  NoEndpoint: 'no pods',
  InvalidBackend: 'no backend',
  TlsMismatch: 'TLS does not fit',
  CertificateRejected: 'certificate rejected',
  Denied: 'denied',
  Unauthenticated: 'no valid token',
  BadRequest: 'malformed',
  UpgradeRequired: 'HTTP/1.0',
  Timeout: 'timeout',
  Loop: 'a loop',
};

/** The objects that decide, with their places: `was VirtualService shop/web http[0]  old/web.yaml:3`. */
export function placeTexts({ before, after, effect, mayChangeBy = [] }: DiffChange): string[] {
  if (effect === DiffEffect.POSSIBLE && mayChangeBy.length > 0) {
    return mayChangeBy.slice(0, FEW).map((each) => `by ${placedText(each)}`);
  }
  const isPolicy = effect === DiffEffect.DENIED || effect === DiffEffect.ALLOWED;
  const [old, own] = decisive(before, after, isPolicy);
  const key = (each: ReachDecision): string => JSON.stringify([each.object, each.path, each.decision]);
  const apart = (some: readonly ReachDecision[], others: readonly ReachDecision[]): ReachDecision | undefined =>
    some.find((each) => !others.some((other) => key(other) === key(each)));
  const [was, is] = [apart(old, own), apart(own, old)];
  if (was === undefined && is === undefined) {
    return own.slice(0, 1).map((each) => `by ${placedText(each)}`);
  }
  if (was !== undefined && is !== undefined && nameOf(was) === nameOf(is)) {
    return [`by ${placedText(is)}`];
  }
  return [
    ...(was === undefined ? [] : [`was ${placedText(was)}`]),
    ...(is === undefined ? [] : [`now ${placedText(is)}`]),
  ];
}

/** What decides on both sides: policies where these are what changes, and otherwise rules, as far as there are any. */
function decisive(before: DiffOutcome, after: DiffOutcome, isPolicy: boolean): readonly (readonly ReachDecision[])[] {
  const all = [before, after].map(({ decidedBy = [] }) => decidedBy.filter(({ object }) => object !== undefined));
  const wanted = all.map((each) =>
    each.filter(({ layer }) => (layer === 'authorization' || layer === 'authentication') === isPolicy),
  );
  return wanted.some((each) => each.length > 0) ? wanted : all;
}

function placedText(placed: TracePlace): string {
  const { construct, file, line } = placed;
  const place = construct ?? [file, line].filter((part) => part !== undefined).join(':');
  return `${nameOf(placed)}${place === '' ? '' : `  ${place}`}`;
}

/** `VirtualService shop/web http[0]` */
function nameOf({ object, path = '' }: TracePlace): string {
  return [object && objectName({ object }), path.replace(/^spec\.?/, '')].filter(Boolean).join(' ');
}

/** Who is reached at a host that one side has, and what becomes of requests for it on the other. */
export function hostText({ appeared, callers, targets, otherwise }: DiffHost): string {
  if (callers.length === 0) {
    return '';
  }
  const told =
    targets.length > FEW ? `${targets.slice(0, FEW).join(', ')} and ${targets.length - FEW} more` : targets.join(', ');
  const reached = told === '' ? 'nobody is reached' : told;
  const failures = otherwise.filter((each) => each !== 'reached' && each !== 'answered');
  if (appeared) {
    return `→ ${reached}`;
  }
  return `${reached} → ${failures.map((each) => failureText(each, undefined)).join(', ')}`;
}
