import { spawnSync } from 'node:child_process';
import { JSII_ENVIRONMENT } from '../jsii-environment';

/**
 * What of the public API breaks code that was written for the last release, by jsii-diff, which also names the type and member.
 * `last` is a folder, or `npm:NAME@VERSION`; `next` is a folder. Experimental members count: users call them all the same.
 */
export function breakingChanges(last: string, next: string): string[] {
  const run = spawnSync(
    process.execPath,
    [require.resolve('jsii-diff/bin/jsii-diff'), last, next, '--error-on', 'all'],
    {
      encoding: 'utf8',
      env: JSII_ENVIRONMENT,
    },
  );
  const lines = run.stderr.split(/\r?\n/);
  const changes = lines.flatMap((line) => /^(?:err|warn)\s+- (.+)$/.exec(line)?.[1] ?? []);
  // It ends with 0 also where it could not get one of the two.
  if ((run.status !== 0 && changes.length === 0) || lines.some((line) => line.startsWith('Could not load'))) {
    throw new Error(`The API of ${last} could not be compared with that of ${next}:\n${run.stderr.trim()}`);
  }
  return changes;
}
