import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { takePlainArguments } from '../../python-arguments';
import type { PackageBuild } from './package-build';
import { pacmak } from './pacmak';
import { run } from './run';

const TOOLS = ['build==1.5.0', 'twine==6.1.0'];

/** The wheel and the source distribution for PyPI. */
export function python(build: PackageBuild): string[] {
  const { root, to, scratch, version } = build;
  pacmak(build, 'python', scratch, { options: ['--code-only'] });
  const code = path.join(scratch, 'python');
  takePlainArguments(code);
  const venv = path.join(scratch, 'venv');
  run(['python3', '-m', 'venv', venv], { cwd: root });
  const installed = path.join(venv, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
  run([installed, '-m', 'pip', 'install', '--quiet', ...TOOLS], { cwd: root });
  mkdirSync(to, { recursive: true });
  run([installed, '-m', 'build', '--outdir', to, code], { cwd: scratch });
  const files = readdirSync(to).sort();
  run([installed, '-m', 'twine', 'check', '--strict', ...files], { cwd: to });
  const expected = [`cdk8s_istio-${version}-py3-none-any.whl`, `cdk8s_istio-${version}.tar.gz`];
  return files.join() === expected.join() ? [] : [`It has ${files.join(', ')} and not ${expected.join(', ')}.`];
}
