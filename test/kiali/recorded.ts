import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordedLines } from '../recorded-lines';
import type { Verdict } from './verdict';

/*
 * What Kiali said of the cases and mutations. The program that asked it is not part of this repository, so a case that is added or
 * changed has no verdict of Kiali: its line is read from Kiali's sources and written by hand.
 */

/** The verdicts on the cases, by their names. */
export function recordedCases(): Record<string, Verdict> {
  return read('cases.txt');
}

/** The verdicts on all mutations, by their seed. */
export function recordedMutations(): Verdict[] {
  return Object.values(read('mutations.txt'));
}

function read(file: string): Record<string, Verdict> {
  const recorded = readRecordedLines(readFileSync(join(__dirname, 'recorded', file), 'utf8'));
  return Object.fromEntries(Object.entries(recorded).map(([name, { kiali }]) => [name, kiali]));
}
