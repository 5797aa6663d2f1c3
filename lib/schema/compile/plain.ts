import type { Schema } from '../kind-schema';

const SAYS_NO_MORE = new Set(['type', 'minimum', 'maximum', 'title', 'enum', 'format', 'nullable']);

/**
 * Whether a value needs no more than a look, for parts of a schema that say no more than a type, a range or the possible texts:
 * most of an object is made of these, and most of them are right. Undefined for all other parts.
 */
export function plainValues(schema: Schema): ((value: unknown) => boolean) | undefined {
  const { type, format, minimum = -Infinity, maximum = Infinity } = schema;
  if (Object.keys(schema).some((keyword) => !SAYS_NO_MORE.has(keyword))) {
    return undefined;
  }
  if (type === 'string' && format === undefined) {
    const values = schema.enum && new Set(schema.enum);
    return values === undefined ? (value) => typeof value === 'string' : (value) => values.has(value);
  }
  if (type === 'integer' && schema.enum === undefined) {
    // Within these bounds every format has the number.
    const least = Math.max(minimum, -(2 ** 31));
    const most = Math.min(maximum, 2 ** 31 - 1);
    return (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  }
  return type === 'boolean' ? (value) => typeof value === 'boolean' : undefined;
}
