import path from 'node:path';
import type { App } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { IstioChecks, World } from 'cdk8s-istio';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import prelude from '../docs/preludes/reviews';
import { SnippetProgram } from '../docs/snippet-program';

/*
 * The history of commits that docs/canary-release.md tells: its first code, and after it each of its edits. The pods that the code names
 * run, and no others.
 */

interface Commit {
  readonly title: string;
  readonly file: string;
  readonly code: string;
  readonly text: string;
}

const PAGE = path.join(ROOT, 'docs', 'canary-release.md');
const IMPORTS = "import { CanaryRelease, HttpMatch, ReleasePhase, Split, Version } from 'cdk8s-istio';\n";
const PARAMETERS = Object.keys(prelude());

function documented(): Commit[] {
  const blocks = blocksOf(PAGE);
  const first = blocks.findIndex(({ text }) => text.includes('phase: ReleasePhase.SUBSETS_DECLARED'));
  const diffs = blocks.slice(first).filter(({ language }) => language === 'diff');
  let code = blocks[first].text.replace(/^import .*;\n/gm, '').trim();
  const commits = [commit('the rule', code)];
  // The end (7b) starts from where the next release (7a) starts as well.
  const [next, end] = diffs.slice(-2).map(({ text }) => text);
  for (const { text } of diffs.slice(0, -2)) {
    code = edited(code, text);
    commits.push(commit(text, code));
  }
  return [...commits, commit(next, edited(code, next)), commit(end, edited(code, end))];
}

function edited(code: string, diff: string): string {
  const lines = (sign: string): string =>
    diff
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n');
  if (!code.includes(lines('-'))) {
    throw new Error(`docs/canary-release.md: the code of the commit before has no ${lines('-')}\n${code}`);
  }
  return code.replace(lines('-'), lines('+'));
}

let count = 0;
function commit(title: string, code: string): Commit {
  const file = path.join(__dirname, `documented-commit-${count++}.ts`);
  const types = "ReturnType<typeof import('../docs/preludes/reviews').default>";
  const text = `${IMPORTS}export function make({ ${PARAMETERS.join(', ')} }: ${types}): void {\n${code}\n}\n`;
  return { title: title.replace(/\s+/g, ' '), file, code, text };
}

const COMMITS = documented();
const withAlways = (code: string): Commit =>
  commit(
    'always',
    code.replace('  service: reviewsService,', "$&\n  alwaysCanary: [HttpMatch.header('x-canary', 'always')],"),
  );
const EVERYWHERE = COMMITS.map(({ code }) => withAlways(code));
const [, , PODS] = COMMITS;
const WEIGHT_0 = commit(
  'weight 0',
  COMMITS[1].code.replace('phase: ReleasePhase.ALL_STABLE', 'split: Split.allStable()'),
);
const EARLY = withAlways(WEIGHT_0.code);
const program = new SnippetProgram([...COMMITS, ...EVERYWHERE, WEIGHT_0, EARLY]);

function app({ file, code }: Commit): App {
  const made = prelude();
  const { make } = program.run(file) as { make: (given: typeof made) => void };
  make(made);
  for (const version of ['v1', 'v2', 'v3']) {
    const used = code.includes(`: reviews${version.toUpperCase()},`);
    if (!used) {
      made.chart.node.tryRemoveChild(`Reviews-${version}`);
    }
  }
  new ApiObject(made.chart, 'Namespace', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'bookinfo', labels: { 'istio-injection': 'enabled' } },
  });
  return made.app;
}

function found(each: Commit, settings: object): string[] {
  return IstioChecks.on(app(each), settings)
    .findings()
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, code }) => `${severity} ${code}`);
}

function annotations(each: Commit): Record<string, string> {
  const yaml = app(each).synthYaml();
  const lines = [...yaml.matchAll(/^ +cdk8s-istio\/([\w-]+): (.*)$/gm)];
  return Object.fromEntries(lines.map(([, key, value]) => [key, value]));
}

test('the history has the steps of the page', () => {
  expect(COMMITS.length).toBe(9);
  expect(PODS.code).toContain('canary: reviewsV2,');
});

test.each([...COMMITS, ...EVERYWHERE])('its code compiles: $title', ({ file }) => {
  expect(program.problems(file)).toEqual([]);
});

describe.each([
  ['as they come', {}],
  ['of a closed world', { world: World.CLOSED }],
])('the checks %s', (_, settings) => {
  test.each(COMMITS)('find no error after $title', (each) => {
    expect(found(each, settings).filter((text) => text.startsWith('error'))).toEqual([]);
  });

  test.each(EVERYWHERE)('nor with always in each commit', (each) => {
    expect(found(each, settings).filter((text) => text.startsWith('error'))).toEqual([]);
  });
});

test('a weight of 0 before the pods is no error, and Kiali warns of it', () => {
  expect(found(WEIGHT_0, {})).toEqual(['warning KIA0203']);
  expect(annotations(WEIGHT_0)).toEqual({});
});

test('always before the pods is one, and noted', () => {
  expect(found(EARLY, {})).toEqual(['error IST0173', 'warning KIA0203']);
  expect(annotations(EARLY)).toEqual({ 'without-pods': 'v2' });
});

test('nothing is noted in the history of the page', () => {
  expect([...COMMITS, ...EVERYWHERE].map(annotations)).toEqual([...COMMITS, ...EVERYWHERE].map(() => ({})));
});
