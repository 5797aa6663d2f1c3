import type { NamedType } from './api-types';
import { own, TypeTable } from './api-types';
import type { Code, Entry } from './code';

/** A member of an object literal in another language: without a name what is left out. */
export interface WrittenEntry {
  readonly name?: string;
  readonly text: string;
}

/** The struct that a call ends with. */
export interface WrittenProps {
  readonly struct: string;
  readonly entries: WrittenEntry[];
}

/** A call: of a static method, of a method of an object or a class that a sentence names, or of a constructor. */
export interface Called {
  readonly kind: 'static' | 'method' | 'new';
  readonly type?: NamedType;
  /** What stands before the name of the method, where no type is known. */
  readonly owners: readonly string[];
  readonly method: string;
}

/** Writes the code of messages in a language. How the values of that language look is all that differs. */
export abstract class CodeWriter {
  constructor(protected readonly types: TypeTable) {}

  /**
   * Code as a program of the language has it.
   *
   * @param type what it is a value of, where that is known
   */
  public write(code: Code, type?: string): string {
    switch (code.kind) {
      case 'text':
        return this.text(code.value);
      case 'number':
        return this.number(code.digits);
      case 'name':
        return this.named(code.path);
      case 'list': {
        const item = this.inside(type, '[', code.items.at(0));
        return this.list(
          code.items.map((each) => this.write(each, item)),
          item,
        );
      }
      case 'object':
        return this.object(code.entries, type);
      case 'call':
        return this.call(code.isNew, code.path, code.args);
    }
  }

  /** The options of a construct or a method, as they stand in its call. */
  public props(entries: readonly Entry[], struct: string): string {
    return this.written(struct, this.entriesOf(entries, struct));
  }

  /** An option with its value, as it stands where a struct or a call takes it. */
  public abstract option(name: string, value: string): string;
  /** The name of a member or a method. */
  public abstract name(name: string): string;
  /** A text that stands by itself. */
  public abstract plainText(value: string): string;
  /** true, false or undefined. */
  public abstract word(word: string): string;

  protected abstract text(value: string): string;
  protected abstract number(digits: string): string;
  protected abstract list(items: string[], item: string | undefined): string;
  protected abstract map(entries: WrittenEntry[], value: string | undefined): string;
  protected abstract struct(name: string, entries: WrittenEntry[]): string;
  /** The same where it is what a call ends with. */
  protected written(name: string, entries: WrittenEntry[]): string {
    return this.struct(name, entries);
  }
  /** A static member or a member of an enum. */
  protected abstract constant(type: NamedType, name: string, isEnum: boolean): string;
  /** The name of a variable. */
  protected abstract variable(name: string): string;
  /** What is called, without its arguments. */
  protected abstract callee(call: Called): string;
  protected abstract called(call: Called, args: string[], props: WrittenProps | undefined): string;

  private named(path: readonly string[]): string {
    if (path[0] === '...') {
      return '...';
    }
    const found = this.types.named(path);
    if (found !== undefined && path.length === found.length + 1) {
      const { type } = found;
      const last = path[found.length];
      return type.described !== undefined && !(type.described.values?.includes(last) ?? false)
        ? this.callee({
            kind: own(type.described.static ?? {}, last) ? 'static' : 'method',
            type,
            owners: [],
            method: last,
          })
        : this.constant(type, last, type.described === undefined);
    }
    return path.length === 1 && ['true', 'false', 'undefined'].includes(path[0])
      ? this.value(path[0])
      : path.map((each) => this.variable(each)).join('.');
  }

  /** true, false or undefined where a value stands. */
  protected value(word: string): string {
    return this.word(word);
  }

  private object(entries: readonly Entry[], type: string | undefined): string {
    const struct = this.types.structWith(namesOf(entries), type);
    if (struct !== undefined) {
      return this.struct(struct, this.entriesOf(entries, struct));
    }
    const value = this.inside(type, '{', entries.find(({ name }) => name !== undefined)?.value);
    return this.map(
      entries.map((each) => ({ name: each.name, text: this.write(each.value, value) })),
      value,
    );
  }

  /** What is in a list, or in an object with any names: of several kinds of them, that into which the first value fits. */
  private inside(type: string | undefined, open: '[' | '{', first: Code | undefined): string | undefined {
    const kinds = TypeTable.alternatives(type)
      .filter((each) => each.startsWith(open))
      .map((each) => each.slice(1, -1));
    if (kinds.length === 1) {
      return kinds[0];
    }
    const looks =
      first?.kind === 'object' && kinds.length > 0
        ? this.types.structWith(namesOf(first.entries), kinds.join('|'))
        : this.guess(first);
    return kinds.find((each) => looks !== undefined && TypeTable.alternatives(each).includes(looks)) ?? looks;
  }

  private entriesOf(entries: readonly Entry[], struct: string): WrittenEntry[] {
    return entries.map(({ name, value }) => ({
      name,
      text: this.write(value, name === undefined ? undefined : this.types.member(struct, name)),
    }));
  }

  private call(isNew: boolean, path: readonly string[], args: readonly Code[]): string {
    const found = this.types.named(path);
    const described = found?.type.described;
    const method = path[path.length - 1];
    const statics = own(described?.static ?? {}, method);
    const parameters = isNew
      ? described?.new
      : (statics ?? own(described?.methods ?? {}, method) ?? this.types.method(method));
    const kind = isNew ? 'new' : statics === undefined ? 'method' : 'static';
    const typeOf = (i: number): string | undefined => {
      const rest = parameters?.at(-1)?.startsWith('...') ? parameters.at(-1)!.slice(3) : undefined;
      return (i < (parameters?.length ?? 0) - (rest === undefined ? 0 : 1) ? parameters?.[i] : undefined) ?? rest;
    };
    const last = args.at(-1);
    const type = typeOf(args.length - 1);
    const entries = last?.kind === 'object' && type !== undefined ? last.entries : undefined;
    const struct = entries && this.types.structWith(namesOf(entries), type);
    const props = struct === undefined ? undefined : { struct, entries: this.entriesOf(entries!, struct) };
    const before = props === undefined ? args : args.slice(0, -1);
    return this.called(
      { kind, type: found?.type, owners: path.slice(0, -1), method },
      before.map((each, i) => this.write(each, typeOf(i))),
      props,
    );
  }

  /** The type that a value has by its looks. */
  private guess(code: Code | undefined): string | undefined {
    switch (code?.kind) {
      case 'text':
        return 'string';
      case 'number':
        return 'number';
      case 'call':
      case 'name': {
        const found = this.types.named(code.path);
        return found && code.path.slice(0, found.length).join('.');
      }
      case 'object':
        return this.types.structWith(namesOf(code.entries), undefined);
      default:
        return undefined;
    }
  }
}

/** The names of members that an object literal has. */
export function namesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ name }) => name ?? []);
}
