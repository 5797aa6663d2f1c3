import { expectStrings } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';

/** A list of texts that must be there and must not be empty: without a text it would match nothing. */
export function needTexts(given: string[], problems: Problems, field: string, example: string): string[] {
  if (!Array.isArray(given)) {
    problems.add(field, `${show(given)} is not a list. Write ${example}.`);
    return [];
  }
  if (given.length === 0) {
    problems.add(field, `is empty, so it would match nothing. Write ${example}.`);
  }
  return expectStrings(given, problems, field, example.replace(/^\[|\]$/g, ''));
}

/** The same for a list that may be left out. */
export function optionalTexts(
  given: string[] | undefined,
  problems: Problems,
  field: string,
  example: string,
): string[] | undefined {
  return given === undefined ? undefined : needTexts(given, problems, field, example);
}
