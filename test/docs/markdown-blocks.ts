import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');

/** A fenced code block of a Markdown page. */
export interface Block {
  /** The page, as an absolute path. */
  readonly file: string;
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The line of the closing fence, counted from 1. */
  readonly endLine: number;
  /** The word after the opening fence, in lower case. */
  readonly language: string;
  /** The spaces before the fences: a block in a list is indented. */
  readonly indent: string;
  readonly text: string;
  /** The HTML comments directly above: `<!-- output: Gateway -->` is `output` with "Gateway". */
  readonly markers: Map<string, string>;
}

/** The pages whose blocks are checked: everything that people read, except the generated API reference. */
export function pages(): string[] {
  return [path.join(ROOT, 'README.md'), ...markdownIn('docs'), ...markdownIn('examples')].filter(
    (file) => existsSync(file) && path.dirname(file) !== path.join(ROOT, 'docs', 'api'),
  );
}

function markdownIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => path.join(ROOT, folder, name));
}

/** The name under which a page is reported: its path from the root of the repository. */
export function pageName(file: string): string {
  return path.relative(ROOT, file).split(path.sep).join('/');
}

export function blocksOf(file: string): Block[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = /^( *)(`{3,})([^\s`]*)[^`]*$/.exec(lines[i]);
    if (fence === null) {
      continue;
    }
    const [, indent, ticks, language] = fence;
    const end = lines.findIndex((line, n) => n > i && line.trim() === ticks);
    if (end < 0) {
      throw new Error(`${pageName(file)}:${i + 1}: this block has no end`);
    }
    blocks.push({
      file,
      line: i + 1,
      endLine: end + 1,
      language: language.toLowerCase(),
      indent,
      text: lines
        .slice(i + 1, end)
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
        .join('\n'),
      markers: markersAbove(lines, i),
    });
    i = end;
  }
  return blocks;
}

/** A comment of one word, or of a word and a value. */
const MARKER = /^\s*<!--\s*([\w-]+)(?::\s*(.*?))?\s*-->\s*$/;

/** Lines (counted from 1) of markers that no block follows, and that therefore do nothing. */
export function strayMarkers(file: string): number[] {
  const blocks = blocksOf(file);
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    const next = lines.findIndex((text, n) => n > i && text.trim() !== '' && !MARKER.test(text));
    const inBlock = blocks.some((block) => block.line <= i && i < block.endLine);
    return MARKER.test(line) && !inBlock && !blocks.some((block) => block.line === next + 1) ? [i + 1] : [];
  });
}

function markersAbove(lines: string[], fence: number): Map<string, string> {
  const markers = new Map<string, string>();
  for (let i = fence - 1; i >= 0; i--) {
    const comment = MARKER.exec(lines[i]);
    if (comment !== null) {
      markers.set(comment[1], comment[2] ?? '');
    } else if (lines[i].trim() !== '') {
      break;
    }
  }
  return markers;
}
