import type * as types from '../../imports/envoy-types';

/** The type of a field: a letter for a scalar, `@Duration` and the like, or the full name of an enum or a message. */
export interface EnvoyType {
  readonly form: 'scalar' | 'wellKnown' | 'enum' | 'message';
  readonly name: string;
}

export interface EnvoyField {
  /** As the proto has it: `connect_timeout`. */
  readonly name: string;
  readonly type: EnvoyType;
  readonly list: boolean;
  /** Letter of the type of the keys, if it is a map. */
  readonly keys?: string;
}

interface Line {
  readonly package: string;
  readonly words: string;
}

interface Index {
  readonly packages: readonly string[];
  readonly messages: ReadonlyMap<string, Line>;
  readonly enums: ReadonlyMap<string, Line>;
  readonly byLastPart: ReadonlyMap<string, readonly string[]>;
}

let index: Index | undefined;
const fields = new Map<string, ReadonlyMap<string, EnvoyField> | undefined>();

/** The fields of a message by their names, in the proto's form and in that of JSON; undefined for one that is not known. */
export function envoyFields(message: string): ReadonlyMap<string, EnvoyField> | undefined {
  if (!fields.has(message)) {
    const line = read().messages.get(message);
    fields.set(message, line && readFields(line));
  }
  return fields.get(message);
}

export function envoyValues(name: string): readonly string[] {
  return read().enums.get(name)?.words.split(' ') ?? [];
}

/** Messages with this last part of the name. */
export function envoyMessagesNamed(name: string): readonly string[] {
  return read().byLastPart.get(name) ?? [];
}

function read(): Index {
  index ??= readLines();
  return index;
}

function readLines(): Index {
  const packages: string[] = [];
  const messages = new Map<string, Line>();
  const enums = new Map<string, Line>();
  // A large file, and few meshes have an EnvoyFilter.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ENVOY_TYPES } = require('../../imports/envoy-types') as typeof types;
  for (const line of ENVOY_TYPES.trim().split('\n')) {
    if (line.startsWith('#')) {
      packages.push(line.slice(1));
      continue;
    }
    const own = packages[packages.length - 1];
    const enumeration = line.startsWith('=');
    const [name] = line.slice(enumeration ? 1 : 0).split(' ', 1);
    const words = line.slice(name.length + (enumeration ? 2 : 1));
    (enumeration ? enums : messages).set(`${own}.${name}`, { package: own, words });
  }
  const byLastPart = new Map<string, string[]>();
  for (const name of messages.keys()) {
    const last = name.slice(name.lastIndexOf('.') + 1);
    byLastPart.set(last, [...(byLastPart.get(last) ?? []), name]);
  }
  return { packages, messages, enums, byLastPart };
}

function readFields({ package: own, words }: Line): ReadonlyMap<string, EnvoyField> {
  const result = new Map<string, EnvoyField>();
  for (const word of words.split(' ').filter((each) => each !== '')) {
    const [, name, list, keys, type] = /^(\w+):(\*?)(?:%(\w))?(.+)$/.exec(word)!;
    const field: EnvoyField = { name, type: readType(type, own), list: list !== '', keys };
    result.set(name, field);
    result.set(jsonName(name), field);
  }
  return result;
}

function readType(text: string, own: string): EnvoyType {
  if (text.startsWith('@')) {
    return { form: 'wellKnown', name: text.slice(1) };
  }
  const [, enumeration, number, name] = /^(e?)(\d*)\.(.+)$/.exec(text) ?? [];
  if (name === undefined) {
    return { form: 'scalar', name: text };
  }
  const { packages } = read();
  const full = `${number === '' ? own : packages[Number(number)]}.${name}`;
  return { form: enumeration === '' ? 'message' : 'enum', name: full };
}

export function jsonName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
