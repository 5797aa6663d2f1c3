import { show } from '../core/problems';
import type { Schema } from '../schema/kind-schema';

/** A value that does not fit the type of its field. */
export interface Misfit {
  /** `spec.http[0].timeout` */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * The part of a value that has the types of its schema, so that whoever reads it needs no checks of its own. What does not fit
 * is left out and told.
 *
 * Unknown fields are left out too, and `null` is the same as nothing. The specs of Istio's own kinds are read by
 * {@link specReader}, as istiod reads them.
 */
export function decode(schema: Schema, value: unknown, path: string, misfits: Misfit[]): unknown {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (schema['x-kubernetes-int-or-string']) {
    return typeof value === 'string' || typeof value === 'number' ? value : misfit(value, 'a number or text');
  }
  switch (schema.type) {
    case 'object':
      return isObject(value) ? fields(schema, value) : misfit(value, 'an object');
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, i) => decode(schema.items ?? {}, item, `${path}[${i}]`, misfits) ?? [])
        : misfit(value, 'a list');
    case 'string':
      return typeof value === 'string' ? value : misfit(value, 'text');
    case 'boolean':
      return typeof value === 'boolean' ? value : misfit(value, 'true or false');
    case 'integer':
      return Number.isSafeInteger(value) ? value : misfit(value, 'a whole number');
    case 'number':
      return typeof value === 'number' ? value : misfit(value, 'a number');
    default:
      return value;
  }

  function fields({ properties, additionalProperties }: Schema, given: Record<string, unknown>): unknown {
    if (properties === undefined) {
      if (typeof additionalProperties !== 'object') {
        return given;
      }
      const entries = Object.entries(given).map(([key, item]) => [
        key,
        decode(additionalProperties, item, `${path}.${key}`, misfits),
      ]);
      return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
    }
    const result: Record<string, unknown> = {};
    for (const [name, part] of Object.entries(properties)) {
      const item = Object.hasOwn(given, name) ? decode(part, given[name], `${path}.${name}`, misfits) : undefined;
      if (item !== undefined) {
        result[name] = item;
      }
    }
    return result;
  }

  function misfit(given: unknown, wanted: string): undefined {
    const quoted = wanted === 'text' && (typeof given === 'number' || typeof given === 'boolean');
    const fix = quoted ? `Write it in quotes: "${given}".` : `Write ${wanted}.`;
    misfits.push({ path, message: `${show(given)} is not ${wanted}.`, fix });
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
