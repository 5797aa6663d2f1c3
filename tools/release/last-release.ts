import { spawnSync } from 'node:child_process';

/**
 * The version of an empty package that reserves the name on npm. npm trusts a workflow only for a package that it has, so the first release cannot be
 * the first version there (npm/cli#8544).
 */
export const RESERVED = '0.0.0';

/** Why the first release would fail on npm, after the other registries had taken theirs; nothing if it would not. */
export function problemOfName(name: string, last: string | undefined): string | undefined {
  return last === undefined
    ? `npm has no ${name}, and trusts a workflow only for a package that it has. Reserve the name, as CONTRIBUTING.md says below "Releases".`
    : undefined;
}

/** The version of a package that npm gives to everybody now, {@link RESERVED} included, or nothing if it does not have the package. */
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
