import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sbom } from '../sbom';
import { problemsOfFiles } from '../packed-files';
import type { PackageBuild } from './package-build';
import { output } from './run';

/** The package for npm, and the list of what is in it. */
export function js({ root, to, version }: PackageBuild): string[] {
  mkdirSync(to, { recursive: true });
  const packed = output(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', to], { cwd: root });
  const [{ files }] = JSON.parse(packed) as { files: { path: string; mode: number }[] }[];
  writeFileSync(path.join(to, `cdk8s-istio-${version}.cdx.json`), `${JSON.stringify(sbom(root), undefined, 2)}\n`);
  return problemsOfFiles(files);
}
