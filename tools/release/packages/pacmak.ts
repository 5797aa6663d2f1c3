import { JSII_ENVIRONMENT } from '../../jsii-environment';
import type { PackageBuild } from './package-build';
import { run } from './run';

/** Makes the package of a language, or only its code, from a folder with an assembly: into `outdir/LANGUAGE`. */
export function pacmak(
  { root }: PackageBuild,
  language: string,
  outdir: string,
  { of = root, options = [] }: { readonly of?: string; readonly options?: readonly string[] } = {},
): void {
  run(
    [
      process.execPath,
      require.resolve('jsii-pacmak/bin/jsii-pacmak'),
      of,
      ...['--target', language, '--outdir', outdir, '--no-npmignore', '--force', ...options],
    ],
    // It packs the folder by npm, which would build it once more.
    { cwd: root, env: { ...(JSII_ENVIRONMENT as Record<string, string>), npm_config_ignore_scripts: 'true' } },
  );
}
