import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Block } from '../docs/markdown-blocks';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import { LANGUAGES } from './languages';
import { succeed } from './run';

/*
 * docs/languages/ as a new user follows it: in an empty folder, with every command and every file of the page, in its order. Only the package is the
 * one that would be published, and libraries have the versions of these tests.
 */

describe.each(LANGUAGES.map((language) => [language.name, language] as const))('in %s', (name, language) => {
  const page = path.join(ROOT, 'docs', 'languages', `${name.toLowerCase()}.md`);
  const lines = readFileSync(page, 'utf8').split('\n');
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'shop-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('every command ends well, and every file and output is what the page shows', () => {
    let printed = '';
    for (const block of blocksOf(page)) {
      const { file, ends } = above(block);
      if (block.language === 'sh') {
        printed = block.text.split('\n').map(command).join('');
      } else if (block.language === 'text') {
        expect(printed.trimEnd()).toBe(block.text.trimEnd());
      } else if (file !== undefined && ends) {
        expect(readFileSync(path.join(folder, file), 'utf8').trimEnd().slice(-block.text.trimEnd().length)).toBe(
          block.text.trimEnd(),
        );
      } else if (file !== undefined) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), `${block.text}\n`);
      } else {
        throw new Error(`${page}:${block.line}: the text above does not begin with the file that this block is`);
      }
    }
  });

  test('compilers and linters have nothing to say', () => {
    const program = blocksOf(page)
      .map(above)
      .find(({ file, ends }) => file?.endsWith(language.extension) && !ends);
    expect(language.lint(path.join(folder, program!.file!))).toBe('');
  });

  /** Runs a line of the page, and gives what it prints. */
  function command(line: string): string {
    if (line === 'mkdir shop && cd shop') {
      return '';
    }
    const { command: instead, env } = language.follow(line);
    // Without --norc, bash reads the user's file where its input is a socket, as it is from Node.
    return succeed(['bash', '--norc', '-o', 'pipefail', '-c', instead], { cwd: folder, env });
  }

  /** The file that the paragraph above a block begins with, and whether the block is its end. */
  function above({ line }: Block): { file?: string; ends: boolean } {
    const before = lines.slice(0, line - 1);
    while (before.at(-1) === '') {
      before.pop();
    }
    const [, file, rest] = /^`([\w./-]+)`(.*)$/.exec(before.at(-1) ?? '') ?? [];
    return { file, ends: rest === ' ends with:' };
  }
});
