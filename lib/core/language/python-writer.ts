import type { NamedType } from './api-types';
import type { Called, WrittenEntry, WrittenProps } from './code-writer';
import { CodeWriter } from './code-writer';
import { inPython, snakeCase } from './python-name';

const WORDS: Record<string, string> = { true: 'True', false: 'False', undefined: 'None' };

/** Python: names in snake_case, options by keyword, and a class for each struct, which mypy can check. */
export class PythonWriter extends CodeWriter {
  public option(name: string, value: string): string {
    return `${this.name(name)}=${value}`;
  }

  public name(name: string): string {
    return inPython(name);
  }

  public plainText(value: string): string {
    return JSON.stringify(value);
  }

  public word(word: string): string {
    return WORDS[word];
  }

  protected text(value: string): string {
    return this.plainText(value);
  }

  protected number(digits: string): string {
    return digits;
  }

  protected list(items: string[]): string {
    return `[${items.join(', ')}]`;
  }

  protected map(entries: WrittenEntry[]): string {
    return `{${entries.map(({ name, text }) => (name === undefined ? text : `${this.text(name)}: ${text}`)).join(', ')}}`;
  }

  protected struct(name: string, entries: WrittenEntry[]): string {
    return `${this.typeName(name)}(${this.keywords(entries).join(', ')})`;
  }

  protected override written(_: string, entries: WrittenEntry[]): string {
    return this.keywords(entries).join(', ');
  }

  protected constant(type: NamedType, name: string): string {
    return `${this.typeName(type)}.${name}`;
  }

  protected variable(name: string): string {
    return snakeCase(name);
  }

  protected callee({ kind, type, owners, method }: Called): string {
    if (kind === 'new') {
      return type === undefined ? [...owners, method].join('.') : this.typeName(type);
    }
    const before = type === undefined ? owners.map((each) => this.variable(each)) : [this.typeName(type)];
    return [...before, this.name(method)].join('.');
  }

  protected called(call: Called, args: string[], props: WrittenProps | undefined): string {
    return `${this.callee(call)}(${[...args, ...this.keywords(props?.entries ?? [])].join(', ')})`;
  }

  private keywords(entries: WrittenEntry[]): string[] {
    return entries.map(({ name, text }) => (name === undefined ? text : this.option(name, text)));
  }

  private typeName(type: NamedType | string): string {
    const [owner, name] = typeof type === 'string' ? ownerAndName(type) : [type.owner, type.name];
    return owner === '' || owner === 'cdk8s' ? name : `${snakeCase(owner)}.${name}`;
  }
}

function ownerAndName(fullName: string): [string, string] {
  const dot = fullName.lastIndexOf('.');
  return [fullName.slice(0, Math.max(0, dot)), fullName.slice(dot + 1)];
}
