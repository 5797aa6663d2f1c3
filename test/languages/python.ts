import { rmSync } from 'node:fs';
import path from 'node:path';
import { bindingsOf } from './bindings';
import { cached, once } from './cache';
import type { Language } from './language';
import { run, succeed } from './run';

const VENV = cached('venv');
const REQUIREMENTS = path.join(__dirname, 'requirements.txt');

/** A program of the virtual environment. */
export function venvProgram(name: string): string {
  return path.join(VENV, 'bin', name);
}

export const python: Language = {
  name: 'Python',
  extension: '.py',

  prepare() {
    once('Python libraries', [REQUIREMENTS], () => {
      rmSync(VENV, { recursive: true, force: true });
      rmSync(cached('cdk8s-istio for Python.sha256'), { force: true });
      succeed(['python3', '-m', 'venv', VENV], { cwd: __dirname });
      succeed([venvProgram('pip'), 'install', '--quiet', '--requirement', REQUIREMENTS], { cwd: __dirname });
    });
    const source = bindingsOf('cdk8s-istio', 'python');
    once('cdk8s-istio for Python', [path.join(source, 'setup.py'), path.join(source, 'src', 'cdk8s_istio')], () => {
      const options = ['--quiet', '--no-deps', '--no-build-isolation', '--force-reinstall'];
      succeed([venvProgram('pip'), 'install', ...options, source], { cwd: __dirname });
    });
  },

  command(file) {
    return [venvProgram('python'), file];
  },

  run(file, env) {
    return run(this.command(file), { cwd: path.dirname(file), env });
  },

  follow(command) {
    const env = { PATH: `${path.join(VENV, 'bin')}:${process.env.PATH}` };
    const [, installed] = /^pip install (.*)$/.exec(command) ?? [];
    if (installed !== undefined) {
      return { command: `pip show --quiet ${installed}`, env };
    }
    return { command: /^(python3 -m venv|\. )/.test(command) ? 'true' : command, env };
  },

  lint(file) {
    const options = ['--strict', '--no-error-summary', '--cache-dir', cached('mypy')];
    return run([venvProgram('mypy'), ...options, file], { cwd: path.dirname(file) }).stdout;
  },
};
