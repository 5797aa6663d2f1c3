import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { breakingChanges } from '../../tools/release/breaking-changes';
import { problemsOfNext } from '../../tools/release/version';
import { smallAssembly } from './small-assembly';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'release-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const REMOVED = 'METHOD small.Canary.stop: has been removed';

test('what breaks code of users is found, experimental or not, and what is new breaks nothing', () => {
  const last = smallAssembly(folder, '0.1.0', ['start', 'stop']);
  expect(breakingChanges(last, smallAssembly(folder, '0.1.1', ['start']))).toEqual([REMOVED]);
  expect(breakingChanges(last, smallAssembly(folder, '0.1.2', ['start', 'stop', 'pause']))).toEqual([]);
});

test('a package that is not there is not taken for one that is compatible', () => {
  expect(() => breakingChanges(path.join(folder, 'lost'), folder)).toThrow(
    `The API of ${path.join(folder, 'lost')} could not be compared with that of ${folder}`,
  );
});

test.each([
  ['0.1.0', '0.1.1', 'a patch release', '0.2.0'],
  ['1.4.2', '1.4.3', 'a patch release', '2.0.0'],
  ['1.4.2', '1.5.0', 'a minor release', '2.0.0'],
])('after %s, %s may not break code', (last, next, release, needed) => {
  expect(problemsOfNext(last, next, [REMOVED])).toEqual([
    `${next} is ${release} after ${last}, and it breaks code that uses ${last}. Write ${needed}, or take these changes back:`,
    `  ${REMOVED}`,
  ]);
  expect(problemsOfNext(last, next, [])).toEqual([]);
});

test.each([
  ['0.1.0', '0.2.0'],
  ['0.9.3', '1.0.0'],
  ['1.4.2', '2.0.0'],
])('after %s, %s may break code', (last, next) => {
  expect(problemsOfNext(last, next, [REMOVED])).toEqual([]);
});

test.each([
  ['0.2.0', '0.2.0'],
  ['0.2.0', '0.1.9'],
  ['1.10.0', '1.9.0'],
])('after %s, %s is refused', (last, next) => {
  expect(problemsOfNext(last, next, [])).toEqual([
    `${next} does not come after ${last}, the last release. Write a higher version.`,
  ]);
});

test.each(['v1.2.3', '1.2', '1.2.3-rc.1', '01.2.3', ''])('"%s" is not a version', (text) => {
  expect(problemsOfNext('0.1.0', text, [])).toEqual([
    `"${text}" is not a version. Write three numbers, such as 0.2.0.`,
  ]);
});
