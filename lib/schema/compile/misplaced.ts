import { isObject } from '../../core/is-object';
import type { Schema } from '../kind-schema';
import type { Run } from './checker';
import type { Level, Owner } from './levels';
import { fits, levelsTo, owners, partsOf } from './levels';
import { join } from './path';

/**
 * Where a field that its object does not know belongs, by what the kind has near it; undefined where nothing near has a field of this name.
 *
 * @param path of the object that has the field
 * @param near the field of the object itself that has nearly the same name
 */
export function placeFix(name: string, path: string, near: string | undefined, run: Run): string | undefined {
  const levels = levelsTo(path, run);
  const here = levels.at(-1);
  if (here === undefined || !isObject(here.value)) {
    return undefined;
  }
  const given = here.value[name];
  const slipped = ownerBefore(here, name);
  const above = upFix(name, given, levels, run);
  if (slipped !== undefined) {
    return either(indentFix(name, slipped), above);
  }
  if (near !== undefined && fits(here.schema.properties![near], given)) {
    return undefined;
  }
  const below = owners(here, name, given);
  const inside = below.filter(({ given, free }) => given && free);
  if (inside.length === 1) {
    return either(moveFix(name, inside)!, above);
  }
  if (above !== undefined) {
    return above;
  }
  const around = [
    below,
    below.length > 0 ? [] : partsOf(here).flatMap((part) => owners(part, name, given)),
    ...levels
      .slice(0, -1)
      .reverse()
      .map((level) => owners(level, name, given).filter(({ free }) => free)),
  ].find((each) => each.length > 0);
  return around === undefined ? wholeFix(levels) : moveFix(name, around);
}

/** Where the object belongs that has the field, if it has nothing else than what a part beside it takes under the same name. */
function wholeFix(levels: readonly Level[]): string | undefined {
  const here = levels.at(-1)!;
  const above = levels.at(-2);
  if (above === undefined || here.path !== join(above.path, here.step)) {
    return undefined;
  }
  const entries = Object.entries(here.value as Record<string, unknown>);
  const takes = ({ properties = {}, additionalProperties: map }: Schema): boolean =>
    entries.every(([name, value]) => name in properties || (isObject(map) && fits(map, value)));
  const owner = owners(above, here.step, here.value).find(({ key, free }) => {
    const part = above.schema.properties![key];
    return free && takes((part.items ?? part).properties![here.step]);
  });
  return owner?.path === undefined
    ? undefined
    : `Move ${here.step} below ${owner.key}: ${here.step} belongs to ${owner.path}.`;
}

/** The object above that can have the field. */
function upFix(name: string, given: unknown, levels: readonly Level[], run: Run): string | undefined {
  for (let i = levels.length - 2; i >= 0; i--) {
    const { schema, value, path: above } = levels[i];
    const field = schema.properties?.[name];
    if (field !== undefined && fits(field, given) && isObject(value) && value[name] === undefined) {
      const owner = above === '' ? run.root!.schema.title! : above;
      return `Move it up to the level of ${levels[i + 1].step}: ${name} belongs to ${owner}.`;
    }
  }
  return undefined;
}

/** Where a field belongs whose value its object does not take, and a part near it does. */
export function strangeValueFix(path: string, run: Run): string | undefined {
  const [, object, name] = /^(.*)\.([^.[\]]+)$/.exec(path) ?? [];
  const levels = object === undefined ? [] : levelsTo(object, run);
  const here = levels.at(-1);
  if (here === undefined || !isObject(here.value) || here.value[name] === undefined) {
    return undefined;
  }
  const given = here.value[name];
  const field = here.schema.properties?.[name];
  const isEntry = isObject(given) && Object.keys(given).every((key) => field?.items?.properties?.[key]);
  if (field !== undefined && (typeof given !== 'object' || given === null || isEntry)) {
    return undefined;
  }
  const slipped = ownerBefore(here, name);
  return slipped === undefined ? upFix(name, given, levels, run) : indentFix(name, slipped);
}

function either(fix: string, other: string | undefined): string {
  return other === undefined ? fix : `${fix.slice(0, -1)}; or ${other[0].toLowerCase()}${other.slice(1)}`;
}

function indentFix(name: string, { key, path }: Owner): string {
  return `Indent it below ${key}: ${name} belongs to ${path}.`;
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

/** The part that is written before a field, if the field can be of it: the field slipped out of it. */
function ownerBefore(here: Level, name: string): Owner | undefined {
  const object = here.value as Record<string, unknown>;
  const { properties, additionalProperties } = here.schema;
  const names = Object.keys(object);
  const known = (each: string): boolean =>
    properties?.[each] !== undefined || (isObject(additionalProperties) && object[each] === null);
  // Of keys that are numbers the order is lost: JavaScript has them first.
  const before = /^\d+$/.test(name)
    ? names.find((each) => object[each] === null && known(each))
    : names.slice(0, names.indexOf(name)).reverse().find(known);
  if (before === undefined) {
    return undefined;
  }
  const part = properties?.[before] ?? (additionalProperties as Schema);
  const found = owners({ ...here, schema: { properties: { [before]: part } } }, name, object[name]);
  const entries = part.additionalProperties;
  return (
    found.find(({ free }) => free) ??
    (object[before] === null && isObject(entries) && fits(entries, object[name])
      ? { path: join(here.path, before), key: before, given: true, free: true }
      : undefined)
  );
}
