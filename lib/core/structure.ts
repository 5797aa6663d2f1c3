import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { MODULES, readSchema } from '../../imports/schema';
import { TargetMesh } from './target-mesh';
import type { Problems } from './problems';
import { show } from './problems';
import { unknownField } from './unknown-field';

/**
 * Checks a plain value against the generated schema of one message: types, names of fields, what is required,
 * values of enums, alternatives that exclude each other, and what the target Istio release does not know.
 *
 * Ranges, patterns and CEL rules are not looked at: they are the business of the validator of whole manifests.
 *
 * @param type name of the struct in imports/: `HttpRoute`, or with its module `security.Rule`, `gatewayApi.HttpRouteRule`
 */
export function checkStructure(scope: IConstruct, type: string, value: unknown, problems: Problems): void {
  const [module, name] = type.includes('.') ? (type.split('.') as [string, string]) : ['networking', type];
  const schema = loadSchema(module);
  const shape = schema === undefined ? undefined : shapeOf(schema, { $ref: name });
  if (shape === undefined) {
    throw new Error(`checkStructure: no struct is called ${type}`);
  }
  new Check(scope, problems).value(shape, value);
}

/** What the schema says of a kind. */
export interface KindShape {
  readonly object: Shape;
  /** Release that the kind came with, where it is not in the oldest known one. */
  readonly since?: string;
}

/** The shape of a kind, or undefined where no schema is known. */
export function kindShape(apiVersion: string, kind: string): KindShape | undefined {
  const module = MODULES.get(apiVersion.split('/')[0]);
  const schema = module === undefined ? undefined : loadSchema(module);
  const entry = schema?.kinds[kind];
  if (schema === undefined || entry === undefined) {
    return undefined;
  }
  const known = schema.kindShapes.get(kind);
  if (known !== undefined) {
    return known;
  }
  const shape: KindShape = { object: shapeOf(schema, entry.schema)!, since: entry.since };
  schema.kindShapes.set(kind, shape);
  return shape;
}

/** Checks the spec of a whole object; one that the kind does not require counts as an empty one. */
export function checkObject(
  scope: IConstruct,
  kind: string,
  shape: KindShape,
  spec: unknown,
  problems: Problems,
): void {
  const check = new Check(scope, problems);
  check.kind(kind, shape.since);
  const required = shape.object.required.includes('spec');
  check.field('spec', shape.object.fields!.get('spec')!, required ? spec : (spec ?? {}), required);
}

/** The keywords of the compact schema that are looked at here. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Record<string, SchemaNode>;
  readonly required?: string[];
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly enum?: unknown[];
  readonly oneOf?: SchemaNode[];
  readonly allOf?: SchemaNode[];
  readonly not?: SchemaNode;
  readonly anyOf?: SchemaNode[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-validations'?: { readonly rule: string }[];
}

interface TypeEntry {
  readonly message?: string;
  readonly since?: Record<string, string>;
  readonly removed?: Record<string, string>;
  readonly schema: SchemaNode;
}

interface SchemaFile {
  readonly kinds: Record<string, { readonly since?: string; readonly schema: SchemaNode }>;
  readonly types: Record<string, TypeEntry>;
}

interface LoadedSchema extends SchemaFile {
  readonly shapes: Map<string, Shape>;
  readonly kindShapes: Map<string, KindShape>;
}

const loaded = new Map<string, LoadedSchema>();

/** Read when the first object of a group is made, so that requiring the library stays cheap. */
function loadSchema(module: string): LoadedSchema | undefined {
  let schema = loaded.get(module);
  if (schema === undefined) {
    const file = readSchema(module) as SchemaFile | undefined;
    if (file === undefined) {
      return undefined;
    }
    schema = { ...file, shapes: new Map(), kindShapes: new Map() };
    loaded.set(module, schema);
  }
  return schema;
}

/** A schema, prepared for checking many values. */
interface Shape {
  /** `free` is an object of any form, `any` any value. */
  readonly type:
    'struct' | 'map' | 'list' | 'string' | 'number' | 'integer' | 'boolean' | 'intOrString' | 'free' | 'any';
  /** As the API calls it. */
  readonly message: string;
  readonly fields?: Map<string, Shape>;
  readonly required: string[];
  /** Sets of fields of which at most one is given. */
  readonly exclusive: string[][];
  /** Items of a list, values of a map. */
  readonly items?: Shape;
  readonly values?: unknown[];
  /** Of fields or of enum values. */
  readonly since?: Map<string, string>;
  readonly removed?: Map<string, string>;
}

const NONE: string[] = [];

function shapeOf(file: LoadedSchema, schema: SchemaNode): Shape | undefined {
  if (schema.$ref === undefined) {
    return makeShape(file, schema, '');
  }
  let shape = file.shapes.get(schema.$ref);
  const entry = file.types[schema.$ref];
  if (shape === undefined && entry !== undefined) {
    const name = schema.$ref.replace(/~\d+$/, '');
    shape = makeShape(file, entry.schema, entry.message ?? name, entry);
    file.shapes.set(schema.$ref, shape);
  }
  return shape;
}

function makeShape(file: LoadedSchema, schema: SchemaNode, message: string, entry?: TypeEntry): Shape {
  const since = entry?.since && new Map(Object.entries(entry.since));
  const removed = entry?.removed && new Map(Object.entries(entry.removed));
  const base = { message, required: schema.required ?? NONE, exclusive: [], since, removed };
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { ...base, type: 'intOrString' };
  }
  const { type } = schema;
  switch (type) {
    case 'object':
      if (schema.properties !== undefined) {
        const fields = Object.entries(schema.properties).map(([name, part]) => [name, shapeOf(file, part)!] as const);
        return { ...base, type: 'struct', fields: new Map(fields), exclusive: exclusiveSets(schema) };
      }
      return typeof schema.additionalProperties === 'object'
        ? { ...base, type: 'map', items: shapeOf(file, schema.additionalProperties)! }
        : { ...base, type: 'free' };
    case 'array':
      return { ...base, type: 'list', items: shapeOf(file, schema.items ?? {})! };
    case 'string':
    case 'integer':
    case 'number':
      return { ...base, type, values: schema.enum };
    case 'boolean':
      return { ...base, type: 'boolean' };
    case undefined:
      return { ...base, type: 'any' };
  }
}

/** Finds "at most one of" in its forms: the oneOf of a proto oneof, and two forms of CEL rules. */
export function exclusiveSets(schema: SchemaNode): string[][] {
  const sets: string[][] = [];
  const add = (names: string[]) => {
    if (names.length > 1 && !sets.some((set) => names.every((name) => set.includes(name)))) {
      sets.push(names);
    }
  };
  for (const part of [schema, ...(schema.allOf ?? [])]) {
    const alternatives = (part.oneOf ?? []).filter((option) => option.not === undefined);
    if (alternatives.every((option) => option.required?.length === 1 && Object.keys(option).length === 1)) {
      add(alternatives.map((option) => option.required![0]));
    }
  }
  for (const { rule } of schema['x-kubernetes-validations'] ?? []) {
    const counted = /^(\(has\(self\.\w+\) \? 1 : 0\)( \+ |(?= <= 1$)))+ <= 1$/.test(rule);
    const both = /^!\(has\(self\.\w+\) && has\(self\.\w+\)\)$/.test(rule);
    if (counted || both) {
      add([...rule.matchAll(/has\(self\.(\w+)\)/g)].map((match) => match[1]));
    }
  }
  return sets;
}

function isFree(shape: Shape): boolean {
  return shape.type === 'free' || shape.type === 'any';
}

/**
 * The value as it is written: without what is not set, and without `null`, which means the same to Kubernetes,
 * except in free-form fields, where Envoy or a Wasm module may tell the two apart.
 *
 * @param resolve gives what stands for an object that is not plain data, such as a token; itself where nothing does
 */
export function withoutUnset(
  value: unknown,
  shape: Shape | undefined,
  sortKeys: boolean,
  resolve: (token: object) => unknown,
): unknown {
  const free = shape !== undefined && isFree(shape);
  if (value === undefined || (value === null && !free)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    const items = free ? shape : shape?.items;
    return value.map((item) => withoutUnset(item, items, sortKeys, resolve));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (!isPlain(value) || isToken(value)) {
    const resolved = resolve(value);
    if (resolved === value) {
      throw new Error(`can't render non-simple object of type '${value.constructor.name}'`);
    }
    return withoutUnset(resolved, shape, sortKeys, resolve);
  }
  const result: Record<string, unknown> = {};
  const keys = sortKeys ? Object.keys(value).sort() : Object.keys(value);
  for (const key of keys) {
    const part = (value as Record<string, unknown>)[key];
    const clean = withoutUnset(part, free ? shape : (shape?.items ?? shape?.fields?.get(key)), sortKeys, resolve);
    if (clean !== undefined) {
      result[key] = clean;
    }
  }
  return result;
}

/** Whether cdk8s asks an object for what it stands for, although it looks like plain data. */
function isToken(value: object): boolean {
  return typeof (value as { readonly resolve?: unknown }).resolve === 'function';
}

/** One run over a value. */
class Check {
  private readonly path: (string | number)[] = [];
  private readonly target: string;

  constructor(
    private readonly scope: IConstruct,
    private readonly problems: Problems,
  ) {
    this.target = TargetMesh.of(scope).istioVersion.minor;
  }

  public kind(kind: string, since: string | undefined): void {
    if (this.isTooNew(since)) {
      this.problems.add('kind', `${kind} ${this.tooNew(since)}`);
    }
  }

  public field(name: string, shape: Shape, value: unknown, required: boolean): void {
    this.path.push(name);
    if (value !== undefined && value !== null) {
      this.value(shape, value);
    } else if (required) {
      this.report('is required.');
    }
    this.path.pop();
  }

  public value(shape: Shape, value: unknown): void {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)) {
      if (shape.type !== 'any' && !this.isResolvedLater(value)) {
        this.report(`an object of class ${value.constructor.name} is not ${WANTED[shape.type]}.${durationHint(value)}`);
      }
      return;
    }
    switch (shape.type) {
      case 'any':
        return;
      case 'string':
        if (typeof value !== 'string') {
          const hint = typeof value === 'number' || typeof value === 'boolean' ? ` Write "${value}".` : '';
          return this.wrongType(shape, value, hint);
        }
        return this.allowed(shape, value);
      case 'integer':
      case 'number':
        if (
          typeof value !== 'number' ||
          !Number.isFinite(value) ||
          (shape.type === 'integer' && !Number.isInteger(value))
        ) {
          const text =
            typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? value.trim() : '';
          return this.wrongType(shape, value, text === '' ? '' : ` Write ${text} without quotes.`);
        }
        return this.allowed(shape, value);
      case 'boolean':
        if (typeof value !== 'boolean') {
          this.wrongType(shape, value, '');
        }
        return;
      case 'intOrString':
        if (typeof value !== 'string' && !Number.isInteger(value)) {
          this.wrongType(shape, value, '');
        }
        return;
      case 'list':
        return this.list(shape, value);
      case 'map':
        return this.map(shape, value);
      case 'free':
        if (typeof value !== 'object' || Array.isArray(value)) {
          this.wrongType(shape, value, '');
        }
        return;
      case 'struct':
        return this.struct(shape, value);
    }
  }

  private list(shape: Shape, value: unknown): void {
    if (!Array.isArray(value)) {
      const hint = typeof value === 'string' ? ` Write [${show(value)}].` : '';
      return this.wrongType(shape, value, hint);
    }
    for (let at = 0; at < value.length; at++) {
      this.path.push(at);
      if (value[at] === undefined || value[at] === null) {
        this.report(`${show(value[at])} is not ${WANTED[shape.items!.type]}.`);
      } else {
        this.value(shape.items!, value[at]);
      }
      this.path.pop();
    }
  }

  private map(shape: Shape, value: unknown): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.wrongType(shape, value, '');
    }
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined && item !== null) {
        this.path.push(key);
        this.value(shape.items!, item);
        this.path.pop();
      }
    }
  }

  private struct(shape: Shape, value: unknown): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.wrongType(shape, value, '');
    }
    const given = value as Record<string, unknown>;
    for (const key of Object.keys(given)) {
      const part = given[key];
      if (part === undefined || part === null) {
        continue;
      }
      this.path.push(key);
      const field = shape.fields!.get(key);
      if (field === undefined) {
        this.unknownField(shape, key);
      } else {
        const since = shape.since?.get(key);
        if (this.isTooNew(since)) {
          this.report(this.tooNew(since));
        }
        this.value(field, part);
      }
      this.path.pop();
    }
    for (const name of shape.required) {
      if (given[name] === undefined || given[name] === null) {
        this.path.push(name);
        this.report(`is required in ${shape.message}.`);
        this.path.pop();
      }
    }
    for (const set of shape.exclusive) {
      const names = set.filter((name) => given[name] !== undefined && given[name] !== null);
      if (names.length > 1) {
        this.path.push(names.join(', '));
        this.report(`only one of ${set.join(', ')} can be set.`);
        this.path.pop();
      }
    }
  }

  private unknownField(shape: Shape, key: string): void {
    const last = shape.removed?.get(key);
    if (last !== undefined) {
      if (isLater(this.target, last)) {
        this.report(`exists up to Istio ${last}, and this App targets ${this.target}.`);
      }
      return;
    }
    this.report(unknownField(key, shape.message, [...shape.fields!.keys()]));
  }

  private allowed(shape: Shape, value: string | number): void {
    if (shape.values === undefined) {
      return;
    }
    if (!shape.values.includes(value)) {
      if (typeof value === 'string' && value.includes('${') && hasOwnResolvers(this.scope)) {
        return;
      }
      const last = shape.removed?.get(String(value));
      if (last === undefined || isLater(this.target, last)) {
        const known = shape.values.filter((other) => !this.isTooNew(shape.since?.get(String(other))));
        this.report(`${show(value)} is not one of its values. Write one of: ${known.join(', ')}.`);
      }
      return;
    }
    const since = shape.since?.get(String(value));
    if (this.isTooNew(since)) {
      this.report(`${value} ${this.tooNew(since)}`);
    }
  }

  /** Whether an object is a placeholder that synthesis replaces: a Lazy, a token, an IntOrString. */
  private isResolvedLater(value: object): boolean {
    const { produce, resolve, value: inner } = value as { produce?: unknown; resolve?: unknown; value?: unknown };
    return (
      typeof produce === 'function' ||
      typeof resolve === 'function' ||
      typeof inner === 'string' ||
      typeof inner === 'number' ||
      hasOwnResolvers(this.scope)
    );
  }

  private wrongType(shape: Shape, value: unknown, hint: string): void {
    // JSON has no NaN.
    const text = typeof value === 'number' ? String(value) : show(value);
    this.report(`${text} is not ${WANTED[shape.type]}.${hint}`);
  }

  private isTooNew(since: string | undefined): since is string {
    return since !== undefined && isLater(since, this.target);
  }

  private tooNew(since: string): string {
    return `exists since Istio ${since}, and this App targets ${this.target}.`;
  }

  private report(message: string): void {
    let field = '';
    for (const part of this.path) {
      field += typeof part === 'number' ? `[${part}]` : field === '' ? part : `.${part}`;
    }
    this.problems.add(field, message);
  }
}

/** Whether the App has resolvers of its own, which may take any value for a token. Those of cdk8s take objects that are not plain data. */
export function hasOwnResolvers(scope: IConstruct): boolean {
  return App.of(scope).resolvers.some((resolver) => !BUILT_IN_RESOLVERS.includes(resolver.constructor.name));
}

const BUILT_IN_RESOLVERS = ['LazyResolver', 'ImplicitTokenResolver', 'NumberStringUnionResolver'];

const WANTED: Record<Shape['type'], string> = {
  struct: 'an object',
  map: 'an object',
  list: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  intOrString: 'a whole number or a string',
  free: 'an object',
  any: 'a value',
};

/** A cdk8s Duration is what people reach for, and Istio's own JSON wants it as text. */
function durationHint(value: object): string {
  const { toMilliseconds } = value as { toMilliseconds?: () => number };
  if (typeof toMilliseconds !== 'function') {
    return '';
  }
  const milliseconds = toMilliseconds.call(value);
  return ` Write "${milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`}".`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether release "1.31" comes after "1.9". */
function isLater(a: string, b: string): boolean {
  return minor(a) > minor(b);
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}
