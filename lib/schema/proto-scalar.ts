/** A type of proto, in words, and whether a value of JSON or YAML is read as one. */
interface Scalar {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

/** Numbers can be written as texts too. */
const NUMBER = /^ *(?:null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?) *$/;
const WHOLE = /^ *(?:null|-?(?:0|[1-9]\d*)) *$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const SCALARS: Readonly<Record<string, Scalar>> = {
  b: { words: 'true or false', fits: (value) => typeof value === 'boolean' },
  s: { words: 'text', fits: (value) => typeof value === 'string' },
  y: { words: 'text in base64', fits: isBytes },
  i: whole('a whole number', -(2n ** 31n), 2n ** 31n),
  u: whole('a whole number from 0', 0n, 2n ** 32n),
  l: whole('a whole number', -(2n ** 63n), 2n ** 63n),
  v: whole('a whole number from 0', 0n, 2n ** 64n),
  f: { words: 'a number', fits: (value) => isNumber(value, Math.fround) },
  d: { words: 'a number', fits: (value) => isNumber(value, Number) },
};

/** The scalars of the messages of google.protobuf that wrap one. */
export const WRAPPERS: Readonly<Record<string, string>> = {
  BoolValue: 'b',
  BytesValue: 'y',
  StringValue: 's',
  Int32Value: 'i',
  UInt32Value: 'u',
  FloatValue: 'f',
  Int64Value: 'l',
  UInt64Value: 'v',
  DoubleValue: 'd',
};

/** What a value should be, in words, if it is not read as the scalar; `null` is read as every one. */
export function scalarProblem(letter: string, value: unknown): string | undefined {
  const { words, fits } = SCALARS[letter];
  return value === null || fits(value) ? undefined : words;
}

/** Keys are strings of JSON, whatever their type. */
export function keyProblem(letter: string, key: string): string | undefined {
  const fits = letter === 'b' ? ['true', 'false', 'null'].includes(key) : SCALARS[letter].fits(key);
  return fits ? undefined : SCALARS[letter].words;
}

function whole(words: string, min: bigint, end: bigint): Scalar {
  const inRange = (n: bigint): boolean => n >= min && n < end;
  return {
    words,
    fits: (value) => {
      if (typeof value === 'number') {
        return Number.isInteger(value) && Math.abs(value) < 1e21 && inRange(BigInt(value));
      }
      if (typeof value !== 'string' || !WHOLE.test(value)) {
        return false;
      }
      const text = value.trim();
      return text === 'null' || (inRange(BigInt(text)) && !(min === 0n && text.startsWith('-')));
    },
  };
}

function isNumber(value: unknown, round: (n: number) => number): boolean {
  if (typeof value === 'number') {
    return Number.isFinite(round(value));
  }
  if (typeof value !== 'string') {
    return false;
  }
  if (['NaN', 'Infinity', '-Infinity'].includes(value)) {
    return true;
  }
  return NUMBER.test(value) && (value.trim() === 'null' || Number.isFinite(round(Number(value))));
}

function isBytes(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every(
        (each) => each === null || (Number.isInteger(each) && (each as number) >= 0 && (each as number) < 256),
      )
    : typeof value === 'string' && BASE64.test(value.replace(/[\r\n]/g, ''));
}
