import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load, loadAll } from 'js-yaml';
import { run } from '../../lib/cli/command';
import { REPOSITORY } from '../../tools/release/checkout';
import { BundledCommand } from './bundled-command';
import { ACTION, git } from './composite-action';
import { standIns } from './stand-in';

/*
 * The files of docs/ci/, run as far as a machine without these systems can: the scripts of their jobs, with npx as a stand-in that runs the command
 * of this checkout.
 */

jest.setTimeout(60_000);

const FILES = path.join(REPOSITORY, 'docs', 'ci');
const read = (file: string): string => readFileSync(path.join(FILES, file), 'utf8');
const VERSION = (JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as { version: string })
  .version;

const MANIFEST = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - hosts: ['shop.example.com']
      port: {number: 80, name: http, protocol: HTTP}
`;
const WRONG = `${MANIFEST}      colour: red\n`;

/** Notes what it is asked and runs the command; a test may say itself what changes in traffic. */
const NPX = `
const { appendFileSync, writeFileSync } = require('node:fs');
const [yes, wanted, ...args] = process.argv.slice(2);
appendFileSync(process.env.ASKED, [yes, wanted, ...args].join(' ') + '\\n');
if (args[0] === 'diff' && process.env.CHANGES !== undefined) {
  writeFileSync(args[args.indexOf('--output') + 1], process.env.CHANGES + '\\n');
} else {
  process.argv.splice(2, 2);
  require(process.env.COMMAND);
}
`;

let command: BundledCommand;
beforeAll(() => (command = BundledCommand.make()));
afterAll(() => command.remove());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ci-'));
  mkdirSync(at('repository/manifests'), { recursive: true });
  writeFileSync(at('asked'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);
const asked = (): string[] => readFileSync(at('asked'), 'utf8').trim().split('\n');

/** Runs a program with the stand-in of npx. */
async function runIn(
  cwd: string,
  [program, ...args]: readonly string[],
  environment: Record<string, string> = {},
): Promise<[number | null, string]> {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: standIns(folder, { npx: NPX }),
      ASKED: at('asked'),
      COMMAND: command.file,
      ...environment,
    },
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  return [await new Promise<number | null>((resolve) => child.on('close', resolve)), text];
}

test('the workflow of GitHub gives the action inputs that it has, and the permissions that it needs', () => {
  const workflow = load(read('github.yml')) as {
    permissions: Record<string, string>;
    jobs: { review: { steps: { uses: string; with: Record<string, string> }[] } };
  };
  const step = workflow.jobs.review.steps.find(({ uses }) => uses.startsWith('cdk8s-istio/'))!;
  expect(step.uses).toBe(`cdk8s-istio/cdk8s-istio@v${VERSION}`);
  expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
  expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write', 'security-events': 'write' });
});

interface GitLab {
  readonly variables: Record<string, string>;
  readonly check: { readonly script: string[]; readonly artifacts: { readonly reports: { readonly junit: string } } };
  readonly changes: { readonly script: string[]; readonly artifacts: { readonly paths: string[] } };
}
const GITLAB = load(read('gitlab-ci.yml')) as GitLab;

/** As a runner of GitLab runs the script of a job: all lines in one shell, which ends at the first that fails. */
const gitlab = (job: 'check' | 'changes', environment: Record<string, string> = {}): Promise<[number | null, string]> =>
  runIn(at('repository'), ['bash', '-eo', 'pipefail', '-c', GITLAB[job].script.join('\n')], {
    ...GITLAB.variables,
    ...environment,
  });

test('the job of GitLab leaves a report of tests, whatever it finds', async () => {
  writeFileSync(at('repository/manifests/mesh.yaml'), WRONG);
  const [code] = await gitlab('check');
  expect(code).toBe(1);
  expect(asked()).toEqual([
    `--yes cdk8s-istio@${VERSION} check manifests --format junit --output ${GITLAB.check.artifacts.reports.junit}`,
  ]);
  const report = readFileSync(at('repository/cdk8s-istio.xml'), 'utf8');
  expect(report).toMatch(/<testsuites [^>]*failures="1"[^]*error API0002 spec\.servers\[0\]\.colour \(9:7\)/);
  writeFileSync(at('repository/manifests/mesh.yaml'), MANIFEST);
  expect((await gitlab('check'))[0]).toBe(0);
});

test('the note of a merge request is kept up to date, and those of others are left alone', async () => {
  const notes = [
    { id: 1, author: { id: 3 }, body: '<!-- cdk8s-istio -->\n\nmine' },
    ...Array.from({ length: 110 }, (_, i) => ({ id: i + 2, author: { id: 8 }, body: 'a note' })),
  ];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const all = '/projects/42/merge_requests/7/notes';
      const note = notes.find(({ id }) => pathname === `${all}/${id}`);
      let answer: unknown;
      if (request.headers['private-token'] !== 'the-token') {
        response.statusCode = 401;
      } else if (request.method === 'GET' && pathname === '/user') {
        answer = { id: 8 };
      } else if (request.method === 'GET' && pathname === all) {
        const [page, size] = ['page', 'per_page'].map((name) => Number(searchParams.get(name)));
        answer = notes.slice((page - 1) * size, page * size);
      } else {
        requests.push(`${request.method} ${pathname}`);
        const { body } = JSON.parse(text) as { body: string };
        if (request.method === 'POST' && pathname === all) {
          notes.push({ id: notes.length + 1, author: { id: 8 }, body });
        } else if (request.method === 'PUT' && note !== undefined) {
          note.body = body;
        } else {
          response.statusCode = 404;
        }
        answer = {};
      }
      response.end(JSON.stringify(answer ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    mkdirSync(at('repository/ci'));
    copyFileSync(path.join(FILES, 'gitlab-comment.mjs'), at('repository/ci/gitlab-comment.mjs'));
    const job = (changes: string, token = 'the-token'): Promise<[number | null, string]> =>
      gitlab('changes', {
        CHANGES: changes,
        CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        CI_PROJECT_ID: '42',
        CI_MERGE_REQUEST_IID: '7',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
        COMMENT_TOKEN: token,
      });
    expect(await job('one change')).toEqual([0, '']);
    expect(await job('no change')).toEqual([0, '']);
    expect(asked()[0]).toBe(
      `--yes cdk8s-istio@${VERSION} diff --git abc manifests --format markdown --output changes.md --fail-on none`,
    );
    expect(requests).toEqual([
      'POST /projects/42/merge_requests/7/notes',
      'PUT /projects/42/merge_requests/7/notes/112',
    ]);
    expect(notes[111].body).toBe('<!-- cdk8s-istio -->\n\nno change\n');
    expect(notes[0].body).toBe('<!-- cdk8s-istio -->\n\nmine');
    expect(existsSync(at(`repository/${GITLAB.changes.artifacts.paths[0]}`))).toBe(true);
    expect(await job('one change', 'another')).toEqual([1, expect.stringContaining('/user: 401')]);
  } finally {
    server.close();
  }
});

test('the hook of Argo CD checks what the repository holds', async () => {
  const job = load(read('argo-cd.yaml')) as {
    metadata: { name?: string; annotations: Record<string, string> };
    spec: { template: { metadata: { labels: object }; spec: { containers: Container[] } } };
  };
  expect(job.metadata.annotations['argocd.argoproj.io/hook']).toBe('PreSync');
  // BeforeHookCreation deletes the Job that has the name of the next one.
  expect([job.metadata.name, job.metadata.annotations['argocd.argoproj.io/hook-delete-policy']]).toEqual([
    'check-mesh',
    'BeforeHookCreation',
  ]);
  expect(job.spec.template.metadata.labels).toEqual({ 'sidecar.istio.io/inject': 'false' });
  const [container] = job.spec.template.spec.containers;
  git(at('repository'), 'init', '--quiet', '--initial-branch=main');
  const hook = async (manifest: string): Promise<[number | null, string]> => {
    writeFileSync(at('repository/manifests/mesh.yaml'), manifest);
    git(at('repository'), 'add', '.');
    git(at('repository'), 'commit', '--quiet', '--message', 'manifests');
    const work = mkdtempSync(at('work-'));
    const environment = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    return runIn(work, [...container.command, ...container.args], {
      ...environment,
      HOME: work,
      REPOSITORY: `file://${at('repository')}`,
    });
  };
  expect(await hook(MANIFEST)).toEqual([0, 'Nothing found in 1 object.\n']);
  expect(await hook(WRONG)).toEqual([1, expect.stringContaining('repository/manifests/mesh.yaml:9:7')]);
  expect(asked()).toEqual(Array(2).fill(`--yes cdk8s-istio@${VERSION} check repository/manifests`));
});

interface Container {
  readonly env: { readonly name: string; readonly value: string }[];
  readonly command: string[];
  readonly args: string[];
}

test('Flux applies the mesh after the check', () => {
  const [check, mesh] = loadAll(read('flux.yaml')) as {
    metadata: { name: string };
    spec: { wait?: boolean; dependsOn?: { name: string }[] };
  }[];
  expect(check.spec.wait).toBe(true);
  expect(mesh.spec.dependsOn).toEqual([{ name: check.metadata.name }]);
});

test('the manifests have no finding of the checks', () => {
  let text = '';
  const code = run(['check', path.join(FILES, 'argo-cd.yaml'), path.join(FILES, 'flux.yaml'), '--world', 'closed'], {
    out: (part) => (text += part),
    error: (part) => (text += part),
    stdin: () => Buffer.from(''),
    environment: {},
    isTerminal: false,
  });
  expect([code, text]).toEqual([0, expect.stringContaining('Nothing found in 3 objects.')]);
});

test('the configuration of pre-commit names hooks that there are', () => {
  const { repos } = load(read('pre-commit-config.yaml')) as { repos: { rev: string; hooks: { id: string }[] }[] };
  const hooks = load(readFileSync(path.join(REPOSITORY, '.pre-commit-hooks.yaml'), 'utf8')) as { id: string }[];
  expect(repos.map(({ rev }) => rev)).toEqual([`v${VERSION}`]);
  expect(repos[0].hooks.map(({ id }) => id)).toEqual(hooks.map(({ id }) => id));
});
