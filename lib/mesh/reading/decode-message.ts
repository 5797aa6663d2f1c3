import { readMessages } from '../../../imports/schema';
import { show } from '../../core/problems';
import { parseGoDuration } from '../../schema/go-duration';
import { nearestFix, placeholderFix } from '../../schema/words';
import { isObject } from '../../core/is-object';
import type { Misfit, Reader } from './decode';
import { listReader, locate, readAt } from './decode';

interface Field {
  readonly proto?: string;
  readonly of?: string;
  readonly scalar?: string;
  readonly repeated?: boolean;
  readonly key?: string;
  readonly oneof?: string;
}

interface Messages {
  readonly kinds: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, Readonly<Record<string, Field>>>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface FieldReader {
  readonly name: string;
  /** The other fields of the oneof that come before it in the message: the last one wins. */
  readonly before: readonly string[];
  /** Those that come after it. */
  readonly after: readonly string[];
  readonly read: Reader;
}

let messages: Messages | undefined;
const readers = new Map<string, Reader>();

/** How istiod reads the spec of a kind of Istio; undefined for all other kinds. */
export function specReader(id: string): ((spec: unknown, path: string, misfits: Misfit[]) => unknown) | undefined {
  messages ??= readMessages() as Messages;
  const message = Object.hasOwn(messages.kinds, id) ? messages.kinds[id] : undefined;
  return message === undefined ? undefined : (spec, path, misfits) => readAt(path, typeReader(message), spec, misfits);
}

/** Only lists and maps pass `null` to the readers of messages. */
function typeReader(name: string): Reader {
  let reader = readers.get(name);
  if (reader === undefined) {
    // Messages contain themselves, through others.
    readers.set(name, (value, misfits) => reader!(value, misfits));
    reader = WELL_KNOWN[name] ?? (Object.hasOwn(messages!.enums, name) ? enumReader(name) : messageReader(name));
    readers.set(name, reader);
  }
  return reader;
}

function messageReader(message: string): Reader {
  let fields: ReadonlyMap<string, FieldReader> | undefined;
  return (value, misfits) => {
    if (!isObject(value)) {
      return value === null ? {} : misfit(misfits, value, 'an object');
    }
    fields ??= fieldReaders(messages!.messages[message]);
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const field = fields.get(key);
      const given = value[key];
      if (field === undefined || given === undefined || given === null) {
        continue;
      }
      const { name, before, after, read } = field;
      // Of two spellings of a field, the one without underscores wins.
      const counts = key === name || value[name] === undefined;
      const known = misfits.length;
      const item = counts ? read(given, misfits) : undefined;
      locate(misfits, known, key);
      if (item !== undefined && !after.some((rival) => result[rival] !== undefined)) {
        before.forEach((rival) => delete result[rival]);
        result[name] = item;
      }
    }
    return result;
  };
}

/** By both spellings of their names. */
function fieldReaders(fields: Readonly<Record<string, Field>>): ReadonlyMap<string, FieldReader> {
  const readers = new Map<string, FieldReader>();
  const names = Object.keys(fields);
  names.forEach((name, i) => {
    const { proto, oneof } = fields[name];
    const isRival = (other: string): boolean => oneof !== undefined && fields[other].oneof === oneof;
    const reader: FieldReader = {
      name,
      before: names.slice(0, i).filter(isRival),
      after: names.slice(i + 1).filter(isRival),
      read: fieldReader(fields[name]),
    };
    readers.set(name, reader);
    if (proto !== undefined) {
      readers.set(proto, reader);
    }
  });
  return readers;
}

function fieldReader({ of, scalar, repeated, key }: Field): Reader {
  const one = of === undefined ? SCALARS[scalar ?? 'string'] : typeReader(of);
  if (key !== undefined) {
    return mapReader(key, one);
  }
  return repeated === true ? listReader(one, null) : one;
}

function mapReader(key: string, one: Reader): Reader {
  return (value, misfits) => {
    if (!isObject(value)) {
      return misfit(misfits, value, 'an object');
    }
    const entries: [string, unknown][] = [];
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) {
        continue;
      }
      const before = misfits.length;
      const read = key === 'string' ? name : SCALARS[key](name.replace(/^"(.*)"$/s, '$1'), misfits);
      const content = one(item, misfits);
      locate(misfits, before, name);
      if (read !== undefined && content !== undefined) {
        entries.push([`${read as string | number}`, content]);
      }
    }
    return Object.fromEntries(entries);
  };
}

function enumReader(name: string): Reader {
  const values = messages!.enums[name];
  const names = new Map(Object.entries(values).map(([text, number]) => [number, text]));
  const known = [...names.values()];
  const number = integer(-(2 ** 31), 2 ** 31);
  return (value, misfits) => {
    if (typeof value === 'string') {
      if (Object.hasOwn(values, value)) {
        return value;
      }
      misfits.push({
        path: '',
        message: `${show(value)} is not one of ${known.join(', ')}.`,
        fix: nearestFix(value, known),
      });
      return undefined;
    }
    const read = number(value, misfits);
    return typeof read === 'number' ? (names.get(read) ?? String(read)) : undefined;
  };
}

const WHOLE = /^ *(-?(?:0|[1-9]\d*)) *$/;
const NUMBER = /^ *(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?) *$/;
const NOTHING = /^ *null *$/;

/** A number below `end`, or the same as text. */
function integer(least: number, end: number): Reader {
  // Go writes the lowest number of 64 bits with other digits than it has.
  const fits = (value: number): boolean =>
    Number.isInteger(value) && value >= least && value < end && value !== -(2 ** 63);
  const wanted = end > Number.MAX_SAFE_INTEGER ? 'a whole number' : `a whole number from ${least} to ${end - 1}`;
  return (value, misfits) => {
    if (typeof value === 'number' ? fits(value) : value === null) {
      return value ?? 0;
    }
    if (typeof value === 'string') {
      const digits = NOTHING.test(value) ? '0' : WHOLE.exec(value)?.[1];
      const signed = digits?.startsWith('-') === true;
      if (
        digits !== undefined &&
        !(signed && least === 0) &&
        BigInt(digits) >= BigInt(least) &&
        BigInt(digits) < BigInt(end)
      ) {
        return Number(digits);
      }
    }
    return misfit(misfits, value, wanted);
  };
}

const INFINITIES: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

const readDouble: Reader = (value, misfits) => {
  if (value === null || typeof value === 'number') {
    return value ?? 0;
  }
  if (typeof value === 'string') {
    const special = NOTHING.test(value) ? 0 : INFINITIES.get(value);
    const read = special ?? Number(NUMBER.exec(value)?.[1] ?? Infinity);
    if (special !== undefined || Number.isFinite(read)) {
      return read;
    }
  }
  return misfit(misfits, value, 'a number');
};

const readBool: Reader = (value, misfits) =>
  value === null || typeof value === 'boolean' ? (value ?? false) : misfit(misfits, value, 'true or false');

const readString: Reader = (value, misfits) =>
  value === null || typeof value === 'string' ? (value ?? '') : misfit(misfits, value, 'a string');

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const readBytes: Reader = (value, misfits) => {
  if (value === null || (typeof value === 'string' && BASE64.test(value.replace(/[\r\n]/g, '')))) {
    return value ?? '';
  }
  if (
    Array.isArray(value) &&
    value.every((item) => item === null || (Number.isInteger(item) && item >= 0 && item < 256))
  ) {
    return Buffer.from(value.map(Number)).toString('base64');
  }
  return misfit(misfits, value, 'text in base64');
};

const readDuration: Reader = (value, misfits) =>
  typeof value === 'string' && parseGoDuration(value) !== undefined
    ? value
    : misfit(misfits, value, 'a duration, such as 5s, 1m30s or 500ms');

const readStruct: Reader = (value, misfits) => (isObject(value) ? value : misfit(misfits, value, 'an object'));

const SCALARS: Readonly<Record<string, Reader>> = {
  bool: readBool,
  bytes: readBytes,
  double: readDouble,
  int32: integer(-(2 ** 31), 2 ** 31),
  int64: integer(-(2 ** 63), 2 ** 63),
  string: readString,
  uint32: integer(0, 2 ** 32),
  uint64: integer(0, 2 ** 64),
};

const WELL_KNOWN: Readonly<Record<string, Reader>> = {
  'google.protobuf.BoolValue': readBool,
  'google.protobuf.DoubleValue': readDouble,
  'google.protobuf.Duration': readDuration,
  'google.protobuf.Int32Value': SCALARS.int32,
  'google.protobuf.Struct': readStruct,
  'google.protobuf.UInt32Value': SCALARS.uint32,
};

function misfit(misfits: Misfit[], given: unknown, wanted: string): undefined {
  misfits.push({
    path: '',
    message: `${show(given)} is not ${wanted}.`,
    fix: placeholderFix(given, wanted) ?? `Write ${wanted}.`,
  });
  return undefined;
}
