import { alternativeFiles } from '../../lib/load/alternative-files';
import { service } from '../manifests';

/** Files as `file: objects`; a number after a name tells manifests for one object apart. */
function alternatives(files: Record<string, string[]>): string[] {
  const manifests = Object.entries(files).flatMap(([file, objects]) =>
    objects.map((text) => {
      const [name, version = ''] = text.split(' ');
      return { file, value: { ...service(`shop/${name}`), version } };
    }),
  );
  return [...alternativeFiles(manifests)].sort();
}

test.each<[string, Record<string, string[]>, string[]]>([
  ['one object in two files, a slip', { 'a/1': ['web 1'], 'a/2': ['web 2'] }, []],
  ['one object in three files', { 'a/1': ['web 1'], 'a/2': ['web 2'], 'a/3': ['web 3'] }, ['a/1', 'a/2', 'a/3']],
  ['one object in three folders', { 'a/1': ['web 1'], 'b/2': ['web 2'], 'c/3': ['web 3'] }, []],
  ['the same manifest in three files', { 'a/1': ['web'], 'a/2': ['web'], 'a/3': ['web'] }, []],
  [
    'a file that describes two objects of another one, and nothing else',
    { 'a/1': ['web 1', 'api 1', 'db'], 'a/2': ['web 2', 'api 2'], 'a/other': ['cache'] },
    ['a/1', 'a/2'],
  ],
  ['two charts with some names in common', { 'a/1': ['web 1', 'api 1', 'x'], 'a/2': ['web 2', 'api 2', 'y'] }, []],
  [
    'two steps, each for an object of its own',
    { 'a/1': ['web 1'], 'a/2': ['web 2'], 'a/3': ['api 1'], 'a/4': ['api 2'] },
    ['a/1', 'a/2', 'a/3', 'a/4'],
  ],
])('%s', (_, files, expected) => {
  expect(alternatives(files)).toEqual(expected);
});

test('what is no manifest is left out', () => {
  expect(alternativeFiles([undefined, null, 1, {}, { kind: 'x' }].map((value) => ({ file: 'a/1', value }))).size).toBe(
    0,
  );
});
