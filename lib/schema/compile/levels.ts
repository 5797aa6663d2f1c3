import { isObject } from '../../core/is-object';
import type { Schema } from '../kind-schema';
import type { Run } from './checker';
import { join } from './path';

/** An object or a list on the way from the whole object to one of its parts. */
export interface Level {
  readonly schema: Schema;
  readonly value: unknown;
  readonly path: string;
  /** The last key of the path: `route`, of an entry too. */
  readonly step: string;
}

interface Part extends Level {
  /** Whether it is the last entry of a list: undefined where the list has none. */
  readonly isEntry: boolean;
}

/** A part of an object that has, or could have, a field of a name. */
export interface Owner {
  /** `spec.ports[0]`; undefined for a list without entries. */
  readonly path: string | undefined;
  /** The key that the field goes below. */
  readonly key: string;
  readonly given: boolean;
  /** Whether the field can be written into it as it stands. */
  readonly free: boolean;
}

/** The parts of an object that have a field of a name. */
export function owners(level: Level, name: string, given: unknown): Owner[] {
  return partsOf(level, name).flatMap(({ schema, value, path, step, isEntry }): Owner[] => {
    const field = schema.properties?.[name];
    if (field === undefined || !fits(field, given)) {
      return [];
    }
    const free = value === undefined || value === null || (isObject(value) && value[name] === undefined);
    return [{ path: isEntry && value === undefined ? undefined : path, key: step, given: value !== undefined, free }];
  });
}

/** The objects that an object has or could have, and of each of its lists the entry that a field can be of. */
export function partsOf({ schema, value, path }: Level, name?: string): Part[] {
  return Object.entries(schema.properties ?? {}).map(([step, part]) => {
    const given = isObject(value) ? value[step] : undefined;
    const whole = join(path, step);
    if (part.items === undefined) {
      return { schema: part, value: given, path: whole, step, isEntry: false };
    }
    const items: unknown[] = Array.isArray(given) ? given : [];
    const i = entryFor(items, name);
    return { schema: part.items, value: items[i], path: `${whole}[${i}]`, step, isEntry: true };
  });
}

/** The entry of a list that a field can be of: one that is empty, or else the last one that lacks the field. */
function entryFor(items: readonly unknown[], name: string | undefined): number {
  const empty = items.indexOf(null);
  const lacking = items.map((item) => name === undefined || (isObject(item) && item[name] === undefined));
  const last = lacking.lastIndexOf(true);
  return empty >= 0 ? empty : last >= 0 ? last : items.length - 1;
}

/** Whether a value can be one of a field, at a look. */
export function fits({ type, ...schema }: Schema, value: unknown): boolean {
  if (value === null || value === undefined || schema['x-kubernetes-int-or-string']) {
    return true;
  }
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value !== 'object';
  }
}

/** The objects on the way to a part, the whole object first. Nothing where the way is lost. */
export function levelsTo(path: string, { root }: Run): Level[] {
  const levels: Level[] = [];
  let at: Level | undefined = root && { ...root, path: '', step: '' };
  let rest = path;
  while (at !== undefined) {
    if (isObject(at.value)) {
      levels.push(at);
    }
    if (rest === '') {
      return levels;
    }
    const step: { at: Level; rest: string } | undefined = next(at, rest);
    at = step?.at;
    rest = step?.rest ?? '';
  }
  return [];
}

function next({ schema, value, path, step }: Level, rest: string): { at: Level; rest: string } | undefined {
  const [whole, index] = /^\[(\d+)\]\.?/.exec(rest) ?? [];
  if (whole !== undefined && Array.isArray(value)) {
    const at = { schema: schema.items ?? {}, value: value[Number(index)] as unknown, path: `${path}[${index}]`, step };
    return { at, rest: rest.slice(whole.length) };
  }
  if (!isObject(value)) {
    return undefined;
  }
  // Keys of maps may hold dots: the longest that is there counts.
  const [name] = Object.keys(value)
    .filter((key) => rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`))
    .sort((a, b) => b.length - a.length);
  if (name === undefined) {
    return undefined;
  }
  const part = schema.properties?.[name] ?? schema.additionalProperties;
  return {
    at: { schema: isObject(part) ? part : {}, value: value[name], path: join(path, name), step: name },
    rest: rest.slice(name.length).replace(/^\./, ''),
  };
}
