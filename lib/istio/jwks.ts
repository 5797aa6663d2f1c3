/*
 * Key sets (JWKS) as istiod reads them: pkg/config/validation/validation.go: validateJwtRule, with github.com/lestrrat-go/jwx.
 */
import { X509Certificate } from 'node:crypto';
import { isObject } from '../core/is-object';

/** A key set as istiod has read it. */
interface Jwks {
  /** What is wrong with it, as a sentence; the first thing only, as nothing after it is read. */
  readonly problem?: string;
  /** Indices of the keys that hold what nobody but the issuer should have. */
  readonly secret: readonly number[];
}

type Field = (value: unknown) => boolean;

const text: Field = (value) => value === null || typeof value === 'string';
const bytes: Field = (value) => value === null || (typeof value === 'string' && isBase64(value));
const texts: Field = (value) => value === null || (Array.isArray(value) && value.every(text));
const certificates: Field = (value) => value === null || (Array.isArray(value) && value.every(isCertificate));

const COMMON: Readonly<Record<string, Field>> = {
  kty: text,
  alg: text,
  kid: text,
  use: text,
  key_ops: texts,
  x5t: text,
  'x5t#S256': text,
  // A misprint of x5u, which istiod's library does not look at.
  x58: text,
  x5c: certificates,
};
/** What a key of a type must have, and what it holds beside that when it is private. */
const TYPES: Readonly<Record<string, { required: Record<string, Field>; secret: Record<string, Field> }>> = {
  RSA: {
    required: { n: bytes, e: bytes },
    secret: { d: bytes, p: bytes, q: bytes, dp: bytes, dq: bytes, qi: bytes },
  },
  EC: { required: { crv: text, x: bytes, y: bytes }, secret: { d: bytes } },
  OKP: { required: { crv: text, x: bytes }, secret: { d: bytes } },
  oct: { required: { k: bytes }, secret: {} },
};

/** A JSON Web Key Set, or a single key, as istiod reads it. */
export function readJwks(jwks: string): Jwks {
  const value = parseFirst(jwks);
  if (!isObject(value)) {
    return { problem: 'It is not a JSON object.', secret: [] };
  }
  const keys = Object.hasOwn(value, 'keys') ? (value.keys ?? []) : [value];
  if (!Array.isArray(keys)) {
    return { problem: 'Its "keys" is not a list.', secret: [] };
  }
  const named = (i: number): string => (Object.hasOwn(value, 'keys') ? `keys[${i}]` : 'The key');
  for (const [i, key] of keys.entries()) {
    const problem = keyProblem(key);
    if (problem !== undefined) {
      return { problem: `${named(i)} ${problem}`, secret: [] };
    }
  }
  const secret = (keys as Record<string, unknown>[]).flatMap((key, i) => (isSecret(key) ? [i] : []));
  return { secret };
}

function keyProblem(key: unknown): string | undefined {
  if (!isObject(key)) {
    return 'is not an object.';
  }
  const type = typeof key.kty === 'string' && Object.hasOwn(TYPES, key.kty) ? TYPES[key.kty] : undefined;
  if (type === undefined) {
    return `has the type ${JSON.stringify(key.kty)}, and "kty" is RSA, EC, OKP or oct.`;
  }
  const missing = Object.keys(type.required).find((name) => !Object.hasOwn(key, name));
  if (missing !== undefined) {
    return `is of type ${String(key.kty)} and has no "${missing}".`;
  }
  const fields = { ...COMMON, ...type.required, ...(isSecret(key) ? type.secret : {}) };
  const wrong = Object.keys(fields).find((name) => Object.hasOwn(key, name) && !fields[name](key[name]));
  return wrong && `has a "${wrong}" that cannot be read${fields[wrong] === bytes ? ' as base64url' : ''}.`;
}

function isSecret(key: Record<string, unknown>): boolean {
  return key.kty === 'oct' || Object.hasOwn(key, 'd');
}

/** istiod does not read what follows the first object. */
function parseFirst(json: string): unknown {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (quoted) {
      i += c === '\\' ? 1 : 0;
      quoted = c !== '"';
    } else if (c === '"') {
      quoted = true;
    } else if (c === '{' || c === '[') {
      depth++;
    } else if ((c === '}' || c === ']') && --depth === 0) {
      return parse(json.slice(0, i + 1));
    }
  }
  return undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** With either alphabet, and with or without padding, as the whole text has it; line breaks do not count. */
function isBase64(value: string): boolean {
  const alphabet = /[+/]/.test(value) ? /^[A-Za-z0-9+/]*$/ : /^[A-Za-z0-9\-_]*$/;
  const line = value.replace(/[\r\n]/g, '');
  const digits = line.replace(/=+$/, '');
  const padding = line.length - digits.length;
  const fits = value.endsWith('=') ? padding <= 2 && line.length % 4 === 0 : padding === 0 && digits.length % 4 !== 1;
  return fits && alphabet.test(digits);
}

function isCertificate(value: unknown): boolean {
  if (typeof value !== 'string' || !isBase64(value)) {
    return false;
  }
  const der = Buffer.from(value, 'base64');
  try {
    return der[0] === 0x30 && new X509Certificate(der).raw.length === der.length;
  } catch {
    return false;
  }
}
