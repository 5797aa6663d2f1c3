/*
 * Says whether the checkout may be released: `npm run release:check -- [v1.2.3] [--notes FILE]`. The tag, package.json, the lock file and
 * CHANGELOG.md have to name the same version, which has to be one that may follow the last release on npm: what breaks code
 * of users is no patch. With a tag, npm has to have the package: it trusts a workflow for no other. `--notes FILE` writes what the changelog says of the version.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { breakingChanges } from './breaking-changes';
import { sectionOf } from './changelog';
import type { Package } from './checkout';
import { problemsOfCheckout, readJson, REPOSITORY } from './checkout';
import { lastRelease, problemOfName, RESERVED } from './last-release';
import { problemsOfNext } from './version';

function main(args: readonly string[]): number {
  const { name, version } = readJson<Package>(REPOSITORY, 'package.json');
  const notesAt = args.indexOf('--notes');
  const tag = args.find((arg, i) => !arg.startsWith('-') && (notesAt === -1 || i !== notesAt + 1));
  const problems = problemsOfCheckout(REPOSITORY, tag);
  const last = lastRelease(name);
  const unknown = tag === undefined ? undefined : problemOfName(name, last);
  if (unknown !== undefined) {
    problems.push(unknown);
  }
  if (last === undefined || last === RESERVED) {
    console.log(`${name} ${version} is the first release.`);
  } else {
    problems.push(...problemsOfNext(last, version, breakingChanges(`npm:${name}@${last}`, REPOSITORY)));
  }
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    return 1;
  }
  if (notesAt !== -1) {
    writeFileSync(
      args[notesAt + 1],
      `${sectionOf(readFileSync(path.join(REPOSITORY, 'CHANGELOG.md'), 'utf8'), version)}\n`,
    );
  }
  console.log(`${name} ${version} may be released.`);
  return 0;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2));
}
