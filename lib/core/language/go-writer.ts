import type { NamedType } from './api-types';
import { own, TypeTable } from './api-types';
import type { Called, WrittenEntry, WrittenProps } from './code-writer';
import { CodeWriter } from './code-writer';

/** The package that Go makes of the root of this library. */
const ROOT = 'cdk8sistio';

const PRIMITIVES: Record<string, string> = { string: '*string', number: '*float64', boolean: '*bool' };

/** Go: functions in the place of static methods and constructors, pointers to structs and to plain values. */
export class GoWriter extends CodeWriter {
  public option(name: string, value: string): string {
    return `${this.name(name)}: ${value}`;
  }

  public name(name: string): string {
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  public plainText(value: string): string {
    return JSON.stringify(value);
  }

  public word(word: string): string {
    return word === 'undefined' ? 'nil' : word;
  }

  protected override value(word: string): string {
    return word === 'undefined' ? 'nil' : `jsii.Bool(${word})`;
  }

  protected text(value: string): string {
    return `jsii.String(${this.plainText(value)})`;
  }

  protected number(digits: string): string {
    return `jsii.Number(${digits})`;
  }

  protected list(items: string[], item: string | undefined): string {
    return `&[]${this.typeName(item)}{${items.join(', ')}}`;
  }

  protected map(entries: WrittenEntry[], value: string | undefined): string {
    const pairs = entries.map(({ name, text }) => (name === undefined ? text : `${this.plainText(name)}: ${text}`));
    return `&map[string]${this.typeName(value)}{${pairs.join(', ')}}`;
  }

  protected struct(name: string, entries: WrittenEntry[]): string {
    const members = entries.map((each) => (each.name === undefined ? each.text : this.option(each.name, each.text)));
    return `&${qualified(name)}{${members.join(', ')}}`;
  }

  protected constant(type: NamedType, name: string, isEnum: boolean): string {
    return `${qualified(fullName(type))}_${name}${isEnum ? '' : '()'}`;
  }

  protected variable(name: string): string {
    return name;
  }

  protected callee({ kind, type, owners, method }: Called): string {
    if (kind === 'new') {
      const before = type === undefined ? owners.map((each) => `${each}.`).join('') : `${packageOf(type.owner)}.`;
      return `${before}New${method}`;
    }
    return kind === 'static' && type !== undefined
      ? `${qualified(fullName(type))}_${this.name(method)}`
      : [...(type === undefined ? owners : [type.name]), this.name(method)].join('.');
  }

  protected called(call: Called, args: string[], props: WrittenProps | undefined): string {
    const options = props === undefined ? [] : [this.struct(props.struct, props.entries)];
    return `${this.callee(call)}(${[...args, ...options].join(', ')})`;
  }

  private typeName(type: string | undefined): string {
    const [only, ...others] = TypeTable.alternatives(type);
    if (only === undefined || others.length > 0 || only === 'any') {
      return 'interface{}';
    }
    if (only.startsWith('[') || only.startsWith('{')) {
      const inner = this.typeName(only.slice(1, -1));
      return only.startsWith('[') ? `*[]${inner}` : `*map[string]${inner}`;
    }
    return own(PRIMITIVES, only) ?? `${this.types.isStruct(only) ? '*' : ''}${qualified(only)}`;
  }
}

function fullName({ owner, name }: NamedType): string {
  return owner === '' ? name : `${owner}.${name}`;
}

/** A type with its package. */
function qualified(name: string): string {
  const dot = name.lastIndexOf('.');
  return `${packageOf(name.slice(0, Math.max(0, dot)))}.${name.slice(dot + 1)}`;
}

/** The name of a package, which has small letters only. */
function packageOf(owner: string): string {
  return owner === '' ? ROOT : owner.toLowerCase();
}
