import { problemsOfFiles } from '../../tools/release/packed-files';

const RIGHT = [
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'dist/lib/cli/main.js',
  'docs/api/README.md',
  'docs/routing-tests.schema.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.jsii',
  '.jsii.gz',
].map((path) => ({ path, mode: path.endsWith('main.js') ? 0o755 : 0o644 }));

test('what is too much, missing and not executable is told at once', () => {
  expect(problemsOfFiles(RIGHT)).toEqual([]);
  const wrong = RIGHT.filter(({ path }) => path !== 'LICENSE').map((file) => ({ ...file, mode: 0o644 }));
  expect(problemsOfFiles([...wrong, { path: 'test/laws.test.ts', mode: 0o644 }])).toEqual([
    'test/laws.test.ts does not belong into the package.',
    'LICENSE is missing.',
    'dist/lib/cli/main.js is not executable.',
  ]);
});
