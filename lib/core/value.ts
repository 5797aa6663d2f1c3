import type { IConstruct } from 'constructs';
import type { Problems } from './problems';

/**
 * A value class: it keeps what the user gave and writes itself as plain Istio data when a construct uses it.
 */
export interface Value {
  /** @internal */
  _toJson(problems: Problems, scope: IConstruct): unknown;
}

export function isValue(candidate: unknown): candidate is Value {
  return typeof candidate === 'object' && candidate !== null && '_toJson' in candidate;
}

/** Whether this is an object literal, not an instance of a class. */
export function isPlainObject(candidate: unknown): candidate is Record<string, unknown> {
  if (typeof candidate !== 'object' || candidate === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(candidate);
  return prototype === Object.prototype || prototype === null;
}
