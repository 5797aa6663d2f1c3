/** A piece of code as messages hold it: TypeScript, of which they need calls, literals and names. */
export type Code =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly digits: string }
  /** A name with its owners: `service`, `MutualTls.STRICT`. Three dots stand for what is left out. */
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | {
      readonly kind: 'call';
      readonly isNew: boolean;
      readonly path: readonly string[];
      readonly args: readonly Code[];
    };

/** A member of an object literal; one without a name stands for what is left out. */
export interface Entry {
  readonly name?: string;
  readonly value: Code;
}

/** Code, and where what comes after it begins. */
export interface Parsed<T = Code> {
  readonly code: T;
  readonly end: number;
}

export const LEFT_OUT: Code = { kind: 'name', path: ['...'] };

const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /-?\d+(\.\d+)?(?![\w%.]*\w)/y;
const SINGLE = /'((?:[^'\\]|\\.)*)'/y;
const DOUBLE = /"(?:[^"\\]|\\.)*"/y;

/** The code that begins at a place of a text, if there is any. */
export function parseCode(text: string, at: number): Parsed | undefined {
  const quoted = matchAt(SINGLE, text, at) ?? matchAt(DOUBLE, text, at);
  if (quoted !== undefined) {
    const value = textOf(quoted);
    return value === undefined ? undefined : { code: { kind: 'text', value }, end: at + quoted.length };
  }
  const digits = matchAt(NUMBER, text, at);
  if (digits !== undefined) {
    return { code: { kind: 'number', digits }, end: at + digits.length };
  }
  if (text.startsWith('...', at)) {
    return { code: LEFT_OUT, end: at + 3 };
  }
  switch (text[at]) {
    case '[': {
      const items = parseAll(text, at + 1, ']', parseCode);
      return items && { code: { kind: 'list', items: items.code }, end: items.end };
    }
    case '{': {
      const entries = parseAll(text, at + 1, '}', parseEntry);
      return entries && { code: { kind: 'object', entries: entries.code }, end: entries.end };
    }
    default:
      return parseName(text, at);
  }
}

/** A name with its owners, a call, or the construction of an object. */
export function parseName(text: string, at: number): Parsed | undefined {
  const isNew = text.startsWith('new ', at);
  const path = parsePath(text, isNew ? at + 4 : at);
  if (path === undefined) {
    return undefined;
  }
  if (text[path.end] !== '(') {
    return isNew ? undefined : { code: { kind: 'name', path: path.code }, end: path.end };
  }
  const args = parseAll(text, path.end + 1, ')', parseCode);
  return args && { code: { kind: 'call', isNew, path: path.code, args: args.code }, end: args.end };
}

/** Names joined by dots. A dot that ends a sentence is not one of them. */
function parsePath(text: string, at: number): Parsed<string[]> | undefined {
  const path: string[] = [];
  let end = at;
  for (;;) {
    const word = matchAt(WORD, text, path.length === 0 ? end : end + 1);
    if (word === undefined) {
      return path.length === 0 ? undefined : { code: path, end };
    }
    end += word.length + (path.length === 0 ? 0 : 1);
    path.push(word);
    if (text[end] !== '.') {
      return { code: path, end };
    }
  }
}

function parseEntry(text: string, at: number): Parsed<Entry> | undefined {
  if (text.startsWith('...', at)) {
    return { code: { value: LEFT_OUT }, end: at + 3 };
  }
  const quoted = matchAt(SINGLE, text, at) ?? matchAt(DOUBLE, text, at);
  const written = quoted ?? matchAt(WORD, text, at);
  const name = quoted === undefined ? written : textOf(quoted);
  if (written === undefined || name === undefined) {
    return undefined;
  }
  const end = at + written.length;
  if (text[end] !== ':') {
    // The name of a variable, which is that of the member too.
    return quoted === undefined ? { code: { name, value: { kind: 'name', path: [name] } }, end } : undefined;
  }
  const value = parseCode(text, afterBlanks(text, end + 1));
  return value && { code: { name, value: value.code }, end: value.end };
}

/** What stands between brackets, joined by commas. */
function parseAll<T>(
  text: string,
  at: number,
  close: string,
  parse: (text: string, at: number) => Parsed<T> | undefined,
): Parsed<T[]> | undefined {
  const found: T[] = [];
  let next = afterBlanks(text, at);
  while (text[next] !== close) {
    const each = parse(text, next);
    if (each === undefined) {
      return undefined;
    }
    found.push(each.code);
    next = afterBlanks(text, each.end);
    if (text[next] === ',') {
      next = afterBlanks(text, next + 1);
    } else if (text[next] !== close) {
      return undefined;
    }
  }
  return { code: found, end: next + 1 };
}

/** The value of a text in quotes, as `literal` writes it. */
function textOf(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1);
  const json = quoted.startsWith('"') ? inner : inner.replace(/\\'/g, "'").replace(/"/g, '\\"');
  try {
    return JSON.parse(`"${json}"`) as string;
  } catch {
    return undefined;
  }
}

function afterBlanks(text: string, at: number): number {
  let next = at;
  while (text[next] === ' ') {
    next++;
  }
  return next;
}

function matchAt(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}
