import { rmSync } from 'node:fs';
import path from 'node:path';
import { takePlainArguments } from '../../tools/python-arguments';
import { ROOT } from '../docs/markdown-blocks';
import { cached, once } from './cache';
import { succeed } from './run';

const PACMAK = require.resolve('jsii-pacmak/bin/jsii-pacmak');

/** What is generated for a language, in the layout of jsii-pacmak. */
export function bindingsOf(library: string, language: 'python' | 'java' | 'go'): string {
  return cached('bindings', library, language);
}

/**
 * Generates the code for each language, without building it. That of cdk8s comes from the same package of npm as ours, because registries may be
 * behind it.
 */
export function prepareBindings(): void {
  succeed([process.execPath, '--import', 'tsx', 'tools/build.ts', '--if-stale'], { cwd: ROOT });
  const inputs = [
    'dist/lib',
    'dist/imports',
    '.jsii',
    '.jsii.gz',
    'package.json',
    'README.md',
    'tools/python-arguments.ts',
  ];
  once(
    'bindings of cdk8s-istio',
    inputs.map((name) => path.join(ROOT, name)),
    () => {
      generate('cdk8s-istio', ROOT, ['python', 'java', 'go']);
      takePlainArguments(bindingsOf('cdk8s-istio', 'python'));
    },
  );
  prepareLibrary('cdk8s');
}

/** The same for a library of cdk8s in Java and Go; for Python the registry has it. */
export function prepareLibrary(library: string): void {
  const source = path.join(ROOT, 'node_modules', library);
  once(`bindings of ${library}`, [path.join(source, 'package.json')], () => generate(library, source, ['java', 'go']));
}

function generate(library: string, source: string, languages: readonly string[]): void {
  const outdir = cached('bindings', library);
  rmSync(outdir, { recursive: true, force: true });
  const options = ['--code-only', '--outdir', outdir, ...languages.flatMap((language) => ['--target', language])];
  // jsii-pacmak packs the package, and that would build it once more.
  const env = { npm_config_ignore_scripts: 'true' };
  succeed([process.execPath, PACMAK, source, ...options], { cwd: ROOT, env });
}
