import type { TextPattern } from './text-pattern';

/** A part of a request that conditions look at. Conditions on different parts do not depend on each other. */
export type Part =
  'method' | 'path' | 'authority' | 'scheme' | 'token' | 'client' | `header ${string}` | `parameter ${string}`;

/** What a request has there: one text, several lines of a header, or nothing. Of a token it is what it says, as JSON. */
export type Value = readonly string[];

/** Something that a rule asks of one part of a request. */
export interface Condition {
  readonly part: Part;
  readonly fits: (value: Value) => boolean;
  /**
   * Values that fit, and some that nearly do.
   *
   * @param known values that fit what is asked of the part besides
   */
  readonly samples: (known: readonly Value[]) => readonly Value[];
  /** What the text has to be, one of these; of several lines of a header one. Undefined where that says not all, as of a token. */
  readonly texts?: readonly TextPattern[];
  /** By which rewrites the texts are of what the client sends: texts after others cannot be compared with them. Undefined for none. */
  readonly rewrites?: object;
  readonly words: Words;
}

/** A condition in the words of its rule. */
export interface Words {
  /** `GET, POST`, `/api/*`, `header x-canary: always` */
  readonly text: string;
  /** The same for its opposite, where that is more than "not" and the text. */
  readonly opposite?: string;
  /** The same as patterns, of which the narrower ones are enough for a reader. */
  readonly patterns?: readonly TextPattern[];
  /** Of a token: any, one that the proxy accepts, or whose it is: `https://login.example.com for shop`. */
  readonly token?: 'any' | 'accepted' | { readonly issuer: string };
}

/** A condition, or its opposite. */
export interface Literal {
  readonly condition: Condition;
  readonly holds: boolean;
}

export function isMet({ condition, holds }: Literal, value: Value): boolean {
  return condition.fits(value) === holds;
}
