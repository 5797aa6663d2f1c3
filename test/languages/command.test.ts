import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../docs/markdown-blocks';
import { venvProgram } from './python';
import type { Ran } from './run';
import { run } from './run';

/* The command, as pip installs it: without npm, and without a node_modules of the user. */

const command = (args: readonly string[], input?: string): Ran => {
  const { code, stdout, stderr } = run([venvProgram('cdk8s-istio'), ...args], { cwd: __dirname, input });
  return { code, stdout, stderr };
};

const FIXTURES = path.join(ROOT, 'test', 'checks', 'fixtures', 'IST0101');

test('--version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(command(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('check reads a folder, and ends with 1 where something is wrong', () => {
  const { code, stdout, stderr } = command(['check', FIXTURES, '--world', 'closed']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('error IST0101');
});

test('check reads standard input, and ends with 0 where nothing is', () => {
  const input = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n';
  expect(command(['check', '-'], input)).toMatchObject({ code: 0, stderr: '' });
});

test('a wrong command line ends with 2', () => {
  expect(command(['chek'])).toMatchObject({ code: 2, stdout: '' });
});
