import type { Schema } from '../kind-schema';
import { CODE } from '../violation';
import { list } from '../words';
import type { Checker, Compile, Outcome, Run } from './checker';
import { BROKEN } from './checker';
import { slippedOut } from './misplaced';
import { join } from './path';
import { plainValues } from './plain';

/** A child of an object or a map. */
export interface Field {
  /** Whether a value is right at a look; there is more to say of all others. */
  readonly fits?: (value: unknown) => boolean;
  readonly check: Checker;
  readonly nullable: boolean;
  readonly fallback: unknown;
}

export function fieldOf(schema: Schema, compile: Compile): Field {
  return {
    fits: plainValues(schema),
    check: compile(schema),
    nullable: schema.nullable === true,
    fallback: schema.default,
  };
}

/** Checks one member and takes over what becomes of it. */
export function member(
  { fits, check, nullable, fallback }: Field,
  value: Record<string, unknown>,
  name: string,
  path: string,
  run: Run,
  outcome: Outcome,
): void {
  const given = value[name];
  if (given === undefined || fits?.(given) === true) {
    return;
  }
  const here = join(path, name);
  if (given === null && !nullable) {
    if (fallback === undefined) {
      const message = 'The API server drops a null field, so it has no effect.';
      const slipped = slippedOut(name, path, run);
      const fix =
        slipped.length === 0 ? `Remove ${name}, or give it a value.` : `Indent ${list(slipped)} below ${name}.`;
      run.report(CODE.null, here, message, fix);
    }
    assign(outcome, value, name, fallback === undefined ? undefined : check(fallback, here, run));
    return;
  }
  const kept = check(given, here, run);
  if (kept !== given) {
    assign(outcome, value, name, kept);
  }
}

/** Sets a member of the outcome; of a copy, the first time. */
export function assign(outcome: Outcome, original: Record<string, unknown>, name: string, kept: unknown): void {
  if (kept === BROKEN || outcome.value === BROKEN) {
    outcome.value = BROKEN;
    return;
  }
  const copy = outcome.value === original ? { ...original } : (outcome.value as Record<string, unknown>);
  if (kept === undefined) {
    delete copy[name];
  } else {
    copy[name] = kept;
  }
  outcome.value = copy;
}
