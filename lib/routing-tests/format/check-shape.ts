import { isObject } from '../../core/is-object';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { nearest, unknownField } from '../../core/unknown-field';
import type { ChoiceShape, MapShape, NumberShape, ObjectShape, Shape, SomeShape, TextShape } from './shape';

/** Looks whether a value is what it may be; whatever is not is a problem. */
export function checkShape(value: unknown, shape: Shape, problems: Problems): void {
  if (value === null && !takesNull(shape)) {
    problems.add('', `it has no value. Write for example ${shape.example}.`);
    return;
  }
  switch (shape.kind) {
    case 'text':
      return checkText(value, shape, problems);
    case 'choice':
      return checkChoice(value, shape, problems);
    case 'number':
      return checkNumber(value, shape, problems);
    case 'boolean':
      if (typeof value !== 'boolean') {
        problems.add('', `${show(value)} is neither true nor false.`);
      }
      return;
    case 'some':
      return checkSome(value, shape, problems);
    case 'map':
      return checkMap(value, shape, problems);
    case 'object':
      return checkObject(value, shape, problems);
    case 'any':
      if (!isObject(value)) {
        problems.add('', `${show(value)} is not an object. Write for example ${shape.example}.`);
      }
  }
}

function takesNull(shape: Shape): boolean {
  return shape.kind === 'some' ? shape.orOne && takesNull(shape.item) : shape.kind === 'text' && shape.orNull === true;
}

function checkText(value: unknown, { pattern, what, example, orNull, orEmpty }: TextShape, problems: Problems): void {
  if (value === null && orNull === true) {
    return;
  }
  if (typeof value === 'number' && pattern === undefined) {
    problems.add('', `${show(value)} is a number, not a text. Write it in quotes: "${value}".`);
  } else if (typeof value === 'boolean') {
    problems.add('', `this is ${value} in YAML, not a text. Write it in quotes.`);
  } else if (typeof value !== 'string') {
    problems.add('', `${show(value)} is not ${what ?? 'a text'}. Write for example ${example}.`);
  } else if (pattern === undefined ? value === '' && orEmpty !== true : !pattern.test(value)) {
    problems.add(
      '',
      `${value === '' ? 'it is empty' : `${show(value)} is not ${what}`}. Write for example ${example}.`,
    );
  }
}

function checkChoice(value: unknown, { values, orTrue }: ChoiceShape, problems: Problems): void {
  if ((orTrue === true && value === true) || values.includes(value as string)) {
    return;
  }
  const meant = typeof value === 'string' ? nearest(value, [...values]) : undefined;
  // Without quotes a version would be a number.
  const known = values.map((each) => (/^\d/.test(each) ? `"${each}"` : each));
  const choice = [...(orTrue === true ? ['true'] : []), ...known].join(', ');
  problems.add(
    '',
    `${show(value)} is not known. ${meant === undefined ? `Write one of: ${choice}.` : `Did you mean ${meant}?`}`,
  );
}

function checkNumber(value: unknown, { least, most, whole, what, example }: NumberShape, problems: Problems): void {
  const isRight = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!isRight) {
    problems.add('', `${show(value)} is not ${what} (${least} to ${most}). Write for example ${example}.`);
  }
}

function checkSome(value: unknown, { item, orOne, example }: SomeShape, problems: Problems): void {
  if (!Array.isArray(value)) {
    if (orOne) {
      checkShape(value, item, problems);
    } else {
      problems.add('', `${show(value)} is not a list. Write for example ${example}.`);
    }
    return;
  }
  if (value.length === 0) {
    problems.add('', `the list is empty. Write for example ${orOne ? `[${item.example}]` : example}.`);
  }
  value.forEach((each, i) => checkShape(each, item, problems.in(`[${i}]`)));
}

function checkMap(value: unknown, { value: inner, example }: MapShape, problems: Problems): void {
  if (!isObject(value)) {
    problems.add('', `${show(value)} is not an object. Write for example ${example}.`);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    problems.add('', `it is empty. Write for example ${example}, or leave it out.`);
  }
  entries.forEach(([name, each]) => checkShape(each, inner, problems.in(name)));
}

function checkObject(value: unknown, shape: ObjectShape, problems: Problems): void {
  const { members, required, what, example } = shape;
  if (!isObject(value)) {
    problems.add('', `${show(value)} is not an object. Write for example ${example}.`);
    return;
  }
  const names = Object.keys(members);
  const given = Object.keys(value);
  const unknown = given.filter((name) => !Object.hasOwn(members, name));
  unknown.forEach((name) => problems.add(name, unknownField(name, what, names)));
  // Who misspelt a name has not forgotten it.
  const misspelt = unknown.map((name) => nearest(name, names));
  if (given.length === 0 && required.length === 0) {
    problems.add('', `it is empty. Write for example ${example}.`);
  }
  for (const name of required.filter((each) => !Object.hasOwn(value, each) && !misspelt.includes(each))) {
    problems.add('', `${name} is missing. Write for example ${name}: ${members[name].example}`);
  }
  for (const name of given.filter((each) => Object.hasOwn(members, each))) {
    checkShape(value[name], members[name], problems.in(name));
  }
}
