import { spawnSync } from 'node:child_process';

/** The version of a package that npm gives to everybody now, or nothing if none was released yet. */
export function lastRelease(name: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const run = spawnSync('npm', ['view', name, 'version', '--json'], {
    encoding: 'utf8',
    env: environment,
    shell: process.platform === 'win32',
  });
  const answer = JSON.parse(run.stdout === '' ? 'null' : run.stdout) as string | { error?: { code?: string } } | null;
  if (typeof answer === 'string') {
    return answer;
  }
  if (answer?.error?.code === 'E404') {
    return undefined;
  }
  throw new Error(`npm does not tell the last release of ${name}:\n${run.stderr.trim()}`);
}
