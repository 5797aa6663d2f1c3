import { isObject } from '../../lib/core/is-object';

/** A manifest in which one field stands at the wrong place, as a mistake of indentation leaves it. */
export interface MovedField {
  /** `in`, `out`, `next` (into the neighboring entry) or `dash` (into an entry of its own). */
  readonly how: 'in' | 'out' | 'next' | 'dash';
  readonly name: string;
  /** Of the object that lost the field: `spec.http[0]`. */
  readonly owner: string;
  /** Of the object that has the field now. */
  readonly place: string;
  readonly manifest: Record<string, unknown>;
}

type Step = string | number;

/** All moves of one field of a manifest by one level, or into the entry beside it. */
export function movedFields(manifest: object): MovedField[] {
  return objectsIn(manifest, []).flatMap((owner) =>
    Object.keys(at(manifest, owner) as object)
      .filter((name) => owner.length > 0 || !['apiVersion', 'kind', 'metadata', 'spec'].includes(name))
      .flatMap((name) => movesOf(manifest, owner, name)),
  );
}

/** A manifest without one of the fields below its spec. */
export function withoutField(manifest: object, number: number): object {
  const fields = objectsIn(manifest, [])
    .filter(([first]) => first === 'spec')
    .flatMap((owner) => Object.keys(at(manifest, owner) as object).map((name) => ({ owner, name })));
  const copy = structuredClone(manifest) as Record<string, unknown>;
  if (fields.length === 0) {
    return copy;
  }
  const { owner, name } = fields[number % fields.length];
  delete (at(copy, owner) as Record<string, unknown>)[name];
  return copy;
}

function movesOf(manifest: object, owner: readonly Step[], name: string): MovedField[] {
  const object = at(manifest, owner) as Record<string, unknown>;
  const siblings = Object.entries(object).filter(([sibling]) => sibling !== name);
  const inside = siblings.flatMap(([sibling, value]): Step[][] => {
    const last = Array.isArray(value) ? value.length - 1 : -1;
    const place = last >= 0 ? [...owner, sibling, last] : [...owner, sibling];
    return isObject(at(manifest, place)) ? [place] : [];
  });
  const index = owner.at(-1);
  // Behind an entry that is not the last one YAML takes no field.
  const isLast = typeof index !== 'number' || at(manifest, [...owner.slice(0, -1), index + 1]) === undefined;
  const outside = owner.slice(0, typeof index === 'number' ? -2 : -1);
  // Without a field the entry would be a dash of nothing, which nobody leaves behind.
  const entries =
    typeof index === 'number' && siblings.length > 0
      ? [index - 1, index + 1].map((i) => [...owner.slice(0, -1), i])
      : [];
  return [
    ...inside.flatMap((place) => move('in', manifest, owner, name, place)),
    ...(owner.length === 0 || !isLast ? [] : move('out', manifest, owner, name, outside)),
    ...entries.flatMap((place) => move('next', manifest, owner, name, place)),
    ...(typeof index === 'number' && siblings.length > 0 ? [split(manifest, owner, name)] : []),
  ];
}

function move(
  how: MovedField['how'],
  manifest: object,
  owner: readonly Step[],
  name: string,
  place: readonly Step[],
): MovedField[] {
  const target = at(manifest, place);
  if (!isObject(target) || target[name] !== undefined) {
    return [];
  }
  const copy = structuredClone(manifest) as Record<string, unknown>;
  const value = (at(copy, owner) as Record<string, unknown>)[name];
  // What is moved out stands behind the part that it was in, or behind what follows it.
  (at(copy, place) as Record<string, unknown>)[name] = value;
  take(copy, owner, name);
  if (how === 'out') {
    putBehind(at(copy, place) as Record<string, unknown>, name, owner[place.length] as string);
  }
  return [{ how, name, owner: textOf(owner), place: textOf(place), manifest: copy }];
}

/** A dash before a field makes two entries of one. */
function split(manifest: object, owner: readonly Step[], name: string): MovedField {
  const copy = structuredClone(manifest) as Record<string, unknown>;
  const value = (at(copy, owner) as Record<string, unknown>)[name];
  take(copy, owner, name);
  const index = owner.at(-1) as number;
  (at(copy, owner.slice(0, -1)) as unknown[]).splice(index + 1, 0, { [name]: value });
  return {
    how: 'dash',
    name,
    owner: textOf(owner),
    place: textOf([...owner.slice(0, -1), index + 1]),
    manifest: copy,
  };
}

/** YAML reads a key with nothing below it as null. */
function take(manifest: object, owner: readonly Step[], name: string): void {
  const object = at(manifest, owner) as Record<string, unknown>;
  delete object[name];
  if (Object.keys(object).length === 0 && owner.length > 0) {
    (at(manifest, owner.slice(0, -1)) as Record<Step, unknown>)[owner.at(-1)!] = null;
  }
}

function putBehind(object: Record<string, unknown>, name: string, before: string): void {
  const behind = Object.entries(object);
  behind.forEach(([key]) => delete object[key]);
  const moved = behind.find(([key]) => key === name)!;
  for (const [key, value] of behind.filter((each) => each !== moved)) {
    object[key] = value;
    if (key === before) {
      object[name] = moved[1];
    }
  }
}

function objectsIn(value: unknown, path: readonly Step[]): (readonly Step[])[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, i) => objectsIn(each, [...path, i]));
  }
  return isObject(value)
    ? [path, ...Object.entries(value).flatMap(([key, each]) => objectsIn(each, [...path, key]))]
    : [];
}

function at(value: unknown, path: readonly Step[]): unknown {
  return path.reduce((each, step) => (each as Record<Step, unknown> | null | undefined)?.[step], value);
}

function textOf(path: readonly Step[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
