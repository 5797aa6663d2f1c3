import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Verdict } from './verdict';

const CASES = join(__dirname, 'recorded.json');
const MUTATIONS = join(__dirname, 'mutations.recorded.txt');

export function recordedCases(): Record<string, Verdict> {
  return JSON.parse(readFileSync(CASES, 'utf8')) as Record<string, Verdict>;
}

export function recordCases(verdicts: Record<string, Verdict>): void {
  writeFileSync(CASES, `${JSON.stringify(verdicts, undefined, 2)}\n`);
}

/** The verdicts on all mutations, by their seed. */
export function recordedMutations(): Verdict[] {
  const text = gunzipSync(Buffer.from(readFileSync(MUTATIONS, 'utf8'), 'base64')).toString();
  return text.split('\n\n').map((verdict) => verdict.split('\n').filter((line) => line.trim() !== ''));
}

export function recordMutations(verdicts: readonly Verdict[]): void {
  const text = verdicts.map((lines) => (lines.length === 0 ? ' ' : lines.join('\n'))).join('\n\n');
  const packed = gzipSync(text, { level: 9 }).toString('base64');
  writeFileSync(MUTATIONS, `${packed.replace(/.{120}/g, '$&\n')}\n`);
}
