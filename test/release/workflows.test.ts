import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { REPOSITORY } from '../../tools/release/checkout';
import { ACTION, git, type Step } from './composite-action';

/** A workflow of GitHub, as far as its rules are held here. */
interface Workflow {
  readonly on: Record<string, unknown>;
  readonly permissions?: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

interface Job {
  readonly needs?: string[];
  readonly permissions?: Record<string, string>;
  readonly environment?: string;
  readonly strategy?: { readonly matrix: Record<string, unknown[]> };
  readonly 'timeout-minutes'?: number;
  readonly steps: (Step & { readonly with?: Record<string, unknown> })[];
}

const FOLDER = path.join(REPOSITORY, '.github', 'workflows');
const TEXTS = new Map(
  readdirSync(FOLDER)
    .sort()
    .map((file) => [file, readFileSync(path.join(FOLDER, file), 'utf8')]),
);
const WORKFLOWS = new Map([...TEXTS].map(([file, text]) => [file, load(text) as Workflow]));
const RELEASE = WORKFLOWS.get('release.yml')!;

const FILES: [string, string][] = [...TEXTS, ['action.yml', readFileSync(path.join(REPOSITORY, 'action.yml'), 'utf8')]];

test('there are the workflows that the rules below are about', () => {
  expect([...WORKFLOWS.keys()]).toEqual(['ci.yml', 'release.yml']);
});

test.each(FILES)('%s uses other actions by their commit, with the version beside it', (_, text) => {
  const uses = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test('one version of an action is used everywhere', () => {
  const versions = new Map<string, Set<string>>();
  for (const [, text] of FILES) {
    for (const [, action, version] of text.matchAll(/uses: ([\w./-]+)@(\S+ # \S+)/g)) {
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
  }
  expect([...versions].filter(([, each]) => each.size > 1)).toEqual([]);
});

test.each([...WORKFLOWS])('%s runs no script with an expression in it', (_, { jobs }) => {
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
});

test.each([...WORKFLOWS])('%s gives its jobs what they need and no more, and ends those that hang', (_, workflow) => {
  expect(Object.entries(workflow.permissions!).filter(([, access]) => access !== 'read')).toEqual([]);
  for (const [name, job] of Object.entries(workflow.jobs)) {
    expect([name, job['timeout-minutes']]).toEqual([name, expect.any(Number)]);
    for (const { uses, with: given } of job.steps) {
      if (uses?.startsWith('actions/checkout@') === true) {
        expect([name, given]).toEqual([name, expect.objectContaining({ 'persist-credentials': false })]);
      }
    }
  }
});

test('a pull request sees no secret and writes nothing', () => {
  const workflow = WORKFLOWS.get('ci.yml')!;
  expect(Object.keys(workflow.on)).toEqual(['push', 'pull_request']);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(Object.values(workflow.jobs).filter(({ permissions }) => permissions !== undefined)).toEqual([]);
  expect(TEXTS.get('ci.yml')).not.toMatch(/secrets\.|pull_request_target/);
});

test('a release is made by a tag alone, after everything is checked, tested and built', () => {
  expect(RELEASE.on).toEqual({ push: { tags: ['v*'] } });
  expect(RELEASE.permissions).toEqual({});
  const publishing = Object.entries(RELEASE.jobs).filter(([, { environment }]) => environment === 'release');
  expect(publishing.map(([name]) => name)).toEqual(['npm', 'pypi', 'maven', 'nuget', 'go', 'github']);
  const [last, ...registries] = publishing.reverse();
  for (const [name, { needs }] of registries) {
    expect([name, needs]).toEqual([name, ['check', 'test', 'package']]);
  }
  expect(last[1].needs).toEqual(['npm', 'pypi', 'maven', 'nuget', 'go']);
  expect(RELEASE.jobs.test.steps.at(-1)!.run).toBe('.ci/run');
  expect(RELEASE.jobs.check.steps.map(({ run }) => run)).toContain(
    'npm run release:check -- "$GITHUB_REF_NAME" --notes notes.md',
  );
  expect(RELEASE.jobs.package.strategy!.matrix.language).toEqual(['js', 'python', 'java', 'go', 'dotnet']);
});

test('a tag that is not on main releases nothing', () => {
  const [checkout, refusal] = RELEASE.jobs.check.steps;
  expect(checkout.with).toMatchObject({ 'fetch-depth': 0 });
  const folder = mkdtempSync(path.join(tmpdir(), 'tag-'));
  try {
    const commit = (): string => git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'more');
    git(folder, 'init', '--quiet', '--initial-branch=main');
    commit();
    git(folder, 'tag', 'v1.0.0');
    commit();
    git(folder, 'checkout', '--quiet', '-b', 'aside');
    commit();
    git(folder, 'tag', 'v1.0.1');
    // As a checkout of the whole history has it.
    git(folder, 'update-ref', 'refs/remotes/origin/main', 'main');
    const release = (tag: string): [number | null, string] => {
      git(folder, 'checkout', '--quiet', tag);
      const { status, stdout } = spawnSync('bash', ['-e', '-c', refusal.run!], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, GITHUB_REF_NAME: tag },
      });
      return [status, stdout];
    };
    expect(release('v1.0.0')).toEqual([0, '']);
    expect(release('v1.0.1')).toEqual([1, '::error::v1.0.1 is not on main. Merge the commit, and tag it there.\n']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('who publishes is trusted by identity where the registry can, and no other job has one', () => {
  const identities = Object.entries(RELEASE.jobs).filter(([, job]) => job.permissions?.['id-token'] === 'write');
  expect(identities.map(([name]) => name)).toEqual(['npm', 'pypi', 'nuget']);
  const writing = Object.entries(RELEASE.jobs).filter(([, job]) => job.permissions?.contents === 'write');
  expect(writing.map(([name]) => name)).toEqual(['github']);
  const secrets = Object.entries(RELEASE.jobs).flatMap(([name, { steps }]) =>
    [...JSON.stringify(steps).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => `${name} ${secret}`),
  );
  expect(secrets).toEqual([
    'maven MAVEN_USERNAME',
    'maven MAVEN_PASSWORD',
    'maven MAVEN_GPG_PRIVATE_KEY',
    'maven MAVEN_GPG_PRIVATE_KEY_PASSPHRASE',
    'go GO_REPOSITORY_TOKEN',
  ]);
});

test('what publib installs by pip goes into a Python that takes it: that of Debian does not', () => {
  const withPip = Object.entries(RELEASE.jobs).filter(([, { steps }]) => /PYPI|NUGET/.test(JSON.stringify(steps)));
  expect(withPip.map(([name]) => name)).toEqual(['pypi', 'nuget']);
  for (const [, { steps }] of withPip) {
    expect(steps.map(({ uses }) => uses)).toContainEqual(expect.stringMatching(/^actions\/setup-python@/));
  }
});

test('what publishes comes from a lock file and runs no install scripts; it gets what was built and builds nothing', () => {
  for (const name of ['npm', 'pypi', 'maven', 'nuget', 'go']) {
    const { steps } = RELEASE.jobs[name];
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts).toEqual([
      'npm ci --ignore-scripts --prefix tools/release/publish',
      expect.stringMatching(/^tools\/release\/publish\/node_modules\/\.bin\/publib-\w+ packages\/\w+$/),
    ]);
    const [, language] = /packages\/(\w+)$/.exec(scripts[1])!;
    const download = steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'))!;
    expect(download.with).toEqual({ name: `package-${language}`, path: `packages/${language}` });
  }
  const [{ dependencies }, lock] = ['package.json', 'package-lock.json'].map(
    (file) => JSON.parse(readFileSync(path.join(REPOSITORY, 'tools/release/publish', file), 'utf8')) as Lock,
  );
  expect(Object.entries(dependencies!)).toEqual([['publib', lock.packages!['node_modules/publib'].version]]);
  const unlocked = Object.entries(lock.packages!).filter(
    ([name, { integrity }]) => name !== '' && integrity === undefined,
  );
  expect(unlocked).toEqual([]);
});

interface Lock {
  readonly dependencies?: Record<string, string>;
  readonly packages?: Record<string, { readonly version: string; readonly integrity?: string }>;
}

test('the action is a composite one whose inputs all say what they are for, and are all used', () => {
  expect(ACTION.runs.using).toBe('composite');
  const text = JSON.stringify(ACTION.runs);
  for (const [name, { description }] of Object.entries(ACTION.inputs)) {
    expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
    expect(text).toContain(`inputs.${name}`);
  }
});
