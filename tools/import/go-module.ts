import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import releases from './releases.json';

/** The release of Istio that imports/ is made from. */
export const ISTIO_RELEASE = releases.istio[releases.istio.length - 1];

/** The folder of a Go module, downloaded if it is not there yet. */
export function goModule(module: string, version: string): string {
  // Outside of any module, so that no go.mod has a say.
  return (JSON.parse(runGo(['mod', 'download', '-json', `${module}@v${version}`], tmpdir())) as { Dir: string }).Dir;
}

/** What a `go` command prints. */
export function runGo(args: readonly string[], cwd: string): string {
  const { error, status, stdout, stderr } = spawnSync('go', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) {
    throw new Error(`go ${args.join(' ')} failed: ${error?.message ?? stderr + stdout}`);
  }
  return stdout;
}
