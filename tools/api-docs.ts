/*
 * Writes docs/api.md, the API reference, from what jsii found in the code: `npm run docs:api`.
 * `--check` writes nothing and fails if the page is not what the code says today.
 *
 * The generated L1 in submodules is left out: it is documented by Istio's own reference, and would be twenty times the rest.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JSII_ENVIRONMENT } from './jsii-environment';

const ROOT = path.resolve(__dirname, '..');
const PAGE = path.join(ROOT, 'docs', 'api.md');
const LARGEST = 400_000;

function main(args: string[]): number {
  const build = run([require.resolve('tsx/cli'), path.join(__dirname, 'build.ts'), '--if-stale']);
  if (build !== 0) {
    return build;
  }
  const page = generate();
  if (page.length > LARGEST) {
    console.error(`docs/api.md would have ${page.length} bytes, more than ${LARGEST}: is L1 in it?`);
    return 1;
  }
  if (!args.includes('--check')) {
    writeFileSync(PAGE, page);
    console.log(`docs/api.md: ${page.length} bytes`);
    return 0;
  }
  if (read(PAGE) !== page) {
    console.error('docs/api.md is not what the code says: run `npm run docs:api`');
    return 1;
  }
  console.log('docs/api.md is current');
  return 0;
}

function generate(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'api-docs-'));
  try {
    const output = path.join(folder, 'api');
    if (run([require.resolve('jsii-docgen/bin/jsii-docgen'), '--submodule', 'root', '--output', output]) !== 0) {
      throw new Error('jsii-docgen failed');
    }
    const text = shorten(readFileSync(`${output}.md`, 'utf8'));
    return `<!-- Made by \`npm run docs:api\`. Do not edit. -->\n${text.trimEnd()}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Half of what jsii-docgen writes says nothing: tables of what follows right below them, anchors that only those tables link
 * to, and what every construct has from its base class.
 */
function shorten(text: string): string {
  return (
    text
      .replace(/^\| \*\*Name\*\*.*\n(\|.*\n)+\n(---\n\n)?/gm, '')
      // Only types are linked to from the rest of the page.
      .replace(/^(#+) (.*) <a name="[^"]*" id="([^"]*)"><\/a>$/gm, (_, level: string, title: string, id: string) =>
        level.length < 4 ? `${level} ${title} <a id="${id}"></a>` : `${level} ${title}`,
      )
      .replace(/^##### `(toString|with|isConstruct)`\n[\s\S]*?(?=^#{3,5} )/gm, '')
      .replace(/^#### (Methods|Static Functions)\n+(?=#{2,4} )/gm, '')
      .replace(/\n{3,}/g, '\n\n')
  );
}

function run(command: string[]): number {
  return spawnSync(process.execPath, command, { cwd: ROOT, env: JSII_ENVIRONMENT, stdio: 'inherit' }).status ?? 1;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

process.exitCode = main(process.argv.slice(2));
