import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './markdown-blocks';

/** A row of a table of docs/seeds.md. */
export interface SeedRow {
  readonly id: string;
  /** What somebody wrote or did. */
  readonly written: string;
  /** What stands in its place, or `not replaced: ` and why. */
  readonly here: string;
  readonly proofs: Proof[];
}

/** What the last cell of a row names. */
export interface Proof {
  /** The test file, from the root of the repository; or the scenario of docs/evidence.md. */
  readonly file?: string;
  readonly scenario?: string;
  /** Full names of tests of the file; or claims of the scenario. */
  readonly names: string[];
}

export const SEEDS_PAGE = path.join(ROOT, 'docs', 'seeds.md');
export const NOT_REPLACED = 'not replaced: ';

const ROW = /^\| *((?:E|M)?\d+(?:\.\d+|[a-z])?) *\| (.*) \|$/;
const PROOF = /^\[[^\]]+\]\((?:\.\.\/(test\/[\w./-]+\.ts)|evidence\.md#([\w-]+))\): ((?:`[^`]+`(?:, (?=`))?)+)$/;

/** The rows of the page. Whatever is neither a proof nor nothing in the last cell of one is an error. */
export function seedRows(page: string = readFileSync(SEEDS_PAGE, 'utf8')): SeedRow[] {
  return page.split('\n').flatMap((line) => {
    const [, id, cells] = ROW.exec(line) ?? [];
    if (id === undefined) {
      return [];
    }
    const row = cells.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    if (row.length !== 3) {
      throw new Error(`row ${id} has ${row.length + 1} cells, and the tables have 4`);
    }
    const [written, here, proofs] = row;
    return [
      { id, written, here, proofs: proofs === '' ? [] : proofs.split('<br>').map((proof) => readProof(id, proof)) },
    ];
  });
}

function readProof(id: string, text: string): Proof {
  const [, file, scenario, names] = PROOF.exec(text) ?? [];
  if (names === undefined) {
    throw new Error(`row ${id}: ${text} is not [file](../test/file.test.ts): \`name of a test\``);
  }
  return { file, scenario, names: [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name) };
}

/** The tests that the page names, by their files. */
export function namedTests(rows: readonly SeedRow[] = seedRows()): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  for (const { file, names } of rows.flatMap(({ proofs }) => proofs)) {
    if (file !== undefined) {
      const before = named.get(file) ?? new Set();
      named.set(file, new Set([...before, ...names]));
    }
  }
  return named;
}

/** The claims of each scenario of docs/evidence.md. */
export function evidenceClaims(
  page: string = readFileSync(path.join(ROOT, 'docs', 'evidence.md'), 'utf8'),
): Map<string, string[]> {
  const [, ...sections] = page.split(/^### /m);
  return new Map(
    sections.map((section) => {
      const [name, ...lines] = section.split(/^## /m)[0].split('\n');
      const cells = lines.map((line) => /^\| (.*?)(?<!\\) \|/.exec(line)?.[1]);
      const rows = cells.filter((cell) => cell !== undefined).map((cell) => cell.replaceAll('\\|', '|'));
      return [name, rows.slice(2)];
    }),
  );
}
