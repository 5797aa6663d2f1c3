/*
 * Builds the packages as a release does, and checks them: `npm run release:dry -- [LANGUAGES] [--peers-from-npm]` with js, python, java, go and
 * dotnet, or all but the last one. They are in dist/packages/LANGUAGE afterwards. `--peers-from-npm` makes cdk8s for Java and Go from the
 * package on npm, for machines whose registries lack it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Package } from './checkout';
import { readJson, REPOSITORY } from './checkout';
import { dotnet } from './packages/dotnet';
import { go } from './packages/go';
import { java } from './packages/java';
import { js } from './packages/js';
import type { PackageBuild } from './packages/package-build';
import { python } from './packages/python';

const LANGUAGES: Readonly<Record<string, (build: PackageBuild) => string[]>> = { js, python, java, go, dotnet };
const USUAL = ['js', 'python', 'java', 'go'];

function main(args: readonly string[]): number {
  const named = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.filter((arg) => arg !== '--peers-from-npm' && !Object.hasOwn(LANGUAGES, arg));
  if (unknown.length > 0) {
    console.error(
      `${unknown.join(', ')} is not known. Write ${Object.keys(LANGUAGES).join(', ')}, or --peers-from-npm.`,
    );
    return 2;
  }
  const build = spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  });
  if (build.status !== 0) {
    return 1;
  }
  const { version } = readJson<Package>(REPOSITORY, 'package.json');
  const failed = (named.length === 0 ? USUAL : named).filter((language) => {
    const scratch = mkdtempSync(path.join(tmpdir(), `release-${language}-`));
    const to = path.join(REPOSITORY, 'dist', 'packages', language);
    rmSync(to, { recursive: true, force: true });
    try {
      const peersFromNpm = args.includes('--peers-from-npm');
      const problems = LANGUAGES[language]({ root: REPOSITORY, to, scratch, version, peersFromNpm });
      console.log(`${language}: ${problems.length === 0 ? 'may be published' : problems.join('\n')}`);
      return problems.length > 0;
    } catch (error) {
      console.error(`${language}: ${(error as Error).message}`);
      return true;
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
  return failed.length === 0 ? 0 : 1;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2));
}
