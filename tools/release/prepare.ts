/*
 * Makes the commit of a release: `npm run release:prepare -- 0.2.0` writes the version into package.json, package-lock.json and the files
 * that users copy, and what is unreleased in CHANGELOG.md below its heading. Refuses a version that may not follow the last release, before it writes anything;
 * dist/ is built first if it is older than its sources.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { breakingChanges } from './breaking-changes';
import { withRelease } from './changelog';
import type { Package } from './checkout';
import { FILES_WITH_VERSION, readJson, REPOSITORY, VERSION_OF_PACKAGE } from './checkout';
import { lastRelease, RESERVED } from './last-release';
import { notAVersion, problemsOfNext, versionOf } from './version';

const FILES = ['package.json', 'package-lock.json', 'CHANGELOG.md', ...FILES_WITH_VERSION];

/** Writes a version into the files of a checkout. Returns their names. Changes nothing if one of them cannot have it. */
export function prepare(root: string, version: string): readonly string[] {
  const [manifest, lock, changelog, ...others] = FILES.map((file) => readFileSync(path.join(root, file), 'utf8'));
  const old = readJson<Package>(root, 'package.json').version;
  const written = [
    withVersion(manifest, old, version, 1),
    withVersion(lock, old, version, 2),
    withRelease(changelog, version),
    ...others.map((text) => text.replaceAll(VERSION_OF_PACKAGE, version)),
  ];
  FILES.forEach((file, i) => writeFileSync(path.join(root, file), written[i]));
  return FILES;
}

/** The first members `version` of a file; the package itself comes first in both. */
function withVersion(text: string, old: string, version: string, times: number): string {
  let left = times;
  return text.replaceAll(/"version": "([^"]*)"/g, (member, value: string) => {
    left -= 1;
    if (left >= 0 && value !== old) {
      throw new Error(`package-lock.json has version ${value}, and package.json ${old}. Run npm install.`);
    }
    return left >= 0 ? `"version": "${version}"` : member;
  });
}

function main([version = '']: readonly string[]): number {
  if (versionOf(version) === undefined) {
    console.error(notAVersion(version));
    return 1;
  }
  const { name } = readJson<Package>(REPOSITORY, 'package.json');
  const last = lastRelease(name);
  if (last !== undefined && last !== RESERVED) {
    const build = [process.execPath, '--import', 'tsx', 'tools/build.ts', '--if-stale'];
    if (spawnSync(build[0], build.slice(1), { cwd: REPOSITORY, stdio: 'inherit' }).status !== 0) {
      return 1;
    }
    const problems = problemsOfNext(last, version, breakingChanges(`npm:${name}@${last}`, REPOSITORY));
    if (problems.length > 0) {
      console.error(problems.join('\n'));
      return 1;
    }
  }
  try {
    console.log(
      `Wrote ${version} into ${prepare(REPOSITORY, version).join(', ')}. Commit them, and tag the commit v${version}.`,
    );
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  return 0;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2));
}
