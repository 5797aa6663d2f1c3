import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { PackageBuild } from './package-build';
import { pacmak } from './pacmak';
import { output } from './run';

/** The package for NuGet. */
export function dotnet(build: PackageBuild): string[] {
  const { root, to, version } = build;
  output(['dotnet', '--version'], { cwd: root });
  pacmak(build, 'dotnet', path.dirname(to));
  const files = readdirSync(to);
  return files.some((name) => name.endsWith(`.${version}.nupkg`)) ? [] : [`It has ${files.join(', ')} and no package.`];
}
