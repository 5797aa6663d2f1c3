import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { run } from '../../lib/cli/command';
import { istioSource } from './toolchain';

/*
 * What the command says of manifests that other people wrote: every sample of Istio, the manifests of its tests that are plain objects, and
 * every example of this repository. corpus.yaml has how often each code is reported, and of errors and warnings why that is right.
 *
 * To renew it: RENEW_CORPUS=1 npx jest --config test/real/jest.config.js test/real/corpus.test.ts
 */

const ROOT = path.resolve(__dirname, '../..');
const RECORDED = path.join(__dirname, 'corpus.yaml');
const MODULE_FOLDERS = ['manifests', 'tests/testdata/config', 'tests/testdata/networking'];

/** `warning IST0133` and how often; of an error or a warning also why it is right. */
type Counts = Record<string, number | { readonly count: number; readonly why: string }>;

interface Report {
  readonly summary: { readonly objects: number };
  readonly findings: readonly { readonly severity: string; readonly code: string }[];
}

function check(...args: string[]): Counts {
  let out = '';
  const ignore = (): void => undefined;
  const terminal = { out: (text: string) => (out += text), error: ignore, stdin: () => Buffer.of(), environment: {} };
  run(['check', '--format', 'json', ...args], { ...terminal, isTerminal: false });
  const { summary, findings } = JSON.parse(out) as Report;
  const counts: Record<string, number> = {};
  for (const { severity, code } of findings) {
    counts[`${severity} ${code}`] = (counts[`${severity} ${code}`] ?? 0) + 1;
  }
  const rank = (name: string): number => ['error', 'warning', 'info'].indexOf(name.split(' ')[0]);
  const sorted = Object.entries(counts).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return { objects: summary.objects, ...Object.fromEntries(sorted) };
}

/** Folder by folder of Istio's module, each as it is. */
function ofModule(): Record<string, Counts> {
  const source = istioSource();
  const samples = readdirSync(path.join(source, 'samples'), { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => `samples/${name}`);
  const folders = [...samples, ...MODULE_FOLDERS].map((name): [string, Counts] => [
    name,
    check(path.join(source, name)),
  ]);
  return Object.fromEntries(folders.filter(([, { objects }]) => objects !== 0));
}

/** Each example as `cdk8s synth` writes it, where Istio's own gateways are installed. */
function ofExamples(): Record<string, Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-corpus-'));
  try {
    const cli = path.join(path.dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
    execFileSync(process.execPath, [cli, 'synth', '--no-check-upgrade', '--output', folder], {
      cwd: ROOT,
      stdio: 'pipe',
    });
    const gateways = ['istioIngressGateway', 'istioEgressGateway'].flatMap((name) => ['--externals', name]);
    const files = readdirSync(folder).sort();
    return Object.fromEntries(
      files.map((file) => [`examples/${file.split('.')[0]}`, check(path.join(folder, file), ...gateways)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isCounted = (name: string): boolean => name === 'objects' || name.startsWith('info');

function recorded(): Record<string, Counts> {
  return parse(readFileSync(RECORDED, 'utf8')) as Record<string, Counts>;
}

function plainCounts(counts: Counts): Counts {
  return Object.fromEntries(
    Object.entries(counts).map(([name, each]) => [name, typeof each === 'number' ? each : each.count]),
  );
}

test('what is reported of manifests of others is what was judged', () => {
  const now = { ...ofModule(), ...ofExamples() };
  if (process.env.RENEW_CORPUS !== undefined) {
    const before = recorded();
    const judged = (folder: string, name: string, count: number): Counts[string] => {
      const known = before[folder]?.[name];
      return isCounted(name) ? count : { count, why: typeof known === 'object' ? known.why : '' };
    };
    const renewed = Object.entries(now).map(([folder, counts]): [string, Counts] => [
      folder,
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, judged(folder, name, count as number)])),
    ]);
    const head = readFileSync(RECORDED, 'utf8').match(/^(?:#.*\n)*/)![0];
    writeFileSync(RECORDED, `${head}\n${stringify(Object.fromEntries(renewed), { lineWidth: 0 })}`);
  }
  const known = recorded();
  const plain = Object.fromEntries(Object.entries(known).map(([folder, counts]) => [folder, plainCounts(counts)]));
  // A difference is a false alarm, a finding that is lost, or better than before: judge it, and renew the file as its head says.
  expect(now).toEqual(plain);
  const unjudged = Object.entries(known).flatMap(([folder, counts]) =>
    Object.entries(counts)
      .filter(([name, each]) => !isCounted(name) && (typeof each === 'number' || each.why === ''))
      .map(([name]) => `${folder}: ${name}`),
  );
  expect(unjudged).toEqual([]);
}, 300_000);
