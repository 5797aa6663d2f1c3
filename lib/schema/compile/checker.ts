import type { Schema } from '../kind-schema';
import type { Circumstances } from '../violation';

/** What a check of one object takes and gives. */
export interface Run {
  /** Minor release of Istio: 31. */
  readonly minor: number;
  /** The whole object with its schema, where it is known: what is said of a part looks around in it. */
  readonly root?: { readonly schema: Schema; readonly value: unknown };
  report(code: string, path: string, message: string, fix: string, more?: Circumstances): void;
}

/** Of a value that is so wrong that rules about what it is part of would make no sense. */
export const BROKEN = Symbol('broken');

/**
 * Reports what is wrong with a value and gives the value as the API server keeps it: with defaults, and without the nulls that it
 * drops. What it was given is never changed.
 */
export type Checker = (value: unknown, path: string, run: Run) => unknown;

/** What a checker without rules gives: {@link BROKEN}, or the value and whether something of it is wrong. */
export interface Outcome {
  value: unknown;
  sound: boolean;
}

export type TypeChecker = (value: unknown, path: string, run: Run, outcome: Outcome) => void;

/** Gives the checker of a part of a schema. */
export type Compile = (schema: Schema) => Checker;
