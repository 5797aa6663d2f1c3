import type { Schema } from '../kind-schema';
import type { Checker, TypeChecker } from './checker';
import { listChecker } from './list';
import { numberChecker } from './number';
import { mapChecker, objectChecker } from './object';
import { withRules } from './rules';
import { textChecker } from './text';
import { wrongType } from './wrong-type';

const compiled = new WeakMap<Schema, Checker>();

/** The checker of a schema, compiled once. */
export function compileSchema(schema: Schema): Checker {
  let checker = compiled.get(schema);
  if (checker === undefined) {
    checker = withRules(schema, compileType(schema));
    compiled.set(schema, checker);
  }
  return checker;
}

function compileType(schema: Schema): TypeChecker {
  if (schema['x-kubernetes-int-or-string']) {
    return intOrString(schema);
  }
  switch (schema.type) {
    case 'object':
      return schema.properties === undefined ? mapChecker(schema, compileSchema) : objectChecker(schema, compileSchema);
    case 'array':
      return listChecker(schema, compileSchema);
    case 'string':
      return textChecker(schema);
    case 'integer':
    case 'number':
      return numberChecker(schema);
    case 'boolean':
      return (value, path, run, outcome) => {
        if (typeof value !== 'boolean') {
          wrongType(schema, value, path, run, outcome);
        }
      };
    default:
      throw new Error(`a schema has the type ${schema.type}`);
  }
}

function intOrString(schema: Schema): TypeChecker {
  const number = numberChecker({ ...schema, type: 'integer' });
  const text = textChecker({ ...schema, type: 'string' });
  return (value, path, run, outcome) => {
    if (typeof value !== 'number' && typeof value !== 'string') {
      wrongType(schema, value, path, run, outcome);
    } else {
      (typeof value === 'number' ? number : text)(value, path, run, outcome);
    }
  };
}
