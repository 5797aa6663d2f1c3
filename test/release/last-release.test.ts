import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Package } from '../../tools/release/checkout';
import { readJson, REPOSITORY } from '../../tools/release/checkout';
import { lastRelease } from '../../tools/release/last-release';
import { standIns } from './stand-in';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'npm-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** An environment in which npm answers this. */
function npmAnswers(stdout: string, code: number): NodeJS.ProcessEnv {
  const script = `process.stdout.write(${JSON.stringify(stdout)}); process.stderr.write('npm said no\\n'.repeat(${code})); process.exitCode = ${code};`;
  return { ...process.env, PATH: standIns(folder, { npm: script }) };
}

test('npm tells the last release, or that there is none', () => {
  expect(lastRelease('cdk8s-istio', npmAnswers('"0.4.2"\n', 0))).toBe('0.4.2');
  expect(
    lastRelease('cdk8s-istio', npmAnswers('{ "error": { "code": "E404", "summary": "not found" } }', 1)),
  ).toBeUndefined();
});

test('a registry that cannot be asked is not taken for one without a release', () => {
  expect(() => lastRelease('cdk8s-istio', npmAnswers('{ "error": { "code": "ECONNREFUSED" } }', 1))).toThrow(
    'npm does not tell the last release of cdk8s-istio:\nnpm said no',
  );
  expect(() => lastRelease('cdk8s-istio', npmAnswers('', 1))).toThrow(
    'npm does not tell the last release of cdk8s-istio:\nnpm said no',
  );
});

test('the command of the release refuses a tag that is not the version', () => {
  const environment = npmAnswers('{ "error": { "code": "E404" } }', 1);
  const { version } = readJson<Package>(REPOSITORY, 'package.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/release/check.ts', '--notes', path.join(folder, 'notes.md'), 'v900.0.0'],
    { cwd: REPOSITORY, encoding: 'utf8', env: environment },
  );
  expect([status, stdout]).toEqual([1, `cdk8s-istio ${version} is the first release.\n`]);
  expect(stderr.split('\n')[0]).toBe(
    `The tag is v900.0.0, and package.json has version ${version}. Tag the commit v${version}.`,
  );
  expect(stderr).toContain('\nnpm has no cdk8s-istio, and trusts a workflow only for a package that it has.');
});

test('an empty package that reserves the name is no release: nothing is compared with it', () => {
  const { version } = readJson<Package>(REPOSITORY, 'package.json');
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'tools/release/check.ts', 'v900.0.0'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    env: npmAnswers('"0.0.0"\n', 0),
  });
  expect(stdout).toBe(`cdk8s-istio ${version} is the first release.\n`);
  expect(stderr).not.toContain('npm has no');
});
