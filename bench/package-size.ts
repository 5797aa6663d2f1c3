/* What the package takes when it is installed. */
import { execFileSync } from 'node:child_process';
import { ROOT } from './raw';
import type { Row } from './row';

const MOST_MB = 8;

/** The rows of the results. */
export function sizeRows(): Row[] {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const output = execFileSync(npm, ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: npm.endsWith('.cmd'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ size, unpackedSize }] = JSON.parse(output) as { size: number; unpackedSize: number }[];
  return [
    {
      what: 'installed size of the package',
      value: `${(unpackedSize / 1e6).toFixed(2)} MB (packed: ${(size / 1e6).toFixed(2)} MB)`,
      goal: `< ${MOST_MB} MB`,
      verdict: unpackedSize < MOST_MB * 1e6 ? 'met' : 'missed',
    },
  ];
}
