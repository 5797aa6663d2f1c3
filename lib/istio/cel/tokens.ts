export type TokenType = 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'word' | 'quoted' | 'sign' | 'end';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly at: number;
}

/** Why an expression cannot be read, and where. */
export class CelError extends Error {
  constructor(
    message: string,
    public readonly at: number,
  ) {
    super(message);
  }
}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?${'`'}]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const TEXT = [
  String.raw`"""(?:${ESCAPE}|[^\\])*?"""`,
  String.raw`'''(?:${ESCAPE}|[^\\])*?'''`,
  String.raw`"(?:${ESCAPE}|[^\\"\n\r])*"`,
  String.raw`'(?:${ESCAPE}|[^\\'\n\r])*'`,
  String.raw`[rR]"""[^]*?"""`,
  String.raw`[rR]'''[^]*?'''`,
  String.raw`[rR]"[^"\n\r]*"`,
  String.raw`[rR]'[^'\n\r]*'`,
].join('|');

/** In the order in which they are tried; the longer one comes first where one begins as another does. */
const TOKENS: readonly (readonly [TokenType | undefined, RegExp])[] = [
  [undefined, /[\t \r\n\f]+|\/\/[^\n]*/y],
  ['string', new RegExp(TEXT, 'y')],
  ['bytes', new RegExp(`[bB](?:${TEXT})`, 'y')],
  ['double', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y],
  ['uint', /(?:0x[0-9a-fA-F]+|\d+)[uU]/y],
  ['int', /0x[0-9a-fA-F]+|\d+/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['quoted', /`[A-Za-z0-9_.\-/ ]+`/y],
  ['sign', /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y],
];

const MAX_INT = 2n ** 63n;

/** The tokens of an expression, and its end. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token.type !== undefined) {
      checkValue(token as Token);
      found.push(token as Token);
    }
    at += token.text.length;
  }
  return [...found, { type: 'end', text: '', at }];
}

function tokenAt(text: string, at: number): { type: TokenType | undefined; text: string; at: number } {
  for (const [type, form] of TOKENS) {
    form.lastIndex = at;
    const [match] = form.exec(text) ?? [];
    if (match !== undefined) {
      return { type, text: match, at };
    }
  }
  const what = /["']/.test(text[at])
    ? 'a text that does not end, or has an escape that CEL does not know'
    : `"${text[at]}"`;
  throw new CelError(`there is ${what}`, at);
}

function checkValue({ type, text, at }: Token): void {
  if (type === 'uint' && BigInt(text.slice(0, -1)) >= 2n * MAX_INT) {
    throw new CelError(`${text} is too large`, at);
  }
  if (type === 'double' && !Number.isFinite(Number(text))) {
    throw new CelError(`${text} is too large`, at);
  }
  if ((type === 'string' && !/^[rR]/.test(text)) || (type === 'bytes' && !/^.[rR]/.test(text))) {
    for (const [escape, short, long] of text.matchAll(/\\(?:u(.{4})|U(.{8})|[^])/g)) {
      const code = parseInt(short ?? long ?? '0', 16);
      const written = short !== undefined || long !== undefined;
      if ((type === 'bytes' && written) || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        throw new CelError(`${escape} is not a character`, at);
      }
    }
  }
}

/** A whole number has its sign with it, as the smallest one has no positive counterpart. */
export function checkInteger({ text, at }: Token, negative: boolean): void {
  if (BigInt(text) >= (negative ? MAX_INT + 1n : MAX_INT)) {
    throw new CelError(`${text} is too large`, at);
  }
}
