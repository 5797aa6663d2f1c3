import { isObject } from '../../core/is-object';
import type { Run } from './checker';
import type { Level } from './levels';
import { fits, levelsTo } from './levels';

/** Where a field that an object lacks stands near it, as if it had slipped out of it or into a part of it; undefined where it does not. */
export function slippedFix(missing: string, path: string, run: Run): string | undefined {
  return wrongLevelFix(missing, path, run) ?? splitEntryFix(missing, path, run);
}

/**
 * What to do with an entry of a list that lacks a field, where the entry before or behind it has the field and the two have nothing in
 * common: a dash too many makes two entries of one.
 */
function splitEntryFix(missing: string, path: string, run: Run): string | undefined {
  const [, list, index] = /^(.*)\[(\d+)\]$/.exec(path) ?? [];
  const here = list === undefined ? undefined : levelAt(path, run);
  if (here === undefined) {
    return undefined;
  }
  const at = Number(index);
  const fields = here.value as Record<string, unknown>;
  const isPart = (other: Record<string, unknown> | undefined): other is Record<string, unknown> =>
    other?.[missing] !== undefined && areOneEntry(fields, other, here);
  const before = at === 0 ? undefined : entryAt(`${list}[${at - 1}]`, run);
  const behind = entryAt(`${list}[${at + 1}]`, run);
  // The dash too many stands before the second of the two.
  const parts = [
    ...(isPart(before)
      ? [`If ${Object.keys(fields)[0]} belongs to ${list}[${at - 1}], remove the "-" before it; `]
      : []),
    ...(isPart(behind) ? [`If ${Object.keys(behind)[0]} belongs to ${path}, remove the "-" before it; `] : []),
  ];
  return parts.length === 0 ? undefined : `${parts.join('').replace('; If', '; if')}otherwise write ${missing}.`;
}

/** Whether the fields of two entries can be those of one. */
function areOneEntry(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  { schema }: Level,
): boolean {
  const names = Object.keys(one);
  return names.length > 0 && names.every((name) => schema.properties?.[name] && other[name] === undefined);
}

/** The field stands right behind the object, or in a map of it. */
function wrongLevelFix(missing: string, path: string, run: Run): string | undefined {
  const levels = levelsTo(path, run);
  const here = levels.at(-1);
  const field = here?.schema.properties?.[missing];
  if (here === undefined || field === undefined || here.path !== path) {
    return undefined;
  }
  const fields = here.value as Record<string, unknown>;
  const map = Object.entries(here.schema.properties!).find(([name, part]) => {
    const value = fields[name];
    return (
      part.additionalProperties !== undefined &&
      isObject(value) &&
      value[missing] !== undefined &&
      fits(field, value[missing])
    );
  })?.[0];
  if (map !== undefined) {
    return `If ${missing} in ${map} belongs to ${path}, move it up to the level of ${map}; otherwise write ${missing}.`;
  }
  const above = levels.at(-2);
  const outside = (above?.value ?? {}) as Record<string, unknown>;
  const names = Object.keys(outside);
  const isBehind = names.indexOf(missing) === names.indexOf(here.step) + 1;
  return above !== undefined && isBehind && fits(field, outside[missing])
    ? `If ${missing} behind ${here.step} belongs to ${path}, indent it; otherwise write ${missing}.`
    : undefined;
}

function entryAt(path: string, run: Run): Record<string, unknown> | undefined {
  return levelAt(path, run)?.value as Record<string, unknown> | undefined;
}

/** The object at a path. */
function levelAt(path: string, run: Run): Level | undefined {
  const level = levelsTo(path, run).at(-1);
  return level?.path === path ? level : undefined;
}
