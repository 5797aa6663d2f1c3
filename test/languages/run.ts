import { spawnSync } from 'node:child_process';

/** What a program printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** jsii would say at each start that a release of Node is at its end. */
const SILENCE = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };

export interface RunOptions {
  readonly cwd: string;
  /** Besides the environment of the tests. */
  readonly env?: Record<string, string>;
  readonly input?: string;
}

/** Runs a program, however it ends. */
export function run([program, ...args]: readonly string[], { cwd, env = {}, input = '' }: RunOptions): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...SILENCE, ...env },
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 26,
    timeout: 600_000,
  });
  if (error !== undefined) {
    throw error;
  }
  return { code: status, stdout, stderr };
}

/** Runs a program; throws an error with all that it printed unless it ends with 0. */
export function succeed(command: readonly string[], options: RunOptions): string {
  const { code, stdout, stderr } = run(command, options);
  if (code !== 0) {
    throw new Error(`${command.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  }
  return stdout;
}
