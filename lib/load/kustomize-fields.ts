import { isObject } from '../core/is-object';
import { pointerSteps, stepsOf, valueAt } from './value-at';

/** What kustomize puts other values into: fields of objects, or a reference in any text. */
export type FilledField = { readonly reference: string } | ChangedField;

interface ChangedField {
  readonly kind: string | undefined;
  /** The whole of it, or an expression that the whole name fits. */
  readonly name: string | undefined;
  /** The way to the field; none for the whole object. */
  readonly steps: readonly string[];
}

/** What the `replacements` and `vars` of a kustomization fill in. */
export function filledFields(replacements: readonly unknown[], vars: readonly unknown[]): FilledField[] {
  const targets = replacements.flatMap((each) =>
    isObject(each) && Array.isArray(each.targets) ? (each.targets as unknown[]) : [],
  );
  return [
    ...vars.flatMap((each) =>
      isObject(each) && typeof each.name === 'string' ? { reference: `$(${each.name})` } : [],
    ),
    ...targets.flatMap((target: unknown) => {
      const { select, fieldPaths } = isObject(target) ? target : {};
      return textsIn(fieldPaths).map((path) => ({ ...selected(select), steps: stepsOf(path) }));
    }),
  ];
}

/** The fields that one document of a patch changes: a list of operations, or a part of an object. */
export function patchedFields(patch: unknown, target: unknown): FilledField[] {
  if (Array.isArray(patch)) {
    return patch.flatMap((each: unknown) =>
      isObject(each) && typeof each.path === 'string' ? { ...selected(target), steps: pointerSteps(each.path) } : [],
    );
  }
  if (!isObject(patch)) {
    return [];
  }
  const { kind, metadata } = patch;
  const { name } = isObject(metadata) ? metadata : {};
  const own = isObject(target) ? selected(target) : selected({ kind, name });
  return leaves(patch, [])
    .filter(([first, second]) => first !== 'apiVersion' && first !== 'kind' && second !== 'name')
    .map((steps) => ({ ...own, steps }));
}

/** Whether kustomize changes what is at a path of an object, or around it. */
export function isFilledIn(object: unknown, path: string, fields: readonly FilledField[]): boolean {
  if (!isObject(object) || fields.length === 0) {
    return false;
  }
  const steps = stepsOf(path);
  const value = valueAt(object, path);
  return fields.some((field) =>
    'reference' in field
      ? typeof value === 'string' && value.includes(field.reference)
      : isSelected(object, field) &&
        field.steps.length <= steps.length &&
        field.steps.every((step, i) => step === steps[i] || step === '*' || step === '-' || step.includes('=')),
  );
}

/** Whether a patch or a replacement with this target is for an object. */
export function isSelected({ kind, metadata }: Record<string, unknown>, target: unknown): boolean {
  const wanted = selected(target);
  return (wanted.kind ?? kind) === kind && isNamed(isObject(metadata) ? metadata.name : undefined, wanted.name);
}

function selected(select: unknown): Pick<ChangedField, 'kind' | 'name'> {
  const { kind, name } = isObject(select) ? select : {};
  return { kind: textOf(kind), name: textOf(name) };
}

function isNamed(name: unknown, wanted: string | undefined): boolean {
  if (wanted === undefined || name === wanted) {
    return true;
  }
  try {
    return new RegExp(`^(?:${wanted})$`).test(String(name));
  } catch {
    return false;
  }
}

/** Lists are not looked into: a patch replaces those of Istio's kinds, and merges others by keys. */
function leaves(value: unknown, steps: readonly string[]): (readonly string[])[] {
  if (!isObject(value)) {
    return [steps];
  }
  return value.$patch === 'delete'
    ? [steps]
    : Object.entries(value).flatMap(([key, part]) => (key.startsWith('$') ? [] : leaves(part, [...steps, key])));
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
