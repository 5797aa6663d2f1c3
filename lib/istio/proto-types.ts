/** The type of a field: a letter for a scalar, `@Duration` and the like, or the full name of an enum or a message. */
export interface ProtoType {
  readonly form: 'scalar' | 'wellKnown' | 'enum' | 'message';
  readonly name: string;
}

export interface ProtoField {
  /** As the proto has it: `connect_timeout`. */
  readonly name: string;
  readonly type: ProtoType;
  readonly list: boolean;
  /** Letter of the type of the keys, if it is a map. */
  readonly keys?: string;
}

interface Line {
  readonly package: string;
  readonly words: string;
}

/** Messages of protobuf, from a table that `npm run envoy-types` writes. */
export class ProtoTypes {
  private readonly packages: string[] = [];
  private readonly messages = new Map<string, Line>();
  private readonly enums = new Map<string, Line>();
  private readonly byLastPart = new Map<string, string[]>();
  private readonly known = new Map<string, ReadonlyMap<string, ProtoField> | undefined>();

  constructor(table: string) {
    for (const line of table.trim().split('\n')) {
      if (line.startsWith('#')) {
        this.packages.push(line.slice(1));
        continue;
      }
      const own = this.packages[this.packages.length - 1];
      const enumeration = line.startsWith('=');
      const [name] = line.slice(enumeration ? 1 : 0).split(' ', 1);
      const words = line.slice(name.length + (enumeration ? 2 : 1));
      (enumeration ? this.enums : this.messages).set(`${own}.${name}`, { package: own, words });
    }
    for (const name of this.messages.keys()) {
      const last = name.slice(name.lastIndexOf('.') + 1);
      this.byLastPart.set(last, [...(this.byLastPart.get(last) ?? []), name]);
    }
  }

  /** The fields of a message by their names, in the proto's form and in that of JSON; undefined for one that is not known. */
  public fields(message: string): ReadonlyMap<string, ProtoField> | undefined {
    if (!this.known.has(message)) {
      const line = this.messages.get(message);
      this.known.set(message, line && this.readFields(line));
    }
    return this.known.get(message);
  }

  /** The values of an enum. */
  public values(name: string): readonly string[] {
    return this.enums.get(name)?.words.split(' ') ?? [];
  }

  /** Messages with this last part of the name. */
  public messagesNamed(name: string): readonly string[] {
    return this.byLastPart.get(name) ?? [];
  }

  private readFields({ package: own, words }: Line): ReadonlyMap<string, ProtoField> {
    const result = new Map<string, ProtoField>();
    for (const word of words.split(' ').filter((each) => each !== '')) {
      const [, name, list, keys, type] = /^(\w+):(\*?)(?:%(\w))?(.+)$/.exec(word)!;
      const field: ProtoField = { name, type: this.readType(type, own), list: list !== '', keys };
      result.set(name, field);
      result.set(jsonName(name), field);
    }
    return result;
  }

  private readType(text: string, own: string): ProtoType {
    if (text.startsWith('@')) {
      return { form: 'wellKnown', name: text.slice(1) };
    }
    const [, enumeration, number, name] = /^(e?)(\d*)\.(.+)$/.exec(text) ?? [];
    if (name === undefined) {
      return { form: 'scalar', name: text };
    }
    const full = `${number === '' ? own : this.packages[Number(number)]}.${name}`;
    return { form: enumeration === '' ? 'message' : 'enum', name: full };
  }
}

export function jsonName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
