import { OTHER_HOSTS } from '../routing/reachable/way';
import { failureText } from './diff-becomes';
import type { DiffChange, DiffHost, DiffRequests } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport } from './diff-report';
import { callerText } from './diff-notes';
import { callersText } from './reach-words';

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

/** Of hosts that both sides have. */
export function portHeading(appeared: boolean, count: number): string {
  return `${count} ${count === 1 ? 'port of a host is' : 'ports of hosts are'} ${appeared ? 'new' : 'gone'}`;
}

export function callerHeading(appeared: boolean, count: number): string {
  return `${count} ${count === 1 ? 'caller is' : 'callers are'} ${appeared ? 'new' : 'gone'}`;
}

/**
 * `GET http://reviews.bookinfo:9080/api/* with header x-canary: always` for each of the kinds.
 *
 * @param most how many of them are named, and how many exceptions
 */
export function requestTexts(change: DiffChange, report: Pick<DiffReport, 'clusterDomain'>, most: number): string[] {
  const { requests } = change;
  const texts = requests.slice(0, most).map((each) => requestText(urlText(change, report), change, each, most));
  return requests.length > most ? [...texts, `and ${requests.length - most} more`] : texts;
}

function requestText(url: string, { protocol }: DiffChange, requests: DiffRequests, most: number): string {
  if (protocol === 'tls' || protocol === 'tcp') {
    return url;
  }
  const { method = '', path = '/*', conditions = '', except = [] } = requests;
  const place = path.startsWith('/') ? `${url}${path}` : `${url} ${path}`;
  const more = except.length > most ? ` and ${except.length - most} more` : '';
  const but = except.length === 0 ? '' : `, but not ${except.slice(0, most).join(', or ')}${more}`;
  return [method, place, conditions].filter((part) => part !== '').join(' ') + but;
}

type Asked = Pick<DiffChange, 'protocol' | 'host' | 'port' | 'gateway'>;

/** `http://reviews.bookinfo:9080`; the names of Services without what all of them end with. */
export function urlText(asked: Asked, report: Pick<DiffReport, 'clusterDomain'>): string {
  const { protocol, port } = asked;
  return DEFAULT_PORTS[protocol] === port ? `${protocol}://${nameOf(asked, report)}` : portUrlText(asked, report);
}

/** The same with the port, whichever it is. */
export function portUrlText(asked: Asked, report: Pick<DiffReport, 'clusterDomain'>): string {
  return `${asked.protocol}://${nameOf(asked, report)}:${asked.port}`;
}

function nameOf({ host, gateway }: Asked, { clusterDomain }: Pick<DiffReport, 'clusterDomain'>): string {
  const end = `.svc.${clusterDomain}`;
  const isOther = host === OTHER_HOSTS && gateway === undefined;
  return isOther ? 'any other host' : host.endsWith(end) ? host.slice(0, -end.length) : host;
}

/** Ports that a URL need not name, by the protocol of a change. */
export const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, grpc: 80, tls: 443 };

/** `from outside`, `from all of shop`; nothing where no caller is on both sides. */
export function fromText({ callers, gateway }: DiffChange | DiffHost, report: DiffReport, most: number): string {
  if (callers.length === 0) {
    return '';
  }
  if (gateway === undefined) {
    return `from ${callers.length === 1 ? callerText(callers[0]) : callersText(callers, report.all, most)}`;
  }
  return report.gateways.length > 1 ? `from outside at gateway ${gateway}` : 'from outside';
}

/** Who is reached at a host that one side has, and what becomes of requests for it on the other. */
export function hostText(host: DiffHost, most: number): string {
  const { appeared, callers, targets, otherwise } = host;
  if (callers.length === 0) {
    return portsText(host);
  }
  const told =
    targets.length > most
      ? `${targets.slice(0, most).join(', ')} and ${targets.length - most} more`
      : targets.join(', ');
  const reached = told === '' ? 'nobody is reached' : told;
  const failures = otherwise.filter((each) => each !== 'reached' && each !== 'answered');
  const ports = portsText(host);
  const besides = ports === '' ? '' : `; ${ports}`;
  if (appeared) {
    return `→ ${reached}${besides}`;
  }
  const rest = failures.map((each) => failureText(each, undefined));
  const outside = otherwise.includes('reached') ? [PASSED_ON] : [];
  return `${reached} → ${[...rest, ...outside].join(', ')}${besides}`;
}

/** A client without a sidecar, or whose sidecar lets through what it does not know, asks DNS and nobody else. */
const PASSED_ON = 'unknown to the mesh: sent where DNS says, if DNS knows the name';

/** Where else a host is, of which a port is new or gone. */
function portsText({ appeared, otherPorts = [] }: DiffHost): string {
  const names = `port${otherPorts.length === 1 ? '' : 's'} ${otherPorts.join(', ')}`;
  return otherPorts.length === 0
    ? ''
    : appeared
      ? `before, the host had only ${names}`
      : `the host is still there, on ${names}`;
}
