import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Unreadable } from '../report/check-report';
import { isKustomization } from './kustomizations';

/** The text of a file, or why there is none. */
export type Source = (TextSource | Unreadable) & {
  /** Whether it was found in a folder, and not named itself. */
  readonly found?: boolean;
};

interface TextSource {
  readonly file: string;
  readonly text: string;
}

/** How standard input is called in reports. */
const STDIN = 'stdin';

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/** What stands beside manifests and is none: libraries, the input of tests of Go, and what cdk8s writes for validation plugins. */
const LEFT_OUT = ['node_modules', 'testdata', 'construct-metadata.json'];

/**
 * The texts of files and of all YAML and JSON files in folders, one after the other; `-` is standard input.
 *
 * In folders, names that start with a dot, node_modules, testdata and construct-metadata.json are left out. A path that is named twice is read once.
 */
export function* readSources(paths: readonly string[], stdin: () => Buffer): Generator<Source> {
  const seen = new Set<string>();
  for (const each of paths) {
    if (each === '-') {
      yield filled(read(STDIN, stdin));
    } else {
      yield* readPath(each, seen, true);
    }
  }
}

/** A command that failed before the pipe writes nothing: that must not look like manifests without a fault, or like none. */
function filled(source: Source): Source {
  return 'text' in source && source.text.trim() === ''
    ? {
        file: source.file,
        message:
          'Standard input is empty. Look at the command before the pipe, which wrote nothing: it may have failed.',
      }
    : source;
}

function* readPath(file: string, seen: Set<string>, named: boolean): Generator<Source> {
  let isFolder: boolean;
  try {
    const real = realpathSync(file);
    if (seen.has(real)) {
      return;
    }
    seen.add(real);
    const stat = statSync(real);
    isFolder = stat.isDirectory();
    if (!isFolder && !stat.isFile()) {
      yield { file, message: 'This is neither a file nor a folder.' };
      return;
    }
  } catch (error) {
    yield { file, message: whyNot(error) };
    return;
  }
  if (!isFolder) {
    yield { ...read(file, () => readFileSync(file)), ...(named ? {} : { found: true }) };
    return;
  }
  let found = 0;
  for (const source of readFolder(file, seen)) {
    found++;
    yield source;
  }
  if (found === 0 && named) {
    yield { file, message: `There is no file in this folder that ends with ${EXTENSIONS.join(', ')}.` };
  }
}

function* readFolder(folder: string, seen: Set<string>): Generator<Source> {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { file: folder, message: whyNot(error) };
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    const wanted = EXTENSIONS.includes(path.extname(entry.name).toLowerCase()) || isKustomization(entry.name);
    if (entry.name.startsWith('.') || LEFT_OUT.includes(entry.name)) {
      continue;
    }
    if (wanted || entry.isDirectory() || (entry.isSymbolicLink() && isFolderLink(file))) {
      yield* readPath(file, seen, false);
    }
  }
}

function isFolderLink(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    // It leads to nothing, or back to itself, and its name is not that of a manifest.
    return false;
  }
}

function read(file: string, bytes: () => Buffer): Source {
  try {
    return decode(file, bytes());
  } catch (error) {
    return { file, message: whyNot(error) };
  }
}

function decode(file: string, bytes: Buffer): Source {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  if (encoding === 'utf-8' && bytes.includes(0)) {
    return { file, message: 'This is a binary file, or text that is not in UTF-8.' };
  }
  try {
    return { file, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw error;
    }
    const at = firstBadLine(bytes, encoding);
    return { file, ...at, message: `This is not ${encoding.toUpperCase()} text. Save the file in UTF-8.` };
  }
}

function firstBadLine(bytes: Buffer, encoding: string): { line?: number } {
  if (encoding !== 'utf-8') {
    return {};
  }
  const at = bytes.toString('utf8').split('\ufffd', 1)[0];
  return { line: at.split('\n').length };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder.',
  EACCES: 'This may not be read by you.',
  EPERM: 'This may not be read by you.',
  ELOOP: 'This is a symbolic link that leads back to itself.',
  EMFILE: 'Too many files are open.',
  ERR_FS_FILE_TOO_LARGE: 'This is larger than 2 GB.',
  ERR_STRING_TOO_LONG: 'This is larger than 512 MB.',
};

function whyNot(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? `This cannot be read: ${message}`;
}
