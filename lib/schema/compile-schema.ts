import { RULES, TRANSITION_RULES } from '../../imports/schema/rules';
import { show } from '../core/problems';
import { isObject } from '../mesh/decode';
import { CelError } from './cel-runtime';
import { FORMATS } from './format';
import type { CelRule, Schema } from './kind-schema';
import type { Condition } from './logic';
import { conditionsOf } from './logic';
import { compilePattern } from './pattern';
import { ruleFix } from './rule-fixes';
import { CODE } from './violation';
import { countWords, list, nearestFix, patternWords, rangeWords, typeFix, typeMessage, wantedWords } from './words';

/** What a check of one object takes and gives. */
export interface Run {
  /** Minor release of Istio: 31. */
  readonly minor: number;
  report(code: string, path: string, message: string, fix: string): void;
}

/** Of a value that is so wrong that rules about what it is part of would make no sense. */
export const BROKEN = Symbol('broken');

/**
 * Reports what is wrong with a value and gives the value as the API server keeps it: with defaults, and without the nulls that it
 * drops. What it was given is never changed.
 */
export type Checker = (value: unknown, path: string, run: Run) => unknown;

const compiled = new WeakMap<Schema, Checker>();

/** The checker of a schema, compiled once. */
export function compileSchema(schema: Schema): Checker {
  let checker = compiled.get(schema);
  if (checker === undefined) {
    checker = withRules(schema, compileType(schema));
    compiled.set(schema, checker);
  }
  return checker;
}

/** What a checker without rules gives: {@link BROKEN}, or the value and whether something of it is wrong. */
interface Outcome {
  value: unknown;
  sound: boolean;
}

type TypeChecker = (value: unknown, path: string, run: Run, outcome: Outcome) => void;

function compileType(schema: Schema): TypeChecker {
  if (schema['x-kubernetes-int-or-string']) {
    return intOrString(schema);
  }
  switch (schema.type) {
    case 'object':
      return schema.properties === undefined ? mapChecker(schema) : objectChecker(schema);
    case 'array':
      return arrayChecker(schema);
    case 'string':
      return textChecker(schema);
    case 'integer':
    case 'number':
      return numberChecker(schema);
    case 'boolean':
      return (value, path, run, outcome) => {
        if (typeof value !== 'boolean') {
          wrongType(schema, value, path, run, outcome);
        }
      };
    default:
      throw new Error(`a schema has the type ${schema.type}`);
  }
}

interface Rule {
  readonly message: string;
  readonly holds: (self: unknown) => unknown;
}

function withRules(schema: Schema, check: TypeChecker): Checker {
  const rules = (schema['x-kubernetes-validations'] ?? []).flatMap(ruleOf);
  const nullable = schema.nullable === true;
  const values = schema.enum;
  return (value, path, run) => {
    if (value === null && nullable) {
      return values === undefined ? value : unknownValue(schema, value, path, run);
    }
    const outcome: Outcome = { value, sound: true };
    check(value, path, run, outcome);
    if (outcome.sound && outcome.value !== BROKEN) {
      for (const rule of rules) {
        checkRule(rule, outcome.value, path, run);
      }
    }
    return outcome.value;
  };
}

function ruleOf({ rule, message = rule }: CelRule): Rule[] {
  if (TRANSITION_RULES.has(rule)) {
    return [];
  }
  if (!Object.hasOwn(RULES, rule)) {
    throw new Error(`the rule ${rule} was not compiled`);
  }
  return [{ message: message.replace(/\.$/, ''), holds: RULES[rule] }];
}

function checkRule({ message, holds }: Rule, value: unknown, path: string, run: Run): void {
  let said: unknown;
  try {
    said = holds(value);
  } catch (error) {
    if (!(error instanceof CelError)) {
      throw error;
    }
  }
  if (said !== true) {
    const given = typeof value === 'object' ? 'This breaks' : `This is ${show(value)}, which breaks`;
    const text = `${given} a rule of the CustomResourceDefinition: ${message}. The API server refuses the object.`;
    run.report(CODE.rule, path, text, ruleFix(message));
  }
}

function wrongType(schema: Schema, value: unknown, path: string, run: Run, outcome: Outcome): void {
  run.report(CODE.type, path, typeMessage(schema, value), typeFix(schema, value));
  outcome.value = BROKEN;
}

function unknownValue(schema: Schema, value: unknown, path: string, run: Run): typeof BROKEN {
  const known = schema.enum!.map(String);
  const message = `${show(value)} is not one of the values of ${schema.title ?? 'the field'}. The API server refuses the object.`;
  run.report(CODE.unknownValue, path, message, nearestFix(String(value), known));
  return BROKEN;
}

function intOrString(schema: Schema): TypeChecker {
  const number = numberChecker({ ...schema, type: 'integer' });
  const text = textChecker({ ...schema, type: 'string' });
  return (value, path, run, outcome) => {
    if (typeof value !== 'number' && typeof value !== 'string') {
      wrongType(schema, value, path, run, outcome);
    } else {
      (typeof value === 'number' ? number : text)(value, path, run, outcome);
    }
  };
}

function numberChecker(schema: Schema): TypeChecker {
  const { format, enum: values } = schema;
  const whole = schema.type === 'integer';
  const limit = format === 'int32' ? 2 ** 31 : 2 ** 63;
  const least = Math.max(schema.minimum ?? -Infinity, whole && format === 'int32' ? -limit : -Infinity);
  const most = Math.min(schema.maximum ?? Infinity, whole && format === 'int32' ? limit - 1 : Infinity);
  const words = rangeWords(finite(least), finite(most));
  return (value, path, run, outcome) => {
    const fits =
      typeof value === 'number' &&
      (whole ? Number.isInteger(value) && Math.abs(value) < 2 ** 63 : Number.isFinite(value));
    if (!fits) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    if (value < least || value > most) {
      const message = `This is ${value}, and the field takes ${wantedWords(schema)} ${words}. The API server refuses the object.`;
      run.report(CODE.range, path, message, `Write ${wantedWords(schema)} ${words}.`);
      outcome.sound = false;
    }
    if (values !== undefined && !values.includes(value)) {
      outcome.value = unknownValue(schema, value, path, run);
    }
  };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function textChecker(schema: Schema): TypeChecker {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  const values = schema.enum && new Set(schema.enum);
  const fits = pattern === undefined ? undefined : compilePattern(pattern);
  const form = format === undefined ? undefined : FORMATS[format];
  if (format !== undefined && form === undefined) {
    throw new Error(`texts of the format ${format} are not known`);
  }
  const words = `of ${countWords(minLength, finite(maxLength))} characters`;
  return (value, path, run, outcome) => {
    if (typeof value !== 'string') {
      if (form === undefined || !Array.isArray(value)) {
        wrongType(schema, value, path, run, outcome);
      } else {
        // Kubernetes takes a list for bytes in base64, and so does Istio: each entry is a byte.
        unknownInside(value, path, run);
      }
      return;
    }
    if (values !== undefined) {
      const since = values.has(value) ? newer(schema, value, run) : undefined;
      if (since !== undefined) {
        const message = `${show(value)} came with Istio ${since}, and the mesh has Istio 1.${run.minor}, whose API server refuses the object.`;
        run.report(CODE.unknownValue, path, message, `Write another value, or upgrade to Istio ${since} first.`);
        outcome.value = BROKEN;
      } else if (!values.has(value)) {
        outcome.value = unknownValue(schema, value, path, run);
      }
      return;
    }
    const length =
      value.length < minLength || value.length > maxLength || minLength > 0 ? lengthOf(value) : value.length;
    if (length < minLength || length > maxLength) {
      const message = `${show(value)} has ${length} characters, and the field takes text ${words}. The API server refuses the object.`;
      run.report(CODE.length, path, message, `Write text ${words}.`);
      outcome.sound = false;
      if (length > maxLength) {
        outcome.value = BROKEN;
      }
      return;
    }
    const wrong = fits?.(value) === false ? patternWords(pattern!) : form?.is(value) === false ? form.words : undefined;
    if (wrong !== undefined) {
      run.report(
        CODE.format,
        path,
        `${show(value)} does not have the form of the field: ${wrong}. The API server refuses the object.`,
        `Write ${wrong}.`,
      );
      outcome.sound = false;
    }
  };
}

/** In code points. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) {
    length++;
  }
  return length;
}

/** The release that a field or a value came with, if the mesh's is older. */
function newer({ since }: Schema, name: string, { minor }: Run): string | undefined {
  const release = since !== undefined && Object.hasOwn(since, name) ? since[name] : undefined;
  return release !== undefined && minorOf(release) > minor ? release : undefined;
}

/** 1.30 -> 30 */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** A child of an object or a map. */
interface Field {
  readonly check: Checker;
  readonly nullable: boolean;
  readonly fallback: unknown;
}

function fieldOf(schema: Schema): Field {
  return { check: compileSchema(schema), nullable: schema.nullable === true, fallback: schema.default };
}

function objectChecker(schema: Schema): TypeChecker {
  const fields = new Map(Object.entries(schema.properties!).map(([name, part]) => [name, fieldOf(part)]));
  const fallbacks = [...fields].filter(([, { fallback }]) => fallback !== undefined);
  const { required = [], title, since } = schema;
  const conditions = conditionsOf(schema);
  const counts = countChecker(schema, 'fields');
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return (value, path, run, outcome) => {
    if (!isObject(value)) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    for (const name of Object.keys(value)) {
      const field = fields.get(name);
      if (field !== undefined) {
        if (since !== undefined && newer(schema, name, run) !== undefined) {
          newerField(schema, name, path, run);
        }
        member(field, value, name, path, run, outcome);
      } else if (!preserves && value[name] !== undefined) {
        unknownField(schema, name, path, run);
      }
    }
    for (const [name, { check, fallback }] of fallbacks) {
      if (value[name] === undefined) {
        assign(outcome, value, name, check(fallback, join(path, name), run));
      }
    }
    for (const name of required) {
      const now = (outcome.value === BROKEN ? value : outcome.value) as Record<string, unknown>;
      if (now[name] === undefined || (now[name] === null && fields.get(name)?.nullable === false)) {
        const message = `${title ?? 'The object'} needs ${name}, and it is missing. The API server refuses the object.`;
        run.report(
          CODE.missing,
          join(path, name),
          message,
          `Write ${name}, which takes ${fieldWords(schema.properties?.[name])}.`,
        );
        outcome.value = BROKEN;
      }
    }
    if (outcome.value !== BROKEN) {
      counts?.(Object.keys(outcome.value as object).length, path, run, outcome);
      conditions.forEach((condition) => checkCondition(condition, outcome, path, run));
    }
  };
}

function fieldWords(schema: Schema | undefined): string {
  if (schema?.enum !== undefined) {
    return `one of ${schema.enum.join(', ')}`;
  }
  return schema?.type === undefined ? 'a value' : wantedWords(schema);
}

/** Checks one member and takes over what becomes of it. */
function member(
  { check, nullable, fallback }: Field,
  value: Record<string, unknown>,
  name: string,
  path: string,
  run: Run,
  outcome: Outcome,
): void {
  const given = value[name];
  if (given === undefined) {
    return;
  }
  const here = join(path, name);
  if (given === null && !nullable) {
    if (fallback === undefined) {
      const message = 'The API server drops a field that is null, so this says nothing.';
      run.report(CODE.null, here, message, `Take ${name} out, or give it a value.`);
    }
    assign(outcome, value, name, fallback === undefined ? undefined : check(fallback, here, run));
    return;
  }
  const kept = check(given, here, run);
  if (kept !== given) {
    assign(outcome, value, name, kept);
  }
}

/** Sets a member of the outcome; of a copy, the first time. */
function assign(outcome: Outcome, original: Record<string, unknown>, name: string, kept: unknown): void {
  if (kept === BROKEN || outcome.value === BROKEN) {
    outcome.value = BROKEN;
    return;
  }
  const copy = outcome.value === original ? { ...original } : (outcome.value as Record<string, unknown>);
  if (kept === undefined) {
    delete copy[name];
  } else {
    copy[name] = kept;
  }
  outcome.value = copy;
}

function newerField(schema: Schema, name: string, path: string, run: Run): void {
  const release = newer(schema, name, run)!;
  const message = `${name} came with Istio ${release}, and the mesh has Istio 1.${run.minor}, whose API server does not know it: kubectl refuses the object, and other clients have the field dropped.`;
  run.report(CODE.unknownField, join(path, name), message, `Take ${name} out, or upgrade to Istio ${release} first.`);
}

function unknownField({ properties = {}, title, removed }: Schema, name: string, path: string, run: Run): void {
  const last = removed !== undefined && Object.hasOwn(removed, name) ? removed[name] : undefined;
  if (last !== undefined && minorOf(last) >= run.minor) {
    return;
  }
  const gone = last === undefined ? '' : ` since Istio ${last}`;
  const owner = title === undefined ? '' : ` of ${title}`;
  const message = `${name} is not a field${owner}${gone}: kubectl refuses the object, and other clients have the field dropped.`;
  run.report(CODE.unknownField, join(path, name), message, nearestFix(name, Object.keys(properties)));
}

/** Fields where there can be none. */
function unknownInside(value: unknown, path: string, run: Run): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => unknownInside(item, `${path}[${i}]`, run));
  } else if (isObject(value)) {
    Object.keys(value).forEach((name) => unknownField({}, name, path, run));
  }
}

function checkCondition({ holds, exclusive }: Condition, outcome: Outcome, path: string, run: Run): void {
  const value = outcome.value as Record<string, unknown>;
  if (holds(value)) {
    return;
  }
  outcome.sound = false;
  if (exclusive !== undefined) {
    const given = exclusive.filter((name) => value[name] !== undefined);
    const message = `Only one of ${list(exclusive)} can be set, and this sets ${list(given)}. The API server refuses the object.`;
    run.report(CODE.exclusive, path, message, `Take out all but one of ${list(given)}.`);
  } else {
    // The only such condition of today is that of an address of a Gateway.
    const message = `${show(value.value)} is not an IP address, and the type of the address is ${show(value.type)}. The API server refuses the object.`;
    run.report(CODE.exclusive, path, message, 'Write an IP address as value, or type: Hostname.');
  }
}

type CountChecker = (count: number, path: string, run: Run, outcome: Outcome) => void;

function countChecker(schema: Schema, what: 'entries' | 'fields'): CountChecker | undefined {
  const [least, most] =
    what === 'entries' ? [schema.minItems, schema.maxItems] : [schema.minProperties, schema.maxProperties];
  if (least === undefined && most === undefined) {
    return undefined;
  }
  const words = `${countWords(least ?? 0, most)} ${what}`;
  return (count, path, run, outcome) => {
    if (count < (least ?? 0) || count > (most ?? Infinity)) {
      const message = `This has ${count} ${what}, and the field takes ${words}. The API server refuses the object.`;
      run.report(CODE.count, path, message, `Write ${words}.`);
      outcome.sound = false;
      if (count > (most ?? Infinity)) {
        outcome.value = BROKEN;
      }
    }
  };
}

function mapChecker(schema: Schema): TypeChecker {
  const { additionalProperties } = schema;
  const field = typeof additionalProperties === 'object' ? fieldOf(additionalProperties) : undefined;
  const open = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const counts = countChecker(schema, 'fields');
  const conditions = conditionsOf(schema);
  return (value, path, run, outcome) => {
    if (!isObject(value)) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    for (const name of open ? [] : Object.keys(value)) {
      if (field !== undefined) {
        member(field, value, name, path, run, outcome);
      } else if (value[name] !== undefined) {
        unknownField(schema, name, path, run);
      }
    }
    if (outcome.value !== BROKEN) {
      counts?.(Object.keys(outcome.value as object).length, path, run, outcome);
      conditions.forEach((condition) => checkCondition(condition, outcome, path, run));
    }
  };
}

function arrayChecker(schema: Schema): TypeChecker {
  const check = compileSchema(schema.items!);
  const counts = countChecker(schema, 'entries');
  const keysOf = uniqueKeys(schema);
  return (value, path, run, outcome) => {
    if (!Array.isArray(value)) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    let items: unknown[] = value;
    let broken = false;
    for (let i = 0; i < value.length; i++) {
      const given: unknown = value[i] ?? null;
      const kept = check(given, `${path}[${i}]`, run);
      if (kept === BROKEN) {
        broken = true;
      } else if (kept !== value[i]) {
        items = items === value ? [...(value as unknown[])] : items;
        items[i] = kept;
      }
    }
    outcome.value = items;
    counts?.(items.length, path, run, outcome);
    if (keysOf !== undefined) {
      checkUnique(items, keysOf, path, run, outcome);
    }
    if (broken) {
      outcome.value = BROKEN;
    }
  };
}

interface UniqueKeys {
  /** Empty for a set. */
  readonly names: readonly string[];
}

function uniqueKeys(schema: Schema): UniqueKeys | undefined {
  switch (schema['x-kubernetes-list-type']) {
    case 'map':
      return { names: schema['x-kubernetes-list-map-keys'] ?? [] };
    case 'set':
      return { names: [] };
    default:
      return undefined;
  }
}

function checkUnique(items: readonly unknown[], { names }: UniqueKeys, path: string, run: Run, outcome: Outcome): void {
  const first = new Map<string, number>();
  items.forEach((item, i) => {
    const key =
      names.length === 0
        ? JSON.stringify(item)
        : JSON.stringify(isObject(item) ? names.map((name) => [item[name]]) : names.map(() => []));
    const at = first.get(key);
    if (at === undefined) {
      first.set(key, i);
      return;
    }
    const what =
      names.length === 0
        ? `the value ${show(item)}`
        : list(names.map((name) => `${name} ${show(isObject(item) ? item[name] : undefined)}`));
    const message = `Two entries have ${what}: this one and ${path}[${at}]. The API server refuses the object.`;
    const fix =
      names.length === 0 ? 'Take one of them out.' : `Give one of them another ${list(names)}, or take it out.`;
    run.report(CODE.duplicate, `${path}[${i}]`, message, fix);
    outcome.sound = false;
  });
}
