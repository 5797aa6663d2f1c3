import { isIP } from 'node:net';
import { headerValues } from '../../lib/routing/call';
import type { Answered, Failed, Outcome, Reached, Trace } from '../../lib/routing/trace';
import { endOf } from '../real/case-request';
import type { Answer } from '../real/client';
import { bounds } from '../real/shares';
import type { Fields } from '../real/manifest';
import { ofKind } from '../real/manifest';
import type { SentRequest } from '../routing/case';
import type { Asked } from './asked';
import type { TrafficMesh } from './random-mesh';
import { possible } from './traced';
import { EXTERNALS } from './world';

/** Where real proxies did something else with a request than a trace says. */
export function differences(
  mesh: TrafficMesh,
  request: SentRequest,
  traced: Trace,
  asked: Asked,
  addressOf: (thing: string) => string,
): string[] {
  const outcomes = possible(traced);
  const found = new Set<string>();
  const fitting = asked.answers.map((answer) => {
    const compared = outcomes.map((outcome) => new Comparison(request, outcome, answer, addressOf).found);
    const fits = outcomes.filter((_, i) => compared[i].length === 0);
    if (fits.length === 0) {
      const [nearest = ['nothing becomes of it']] = [...compared].sort((a, b) => a.length - b.length);
      nearest.forEach((each) => found.add(each));
    }
    return fits;
  });
  if (found.size > 0) {
    return [...found];
  }
  return [
    ...ofShares(traced, asked, fitting),
    ...ofFlags(request, traced, asked),
    ...ofCopies(mesh, traced, asked, addressOf),
  ];
}

/** Outcomes that look alike count as one; answers that might be of two that do not, as neither. */
function ofShares({ outcomes, unknown }: Trace, { answers }: Asked, fitting: readonly Outcome[][]): string[] {
  const isSure = unknown.every(({ otherwise }) => otherwise === undefined);
  if (answers.length === 1 || outcomes.length === 1 || !isSure) {
    return [];
  }
  const alike = outcomes.map((outcome) => fitting.flatMap((fits, i) => (fits.includes(outcome) ? [i] : [])).join());
  return [...new Set(alike)].flatMap((which) => {
    const own = outcomes.filter((_, i) => alike[i] === which);
    const share = own.reduce((sum, each) => sum + each.share, 0);
    const count = which === '' ? 0 : which.split(',').length;
    const isClear = fitting.every(
      (fits) => fits.every((each) => own.includes(each)) || !fits.some((each) => own.includes(each)),
    );
    const { least, most } = bounds(answers.length, Math.min(1, share));
    return isClear && (count < least || count > most)
      ? [`${count} times of ${answers.length}, not ${least} to ${most}: ${own.map(outcomeText).join(' or ')}`]
      : [];
  });
}

/** Only where all calls fail alike, and where the header is read by which a request is known again. */
function ofFlags({ protocol }: SentRequest, { outcomes }: Trace, { flags }: Asked): string[] {
  const [{ kind }] = outcomes;
  if (kind === 'workload' || outcomes.length > 1 || protocol === 'tcp') {
    return [];
  }
  const [outcome] = outcomes as [Answered | Failed];
  const wanted = outcome.kind === 'failure' ? outcome.failure.flags : outcome.flags;
  const hasStatus = outcome.kind === 'response' || outcome.failure.status !== undefined;
  // A node takes connections to a Service before it knows that nothing listens in the pod.
  const asNode = outcome.kind === 'failure' && outcome.failure.name === 'NoListener' ? 'UC' : wanted;
  const found = flags.map((each) => (outcome.delay === undefined ? each : each.replace(/^DI,/, '')));
  return wanted === undefined || !hasStatus || found.some((each) => each === wanted || each === asNode)
    ? []
    : [`flags are ${[...new Set(flags)].join(' ') || 'none'}, not ${wanted}`];
}

/** Who gets a copy is among those that the trace names; a server of the mesh may refuse one. */
function ofCopies(
  { manifests }: TrafficMesh,
  { outcomes }: Trace,
  { answers, seenBy }: Asked,
  addressOf: (thing: string) => string,
): string[] {
  // A host of a ServiceEntry stands for its endpoints.
  const entries = ofKind([...manifests], 'ServiceEntry');
  const mirrors = new Set(
    outcomes
      .flatMap((outcome) => outcome.mirrors.map(({ name }) => name))
      .flatMap((mirror) => [
        mirror,
        ...entries
          .filter(({ spec }) => (spec!.hosts as string[]).includes(mirror))
          .flatMap(({ spec }) => ((spec!.endpoints ?? []) as Fields[]).map(({ address }) => address as string)),
      ]),
  );
  // What arrives although its answer gets lost is no copy.
  const reached = outcomes.flatMap((outcome) => (outcome.kind === 'workload' ? outcome.workload : []));
  const copies = seenBy.filter((each) => answers.length === 1 || !reached.includes(each));
  for (const { seen } of answers) {
    const at = seen === undefined ? -1 : copies.indexOf(seen.backend);
    if (at >= 0) {
      copies.splice(at, 1);
    }
  }
  return copies
    .filter((copy) => ![...mirrors].some((mirror) => isNamed(copy, mirror, addressOf)))
    .map((copy) => `a copy to ${copy}, not to ${[...mirrors].join(', ') || 'anybody'}`);
}

/** Whether a server that a real mesh calls by the first of its names, or by its key, is one that a trace names. */
function isNamed(backend: string, named: string | undefined, addressOf: (thing: string) => string): boolean {
  if (named === undefined) {
    return false;
  }
  const first = (name: string): string | undefined =>
    EXTERNALS.find(({ hosts }) =>
      hosts.some((host) => host === name || (host.startsWith('*.') && name.endsWith(host.slice(1)))),
    )?.hosts[0];
  return named === backend || first(named) === backend || (isIP(named) > 0 && named === addressOf(backend));
}

/** One outcome beside one answer. */
class Comparison {
  public readonly found: string[] = [];

  constructor(
    private readonly request: SentRequest,
    outcome: Outcome,
    private readonly answer: Answer,
    private readonly addressOf: (thing: string) => string,
  ) {
    switch (outcome.kind) {
      case 'workload':
        this.ofReached(outcome);
        break;
      case 'response':
        this.ofAnswered(outcome);
        break;
      case 'failure':
        this.ofFailed(outcome);
    }
  }

  private compare(what: string, actual: unknown, wanted: unknown): void {
    if ((actual ?? undefined) !== (wanted ?? undefined)) {
      this.found.push(`${what} is ${String(actual)}, not ${String(wanted)}`);
    }
  }

  private ofReached({ workload, address, port, status, seen: wanted }: Reached): void {
    const { seen, status: actual } = this.answer;
    if (seen === undefined || ![workload, address].some((each) => isNamed(seen.backend, each, this.addressOf))) {
      this.found.push(`${this.short()} instead of ${workload}`);
      return;
    }
    this.compare('port', seen.port, port);
    this.compare('status', actual, status);
    if (seen.protocol === 'tcp') {
      return;
    }
    this.compare('host seen', seen.headers?.host ?? seen.headers?.[':authority'], wanted.host);
    this.compare('path seen', seen.path, wanted.path);
    this.compare('method seen', seen.method, wanted.method);
    const names = [...(wanted.headers ?? []).map(([name]) => name), ...Object.keys(this.request.headers ?? {})];
    for (const name of new Set(names)) {
      const values = headerValues({ headers: wanted.headers ?? [] }, name);
      const separator = name === 'cookie' ? '; ' : ', ';
      this.compare(
        `header ${name} seen`,
        seen.headers?.[name]?.toString(),
        values.length === 0 ? undefined : values.join(separator),
      );
    }
    if (wanted.tls === 'made' || wanted.tls === 'origin') {
      // A server that resumes a session says the name of the first connection, in which capitals do not count.
      this.compare('SNI seen', seen.tls?.sni?.toLowerCase(), wanted.sni?.toLowerCase());
    }
    // A sidecar that reads requests tells their server who sends them.
    const told = seen.headers?.['x-forwarded-client-cert'];
    if (told !== undefined) {
      const identities = [...told.toString().matchAll(/URI=spiffe:\/\/([^,;]*)/g)];
      this.compare('identity seen', identities.at(-1)?.[1], wanted.identity);
    }
  }

  private ofAnswered({ status, location, body, headers = [] }: Answered): void {
    const { answer } = this;
    this.compare('server', answer.seen?.backend, undefined);
    this.compare('status', answer.status, status);
    this.compare('location', answer.headers.location, location);
    if (body !== undefined) {
      this.compare('body', answer.body, body);
    }
    for (const [name, value] of headers) {
      this.compare(`header ${name}`, answer.headers[name]?.toString(), value);
    }
  }

  private ofFailed({ failure: { status, connection } }: Failed): void {
    this.compare('server', this.answer.seen?.backend, undefined);
    this.compare('status', this.answer.status, status);
    if (status === undefined) {
      const ends = endOf(this.answer);
      // A node that passes connections on has taken one before it knows that nothing listens behind it.
      const isEither = connection === 'refused' && ends === 'connection closed';
      this.compare('end', ends, isEither ? ends : `connection ${connection}`);
    }
  }

  private short(): string {
    const { seen, status, failed } = this.answer;
    return seen?.backend ?? (status === undefined ? String(failed) : `status ${status}`);
  }
}

/** An outcome in a few words. */
export function outcomeText(outcome: Outcome): string {
  const share = outcome.share === 1 ? '' : `${Math.round(outcome.share * 1000) / 10} % `;
  switch (outcome.kind) {
    case 'workload': {
      const { workload, port, seen } = outcome;
      return `${share}${workload}:${port} ${JSON.stringify(seen)}`;
    }
    case 'response':
      return `${share}${outcome.status} ${outcome.by} ${outcome.location ?? ''}`;
    case 'failure':
      return `${share}${JSON.stringify(outcome.failure)}`;
  }
}
