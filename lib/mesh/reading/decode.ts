import { isObject } from '../../core/is-object';
import { show } from '../../core/problems';
import type { Schema } from '../../schema/kind-schema';
import { placeholderFix } from '../../schema/words';

/** A value that does not fit the type of its field. */
export interface Misfit {
  /** `spec.http[0].timeout` */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** Reads a value that is neither undefined nor null. The paths of misfits start at it. */
export type Reader = (value: unknown, misfits: Misfit[]) => unknown;

const readers = new WeakMap<Schema, Reader>();

/**
 * The part of a value that has the types of its schema, so that whoever reads it needs no checks of its own. What does not fit
 * is left out and reported.
 *
 * Unknown fields are left out too. `null` is the same as nothing; in a list or map it is the empty value of its type. The specs of
 * Istio's own kinds are read by {@link specReader}, as istiod reads them.
 */
export function decode(schema: Schema, value: unknown, path: string, misfits: Misfit[]): unknown {
  return isGiven(value) ? readAt(path, readerOf(schema), value, misfits) : undefined;
}

/** Reads a value that is at `path` in an object. */
export function readAt(path: string, read: Reader, value: unknown, misfits: Misfit[]): unknown {
  const found: Misfit[] = [];
  const result = read(value, found);
  misfits.push(...found.map((misfit) => ({ ...misfit, path: path + misfit.path })));
  return result;
}

/** Puts a field or an index before the paths of what does not fit in it. Nearly all values fit, so that no path is made before. */
export function locate(misfits: Misfit[], from: number, part: string | number): void {
  for (let i = from; i < misfits.length; i++) {
    const path = typeof part === 'number' ? `[${part}]` : `.${part}`;
    misfits[i] = { ...misfits[i], path: path + misfits[i].path };
  }
}

function readerOf(schema: Schema): Reader {
  let reader = readers.get(schema);
  if (reader === undefined) {
    reader = compile(schema);
    readers.set(schema, reader);
  }
  return reader;
}

function compile(schema: Schema): Reader {
  if (schema['x-kubernetes-int-or-string']) {
    return kept('a number or text', (value) => typeof value === 'string' || typeof value === 'number');
  }
  switch (schema.type) {
    case 'object':
      if (schema.properties !== undefined) {
        return structReader(schema.properties);
      }
      return typeof schema.additionalProperties === 'object'
        ? mapReader(schema.additionalProperties)
        : kept('an object', isObject);
    case 'array':
      return listReader(readerOf(schema.items ?? {}), emptyOf(schema.items ?? {}));
    case 'string':
      return kept('a string', (value) => typeof value === 'string');
    case 'boolean':
      return kept('true or false', (value) => typeof value === 'boolean');
    case 'integer':
      return kept('a whole number', Number.isSafeInteger);
    case 'number':
      return kept('a number', (value) => typeof value === 'number');
    default:
      return (value) => value;
  }
}

function kept(wanted: string, fits: (value: unknown) => boolean): Reader {
  return (value, misfits) => (fits(value) ? value : misfit(misfits, value, wanted));
}

/** Reads lists. @param empty what `null` in one stands for */
export function listReader(read: Reader, empty: unknown): Reader {
  return (value, misfits) => {
    if (!Array.isArray(value)) {
      return misfit(misfits, value, 'a list');
    }
    const result: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      const before = misfits.length;
      const item = read(value[i] ?? empty, misfits);
      locate(misfits, before, i);
      if (item !== undefined) {
        result.push(item);
      }
    }
    return result;
  };
}

function structReader(properties: Readonly<Record<string, Schema>>): Reader {
  const parts = Object.entries(properties).map(([name, part]) => ({ name, read: readerOf(part) }));
  return (value, misfits) => {
    if (!isObject(value)) {
      return misfit(misfits, value, 'an object');
    }
    const result: Record<string, unknown> = {};
    for (const { name, read } of parts) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (!isGiven(given)) {
        continue;
      }
      const before = misfits.length;
      const item = read(given, misfits);
      locate(misfits, before, name);
      if (item !== undefined) {
        result[name] = item;
      }
    }
    return result;
  };
}

function mapReader(items: Schema): Reader {
  const read = readerOf(items);
  const empty = emptyOf(items);
  return (value, misfits) => {
    if (!isObject(value)) {
      return misfit(misfits, value, 'an object');
    }
    const entries: [string, unknown][] = [];
    for (const name of Object.keys(value)) {
      const before = misfits.length;
      const item = read(value[name] ?? empty, misfits);
      locate(misfits, before, name);
      if (item !== undefined) {
        entries.push([name, item]);
      }
    }
    return Object.fromEntries(entries);
  };
}

/** Whether a reader is called at all. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function misfit(misfits: Misfit[], given: unknown, wanted: string): undefined {
  const quoted = wanted === 'a string' && (typeof given === 'number' || typeof given === 'boolean');
  const fix = quoted ? `Write it in quotes: "${given}".` : (placeholderFix(given, wanted) ?? `Write ${wanted}.`);
  misfits.push({ path: '', message: `${show(given)} is not ${wanted}.`, fix });
  return undefined;
}

/** What Go makes of `null` where it has to have a value. */
function emptyOf({ type, 'x-kubernetes-int-or-string': mixed }: Schema): unknown {
  return mixed ? 0 : type === undefined ? undefined : EMPTY[type];
}

const EMPTY: Readonly<Record<string, unknown>> = {
  object: {},
  array: [],
  string: '',
  boolean: false,
  integer: 0,
  number: 0,
};
