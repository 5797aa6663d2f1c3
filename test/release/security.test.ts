import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../tools/release/checkout';

/* What SECURITY.md says that the package does not do, over the files that npm gets. */

jest.setTimeout(180_000);

/** The code of the package by its file. */
let code: Map<string, string>;
beforeAll(() => {
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  });
  code = new Map(['dist/lib', 'dist/imports'].flatMap((folder) => read(folder, '.js')));
});

function read(folder: string, end: string): [string, string][] {
  return readdirSync(path.join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => [`${folder}/${name}`, readFileSync(path.join(REPOSITORY, folder, name), 'utf8')]);
}

/** All that a pattern finds in the code, with the file. */
const found = (pattern: RegExp): string[] =>
  [...code].flatMap(([file, text]) => [...text.matchAll(pattern)].map(([match]) => `${file}: ${match}`));

test('it runs nothing when it is installed, and brings no dependencies', () => {
  const manifest = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as Record<string, object>;
  const names = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
  expect(Object.keys(manifest.scripts).filter((name) => names.includes(name))).toEqual([]);
  expect([manifest.dependencies, manifest.optionalDependencies, manifest.bundleDependencies]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(Object.keys(manifest.peerDependencies)).toEqual(['cdk8s', 'constructs']);
});

test('it makes no connection', () => {
  const known = ['child_process', 'crypto', 'fs', 'net', 'os', 'path', 'url', 'util'].map((name) => `node:${name}`);
  const needed = new Set(
    [...code.values()].flatMap((text) =>
      [...text.matchAll(/require\(["']([^."'][^"']*)["']\)/g)].map(([, name]) => name),
    ),
  );
  expect([...needed].filter((name) => !['cdk8s', 'constructs', ...known].includes(name))).toEqual([]);
  expect(needed).toContain('node:fs');
  // Of node:net it takes what tells addresses from names, and ranges of them.
  const members = [...code.values()].flatMap((text) =>
    [...text.matchAll(/([\w$]+)\s*=\s*(?:[\w$]+\()?require\(["']node:net["']\)/g)].flatMap(([, variable]) =>
      [...text.matchAll(new RegExp(`(?<![\\w$.])${variable.replaceAll('$', '\\$')}\\.(\\w+)`, 'g'))].map(
        ([, member]) => member,
      ),
    ),
  );
  expect([...new Set(members)].sort()).toEqual(['BlockList', 'isIP']);
  expect(
    found(/(?<![\w$.])(?:fetch|navigator\.sendBeacon)\(|\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b/g),
  ).toEqual([]);
});

test('it starts no program but git, and none by a shell', () => {
  const starting = read('lib', '.ts').filter(([, text]) => text.includes('child_process'));
  expect(starting.map(([file]) => file).filter((file) => !/\bgit\b/.test(path.basename(file)))).toEqual([]);
  expect(starting.filter(([, text]) => /\bexec(Sync)?\(|shell:/.test(text))).toEqual([]);
  for (const [, text] of starting) {
    expect([...text.matchAll(/\b(?:spawn|execFile)(?:Sync)?\(([^,)]+)/g)].map(([, program]) => program)).toEqual(
      expect.arrayContaining([`'git'`]),
    );
  }
});

test('it evaluates no text as code', () => {
  // A method may have that name.
  expect(
    found(
      /(?<![\w$.])eval\((?![\w$]+(?:,\s*[\w$]+)*\)\s*\{)|\bnew Function\b|(?<![\w$.])Function\(|\bimport\((?!["'])/g,
    ),
  ).toEqual([]);
});
