import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App } from 'cdk8s';
import type { Block } from './markdown-blocks';
import { blocksOf, pageName, pages, strayMarkers } from './markdown-blocks';
import { SnippetProgram } from './snippet-program';
import type { Prelude, Snippet } from './snippets';
import { changes, objectsOf, readPage, where } from './snippets';

/*
 * Every ts and js block of the pages is compiled and run, and the YAML and the messages that a page shows are what
 * comes out of its code. CONTRIBUTING.md says how a page is written; `npm run docs:update` writes the outputs.
 */

const found = pages().map((file) => ({ file, ...readPage(blocksOf(file), loadPrelude) }));
const snippets = found.flatMap((page) => page.snippets);
const excerpts = found.flatMap((page) => page.excerpts);
const program = new SnippetProgram(snippets.map((snippet) => snippet.source));

const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';
const updates: { block: Block; text: string }[] = [];

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(path.join(tmpdir(), 'snippets-'));
  process.env.CDK8S_OUTDIR = outdir;
});
afterAll(() => {
  delete process.env.CDK8S_OUTDIR;
  rmSync(outdir, { recursive: true, force: true });
  write(updates);
});

test('there are pages', () => {
  expect(found.map((page) => pageName(page.file))).toContain('README.md');
});

test('every marker stands above a block', () => {
  expect(found.flatMap(({ file }) => strayMarkers(file).map((line) => `${pageName(file)}:${line}`))).toEqual([]);
});

describe('code', () => {
  for (const snippet of snippets) {
    test(where(snippet.block), () => {
      const problems = program.problems(snippet.source.file);
      expect(problems.map(({ line, message }) => `${at(snippet, line)} ${message}`)).toEqual([]);

      const result = run(snippet);
      if (snippet.message === undefined && result.error !== undefined) {
        throw result.error;
      }
      if (snippet.message !== undefined) {
        expectText(snippet.message, result.error?.message ?? 'nothing was thrown');
      }
      for (const output of snippet.outputs) {
        expectText(output, result.changes(output.markers.get('output') ?? ''));
      }
      for (const block of snippet.printed) {
        expectText(block, result.printed);
      }
    });
  }
});

describe('excerpts', () => {
  for (const { block, file } of excerpts) {
    test(where(block), () => {
      const text = readFileSync(isManifest(file) ? synthesized(file) : file, 'utf8').trimEnd();
      if (updating && block.text === '') {
        updates.push({ block, text });
      } else {
        expect(lines(block.text)).not.toBe('');
        expect(lines(text)).toContain(lines(block.text));
      }
    });
  }
});

function isManifest(file: string): boolean {
  return pageName(file).startsWith('manifests/');
}

/** The file of manifests/ that main.ts writes now. */
function synthesized(file: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require('../../main');
  return path.join(outdir, path.basename(file));
}

function loadPrelude(name: string): Prelude {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(`./preludes/${name}`) as { default: Prelude }).default;
}

function run(snippet: Snippet): { error?: Error; printed: string; changes(kinds: string): string } {
  let app: App | undefined;
  let before = new Map<string, unknown>();
  let error: Error | undefined;
  const printed: string[] = [];
  try {
    const result = program.run(
      snippet.source.file,
      (prelude) => {
        app = prelude.app as App;
        before = objectsOf(app);
      },
      (text) => printed.push(text),
    );
    app = (result.app_ as App | undefined) ?? app;
    app?.synthYaml();
  } catch (thrown) {
    error = thrown as Error;
  }
  return {
    error,
    printed: printed.join('\n').trimEnd(),
    changes: (kinds) => {
      if (app === undefined) {
        throw new Error(`${where(snippet.block)}: this code has no \`app\`, so nothing is known of its output`);
      }
      return changes(before, objectsOf(app), kinds);
    },
  };
}

function expectText(block: Block, text: string): void {
  if (updating) {
    updates.push({ block, text });
  } else {
    expect({ at: where(block), text: block.text }).toEqual({ at: where(block), text });
  }
}

/** Where a line of the program stands in the page. */
function at(snippet: Snippet, line: number): string {
  const inBlock = line - snippet.linesBefore;
  return inBlock < 0
    ? `${where(snippet.block)} (what stands before it)`
    : `${pageName(snippet.block.file)}:${snippet.block.line + inBlock + 1}`;
}

/** The lines of a text without indentation and empty ones: an excerpt may be indented otherwise than its file. */
function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Writes new texts into pages, from the last line to the first, so that the line numbers of the others hold. */
function write(changed: { block: Block; text: string }[]): void {
  for (const { block, text } of [...changed].sort((a, b) => b.block.line - a.block.line)) {
    const page = readFileSync(block.file, 'utf8').split('\n');
    const now = text.split('\n').map((line) => (line === '' ? '' : block.indent + line));
    page.splice(block.line, block.endLine - block.line - 1, ...now);
    writeFileSync(block.file, page.join('\n'));
  }
}
