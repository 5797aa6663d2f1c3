import { Mesh } from '../../lib/mesh/reading/mesh';
import type { OutcomeData } from '../../lib/routing/trace-data';
import { traceData } from '../../lib/routing/trace-data';
import { trace } from '../../lib/routing/tracer';
import type { ExpectedOutcome, RoutingCase } from './case';
import { caseNames, expected, loadCase } from './case';
import { callOf } from './case-call';
import { NOT_YET } from './not-yet';

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
function disagreements(name: string): { readonly [request: string]: string[] } {
  const addressOf = addresses();
  const given = loadCase(name, addressOf);
  const mesh = new Mesh(given.manifests, [], { meshConfig: given.meshConfig });
  const isReached = (workload: string, { workload: found, address }: OutcomeData): boolean =>
    isNamed(given, workload, found) || [found, address].includes(addressOf(workload));
  const found = given.requests.map((request): [string, string[]] => {
    const { outcomes } = traceData(trace(mesh, callOf(mesh, request, addressOf)));
    return [request.name, differences(expected(request), outcomes, isReached)];
  });
  return Object.fromEntries(found.filter(([, each]) => each.length > 0));
}

type IsReached = (workload: string, outcome: OutcomeData) => boolean;

function differences(
  wanted: readonly ExpectedOutcome[],
  outcomes: readonly OutcomeData[],
  isReached: IsReached,
): string[] {
  const fits = (outcome: ExpectedOutcome): OutcomeData[] =>
    outcomes.filter((each) => misfit(outcome, each, isReached).length === 0);
  return wanted.flatMap((outcome) => {
    if (wanted.length === 1) {
      return outcomes.flatMap((each) => misfit(outcome, each, isReached));
    }
    const share = fits(outcome).reduce((sum, each) => sum + each.share, 0);
    return Math.abs(share - (outcome.share ?? 1)) < 0.005
      ? []
      : [`${share} instead of ${outcome.share} for ${outcome.workload ?? outcome.status}: ${JSON.stringify(outcomes)}`];
  });
}

function misfit(wanted: ExpectedOutcome, outcome: OutcomeData, isReached: IsReached): string[] {
  const found: string[] = [];
  const compare = (what: string, actual: unknown, value: string | number | null | undefined): void => {
    if (value !== undefined && (actual ?? null) !== value) {
      found.push(`${what} is ${String(actual)}, not ${String(value)}`);
    }
  };
  const { workload, connection, seen = {}, mirrors } = wanted;
  if (workload !== undefined && !isReached(workload, outcome)) {
    compare('workload', outcome.workload ?? outcome.kind, workload);
  }
  compare('failure', outcome.failure, wanted.failure);
  if (connection === undefined) {
    // A server answers what it likes; those of the cases have nothing to complain of.
    compare('status', outcome.kind === 'workload' ? (outcome.status ?? 200) : outcome.status, wanted.status);
  }
  compare('flags', outcome.flags, wanted.flags);
  compare('location', outcome.location, wanted.location);
  compare('host seen', outcome.seen?.host, seen.host);
  compare('path seen', outcome.seen?.path, seen.path);
  compare('TLS seen', outcome.seen?.tls, seen.tls);
  for (const [header, value] of Object.entries(seen.headers ?? {})) {
    compare(`header ${header} seen`, outcome.seen?.headers?.[header], value);
  }
  if (mirrors !== undefined) {
    compare('mirrors', (outcome.mirrors ?? []).join(), mirrors.join());
  }
  return found;
}

test.each(caseNames())('%s', (name) => {
  const found = disagreements(name);
  const known = Object.keys(NOT_YET[name] ?? {});
  expect(Object.fromEntries(Object.entries(found).filter(([request]) => !known.includes(request)))).toEqual({});
  expect(known.filter((request) => !(request in found))).toEqual([]);
});

test('what the tracer does not know yet is listed of cases that there are', () => {
  expect(Object.keys(NOT_YET).filter((name) => !caseNames().includes(name))).toEqual([]);
});
