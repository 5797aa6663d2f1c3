import { isObject } from '../core/is-object';

/** `spec.http[0].route`, `spec.http.0.route` and `spec.http.[name=a].route`: as we and as kustomize write them. */
export function stepsOf(path: string): string[] {
  return path.match(/\[[^\]]*=[^\]]*\]|[^.[\]]+/g) ?? [];
}

/** What is at a path of an object. */
export function valueAt(object: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? (value as unknown[])[Number(step)] : isObject(value) ? value[step] : undefined,
    object,
  );
}
