import { isObject } from '../../core/is-object';

/** A value inside of one that has no schema; undefined where it ends on the way. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((within, key) => (isObject(within) ? within[key] : undefined), value);
}

/** The entries of a list that has no schema; none where it is no list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
