import { readMessages } from '../../imports/schema';
import { show } from '../core/problems';
import { parseGoDuration } from '../schema/go-duration';
import { nearestFix } from '../schema/words';
import type { Misfit } from './decode';
import { isObject } from '../core/is-object';

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

/** Reads a value, and tells what does not fit. `null` never comes here, but from lists and maps. */
type Reader = (value: unknown, path: string, misfits: Misfit[]) => unknown;

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
export function specReader(id: string): Reader | undefined {
  messages ??= readMessages() as Messages;
  const message = Object.hasOwn(messages.kinds, id) ? messages.kinds[id] : undefined;
  return message === undefined ? undefined : typeReader(message);
}

function typeReader(name: string): Reader {
  let reader = readers.get(name);
  if (reader === undefined) {
    // Messages hold themselves, by way of others.
    readers.set(name, (value, path, misfits) => reader!(value, path, misfits));
    reader = WELL_KNOWN[name] ?? (Object.hasOwn(messages!.enums, name) ? enumReader(name) : messageReader(name));
    readers.set(name, reader);
  }
  return reader;
}

function messageReader(message: string): Reader {
  let fields: ReadonlyMap<string, FieldReader> | undefined;
  return (value, path, misfits) => {
    if (!isObject(value)) {
      return value === null ? {} : misfit(misfits, path, value, 'an object');
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
      // Of two spellings of a field, that without underscores counts.
      const item = key === name || value[name] === undefined ? read(given, `${path}.${key}`, misfits) : undefined;
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
  return repeated === true ? listReader(one) : one;
}

function listReader(one: Reader): Reader {
  return (value, path, misfits) => {
    if (!Array.isArray(value)) {
      return misfit(misfits, path, value, 'a list');
    }
    const result: unknown[] = [];
    value.forEach((item, i) => {
      const read = one(item ?? null, `${path}[${i}]`, misfits);
      if (read !== undefined) {
        result.push(read);
      }
    });
    return result;
  };
}

function mapReader(key: string, one: Reader): Reader {
  return (value, path, misfits) => {
    if (!isObject(value)) {
      return misfit(misfits, path, value, 'an object');
    }
    const entries: [string, unknown][] = [];
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) {
        continue;
      }
      const read = key === 'string' ? name : SCALARS[key](name.replace(/^"(.*)"$/s, '$1'), `${path}.${name}`, misfits);
      const content = one(item, `${path}.${name}`, misfits);
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
  return (value, path, misfits) => {
    if (typeof value === 'string') {
      if (Object.hasOwn(values, value)) {
        return value;
      }
      misfits.push({
        path,
        message: `${show(value)} is not one of ${known.join(', ')}.`,
        fix: nearestFix(value, known),
      });
      return undefined;
    }
    const read = number(value, path, misfits);
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
  return (value, path, misfits) => {
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
    return misfit(misfits, path, value, wanted);
  };
}

const INFINITIES: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

const readDouble: Reader = (value, path, misfits) => {
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
  return misfit(misfits, path, value, 'a number');
};

const readBool: Reader = (value, path, misfits) =>
  value === null || typeof value === 'boolean' ? (value ?? false) : misfit(misfits, path, value, 'true or false');

const readString: Reader = (value, path, misfits) =>
  value === null || typeof value === 'string' ? (value ?? '') : misfit(misfits, path, value, 'text');

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const readBytes: Reader = (value, path, misfits) => {
  if (value === null || (typeof value === 'string' && BASE64.test(value.replace(/[\r\n]/g, '')))) {
    return value ?? '';
  }
  if (
    Array.isArray(value) &&
    value.every((item) => item === null || (Number.isInteger(item) && item >= 0 && item < 256))
  ) {
    return Buffer.from(value.map(Number)).toString('base64');
  }
  return misfit(misfits, path, value, 'text in base64');
};

const readDuration: Reader = (value, path, misfits) =>
  typeof value === 'string' && parseGoDuration(value) !== undefined
    ? value
    : misfit(misfits, path, value, 'a duration, such as 5s, 1m30s or 500ms');

const readStruct: Reader = (value, path, misfits) =>
  isObject(value) ? value : misfit(misfits, path, value, 'an object');

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

function misfit(misfits: Misfit[], path: string, given: unknown, wanted: string): undefined {
  misfits.push({ path, message: `${show(given)} is not ${wanted}.`, fix: `Write ${wanted}.` });
  return undefined;
}
