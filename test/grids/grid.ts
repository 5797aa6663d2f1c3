import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { AskedSet } from '../real/ask-istio';
import { readRecordedLines } from '../recorded-lines';
import type { Verdict } from './verdict';

const FOLDER = __dirname;

/** Which of the four verdicts a grid is about. */
export type Layer = keyof Verdict;

/**
 * Hand-written cases of one subject, each a set of manifests; a file in test/grids/cases/ has one as its default export.
 *
 * What Istio says of them is recorded in test/grids/recorded/ (`npm run grids`), compared with us in `npm test` and with Istio in
 * `npm run test:real`.
 */
export interface Grid {
  readonly layers: Layer[];
  readonly cases: Readonly<Record<string, Manifest[]>>;
  readonly context?: Partial<MeshContext>;
}

export type Recorded = Record<string, Partial<Verdict>>;

export function gridNames(): string[] {
  return readdirSync(join(FOLDER, 'cases'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
}

export function loadGrid(name: string): Grid {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(join(FOLDER, 'cases', name)) as { default: Grid }).default;
}

/** What Istio is to be asked of, case by case. */
export function asked({ cases, layers, context }: Grid): AskedSet[] {
  const unanalyzed = !layers.includes('analysis');
  return Object.values(cases).map((manifests) => ({ manifests, otherClusters: context?.otherClusters, unanalyzed }));
}

export function recordedFile(name: string): string {
  return join(FOLDER, 'recorded', `${name}.txt`);
}

export function loadRecorded(name: string): Recorded {
  return readRecordedLines(readFileSync(recordedFile(name), 'utf8'));
}

/** The part of a verdict that a grid is about. */
export function only(layers: Layer[], verdict: Verdict): Partial<Verdict> {
  return Object.fromEntries(layers.map((layer) => [layer, verdict[layer]]));
}
