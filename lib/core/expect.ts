import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { durationOf, withGiven } from './given';
import { labelProblem } from './labels';
import { OPTION_NAMES } from '../../imports/option-names';
import type { Problems } from './problems';
import { show } from './problems';
import { unknownField } from './unknown-field';
import type { Value } from './value';
import { isPlainObject, isValue } from './value';

/*
 * What a prop must be. Each function returns the value if it is that, and otherwise reports a problem and returns
 * undefined; an absent value is returned as it is. TypeScript callers see most of this at compile time, callers from
 * JavaScript only here.
 */

export function expectList<T>(items: T[] | undefined, problems: Problems, field: string, example: string): T[] {
  if (items === undefined) {
    return [];
  }
  if (!Array.isArray(items)) {
    problems.add(field, `${show(items)} is not a list. Write ${withGiven(example, items)}.`);
    return [];
  }
  return items;
}

/** The same for a list that says nothing when it is empty: it is left out, or has items. */
export function expectItems<T>(
  items: T[] | undefined,
  problems: Problems,
  field: string,
  example: string,
): T[] | undefined {
  if (Array.isArray(items) && items.length === 0) {
    problems.add(field, `is empty. Write ${example}, or leave ${field} out.`);
  }
  return items === undefined ? undefined : expectList(items, problems, field, example);
}

export function expectStrings(
  items: string[] | undefined,
  problems: Problems,
  field: string,
  example: string,
): string[] {
  return expectList(items, problems, field, example).filter((item, i) => {
    const isString = typeof item === 'string' && item !== '';
    if (!isString) {
      problems.add(`${field}[${i}]`, `${show(item)} is not a non-empty string. Write ${example}.`);
    }
    return isString;
  });
}

export function expectString(
  value: string | undefined,
  problems: Problems,
  field: string,
  example: string,
): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'string' || value === '') {
    problems.add(field, `${show(value)} is not a non-empty string. Write ${example}.`);
    return undefined;
  }
  return value;
}

export function expectBoolean(value: boolean | undefined, problems: Problems, field: string): boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') {
    problems.add(
      field,
      `${show(value)} is neither true nor false. Write ${value === 'true' || value === 'false' ? `${String(value)} without quotes` : 'true or false'}.`,
    );
    return undefined;
  }
  return value;
}

/** A member of an enum. What differs from one only by its letters is taken for that in the message. */
export function expectEnum<T extends string>(
  value: T | undefined,
  members: Record<string, T>,
  name: string,
  problems: Problems,
  field: string,
): T | undefined {
  if (value === undefined || Object.values(members).includes(value)) {
    return value;
  }
  const plain = (text: string) => text.replace(/[^A-Za-z]/g, '').toUpperCase();
  const meant = Object.keys(members).filter((member) => plain(member) === plain(String(value)));
  const known = meant.length > 0 ? meant : Object.keys(members);
  const choice = known.map((member) => `${name}.${member}`);
  problems.add(
    field,
    `${show(value)} is not a value of ${name}. Write ${choice.length > 1 ? `one of: ${choice.join(', ')}` : choice[0]}.`,
  );
  return undefined;
}

/** A whole number within bounds. */
export function expectInteger(
  value: number | undefined,
  min: number,
  max: number,
  problems: Problems,
  field: string,
  what: string,
): number | undefined {
  return value === undefined ? undefined : needInteger(value, min, max, problems, field, what);
}

/** A whole number that must be there. */
export function needInteger(
  value: number | undefined,
  min: number,
  max: number,
  problems: Problems,
  field: string,
  what: string,
): number | undefined {
  if (!Number.isInteger(value) || value! < min || value! > max) {
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
    problems.add(field, `${show(value)} is not ${what} (a whole number, ${range}).${withoutQuotes(value)}`);
    return undefined;
  }
  return value;
}

/** What to write instead of a number in quotes. */
export function withoutQuotes(value: unknown): string {
  return typeof value === 'string' && /^\d+$/.test(value) ? ` Write ${value} without quotes.` : '';
}

export function expectPort(value: number | undefined, problems: Problems, field: string): number | undefined {
  return expectInteger(value, 1, 65535, problems, field, 'a port number');
}

export function needPort(value: number | undefined, problems: Problems, field: string): number | undefined {
  return needInteger(value, 1, 65535, problems, field, 'a port number');
}

/** A percentage, as Istio's Percent message. */
export function expectPercent(
  value: number | undefined,
  problems: Problems,
  field: string,
): { value: number } | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'number' || !(value >= 0 && value <= 100)) {
    problems.add(field, `${show(value)} is not a percentage (0 to 100). For a fifth of the requests write 20.`);
    return undefined;
  }
  if (value > 0 && value < 0.0001) {
    problems.add(field, `${show(value)} is smaller than Istio supports. Write 0.0001 or more, or 0.`);
    return undefined;
  }
  return { value };
}

/** A duration as Istio writes it: "5s" or "250ms". */
export function expectDuration(value: Duration | undefined, problems: Problems, field: string): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || typeof value.toMilliseconds !== 'function') {
    problems.add(
      field,
      `${show(value)} is not a Duration. Write ${durationOf(value, 'Duration.seconds(5)')}, with Duration from cdk8s.`,
    );
    return undefined;
  }
  const milliseconds = value.toMilliseconds({ integral: false });
  if (!Number.isInteger(milliseconds) || milliseconds < 1) {
    problems.add(field, `${milliseconds} ms is not a duration for Istio (whole milliseconds, 1 or more).`);
    return undefined;
  }
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** One of this library's value classes, written as plain Istio data. */
export function expectValue<T>(
  value: T | undefined,
  scope: IConstruct,
  problems: Problems,
  field: string,
  example: string,
): unknown {
  return value === undefined ? undefined : needValue(value, scope, problems, field, example);
}

/** A value class that must be there, such as an item of a list. */
export function needValue<T>(value: T, scope: IConstruct, problems: Problems, field: string, example: string): unknown {
  if (!isValue(value)) {
    problems.add(field, `${show(value)} does not fit here. Write ${withGiven(example, value)}.`);
    return undefined;
  }
  return (value as Value)._toJson(problems.in(field), scope);
}

/** A struct of options: an object literal without members that the struct does not have. */
export function expectObject<T extends object>(
  value: T | undefined,
  struct: Struct,
  problems: Problems,
  field: string,
  example: string,
): T | undefined {
  return value === undefined ? undefined : needObject(value, struct, problems, field, example);
}

/** A struct of options that must be there. */
export function needObject<T extends object>(
  value: T,
  struct: Struct,
  problems: Problems,
  field: string,
  example: string,
): T | undefined {
  if (!isPlainObject(value)) {
    problems.add(field, `${show(value)} does not fit here. Write ${example}.`);
    return undefined;
  }
  const names = namesOf(struct);
  for (const name of Object.keys(value)) {
    if (!names.has(name) && value[name] !== undefined) {
      problems.in(field).add(name, unknownField(name, struct, OPTION_NAMES[struct]));
    }
  }
  return value;
}

/** An object literal with any members. */
export function expectMap<T extends object>(
  value: T | undefined,
  problems: Problems,
  field: string,
  example: string,
): T | undefined {
  if (value !== undefined && !isPlainObject(value)) {
    problems.add(field, `${show(value)} does not fit here. Write ${example}.`);
    return undefined;
  }
  return value;
}

/** The name of a struct in the public API. */
export type Struct = keyof typeof OPTION_NAMES;

const nameSets = new Map<Struct, Set<string>>();

/** A set, made once, because nearly every part of every object is looked at. */
function namesOf(struct: Struct): Set<string> {
  let names = nameSets.get(struct);
  if (names === undefined) {
    names = new Set(OPTION_NAMES[struct]);
    nameSets.set(struct, names);
  }
  return names;
}

/** Labels, as Kubernetes takes them. */
export function writeLabels(
  labels: Record<string, string> | undefined,
  problems: Problems,
  field: string,
): Record<string, string> | undefined {
  const given = expectMap(labels, problems, field, "{ version: 'v1' }");
  for (const [key, value] of Object.entries(given ?? {})) {
    if (typeof value !== 'string') {
      problems.add(
        `${field}.${key}`,
        `${show(value)} is not a string. Labels are strings: write ${show(String(value))}.`,
      );
      continue;
    }
    const problem = labelProblem(key, value);
    if (problem !== undefined) {
      problems.add(field, problem);
    }
  }
  return given;
}

/** Leaves out members that are undefined, so that plain data compares and prints well. */
export function compact<T extends object>(data: T): T {
  // A loop, because this is done for every part of every object, and Object.fromEntries is several times slower.
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(data)) {
    const value: unknown = data[key as keyof T];
    if (value !== undefined) {
      result[key] = value;
    }
  }
  return result as T;
}
