import { isObject } from '../core/is-object';
import { FORMATS } from './format';
import type { Schema } from './kind-schema';

type Predicate = (value: unknown) => boolean;

const KNOWN = new Set(['required', 'properties', 'enum', 'format', 'not', 'anyOf', 'oneOf', 'allOf']);

/** One condition on an object as a whole that `oneOf` and its like make. */
export interface Condition {
  readonly holds: Predicate;
  /** Fields of which at most one can be set, where it is that. */
  readonly exclusive?: readonly string[];
}

/** The conditions that `oneOf`, `anyOf`, `allOf` and `not` of a schema make. */
export function conditionsOf(schema: Schema): Condition[] {
  const { oneOf, anyOf, allOf, not } = schema;
  return [
    ...(oneOf === undefined ? [] : [oneOfCondition(oneOf)]),
    ...(anyOf === undefined ? [] : [{ holds: predicate({ anyOf }) }]),
    ...(not === undefined ? [] : [{ holds: predicate({ not }) }]),
    ...(allOf ?? []).flatMap(conditionsOf),
  ];
}

function oneOfCondition(oneOf: readonly Schema[]): Condition {
  const exclusive = exclusiveFields(oneOf);
  if (exclusive === undefined) {
    return { holds: predicate({ oneOf }) };
  }
  const isGiven = (value: unknown) => (name: string) => (value as Record<string, unknown>)[name] !== undefined;
  return { exclusive, holds: (value) => !isObject(value) || exclusive.filter(isGiven(value)).length < 2 };
}

/** The fields, if the alternatives are "none of them" and each of them alone. */
function exclusiveFields(alternatives: readonly Schema[]): readonly string[] | undefined {
  const none = alternatives.find(({ not }) => not !== undefined)?.not?.anyOf?.flatMap(({ required }) => required ?? []);
  const each = alternatives.flatMap(({ required }) => required ?? []);
  return none?.length === each.length && each.length + 1 === alternatives.length ? each : undefined;
}

function predicate(schema: Schema): Predicate {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
  if (unknown !== undefined) {
    throw new Error(`${unknown} is not supported inside oneOf, anyOf, allOf or not`);
  }
  const { required = [], properties = {}, format, not, anyOf, oneOf, allOf } = schema;
  const values = schema.enum && new Set(schema.enum);
  const parts = Object.entries(properties).map(([name, part]): [string, Predicate] => [name, predicate(part)]);
  const [any, one, all] = [anyOf, oneOf, allOf].map((alternatives) => alternatives?.map(predicate));
  const except = not && predicate(not);
  return (value) => {
    if (value === null) {
      return values === undefined;
    }
    if (isObject(value)) {
      if (
        !required.every((name) => value[name] !== undefined) ||
        !parts.every(([name, is]) => value[name] === undefined || is(value[name]))
      ) {
        return false;
      }
    }
    return (
      (values === undefined || values.has(value)) &&
      (format === undefined || (typeof value === 'string' && FORMATS[format].is(value))) &&
      !except?.(value) &&
      (any === undefined || any.some((is) => is(value))) &&
      (one === undefined || one.filter((is) => is(value)).length === 1) &&
      (all === undefined || all.every((is) => is(value)))
    );
  };
}
