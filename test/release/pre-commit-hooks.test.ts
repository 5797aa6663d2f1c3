import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { REPOSITORY } from '../../tools/release/checkout';
import { BundledCommand } from './bundled-command';
import { standIns } from './stand-in';

interface Hook {
  readonly id: string;
  readonly language: string;
  readonly entry: string;
  readonly args?: string[];
  readonly types: string[];
  readonly pass_filenames: boolean;
}

const HOOKS = load(readFileSync(path.join(REPOSITORY, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[];

const MANIFESTS = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec: {hosts: [web], http: [{redirect: {uri: /new}}]}
`;
const TESTS = (uri: string): string => `tests:
  - name: it has moved
    from: shop/*
    requests: { url: 'http://web/' }
    expect: { redirect: 'http://web${uri}' }
`;

/** It says what it was asked for, and runs the command of this checkout. */
const NPX = `
const [yes, wanted] = process.argv.splice(2, 2);
process.stderr.write(yes + ' ' + wanted + '\\n');
require(process.env.COMMAND);
`;

let command: BundledCommand;
let searched: string;
let folder: string;
beforeAll(() => {
  command = BundledCommand.make();
  folder = mkdtempSync(path.join(tmpdir(), 'hooks-'));
  searched = standIns(folder, { npx: NPX });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  command.remove();
});

/** Runs a hook as pre-commit does: the words of the entry, its arguments, and no names of files. */
function runHook(id: string, files: Record<string, string>, args?: string[]): [number | null, string] {
  const hook = HOOKS.find((each) => each.id === id)!;
  const repository = mkdtempSync(path.join(folder, 'repository-'));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(repository, name), text);
  }
  const [program, ...words] = [...hook.entry.split(' '), ...(args ?? hook.args ?? [])];
  const run = spawnSync(program, words, {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, PATH: searched, COMMAND: command.file },
  });
  return [run.status, `${run.stderr}${run.stdout}`];
}

const VERSION = (JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as { version: string })
  .version;

test('the hooks run on changed YAML, with the package of the version that they are part of', () => {
  expect(HOOKS.map(({ id, language, types, pass_filenames: passed }) => [id, language, types, passed])).toEqual([
    ['cdk8s-istio-check', 'system', ['yaml'], false],
    ['cdk8s-istio-test', 'system', ['yaml'], false],
  ]);
  expect(runHook('cdk8s-istio-check', { 'mesh.yaml': MANIFESTS })).toEqual([
    0,
    `--yes cdk8s-istio@${VERSION}\nNothing found in 2 objects.\n`,
  ]);
});

test('a mistake fails the commit, in whichever file it is', () => {
  const wrong = MANIFESTS.replace('redirect', 'redirects');
  const [code, text] = runHook('cdk8s-istio-check', { 'mesh.yaml': wrong, 'README.md': '' });
  expect([code, text]).toEqual([1, expect.stringContaining('mesh.yaml:9:')]);
  expect(runHook('cdk8s-istio-check', { 'mesh.yaml': wrong, 'other.yaml': '' }, ['other.yaml'])[0]).toBe(0);
});

test('a route that does not go where its test says fails the commit', () => {
  const args = ['routes.test.yaml', 'mesh.yaml'];
  const right = runHook('cdk8s-istio-test', { 'mesh.yaml': MANIFESTS, 'routes.test.yaml': TESTS('/new') }, args);
  expect(right).toEqual([0, expect.stringContaining('all passed.')]);
  const wrong = runHook('cdk8s-istio-test', { 'mesh.yaml': MANIFESTS, 'routes.test.yaml': TESTS('/old') }, args);
  expect(wrong).toEqual([1, expect.stringContaining('http://web/old')]);
});
