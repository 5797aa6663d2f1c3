import { stringify } from 'yaml';
import type { CaseRequest, ExpectedOutcome } from '../routing/case';
import { caseNames, expected, loadCase } from '../routing/case';
import { groupByData } from '../../lib/mesh/reading/data-map';
import { AMBIENT } from './base';
import { endOf, sendCase } from './case-request';
import type { Answer } from './client';
import type { Fields, Manifest } from './manifest';
import { keyOf } from './manifest';
import type { AccessLogs } from './mesh';
import { Mesh } from './mesh';
import type { Seen } from './backend';
import { authorityOf, complete } from './setting';
import { bounds } from './shares';

const ALL = caseNames().map((name) => loadCase(name, (thing) => thing));

/** Cases with the same settings share a mesh, in which one takes the place of the other. */
const GROUPS = [...groupByData(ALL, ({ ambient, meshConfig }) => ({ ambient, meshConfig })).values()];

describe.each(
  GROUPS.map((cases) => ({ settings: JSON.stringify(cases[0].meshConfig), ambient: cases[0].ambient, cases })),
)('with settings $settings, ambient mode $ambient', ({ settings, ambient, cases }) => {
  const externals = cases.flatMap((each) => each.externals);
  const setting = {
    title: 'Routing cases',
    kubeProxy: true,
    istiodEnvironment: ambient ? AMBIENT : undefined,
    meshConfig: settings === '{}' ? '' : stringify(cases[0].meshConfig),
    externals: externals.filter(({ hosts: [host] }, i) => externals.findIndex((each) => each.hosts[0] === host) === i),
    credentials: cases.flatMap(({ certificates, forClients }) =>
      Object.entries(certificates).map(([secret, hosts]) => ({
        secret,
        hosts,
        forClients: forClients.includes(secret),
      })),
    ),
  };
  const authority = authorityOf(setting);
  let mesh: Mesh | undefined;

  beforeAll(async () => {
    mesh = await Mesh.start([], authority, setting);
  });

  afterAll(() => mesh?.stop());

  test.each(cases.map(({ name }) => name))('%s', async (name) => {
    const running = mesh!;
    const { manifests, requests, certificates } = loadCase(name, (thing) =>
      thing === 'authority' ? authority.certificate : running.addressOf(thing),
    );
    const proxies = manifests.filter(isProxy).map(keyOf);
    const credentials = setting.credentials.filter(({ secret }) => secret in certificates);
    running.istiod.failures.splice(0);
    running.closeConnections();
    await running.replace(complete(manifests, { ...setting, credentials }, authority), true, true);
    const found: string[] = [];
    for (const request of requests) {
      found.push(...(await differences(running, request, proxies)).map((each) => `${request.name}: ${each}`));
    }
    expect(found).toEqual([]);
  });
});

/** What is seen of one request, or of many. */
interface Observed {
  readonly answers: Answer[];
  readonly seen: Seen[];
  readonly logs: AccessLogs;
  /** The gateways and waypoints that there are. */
  readonly proxies: readonly string[];
  readonly milliseconds: number;
}

async function differences(mesh: Mesh, request: CaseRequest, proxies: readonly string[]): Promise<string[]> {
  const outcomes = expected(request);
  const before = mesh.seen.length;
  const start = performance.now();
  const send = async (): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let i = 0; i < (request.count ?? 1); i++) {
      answers.push(await sendCase(mesh, request));
    }
    return answers;
  };
  const isLogged = outcomes.some(({ flags, mirrors, through }) =>
    [flags, mirrors, through].some((each) => each !== undefined),
  );
  const { result: answers, logs } = isLogged ? await mesh.logged(send) : { result: await send(), logs: {} };
  const observed = { answers, logs, proxies, seen: mesh.seen.slice(before), milliseconds: performance.now() - start };
  return outcomes.length > 1 ? ofShares(outcomes, observed) : ofAll(outcomes[0], observed);
}

/** Who opened the tunnel, or what the sidecar says of its caller. */
function identityOf({ tunnel, headers }: Seen): string | undefined {
  const certificate = String(headers?.['x-forwarded-client-cert'] ?? '');
  return tunnel ?? /.*URI=spiffe:\/\/([^,;]*)/.exec(certificate)?.[1];
}

function isProxy({ kind, spec }: Manifest): boolean {
  return kind === 'Deployment' && spec!.template.spec.containers.some((each: Fields) => each.name === 'istio-proxy');
}

function ofShares(outcomes: readonly ExpectedOutcome[], { answers }: Observed): string[] {
  const fits = ({ workload, status }: ExpectedOutcome, answer: Answer): boolean =>
    (workload === undefined || workload === answer.seen?.backend) && (status === undefined || status === answer.status);
  return outcomes.flatMap((outcome) => {
    const count = answers.filter((answer) => fits(outcome, answer)).length;
    const { least, most } = bounds(answers.length, outcome.share ?? 1);
    return count < least || count > most
      ? [
          `${JSON.stringify(outcome)} ${count} times of ${answers.length}, not ${least} to ${most}; ${summaryOf(answers)}`,
        ]
      : [];
  });
}

/** How many of each there were. */
function summaryOf(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { status, failed, seen } of answers) {
    const text = `${status ?? failed ?? 'nothing'} ${seen?.backend ?? ''}`.trim();
    counts.set(text, 1 + (counts.get(text) ?? 0));
  }
  return [...counts].map(([text, count]) => `${count} times ${text}`).join(', ');
}

function ofAll(outcome: ExpectedOutcome, { answers, seen, logs, proxies, milliseconds }: Observed): string[] {
  const found = new Set(answers.flatMap((answer) => ofOne(outcome, answer)));
  const { flags, mirrors, attempts, delay, through } = outcome;
  const entries = Object.values(logs).flat();
  if (flags !== undefined && !entries.some((entry) => entry.flags === flags)) {
    found.add(`flags are ${entries.map((entry) => String(entry.flags)).join(' ')}, not ${flags}`);
  }
  const passed = proxies.filter((key) => (logs[key] ?? []).length > 0);
  if (through !== undefined && passed.sort().join() !== [...through].sort().join()) {
    found.add(`it passes ${passed.join(', ') || 'none'}, not ${through.join(', ') || 'none'}`);
  }
  const backends = seen.map(({ backend }) => backend);
  if (mirrors !== undefined) {
    const copies = backends.filter((backend) => backend !== answers[0].seen?.backend);
    if (JSON.stringify(copies) !== JSON.stringify(mirrors)) {
      found.add(`copies go to ${copies.join(', ')}, not to ${mirrors.join(', ')}`);
    }
  }
  if (attempts !== undefined && backends.length !== attempts * answers.length) {
    found.add(`servers saw ${backends.length} requests, not ${attempts} for each`);
  }
  if (delay !== undefined && milliseconds < Number.parseInt(delay)) {
    found.add(`the answer came after ${milliseconds} ms`);
  }
  return [...found];
}

function ofOne(outcome: ExpectedOutcome, answer: Answer): string[] {
  const found: string[] = [];
  const compare = (what: string, actual: unknown, wanted: string | number | null | undefined): void => {
    if (wanted !== undefined && (actual ?? null) !== wanted) {
      found.push(`${what} is ${String(actual)}, not ${String(wanted)}`);
    }
  };
  const { seen } = answer;
  compare('failure', endOf(answer), outcome.connection && `connection ${outcome.connection}`);
  if (outcome.connection !== undefined) {
    return found;
  }
  compare('workload', seen?.backend, outcome.workload);
  compare('status', answer.status, outcome.status);
  compare('location', answer.headers.location, outcome.location);
  compare('host seen', seen?.headers?.host, outcome.seen?.host);
  compare('path seen', seen?.path, outcome.seen?.path);
  for (const [name, value] of Object.entries(outcome.seen?.headers ?? {})) {
    compare(`header ${name} seen`, seen?.headers?.[name]?.toString().replaceAll(', ', ','), value);
  }
  if (outcome.seen?.tls !== undefined) {
    const isMesh = seen?.tunnel !== undefined || seen?.headers?.['x-forwarded-client-cert'] !== undefined;
    compare('TLS seen', isMesh ? 'mesh' : 'none', outcome.seen.tls);
  }
  compare('identity seen', seen && identityOf(seen), outcome.seen?.identity);
  for (const [name, value] of Object.entries(outcome.headers ?? {})) {
    compare(`header ${name}`, answer.headers[name], value);
  }
  return found;
}
