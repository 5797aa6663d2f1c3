import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FILES_WITH_VERSION, problemsOfCheckout, readJson, REPOSITORY } from '../../tools/release/checkout';
import { prepare } from '../../tools/release/prepare';

const FILES = ['package.json', 'package-lock.json', 'CHANGELOG.md', ...FILES_WITH_VERSION];

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'release-'));
  FILES.forEach((file) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    copyFileSync(path.join(REPOSITORY, file), path.join(root, file));
  });
  writeFileSync(path.join(root, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n- Something new.\n');
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

test('a prepared checkout may be released by the tag of its version, and by no other', () => {
  expect(prepare(root, '900.1.0')).toEqual(FILES);
  expect(problemsOfCheckout(root, 'v900.1.0')).toEqual([]);
  expect(problemsOfCheckout(root, undefined)).toEqual([]);
  expect(problemsOfCheckout(root, 'v900.1.1')).toEqual([
    'The tag is v900.1.1, and package.json has version 900.1.0. Tag the commit v900.1.0.',
  ]);
});

/** The files that users read in which a version stands where the package is named: in that line, or in the two below it. */
function filesNaming(version: string): string[] {
  const asWord = new RegExp(`(?<![\\d.])${version.replaceAll('.', '\\.')}(?![\\d.]*\\d)`);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: REPOSITORY, encoding: 'utf8' }).split('\0');
  const read = tracked.filter(
    (file) =>
      file !== '' && !/^(test|tools|bench|imports)\/|^(package|package-lock)\.json$|^CHANGELOG\.md$|\.png$/.test(file),
  );
  return read.filter((file) => {
    const lines = readFileSync(path.join(FILES.includes(file) ? root : REPOSITORY, file), 'utf8').split('\n');
    return lines.some(
      (line, i) => asWord.test(line) && /cdk8s-istio|release:/.test(lines.slice(Math.max(i - 2, 0), i + 1).join('\n')),
    );
  });
}

test('no file that users read names the version but those that get the next one', () => {
  const { version } = readJson<{ version: string }>(root, 'package.json');
  prepare(root, '900.1.0');
  expect(filesNaming(version)).toEqual([]);
});

// The tag is tested as it is: a text that names the version by chance would stop the release.
test('no file names a version that may come next', () => {
  const { version } = readJson<{ version: string }>(root, 'package.json');
  const [major, minor, patch] = version.split('.').map(Number);
  const next = [`${major}.${minor}.${patch + 1}`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`];
  expect(next.flatMap(filesNaming)).toEqual([]);
});

test('nothing but the version changes', () => {
  const before = FILES.map(read);
  const old = readJson<{ version: string }>(root, 'package.json').version;
  prepare(root, '900.1.0');
  const undone = FILES.map((file) => read(file).replace('\n## 900.1.0\n', '').replaceAll('900.1.0', old));
  expect(undone).toEqual(before);
});

test('all that does not fit is told at once', () => {
  const { version } = readJson<{ version: string }>(root, 'package.json');
  writeFileSync(
    path.join(root, 'package.json'),
    read('package.json').replace(`"version": "${version}"`, '"version": "1.0"'),
  );
  expect(problemsOfCheckout(root, 'v1.0.0')).toEqual([
    'package.json: "1.0" is not a version. Write three numbers, such as 0.2.0.',
    'The tag is v1.0.0, and package.json has version 1.0. Tag the commit v1.0.',
    'package-lock.json does not have version 1.0. Run npm run release:prepare.',
    ...FILES_WITH_VERSION.map((file) => `${file} does not name version 1.0 alone. Run npm run release:prepare.`),
    'CHANGELOG.md says nothing of 1.0. Run npm run release:prepare -- 1.0.',
  ]);
});

test('nothing is written where something is wrong', () => {
  writeFileSync(path.join(root, 'CHANGELOG.md'), '# Changelog\n');
  const before = FILES.map(read);
  expect(() => prepare(root, '900.1.0')).toThrow('CHANGELOG.md has nothing below "## Unreleased"');
  expect(FILES.map(read)).toEqual(before);
});
