/** What a value of a test file may be. */
export type Shape =
  TextShape | ChoiceShape | NumberShape | BooleanShape | SomeShape | MapShape | ObjectShape | AnyShape;

interface Described {
  /** One or two sentences, for editors. */
  readonly doc: string;
  /** As YAML. */
  readonly example: string;
}

export interface TextShape extends Described {
  readonly kind: 'text';
  /** What it must look like; a text that is not empty where there is none. */
  readonly pattern?: RegExp;
  /** What it is, where there is a pattern: `a duration`. */
  readonly what?: string;
  readonly orEmpty?: boolean;
  /** Whether null stands for none. */
  readonly orNull?: boolean;
}

/** One of a few values. */
export interface ChoiceShape extends Described {
  readonly kind: 'choice';
  readonly values: readonly string[];
  /** Whether `true` stands for any of them. */
  readonly orTrue?: boolean;
}

export interface NumberShape extends Described {
  readonly kind: 'number';
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  /** `a percentage` */
  readonly what: string;
}

export interface BooleanShape extends Described {
  readonly kind: 'boolean';
}

/** A list that is not empty. */
export interface SomeShape extends Described {
  readonly kind: 'some';
  readonly item: Shape;
  /** Whether one of them may stand without a list around it. */
  readonly orOne: boolean;
}

/** An object with any names, and not empty. */
export interface MapShape extends Described {
  readonly kind: 'map';
  readonly value: Shape;
}

/** An object with these members, and not empty. */
export interface ObjectShape extends Described {
  readonly kind: 'object';
  /** `a test`, for messages. */
  readonly what: string;
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

/** Any object. */
export interface AnyShape extends Described {
  readonly kind: 'any';
}

/** One of a shape, or a list of them. */
export function several(item: Shape): SomeShape {
  return { kind: 'some', item, orOne: true, doc: item.doc, example: item.example };
}

/** A list of a shape. */
export function listOf(item: Shape, doc: string): SomeShape {
  return { kind: 'some', item, orOne: false, doc, example: `[${item.example}]` };
}

export function text(doc: string, example: string): TextShape {
  return { kind: 'text', doc, example };
}

export function percentage(doc: string, example: string): NumberShape {
  return { kind: 'number', least: 0, most: 100, whole: false, what: 'a percentage', doc, example };
}
