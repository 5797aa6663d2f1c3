import type { IConstruct } from 'constructs';
import type { Problems } from './problems';

/**
 * A value class: it keeps what the user gave and writes itself as plain Istio data when a construct uses it.
 *
 * @internal
 */
export interface Value {
  /** @internal */
  _toJson(problems: Problems, scope: IConstruct): unknown;
}

export function isValue(candidate: unknown): candidate is Value {
  return typeof candidate === 'object' && candidate !== null && '_toJson' in candidate;
}

/** Writes every value class inside plain data, so that both may be mixed in one struct. */
export function plain<T>(data: T, problems: Problems, scope: IConstruct): T {
  return write(data, problems, scope) as T;
}

function write(data: unknown, problems: Problems, scope: IConstruct): unknown {
  if (isValue(data)) {
    return data._toJson(problems, scope);
  }
  if (Array.isArray(data)) {
    return data.map((item, i) => write(item, problems.in(`[${i}]`), scope));
  }
  if (isPlainObject(data)) {
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, write(value, problems.in(key), scope)]),
    );
  }
  return data;
}

/** Whether this is an object literal, not an instance of a class. */
export function isPlainObject(candidate: unknown): candidate is Record<string, unknown> {
  if (typeof candidate !== 'object' || candidate === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(candidate);
  return prototype === Object.prototype || prototype === null;
}
