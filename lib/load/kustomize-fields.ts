import { isObject } from '../core/is-object';

/** What kustomize puts other values into: fields of objects, or a reference in any text. */
export type FilledField =
  { readonly reference: string } | { readonly kind?: string; readonly name?: string; readonly steps: readonly string[] };

/** What the `replacements` and `vars` of a kustomization fill in. */
export function filledFields(replacements: readonly unknown[], vars: readonly unknown[]): FilledField[] {
  const targets = replacements.flatMap((each) => (isObject(each) && Array.isArray(each.targets) ? each.targets : []));
  return [
    ...vars.flatMap((each) =>
      isObject(each) && typeof each.name === 'string' ? { reference: `$(${each.name})` } : [],
    ),
    ...targets.flatMap((target: unknown) => {
      const { select, fieldPaths } = isObject(target) ? target : {};
      const { kind, name } = isObject(select) ? select : {};
      return textsIn(fieldPaths).map((path) => ({ kind: textOf(kind), name: textOf(name), steps: stepsOf(path) }));
    }),
  ];
}

/** Whether one of some fields is at a path of an object, or around it. */
export function isFilledIn(object: unknown, path: string, fields: readonly FilledField[]): boolean {
  if (!isObject(object) || fields.length === 0) {
    return false;
  }
  const { kind, metadata } = object;
  const name = isObject(metadata) ? metadata.name : undefined;
  const steps = stepsOf(path);
  const value = valueAt(object, steps);
  return fields.some((field) =>
    'reference' in field
      ? typeof value === 'string' && value.includes(field.reference)
      : (field.kind ?? kind) === kind &&
        (field.name ?? name) === name &&
        field.steps.length <= steps.length &&
        field.steps.every((step, i) => step === steps[i] || step === '*' || step.includes('=')),
  );
}

/** `spec.http[0].route`, `spec.http.0.route` and `spec.http.[name=a].route` as kustomize and we write them. */
function stepsOf(path: string): string[] {
  return path.match(/\[[^\]]*=[^\]]*\]|[^.[\]]+/g) ?? [];
}

function valueAt(object: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? (value as unknown[])[Number(step)] : isObject(value) ? value[step] : undefined,
    object,
  );
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
