import { ROOT } from '../docs/markdown-blocks';
import { run } from './run';
import type { Ran } from './run';

/** Runs a program in TypeScript, on the sources of the package. */
export function runTypeScript(file: string, env: Record<string, string> = {}): Ran {
  return run([process.execPath, '--import', 'tsx', file], { cwd: ROOT, env });
}
