/** What the package consists of. */
const EXPECTED =
  /^(dist\/(lib|imports)\/.*(\.js|\.d\.ts|\.json)|dist\/lib\/vendor\/\w+\.licenses\.txt|docs\/.*\.md|docs\/routing-tests\.schema\.json|README\.md|CHANGELOG\.md|LICENSE|package\.json|\.jsii(\.gz)?)$/;

/** What nobody could use the package without. */
const REQUIRED = [
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'docs/api/README.md',
  'docs/routing-tests.schema.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.jsii',
  '.jsii.gz',
];

const COMMAND = 'dist/lib/cli/main.js';

/** What is wrong with the files of the package that npm packs: compiled code, types and documents, and nothing else. */
export function problemsOfFiles(files: readonly { readonly path: string; readonly mode: number }[]): string[] {
  const names = files.map((file) => file.path);
  const command = files.find((file) => file.path === COMMAND);
  return [
    ...names.filter((name) => !EXPECTED.test(name)).map((name) => `${name} does not belong into the package.`),
    ...REQUIRED.filter((name) => !names.includes(name)).map((name) => `${name} is missing.`),
    // npm makes it executable when it installs it, and the installers of other languages do not.
    ...(command?.mode === 0o755 ? [] : [`${COMMAND} is not executable.`]),
  ];
}
