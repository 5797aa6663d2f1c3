import { isObject } from '../../core/is-object';
import type { Schema } from '../kind-schema';
import type { Run } from './checker';
import { join } from './path';

/** An object or a list on the way from the whole object to one of its parts. */
interface Level {
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
interface Owner {
  /** `spec.ports[0]`; undefined for a list without entries. */
  readonly path: string | undefined;
  /** The key that the field goes below. */
  readonly key: string;
  readonly given: boolean;
  /** Whether the field can be written into it as it stands. */
  readonly free: boolean;
}

/**
 * Where a field that its object does not know belongs, by what the kind has near it; undefined where nothing near has a field of this name.
 *
 * @param path of the object that has the field
 * @param isTypo whether the object itself has a field with nearly the same name
 */
export function placeFix(name: string, path: string, isTypo: boolean, run: Run): string | undefined {
  const levels = levelsTo(path, run);
  const here = levels.at(-1);
  if (here === undefined || !isObject(here.value)) {
    return undefined;
  }
  const given = here.value[name];
  const slipped = ownerBefore(here, name);
  if (slipped !== undefined) {
    return `Indent it below ${slipped.key}: ${name} belongs to ${slipped.path}.`;
  }
  if (isTypo) {
    return undefined;
  }
  const below = owners(here, name, given);
  const inside = below.filter(({ given, free }) => given && free);
  if (inside.length === 1) {
    return moveFix(name, inside);
  }
  for (let i = levels.length - 2; i >= 0; i--) {
    const { schema, value, path: above } = levels[i];
    const field = schema.properties?.[name];
    if (field !== undefined && fits(field, given) && isObject(value) && value[name] === undefined) {
      const owner = above === '' ? run.root!.schema.title! : above;
      return `Move it up to the level of ${levels[i + 1].step}: ${name} belongs to ${owner}.`;
    }
  }
  const around = [
    below,
    below.length > 0 ? [] : partsOf(here).flatMap((part) => owners(part, name, given)),
    ...levels
      .slice(0, -1)
      .reverse()
      .map((level) => owners(level, name, given).filter(({ free }) => free)),
  ].find((each) => each.length > 0);
  return around && moveFix(name, around);
}

/** Undefined where the choice is too large. */
function moveFix(name: string, to: readonly Owner[]): string | undefined {
  const [{ key, path }] = to;
  const keys = [...new Set(to.map((owner) => owner.key))];
  if (keys.length < to.length || keys.length > 3) {
    return undefined;
  }
  if (keys.length > 1) {
    return `Move it below ${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}, which have ${name}.`;
  }
  return path === undefined
    ? `Move it into an entry of ${key}: ${name} belongs there.`
    : `Move it below ${key}: ${name} belongs to ${path}.`;
}

/** The fields behind one that is empty and takes an object, if they can only be that object's: they lack their indent. */
export function slippedOut(name: string, path: string, run: Run): string[] {
  const here = levelsTo(path, run).at(-1);
  const object = here?.value;
  if (here === undefined || !isObject(object)) {
    return [];
  }
  return Object.keys(object).filter(
    (each) => here.schema.properties?.[each] === undefined && ownerBefore(here, each)?.key === name,
  );
}

/**
 * What to do with an entry of a list that lacks a field, where the entry before it has the field and the two have nothing in common:
 * a dash too many makes two entries of one. Undefined for all others.
 */
export function splitEntryFix(missing: string, path: string, run: Run): string | undefined {
  const [, list, index] = /^(.*)\[(\d+)\]$/.exec(path) ?? [];
  const at = Number(index);
  const before = list === undefined || at === 0 ? undefined : levelsTo(`${list}[${at - 1}]`, run).at(-1)?.value;
  const entry = before === undefined ? undefined : levelsTo(path, run).at(-1);
  if (!isObject(before) || !isObject(entry?.value) || before[missing] === undefined) {
    return undefined;
  }
  const names = Object.keys(entry.value);
  const fits = names.length > 0 && names.every((name) => entry.schema.properties?.[name] && before[name] === undefined);
  return fits
    ? `If ${names[0]} belongs to ${list}[${at - 1}], remove the "-" before it; otherwise write ${missing}.`
    : undefined;
}

/** The part that is written before a field, if the field can be of it: the field slipped out of it. */
function ownerBefore(here: Level, name: string): Owner | undefined {
  const object = here.value as Record<string, unknown>;
  const names = Object.keys(object);
  const known = (each: string): boolean => here.schema.properties?.[each] !== undefined;
  const before = names.slice(0, names.indexOf(name)).reverse().find(known);
  return before === undefined
    ? undefined
    : owners(here, name, object[name]).find(({ key, free }) => key === before && free);
}

/** The parts of an object that have a field of a name. */
function owners(level: Level, name: string, given: unknown): Owner[] {
  return partsOf(level).flatMap(({ schema, value, path, step, isEntry }): Owner[] => {
    const field = schema.properties?.[name];
    if (field === undefined || !fits(field, given)) {
      return [];
    }
    const free = value === undefined || value === null || (isObject(value) && value[name] === undefined);
    return [{ path: isEntry && value === undefined ? undefined : path, key: step, given: value !== undefined, free }];
  });
}

/** The objects that an object has or could have, and the last entries of its lists. */
function partsOf({ schema, value, path }: Level): Part[] {
  return Object.entries(schema.properties ?? {}).map(([step, part]) => {
    const given = isObject(value) ? value[step] : undefined;
    const whole = join(path, step);
    if (part.items === undefined) {
      return { schema: part, value: given, path: whole, step, isEntry: false };
    }
    const items: unknown[] = Array.isArray(given) ? given : [];
    return { schema: part.items, value: items.at(-1), path: `${whole}[${items.length - 1}]`, step, isEntry: true };
  });
}

/** Whether a value can be one of a field, at a look. */
function fits({ type, ...schema }: Schema, value: unknown): boolean {
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
function levelsTo(path: string, { root }: Run): Level[] {
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
