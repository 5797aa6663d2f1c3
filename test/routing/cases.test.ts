import { Mesh } from '../../lib/mesh/reading/mesh';
import { headerValues } from '../../lib/routing/call';
import type { Hop, Outcome } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';
import type { ExpectedOutcome, RoutingCase } from './case';
import { caseNames, expected, loadCase } from './case';
import { callOf } from './case-call';
import { NOT_YET, PODS } from './not-yet';
import { running } from './running-pods';

/** An address for each thing, the same in each run. */
function addresses(): (thing: string) => string {
  const given = new Map<string, string>();
  return (thing) => {
    const address = given.get(thing) ?? `127.1.4.${given.size + 1}`;
    given.set(thing, address);
    return address;
  };
}

/** Whether the name of an outcome is that of what a case calls by the first of its names. */
function isNamed({ externals }: RoutingCase, name: string, found: string | undefined): boolean {
  const hosts = externals.find(({ hosts: [first] }) => first === name)?.hosts ?? [name];
  return hosts.some((host) => host === found || (host.startsWith('*.') && found?.endsWith(host.slice(1)) === true));
}

/** Where the tracer says something else of the requests of a case, by the name of the request. */
function disagreements(name: string, isRunning: boolean): { readonly [request: string]: string[] } {
  const addressOf = addresses();
  const given = loadCase(name, addressOf);
  const manifests = isRunning ? running(given.manifests, addressOf) : given.manifests;
  const mesh = new Mesh(manifests, [], { meshConfig: given.meshConfig });
  const isReached = (workload: string, outcome: Outcome): boolean =>
    outcome.kind === 'workload' &&
    (isNamed(given, workload, outcome.workload) || [outcome.workload, outcome.address].includes(addressOf(workload)));
  const found = given.requests.map((request): [string, string[]] => {
    const { outcomes, hops } = trace(mesh, callOf(mesh, request, addressOf));
    return [request.name, differences(expected(request), outcomes, hops, isReached)];
  });
  return Object.fromEntries(found.filter(([, each]) => each.length > 0));
}

type IsReached = (workload: string, outcome: Outcome) => boolean;

function differences(
  wanted: readonly ExpectedOutcome[],
  outcomes: readonly Outcome[],
  hops: readonly Hop[],
  isReached: IsReached,
): string[] {
  const fits = (outcome: ExpectedOutcome): Outcome[] =>
    outcomes.filter((each) => misfit(outcome, each, hops, isReached).length === 0);
  return wanted.flatMap((outcome) => {
    if (wanted.length === 1) {
      return outcomes.flatMap((each) => misfit(outcome, each, hops, isReached));
    }
    const share = fits(outcome).reduce((sum, each) => sum + each.share, 0);
    return Math.abs(share - (outcome.share ?? 1)) < 0.005
      ? []
      : [`${share} instead of ${outcome.share} for ${outcome.workload ?? outcome.status}: ${JSON.stringify(outcomes)}`];
  });
}

function misfit(wanted: ExpectedOutcome, outcome: Outcome, hops: readonly Hop[], isReached: IsReached): string[] {
  const found: string[] = [];
  const compare = (what: string, actual: unknown, value: string | number | null | undefined): void => {
    if (value !== undefined && (actual ?? null) !== value) {
      found.push(`${what} is ${String(actual)}, not ${String(value)}`);
    }
  };
  const { workload, connection, seen = {}, mirrors } = wanted;
  if (workload !== undefined && !isReached(workload, outcome)) {
    compare('workload', outcome.kind === 'workload' ? outcome.workload : outcome.kind, workload);
  }
  const failure = outcome.kind === 'failure' ? outcome.failure : undefined;
  const answer = outcome.kind === 'response' ? outcome : undefined;
  const reached = outcome.kind === 'workload' ? outcome : undefined;
  compare('failure', failure?.name, wanted.failure);
  if (connection === undefined) {
    // A server answers what it likes; those of the cases have nothing to complain of.
    compare('status', reached === undefined ? (failure ?? answer)?.status : (reached.status ?? 200), wanted.status);
  } else if (reached === undefined || workload === undefined) {
    // Where a server is named, it ends the connection itself.
    compare('connection', reached === undefined ? failure?.connection : 'open', connection);
  }
  compare('flags', (failure ?? answer)?.flags, wanted.flags);
  compare('location', answer?.location, wanted.location);
  compare('host seen', reached?.seen.host, seen.host);
  compare('path seen', reached?.seen.path, seen.path);
  compare('TLS seen', reached?.seen.tls, seen.tls);
  compare('identity seen', reached?.seen.identity, seen.identity);
  compare('the way', passed(hops, outcome.hop).join(), wanted.through?.join());
  for (const [header, value] of Object.entries(seen.headers ?? {})) {
    const values = headerValues({ headers: reached?.seen.headers ?? [] }, header);
    compare(`header ${header} seen`, values.length === 0 ? undefined : values.join(), value);
  }
  if (mirrors !== undefined) {
    compare('mirrors', outcome.mirrors.map(({ name }) => name).join(), mirrors.join());
  }
  return found;
}

/** The gateways and waypoints on the way to a hop, and it. */
function passed(hops: readonly Hop[], last: number | undefined): string[] {
  const hop = last === undefined ? undefined : hops[last];
  return hop === undefined
    ? []
    : [...passed(hops, hop.previous), ...(hop.kind === 'gateway' || hop.kind === 'waypoint' ? [hop.name] : [])];
}

describe.each([
  ['as they are written', false],
  ['with pods that run', true],
])('%s', (_, isRunning) => {
  test.each(caseNames())('%s', (name) => expectAgreement(name, isRunning));
});

function expectAgreement(name: string, isRunning: boolean): void {
  const found = disagreements(name, isRunning);
  const known = Object.entries(NOT_YET[name] ?? {}).flatMap(([request, why]) =>
    isRunning && why === PODS ? [] : [request],
  );
  expect(Object.fromEntries(Object.entries(found).filter(([request]) => !known.includes(request)))).toEqual({});
  expect(known.filter((request) => !(request in found))).toEqual([]);
}

test('what the tracer does not know yet is listed of cases that there are', () => {
  expect(Object.keys(NOT_YET).filter((name) => !caseNames().includes(name))).toEqual([]);
});
