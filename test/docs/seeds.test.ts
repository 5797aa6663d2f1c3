import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './markdown-blocks';
import { RegisteredTests } from './registered-tests';
import { evidenceClaims, namedTests, NOT_REPLACED, SEEDS_PAGE, seedRows } from './seed-rows';

/*
 * docs/seeds.md names, for each row of five notes, the test that shows what it says. Here: that there is such a test, and such a claim. That
 * the tests ran and passed is what named-tests-reporter.ts looks at in each run, and docs/evidence.md is what test/real has seen.
 */

const rows = seedRows();
const named = namedTests(rows);
const claims = evidenceClaims();
const NOTES = path.join(ROOT, 'test', 'real', 'seeds');

/** The rows that come in order, by the letter or number of their table: `0.` has `0.1`, `0.2` and so on. */
const TABLES: Record<string, string[]> = {};
for (const { id } of rows) {
  const [, table, place] = /^(\d+\.|\d+|[A-Z])(\d+|[a-z])$/.exec(id)!;
  (TABLES[table] ??= []).push(place);
}

describe('the tables', () => {
  test('are those of five notes, of the egress that failed, and of what goes wrong most', () => {
    expect(Object.keys(TABLES).sort()).toEqual(
      ['0', '0.', '1', '1.', '2', '2.', '3', '3.', '4', '4.', 'E', 'M'].sort(),
    );
    expect([TABLES.E.length, TABLES.M.length]).toEqual([11, 22]);
  });

  test.each(Object.entries(TABLES))('have no gap after %s', (_, places) => {
    const first = places[0];
    expect(places).toEqual(
      places.map((_place, i) => (first === 'a' ? String.fromCharCode(first.charCodeAt(0) + i) : String(i + 1))),
    );
  });

  test('have every line of the page that could be a row', () => {
    const lines = readFileSync(SEEDS_PAGE, 'utf8').split('\n');
    const [from] = lines.flatMap((line, i) => (line.startsWith('## Note 0') ? [i] : []));
    const cells = lines.slice(from).filter((line) => line.startsWith('|') && !/^\| \| |^\|---/.test(line));
    expect(cells).toHaveLength(rows.length);
  });

  test.each(rows)('$id names what shows it, or says that it is not replaced', ({ here, proofs }) => {
    expect(proofs.length === 0).toBe(here.startsWith(NOT_REPLACED));
  });

  test.each(
    readdirSync(NOTES).flatMap((file) =>
      parseAllDocuments(readFileSync(path.join(NOTES, file), 'utf8')).map((document) => {
        const { kind, metadata } = document.toJS() as { kind: string; metadata: { name: string } };
        return [kind, metadata.name];
      }),
    ),
  )('have %s %s, as it was written', (kind, name) => {
    expect(rows.filter(({ written }) => written.includes(`\`${kind}\` \`${name}\``))).toHaveLength(1);
  });
});

describe.each([...named.entries()])('%s', (file, names) => {
  const tests = existsSync(path.join(ROOT, file))
    ? new RegisteredTests(path.join(ROOT, file), readFileSync(path.join(ROOT, file), 'utf8'))
    : undefined;

  test('is a file of tests', () => {
    expect(file).toMatch(/\.test\.ts$/);
    expect(tests).toBeDefined();
  });

  test.each([...names])('has the test "%s"', (name) => {
    expect(tests?.has(name)).toBe(true);
  });
});

const shown = rows.flatMap(({ proofs }) => proofs).filter(({ scenario }) => scenario !== undefined);

test.each(shown.flatMap(({ scenario, names }) => names.map((name) => [scenario!, name])))(
  'docs/evidence.md: %s shows that "%s"',
  (scenario, claim) => {
    expect(claims.get(scenario)).toContain(claim);
  },
);

describe('a page that is not right', () => {
  const page = (row: string): string => `| | written | here | shown by |\n|---|---|---|---|\n${row}\n`;

  test('a row with a cell too many', () => {
    expect(() => seedRows(page('| 0.1 | a | b | c | d |'))).toThrow('row 0.1 has 5 cells, and the tables have 4');
  });

  test.each([
    'see the tests',
    '[a](../test/a.test.ts)',
    '[a](../test/a.test.ts): a test',
    '[a](../test/a.test.ts): `one`, and others',
    '[a](command.md): `one`',
  ])('a proof that is none: %s', (proof) => {
    expect(() => seedRows(page(`| 0.1 | a | b | ${proof} |`))).toThrow(`row 0.1: ${proof} is not [file]`);
  });

  test('what is right', () => {
    const proofs = '[a](../test/a.test.ts): `one, two`, `three`<br>[b](evidence.md#b-c): `four \\| five`';
    expect(seedRows(page(`| E10 | a | b \\| c | ${proofs} |`))).toEqual([
      {
        id: 'E10',
        written: 'a',
        here: 'b | c',
        proofs: [
          { file: 'test/a.test.ts', scenario: undefined, names: ['one, two', 'three'] },
          { file: undefined, scenario: 'b-c', names: ['four | five'] },
        ],
      },
    ]);
  });

  test('claims of the evidence', () => {
    const evidence =
      '# Evidence\n\n### one\n\nTitle.\n\n| claim | seen |\n| --- | --- |\n| a \\| b | 200 |\n\n## Limits\n\n| what |\n| --- |\n| c |\n';
    expect([...evidenceClaims(evidence)]).toEqual([['one', ['a | b']]]);
  });
});
