import type { NamedType } from './api-types';
import type { Called, WrittenEntry, WrittenProps } from './code-writer';
import { CodeWriter } from './code-writer';

/** Java: options by builders, lists and maps by `List.of` and `Map.of`. */
export class JavaWriter extends CodeWriter {
  public option(name: string, value: string): string {
    return `${name}(${value})`;
  }

  public name(name: string): string {
    return name;
  }

  public plainText(value: string): string {
    return JSON.stringify(value);
  }

  public word(word: string): string {
    return word === 'undefined' ? 'null' : word;
  }

  protected text(value: string): string {
    return this.plainText(value);
  }

  protected number(digits: string): string {
    return digits;
  }

  protected list(items: string[]): string {
    return `List.of(${items.join(', ')})`;
  }

  protected map(entries: WrittenEntry[]): string {
    const pairs = entries.map(({ name, text }) => (name === undefined ? text : `${this.text(name)}, ${text}`));
    return `Map.of(${pairs.join(', ')})`;
  }

  protected struct(name: string, entries: WrittenEntry[]): string {
    return `${typeName(name)}.builder()${this.steps(entries)}.build()`;
  }

  protected constant(type: NamedType, name: string): string {
    return `${typeName(type.name)}.${name}`;
  }

  protected variable(name: string): string {
    return name;
  }

  protected callee({ kind, type, owners, method }: Called): string {
    const owner = type === undefined ? owners : [typeName(type.name)];
    return kind === 'new' && type !== undefined ? owner[0] : [...owner, method].join('.');
  }

  protected called(call: Called, args: string[], props: WrittenProps | undefined): string {
    const callee = this.callee(call);
    if (call.kind === 'new') {
      // The builder of a construct takes its options.
      return props === undefined
        ? `new ${callee}(${args.join(', ')})`
        : `${callee}.Builder.create(${args.join(', ')})${this.steps(props.entries)}.build()`;
    }
    const options = props === undefined ? [] : [this.struct(props.struct, props.entries)];
    return `${callee}(${[...args, ...options].join(', ')})`;
  }

  private steps(entries: WrittenEntry[]): string {
    return entries.map(({ name, text }) => (name === undefined ? '...' : `.${this.option(name, text)}`)).join('');
  }
}

/** A type without its package: Java imports it. */
function typeName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
