/** What is known of a class of the public API: the types of the parameters of what is called. */
export interface ApiClass {
  new?: string[];
  static?: Record<string, string[]>;
  methods?: Record<string, string[]>;
  /** Static members that are no methods. */
  values?: string[];
}

/** The types of the public API by name, those of a submodule after its name and a dot. */
export interface ApiTypes {
  readonly enums: string[];
  /** The types of the members of each struct. */
  readonly structs: Record<string, Record<string, string>>;
  readonly classes: Record<string, ApiClass>;
}

/** What messages name of cdk8s, by the name under which they do. */
export const CDK8S: ApiTypes = {
  enums: [],
  structs: {
    'cdk8s.ApiObjectMetadata': { name: 'string', namespace: 'string', labels: '{string}', annotations: '{string}' },
    'cdk8s.ChartProps': { namespace: 'string', labels: '{string}' },
  },
  classes: {
    App: { new: [] },
    Chart: { new: ['constructs.Construct', 'string', 'cdk8s.ChartProps'] },
    Duration: {
      static: Object.fromEntries(['millis', 'seconds', 'minutes', 'hours', 'days'].map((unit) => [unit, ['number']])),
    },
    Testing: { static: { synth: ['cdk8s.Chart'] } },
    ApiObject: { methods: { toJson: [] } },
  },
};

/** A class or an enum that a message names: in which package it is, and what is known of it. */
export interface NamedType {
  /** The package: '' for the root, the name of a submodule, or `cdk8s`. */
  readonly owner: string;
  readonly name: string;
  /** Nothing of an enum. */
  readonly described?: ApiClass;
}

/** The types of the public API, and questions about them. A type is text: `string`, `[Destination]`, `{string}`, and several by `|`. */
export class TypeTable {
  private static read?: TypeTable;

  /** The one of this package, read when a message asks for it: only callers from other languages need it. */
  public static get(): TypeTable {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- nothing of it is loaded before
    return (TypeTable.read ??= new TypeTable(require('../../../imports/api-types.json') as ApiTypes));
  }

  private readonly structs: Record<string, Record<string, string>>;
  private readonly enums: ReadonlySet<string>;
  private readonly memberTypes = new Map<string, string>();
  private readonly methods = new Map<string, string[]>();
  /** All that is written otherwise in another language: members, methods and values. */
  private readonly names = new Set<string>();

  private constructor(private readonly types: ApiTypes) {
    this.structs = { ...types.structs, ...CDK8S.structs };
    this.enums = new Set(types.enums);
    const takes = new Map<string, Set<string>>();
    for (const struct of Object.values(this.structs)) {
      for (const [member, type] of Object.entries(struct)) {
        takes.set(member, (takes.get(member) ?? new Set()).add(type));
        this.names.add(member);
      }
    }
    for (const [member, all] of takes) {
      this.memberTypes.set(member, [...all].join('|'));
    }
    for (const { static: statics = {}, methods = {} } of Object.values({ ...types.classes, ...CDK8S.classes })) {
      Object.keys({ ...statics, ...methods }).forEach((name) => this.names.add(name));
      Object.entries(methods).forEach(([name, parameters]) => this.methods.set(name, parameters));
    }
  }

  /** Whether a name is one of the API, and not only a word. */
  public isName(name: string): boolean {
    return this.names.has(name);
  }

  /** Whether it is a member of a struct: what options are. */
  public isMember(name: string): boolean {
    return this.memberTypes.has(name);
  }

  /** What an option of this name takes, in any struct. */
  public typeOfMember(name: string): string | undefined {
    return this.memberTypes.get(name);
  }

  /** The parameters of a method of an object. */
  public method(name: string): string[] | undefined {
    return this.methods.get(name);
  }

  /** The class or enum that a path begins with, and how many names of it that takes. */
  public named(path: readonly string[]): { readonly type: NamedType; readonly length: number } | undefined {
    for (const length of [1, 2]) {
      const name = path.slice(0, length).join('.');
      const described = own(this.types.classes, name);
      if (path.length >= length && (described !== undefined || this.enums.has(name))) {
        const owner = length === 1 ? '' : path[0];
        return { type: { owner, name: path[length - 1], described }, length };
      }
    }
    const described = own(CDK8S.classes, path[0]);
    return described && { type: { owner: 'cdk8s', name: path[0], described }, length: 1 };
  }

  /** Whether a name is that of an enum or of a class, with its submodule. */
  public isEnum(fullName: string): boolean {
    return this.enums.has(fullName);
  }

  public isStruct(name: string): boolean {
    return Object.hasOwn(this.structs, name);
  }

  public member(struct: string, name: string): string | undefined {
    return own(own(this.structs, struct) ?? {}, name);
  }

  /** The type of what is in a list, or in an object with any names. */
  public static inside(type: string | undefined, open: '[' | '{'): string | undefined {
    const inner = TypeTable.alternatives(type)
      .filter((each) => each.startsWith(open))
      .map((each) => each.slice(1, -1));
    return inner.length === 0 ? undefined : inner.join('|');
  }

  /** The struct that an object literal makes: of several that have all of its members, the one with the fewest others. */
  public structWith(names: readonly string[], type: string | undefined): string | undefined {
    const possible = TypeTable.alternatives(type);
    const among = type === undefined ? Object.keys(this.structs) : possible.filter((each) => this.isStruct(each));
    if (names.length === 0) {
      return type !== undefined && possible.length === 1 ? among.at(0) : undefined;
    }
    const size = (struct: string): number => Object.keys(this.structs[struct]).length;
    const fitting = among.filter((struct) => names.every((name) => Object.hasOwn(this.structs[struct], name)));
    return fitting.sort((a, b) => Number(a.includes('.')) - Number(b.includes('.')) || size(a) - size(b)).at(0);
  }

  /** The parts of a type that are joined by `|`, outside of brackets. */
  public static alternatives(type: string | undefined): string[] {
    const parts: string[] = [];
    let depth = 0;
    let part = '';
    for (const letter of type ?? '') {
      depth += '[{'.includes(letter) ? 1 : ']}'.includes(letter) ? -1 : 0;
      if (letter === '|' && depth === 0) {
        parts.push(part);
        part = '';
      } else {
        part += letter;
      }
    }
    return type === undefined ? [] : [...parts, part];
  }

  /**
   * What a field of a construct takes, and before that what the fields take that it is in, as far as the way to it is known:
   * `spec.http[0].redirect` of VirtualService.
   */
  public typesTo(construct: string | undefined, field: string): string[] {
    const steps = field.match(/\[\d+\]|[^.[\]]+/g) ?? [];
    let type = this.propsWith(construct, steps.at(0));
    const all = [type];
    for (const step of steps) {
      type = this.inside(type, step);
      all.unshift(type);
    }
    return all.filter((each) => each !== undefined);
  }

  private inside(type: string | undefined, step: string): string | undefined {
    if (step.startsWith('[')) {
      return this.withFactories(TypeTable.inside(type, '['));
    }
    const members = TypeTable.alternatives(type).flatMap((each) => this.member(each, step) ?? []);
    const found = members.length > 0 ? [...new Set(members)].join('|') : TypeTable.inside(type, '{');
    return this.withFactories(found ?? this.typeOfMember(step));
  }

  /** A value of a class is made by its static methods, and what they were given is what a problem with it is about. */
  private withFactories(type: string | undefined): string | undefined {
    const given = TypeTable.alternatives(type).flatMap((each) =>
      Object.values(own(this.types.classes, each)?.static ?? {}).flatMap((parameters) =>
        parameters.filter((parameter) => !/^(string|number|boolean)$/.test(parameter)),
      ),
    );
    return type === undefined ? undefined : [...new Set([type, ...given])].join('|');
  }

  /** What is given to a construct, or to a method that a heading names: L2's, or those of the plain kind that has the first step of the way. */
  private propsWith(what: string | undefined, first: string | undefined): string | undefined {
    const [owner, method] = what?.split('.') ?? [];
    const { static: statics = {}, methods = {} } = own(this.types.classes, owner) ?? {};
    const plain = Object.keys(this.types.classes).filter((each) => each.endsWith(`.${what}`));
    const props = [
      ...(own(statics, method) ?? own(methods, method) ?? []),
      ...[what, ...plain].map((name) => `${name}Props`),
      `${what}`,
    ].filter((name) => this.isStruct(name));
    return props.find((name) => first === undefined || this.member(name, first) !== undefined) ?? props.at(0);
  }
}

/** What a record has under a name itself: every object has a `constructor`. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
