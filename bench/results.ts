import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PARTS } from './parts';
import { ROOT } from './raw';
import type { Row } from './row';
import type { Verdict } from './statistics';

const DATA = path.join(__dirname, 'results.json');
const PAGE = path.join(__dirname, 'results.md');

interface Results {
  readonly machine: string;
  /** By the name of the part. */
  readonly parts: Readonly<Record<string, readonly Row[]>>;
}

/** Writes what was measured; of parts that were not, what an earlier run on such a machine has measured stays. */
export function writeResults(measured: Results['parts']): void {
  const earlier: Results['parts'] = existsSync(DATA) ? ofThisMachine() : {};
  const all = { ...earlier, ...measured };
  const parts = Object.fromEntries(Object.keys(PARTS).flatMap((name) => (name in all ? [[name, all[name]]] : [])));
  writeFileSync(DATA, `${JSON.stringify({ machine: machine(), parts }, undefined, 2)}\n`);
  writeFileSync(PAGE, report(Object.values(parts).flat()));
}

function ofThisMachine(): Results['parts'] {
  const results = JSON.parse(readFileSync(DATA, 'utf8')) as Results;
  if (results.machine !== machine()) {
    throw new Error(
      `bench/results.json is of another machine (${results.machine}): measure everything, npm run bench, or take --dry`,
    );
  }
  return results.parts;
}

const WORDS: Readonly<Record<Verdict, string>> = { met: 'met', missed: '**missed**', undecided: 'undecided' };

function machine(): string {
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${os.cpus().length} cores`;
}

/** The page of the results. */
export function report(rows: readonly Row[]): string {
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return `# Benchmarks

Made by \`npm run bench\` on ${machine()}, with cdk8s ${devDependencies.cdk8s} and cdk8s-cli ${devDependencies['cdk8s-cli']}.

A ratio is the median of pairs of runs that take turns, with the middle half of them in parentheses. A goal is missed only if that whole half lies above it; where only
the median does, the runs do not decide. Synthesis is measured in processor time. "Raw imports" is the code that \`cdk8s import\` makes from the same CRDs, with literals in a loop; it
writes the same objects, byte for byte, which the harness checks. "The constructs alone" is that program with as many constructs around its objects as the pattern makes, as a ratio
to the program without: what cdk8s takes for them, whatever the pattern does. Growth is the exponent of the size in a fit over four sizes, with its standard error.

| what | measured | goal | |
|---|---|---|---|
${rows.map(({ what, value, goal, verdict }) => `| ${what} | ${value} | ${goal} | ${verdict === undefined ? '' : WORDS[verdict]} |`).join('\n')}
`;
}
