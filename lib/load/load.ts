import { readFileSync } from 'node:fs';
import type { Unreadable } from '../report/check-report';
import type { Place } from './locate';
import { Locator } from './locate';
import { readYaml } from './read-yaml';
import { readSources } from './sources';
import type { DocumentText } from './split-documents';
import { splitDocuments, splitJson } from './split-documents';

/** Where a value was read from. */
interface Origin {
  readonly file: string;
  readonly document: DocumentText;
  /** Which value of the document's text it is: nearly always the only one. */
  readonly index: number;
  /** Where in that value: `items[3]` for what stands in a list. */
  readonly path: string;
}

/** What was read from files, and where it stands in them. */
export class Loaded {
  /** All documents that are not empty, as they were read. */
  public readonly values: unknown[] = [];
  public readonly unreadable: Unreadable[] = [];
  private readonly origins = new Map<unknown, Origin[]>();
  private last?: { readonly document: DocumentText; readonly locator: Locator };

  public add(file: string, text: string): void {
    // Where files were joined, each may bring its byte order mark.
    for (const document of splitDocuments(text.replace(/^\ufeff/gm, ''))) {
      this.addDocument(file, document);
    }
  }

  /** The file that a value came from. */
  public fileOf(value: unknown): string | undefined {
    return this.origins.get(value)?.[0].file;
  }

  /** The place of a path in a value. The search is quick for one document after another. */
  public place(value: unknown, path: string): (Place & { readonly file: string }) | undefined {
    const origins = this.origins.get(value);
    if (origins === undefined) {
      return undefined;
    }
    // Texts and numbers are not told apart; they are asked for in the order in which they were read.
    const origin = typeof value === 'object' || origins.length === 1 ? origins[0] : origins.shift()!;
    if (this.last?.document !== origin.document) {
      this.last = { document: origin.document, locator: new Locator(origin.document) };
    }
    const whole = origin.path === '' ? path : path === '' ? origin.path : `${origin.path}.${path}`;
    return { file: origin.file, ...this.last.locator.find(whole, origin.index) };
  }

  private addDocument(file: string, document: DocumentText): void {
    const { values, problem } = readYaml(document);
    const parts = problem === undefined ? [] : splitJson(document);
    if (parts.length > 0) {
      parts.forEach((part) => this.addDocument(file, part));
      return;
    }
    if (problem !== undefined) {
      this.unreadable.push({ file, ...problem });
    }
    values.forEach((value, index) => {
      if (value !== null && value !== undefined) {
        this.values.push(value);
        this.remember(value, { file, document, index, path: '' });
      }
    });
  }

  private remember(value: unknown, origin: Origin): void {
    const known = this.origins.get(value);
    if (known === undefined) {
      this.origins.set(value, [origin]);
    } else {
      known.push(origin);
    }
    const { kind, items } = value as { kind?: unknown; items?: unknown };
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      const before = origin.path === '' ? '' : `${origin.path}.`;
      items.forEach((item: unknown, i) => {
        if (item !== null && item !== undefined) {
          this.remember(item, { ...origin, path: `${before}items[${i}]` });
        }
      });
    }
  }
}

/** Reads files, folders and, for `-`, standard input. */
export function load(paths: readonly string[], stdin: () => Buffer = () => readFileSync(0)): Loaded {
  const loaded = new Loaded();
  for (const source of readSources(paths, stdin)) {
    if ('text' in source) {
      loaded.add(source.file, source.text);
    } else {
      loaded.unreadable.push(source);
    }
  }
  return loaded;
}

/** The documents of a file or folder. Throws one error with all that cannot be read. */
export function loadManifests(path: string): unknown[] {
  const { values, unreadable } = load([path]);
  if (unreadable.length > 0) {
    const lines = unreadable.map(({ file, line, column, message }) =>
      [`  ${[file, line, column].filter((part) => part !== undefined).join(':')}`, message].join('  '),
    );
    throw new Error(['These files cannot be read:', ...lines].join('\n'));
  }
  return values;
}
