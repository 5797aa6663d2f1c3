import { FAILSAFE_SCHEMA, Type } from '../vendor/yaml';

/**
 * YAML as Kubernetes reads it: the YAML 1.1 of sigs.k8s.io/yaml, whose values must be values of JSON. `yes` and `on` are booleans,
 * `0777` is octal, dates stay text, tags that it does not know are ignored.
 */
export const KUBERNETES_YAML = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: string) => text === '<<' }),
    // One type for everything that has no tag: it is asked for each scalar, and its first character nearly always decides.
    new Type('tag:yaml.org,2002:scalar', { kind: 'scalar', resolve: mayBeSpecial, construct: plainValue }),
  ],
  explicit: [
    tagged('bool', (value) => typeof value === 'boolean'),
    tagged(
      'int',
      (value, text) => typeof value === 'number' && (Number.isInteger(value) ? !/[.eE]/.test(text) : false),
    ),
    tagged('float', (value) => typeof value === 'number'),
    tagged('null', (value) => value === null),
    tagged('timestamp', (_, text) => DATE.test(text)),
    new Type('tag:yaml.org,2002:binary', { kind: 'scalar', construct: binary }),
    ...(['scalar', 'sequence', 'mapping'] as const).map(
      (kind) => new Type('', { kind, multi: true, construct: (value: unknown) => value ?? emptyOf(kind) }),
    ),
  ],
});

/** A scalar that no value of JSON can be made of. */
export class ScalarError extends Error {}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const NOT_IN_JSON = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const SPECIAL_START = new Set('+-.0123456789yYnNtTfFoO~');
const DATE = /^\d{4}-\d\d?-\d\d?(?:[Tt ]\d\d?:\d\d?:\d\d?(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;
const LARGEST = 2n ** 64n;

function mayBeSpecial(text: string | null): boolean {
  return text === null || text === '' || SPECIAL_START.has(text[0]);
}

/** What a scalar without quotes is. */
function plainValue(text: string | null): unknown {
  if (text === null) {
    return null;
  }
  const word = WORDS.get(text);
  if (word !== undefined) {
    return word;
  }
  if (NOT_IN_JSON.test(text)) {
    throw new ScalarError(`${text} is a number that JSON does not have, so the API server cannot be told of it`);
  }
  if (text[0] === '.') {
    return FLOAT.test(text) ? finite(text) : text;
  }
  if (!/^[-+\d]/.test(text)) {
    return text;
  }
  const digits = text.replaceAll('_', '');
  return integer(digits) ?? (FLOAT.test(digits) ? finite(digits, text) : text);
}

/** Undefined for what does not fit 64 bits: that is a float, or text. */
function integer(digits: string): number | undefined {
  const match = INTEGER.exec(digits);
  if (match === null) {
    return undefined;
  }
  const [, sign, hex, binaryDigits, octal, decimal] = match;
  if (decimal !== undefined && decimal.length < 16) {
    return decimal === '0' ? 0 : Number(digits);
  }
  const prefixed =
    hex === undefined ? (binaryDigits === undefined ? octal && `0o${octal}` : `0b${binaryDigits}`) : `0x${hex}`;
  const size = BigInt(prefixed ?? decimal);
  const limit = sign === '' ? LARGEST - 1n : sign === '-' ? LARGEST / 2n : LARGEST / 2n - 1n;
  return size > limit ? undefined : size === 0n ? 0 : Number(size) * (sign === '-' ? -1 : 1);
}

function finite(digits: string, text: string = digits): number | string {
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

function tagged(name: string, fits: (value: unknown, text: string) => boolean): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    construct: (text: string | null) => {
      const value = plainValue(text);
      if (!fits(value, text ?? '')) {
        throw new ScalarError(`${text ?? 'nothing'} is not what its tag !!${name} says`);
      }
      return value;
    },
  });
}

function binary(text: string | null): string {
  const plain = (text ?? '').replace(/[\r\n]/g, '');
  if (plain.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(plain)) {
    throw new ScalarError('the text behind !!binary is not base64');
  }
  return Buffer.from(plain, 'base64').toString('utf8');
}

function emptyOf(kind: 'scalar' | 'sequence' | 'mapping'): unknown {
  return kind === 'scalar' ? '' : null;
}
