import { isObject } from '../core/is-object';

/** `spec.http[0].route`, `spec.http.0.route` and `spec.http.[name=a].route`: as we and as kustomize write them. */
export function stepsOf(path: string): string[] {
  return path.match(/\[[^\]]*=[^\]]*\]|[^.[\]]+/g) ?? [];
}

/** A JSON pointer: `/spec/http/0/route`. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What is at a path of an object. */
export function valueAt(object: unknown, path: string): unknown {
  return valueOf(object, stepsOf(path));
}

/** The same for the steps of a path. */
export function valueOf(object: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? (value as unknown[])[Number(step)] : isObject(value) ? value[step] : undefined,
    object,
  );
}
