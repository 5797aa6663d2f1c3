import { isMapped, parseGoAddress } from './go-address';
import { parseGoDuration } from './go-duration';
import { parseGoRequestUri, parseGoUrl } from './go-url';
import type { Pattern } from './pattern';
import { compilePattern } from './pattern';

/**
 * What the rules of CRDs are made of (imports/schema/rules.ts), with the semantics of the Common Expression Language.
 *
 * Integers are numbers, durations are bigint, maps are objects; a field that is `null` is not there.
 */

/** An expression that has no value. A rule with such an outcome counts as broken. */
export class CelError extends Error {}

/** A URL that was read. */
class Url {
  constructor(public readonly scheme: string) {}
}

function fail(text: string): never {
  throw new CelError(text);
}

function overload(): never {
  return fail('no such overload');
}

function bool(value: unknown): boolean {
  return typeof value === 'boolean' ? value : overload();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : overload();
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Url);
}

/** What a side of `&&` or `||` says: an error counts only where the other side does not decide. */
function side(value: () => unknown): boolean | CelError {
  try {
    return bool(value());
  } catch (error) {
    if (error instanceof CelError) {
      return error;
    }
    throw error;
  }
}

function decide(sides: readonly (() => unknown)[], deciding: boolean): boolean {
  let error: CelError | undefined;
  for (const each of sides) {
    const said = side(each);
    if (said === deciding) {
      return deciding;
    }
    if (typeof said !== 'boolean') {
      error ??= said;
    }
  }
  if (error !== undefined) {
    throw error;
  }
  return !deciding;
}

export function and(...sides: (() => unknown)[]): boolean {
  return decide(sides, false);
}

export function or(...sides: (() => unknown)[]): boolean {
  return decide(sides, true);
}

export function not(value: unknown): boolean {
  return !bool(value);
}

export function when(condition: unknown, yes: () => unknown, no: () => unknown): unknown {
  return bool(condition) ? yes() : no();
}

function isField(value: Record<string, unknown>, field: string): boolean {
  return Object.hasOwn(value, field) && value[field] !== null && value[field] !== undefined;
}

export function has(value: unknown, field: string): boolean {
  return isMap(value) ? isField(value, field) : overload();
}

export function select(value: unknown, field: string): unknown {
  if (!isMap(value)) {
    return overload();
  }
  return isField(value, field) ? value[field] : fail(`no such key: ${field}`);
}

export function index(value: unknown, at: unknown): unknown {
  if (Array.isArray(value)) {
    if (typeof at !== 'number') {
      return overload();
    }
    return at >= 0 && at < value.length && Number.isInteger(at) ? value[at] : fail(`index out of bounds: ${at}`);
  }
  return select(value, text(at));
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isMap(value) ? Object.keys(value) : overload();
}

export function all(value: unknown, is: (item: unknown) => unknown): boolean {
  return decide(
    items(value).map((item) => () => is(item)),
    false,
  );
}

export function exists(value: unknown, is: (item: unknown) => unknown): boolean {
  return decide(
    items(value).map((item) => () => is(item)),
    true,
  );
}

export function existsOne(value: unknown, is: (item: unknown) => unknown): boolean {
  return items(value).filter((item) => bool(is(item))).length === 1;
}

export function filter(value: unknown, is: (item: unknown) => unknown): unknown[] {
  return items(value).filter((item) => bool(is(item)));
}

export function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  }
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
  }
  return a === b;
}

function compare(a: unknown, b: unknown): number {
  if (
    (typeof a === 'number' && typeof b === 'number') ||
    (typeof a === 'bigint' && typeof b === 'bigint') ||
    (typeof a === 'boolean' && typeof b === 'boolean')
  ) {
    return a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
  }
  return typeof a === 'string' && typeof b === 'string' ? compareTexts(a, b) : overload();
}

/** By code points: UTF-16 has another order. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = left[i].codePointAt(0)! - right[i].codePointAt(0)!;
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}

export function less(a: unknown, b: unknown): boolean {
  return compare(a, b) < 0;
}

export function lessOrEqual(a: unknown, b: unknown): boolean {
  return compare(a, b) <= 0;
}

export function within(value: unknown, list: unknown): boolean {
  if (isMap(list)) {
    return isField(list, text(value));
  }
  return Array.isArray(list) ? list.some((item) => equal(item, value)) : overload();
}

export function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') {
    return a + b;
  }
  return typeof a === 'number' && typeof b === 'number' ? a + b : overload();
}

/** In code points, of a text. */
export function size(value: unknown): number {
  if (typeof value === 'string') {
    return Array.from(value).length;
  }
  return items(value).length;
}

const INT64 = 2n ** 63n;

export function int(value: unknown): number {
  if (typeof value === 'number') {
    return Math.trunc(value);
  }
  const digits = /^[+-]?\d+$/.exec(text(value))?.[0];
  if (digits !== undefined) {
    const number = BigInt(digits.replace('+', ''));
    if (number >= -INT64 && number < INT64) {
      return Number(number);
    }
  }
  return fail("type conversion error from 'string' to 'int'");
}

export function duration(value: unknown): bigint {
  return typeof value === 'bigint' ? value : (parseGoDuration(text(value)) ?? fail('not a duration'));
}

export function contains(value: unknown, part: unknown): boolean {
  return text(value).includes(text(part));
}

export function startsWith(value: unknown, start: unknown): boolean {
  return text(value).startsWith(text(start));
}

export function endsWith(value: unknown, end: unknown): boolean {
  return text(value).endsWith(text(end));
}

export function split(value: unknown, separator: unknown): string[] {
  return text(separator) === '' ? Array.from(text(value)) : text(value).split(text(separator));
}

export function substring(value: unknown, start: unknown, end?: unknown): string {
  const points = Array.from(text(value));
  const [from, to] = [start, end ?? points.length];
  if (typeof from !== 'number' || typeof to !== 'number') {
    return overload();
  }
  return from >= 0 && from <= to && to <= points.length
    ? points.slice(from, to).join('')
    : fail(`index out of range: ${from}`);
}

const patterns = new Map<string, Pattern>();

export function matches(value: unknown, pattern: unknown): boolean {
  const source = text(pattern);
  let compiled = patterns.get(source);
  if (compiled === undefined) {
    compiled = compilePattern(source);
    patterns.set(source, compiled);
  }
  return compiled(text(value));
}

export function isURL(value: unknown): boolean {
  return parseGoRequestUri(text(value)) !== undefined;
}

export function url(value: unknown): unknown {
  const url = isURL(value) ? parseGoUrl(text(value)) : undefined;
  return url === undefined ? fail('not a URL') : new Url(url.scheme);
}

export function getScheme(value: unknown): string {
  return value instanceof Url ? value.scheme : overload();
}

export function isIP(value: unknown): boolean {
  const address = parseGoAddress(text(value));
  return address?.zone === '' && !isMapped(address);
}
