import { isObject } from '../../core/is-object';
import type { Schema } from '../kind-schema';
import { conditionsOf } from '../logic';
import { CODE } from '../violation';
import { ownerWords, wantedWords } from '../words';
import type { Compile, TypeChecker } from './checker';
import { BROKEN } from './checker';
import { checkCondition } from './condition';
import { countChecker } from './count';
import { assign, fieldOf, member } from './member';
import { slippedFix } from './missing-field';
import { join } from './path';
import { newer } from './release';
import { newerField, unknownField } from './unknown-field';
import { wrongType } from './wrong-type';

export function objectChecker(schema: Schema, compile: Compile): TypeChecker {
  const fields = new Map(Object.entries(schema.properties!).map(([name, part]) => [name, fieldOf(part, compile)]));
  const fallbacks = [...fields].filter(([, { fallback }]) => fallback !== undefined);
  const { required = [], title, since } = schema;
  const conditions = conditionsOf(schema);
  const counts = countChecker(schema, 'fields');
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return (value, path, run, outcome) => {
    if (!isObject(value)) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    for (const name of Object.keys(value)) {
      const field = fields.get(name);
      if (field !== undefined) {
        if (since !== undefined && newer(schema, name, run) !== undefined) {
          newerField(schema, name, path, run);
        }
        member(field, value, name, path, run, outcome);
      } else if (!preserves && value[name] !== undefined) {
        unknownField(schema, name, path, run);
      }
    }
    for (const [name, { check, fallback }] of fallbacks) {
      if (value[name] === undefined) {
        assign(outcome, value, name, check(fallback, join(path, name), run));
      }
    }
    for (const name of required) {
      const now = (outcome.value === BROKEN ? value : outcome.value) as Record<string, unknown>;
      if (now[name] === undefined || (now[name] === null && fields.get(name)?.nullable === false)) {
        const message = `${title === undefined ? 'The object' : ownerWords(title, path)} needs ${name}, and it is missing. The API server rejects the object.`;
        run.report(
          CODE.missing,
          join(path, name),
          message,
          slippedFix(name, path, run) ?? `Write ${name}, which takes ${fieldWords(schema.properties?.[name])}.`,
        );
        outcome.value = BROKEN;
      }
    }
    counts?.(sizeOf(outcome.value === BROKEN ? value : outcome.value), path, run, outcome);
    if (outcome.value !== BROKEN) {
      for (const condition of conditions) {
        checkCondition(condition, outcome, path, run);
      }
    }
  };
}

function fieldWords(schema: Schema | undefined): string {
  if (schema?.enum !== undefined) {
    return `one of ${schema.enum.join(', ')}`;
  }
  return schema?.type === undefined ? 'a value' : wantedWords(schema);
}

export function mapChecker(schema: Schema, compile: Compile): TypeChecker {
  const { additionalProperties } = schema;
  const field = typeof additionalProperties === 'object' ? fieldOf(additionalProperties, compile) : undefined;
  const open = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const counts = countChecker(schema, 'fields');
  const conditions = conditionsOf(schema);
  return (value, path, run, outcome) => {
    if (!isObject(value)) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    for (const name of open ? [] : Object.keys(value)) {
      if (field !== undefined) {
        member(field, value, name, path, run, outcome);
      } else if (value[name] !== undefined) {
        unknownField(schema, name, path, run);
      }
    }
    counts?.(sizeOf(outcome.value === BROKEN ? value : outcome.value), path, run, outcome);
    if (outcome.value !== BROKEN) {
      for (const condition of conditions) {
        checkCondition(condition, outcome, path, run);
      }
    }
  };
}

/** How many members an object has; one that is null is dropped. */
function sizeOf(value: unknown): number {
  return Object.values(value as object).filter((member) => member !== undefined && member !== null).length;
}
