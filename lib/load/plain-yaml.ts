import { mayBeSpecial, plainValue, ScalarError } from './yaml-schema';

/**
 * Where the parts of objects and lists start in the text: of an object its keys in their order, of a list its items. No key looks like a
 * number, so the keys of an object stand in it as in the text.
 */
export type Starts = Map<object, readonly number[]>;

/**
 * The value of a document that is written as nearly all tools write manifests: block style, a value on one line, simple keys. Undefined
 * for every other document, also for one with a mistake: the reader of all of YAML is asked for these, which takes several times as long.
 *
 * @param starts gets the places of all parts
 */
export function readPlain(text: string, starts?: Starts): unknown {
  if (!ONLY_PLAIN.test(text)) {
    return undefined;
  }
  const reader = new PlainReader(text, starts);
  try {
    return reader.read();
  } catch (error) {
    if (error === NOT_PLAIN || error instanceof ScalarError) {
      return undefined;
    }
    throw error;
  }
}

/** Neither tabs nor control characters, nor any that some standard takes for a space or the end of a line. */
const ONLY_PLAIN = /^[\n\x20-\x7e\u00a1-\u1fff\u3040-\ud7ff]*$/;

/** What ends the reading of a document that is not written so. It is one for all, for a new one would note the calls. */
const NOT_PLAIN = new Error('The document is not plain.');

/** Deeper documents are left to the reader that knows the limit. */
const DEEPEST = 50;

const [SPACE, HASH, DASH, COLON, QUOTE, APOSTROPHE] = [32, 35, 45, 58, 34, 39];

class PlainReader {
  /** Of the line with content that is next: where it starts, where its content does, and where it ends. */
  private lineStart = 0;
  private position = 0;
  private end = -1;
  /** How far the content of that line is indented; -1 behind the last one. */
  private indent = -1;

  constructor(
    private readonly text: string,
    private readonly starts: Starts | undefined,
  ) {}

  public read(): unknown {
    this.nextLine();
    if (this.indent === 0 && this.end === 3 + this.position && this.text.startsWith('---', this.position)) {
      this.nextLine();
    }
    if (this.indent !== 0) {
      return undefined;
    }
    const value = this.mapping(0, 0);
    return this.indent < 0 ? value : undefined;
  }

  /** Goes to the next line that is neither empty nor a comment. */
  private nextLine(): void {
    const { text } = this;
    for (let start = this.end + 1; start < text.length;) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) {
        at++;
      }
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      if (at < end && text.charCodeAt(at) !== HASH) {
        this.lineStart = start;
        this.position = at;
        this.indent = at - start;
        this.end = end;
        return;
      }
      start = end + 1;
    }
    this.indent = -1;
  }

  /** The object whose keys are indented so far, from the key where the reader is. */
  private mapping(indent: number, depth: number): Record<string, unknown> {
    if (depth > DEEPEST) {
      throw NOT_PLAIN;
    }
    const result: Record<string, unknown> = {};
    const places: number[] | undefined = this.starts && [];
    do {
      const start = this.position;
      const key = this.key();
      if (key === undefined || Object.hasOwn(result, key)) {
        throw NOT_PLAIN;
      }
      places?.push(start);
      result[key] = this.value(indent, depth);
    } while (this.indent === indent);
    if (this.indent > indent) {
      throw NOT_PLAIN;
    }
    if (places !== undefined) {
      this.starts!.set(result, places);
    }
    return result;
  }

  /** What stands behind a key. */
  private value(indent: number, depth: number): unknown {
    while (this.position < this.end && this.text.charCodeAt(this.position) === SPACE) {
      this.position++;
    }
    if (this.position < this.end) {
      return this.scalar(indent);
    }
    this.nextLine();
    if (this.indent >= indent && this.isItem()) {
      return this.sequence(this.indent, depth + 1);
    }
    return this.indent > indent ? this.mapping(this.indent, depth + 1) : null;
  }

  private sequence(indent: number, depth: number): unknown[] {
    if (depth > DEEPEST) {
      throw NOT_PLAIN;
    }
    const result: unknown[] = [];
    const places: number[] | undefined = this.starts && [];
    do {
      do {
        this.position++;
      } while (this.position < this.end && this.text.charCodeAt(this.position) === SPACE);
      if (this.position === this.end) {
        throw NOT_PLAIN;
      }
      places?.push(this.position);
      result.push(this.startsKey() ? this.mapping(this.position - this.lineStart, depth + 1) : this.scalar(indent));
    } while (this.indent === indent && this.isItem());
    if (this.indent > indent) {
      throw NOT_PLAIN;
    }
    if (places !== undefined) {
      this.starts!.set(result, places);
    }
    return result;
  }

  private isItem(): boolean {
    return (
      this.text.charCodeAt(this.position) === DASH &&
      this.position + 1 < this.end &&
      this.text.charCodeAt(this.position + 1) === SPACE
    );
  }

  private startsKey(): boolean {
    const start = this.position;
    const isKey = this.key() !== undefined;
    this.position = start;
    return isKey;
  }

  /** The key where the reader is, which then stands behind its colon. */
  private key(): string | undefined {
    const { text, end } = this;
    const start = this.position;
    let hash = 0;
    let at = start;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === COLON) {
        break;
      }
      if (code > 127 || (at === start ? FIRST_OF_KEY : IN_KEY)[code] === 0) {
        return undefined;
      }
      hash = (hash * 31 + code) & (KEYS - 1);
    }
    if (at === start || at >= end || (at + 1 < end && text.charCodeAt(at + 1) !== SPACE)) {
      return undefined;
    }
    this.position = at + 1;
    const length = at - start;
    const known = keys[hash];
    if (known?.length === length && text.startsWith(known, start)) {
      return known;
    }
    const key = nameOfProperty(text.slice(start, at));
    if (key === '__proto__' || (mayBeSpecial(key) && plainValue(key) !== key)) {
      throw NOT_PLAIN;
    }
    return (keys[hash] = key);
  }

  /** The value that is the rest of the line. Nothing may continue it in the next one. */
  private scalar(indent: number): unknown {
    const { text } = this;
    const start = this.position;
    let { end } = this;
    while (text.charCodeAt(end - 1) === SPACE) {
      end--;
    }
    const value = this.scalarOf(start, end);
    this.nextLine();
    if (this.indent > indent) {
      throw NOT_PLAIN;
    }
    return value;
  }

  private scalarOf(start: number, end: number): unknown {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (first === QUOTE || first === APOSTROPHE) {
      return quoted(text.slice(start, end), first);
    }
    if (first > 127 || FIRST_OF_PLAIN[first] === 0) {
      return this.empty(start, end);
    }
    if (first === DASH && (start + 1 === end || text.charCodeAt(start + 1) === SPACE)) {
      throw NOT_PLAIN;
    }
    for (let at = start + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      const mayEnd = code === COLON ? at + 1 === end || text.charCodeAt(at + 1) === SPACE : code === HASH;
      if (mayEnd && (code === COLON || text.charCodeAt(at - 1) === SPACE)) {
        throw NOT_PLAIN;
      }
    }
    const plain = text.slice(start, end);
    return mayBeSpecial(plain) ? plainValue(plain) : plain;
  }

  private empty(start: number, end: number): unknown {
    const value = end - start === 2 ? this.text.slice(start, end) : '';
    if (value !== '{}' && value !== '[]') {
      throw NOT_PLAIN;
    }
    return value === '{}' ? {} : [];
  }
}

/** In double quotes only with escapes that JSON has too. */
function quoted(text: string, quote: number): string {
  if (quote === APOSTROPHE ? !SINGLE_QUOTED.test(text) : !DOUBLE_QUOTED.test(text)) {
    throw NOT_PLAIN;
  }
  const inner = text.slice(1, -1);
  return quote === APOSTROPHE
    ? inner.includes("'")
      ? inner.replaceAll("''", "'")
      : inner
    : inner.includes('\\')
      ? (JSON.parse(text) as string)
      : inner;
}

const SINGLE_QUOTED = /^'(?:[^']|'')*'$/;
const DOUBLE_QUOTED = /^"(?:[^"\\]|\\["\\/bfnrt])*"$/;

/** The same text as objects have it for their properties: with it they need not look for their own. */
function nameOfProperty(text: string): string {
  return Object.keys({ [text]: true })[0];
}

/** The keys that were read last, by a hash: there are few, and a text that is there already need not be made. */
const KEYS = 4096;
const keys = new Array<string | undefined>(KEYS).fill(undefined);

const FIRST_OF_KEY = codes(/[A-Za-z_]/);
const IN_KEY = codes(/[\w./-]/);
const FIRST_OF_PLAIN = codes(/[\w./$(+~;=^\\-]/);

/** 1 for each ASCII character that an expression takes. */
function codes(expression: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (expression.test(String.fromCharCode(code)) ? 1 : 0));
}
