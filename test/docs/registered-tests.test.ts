import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RegisteredTests } from './registered-tests';

const tests = new RegisteredTests(
  'a.test.ts',
  `
  const CASES: Record<string, string> = { 'a key': '', other: '' };
  test('alone', () => {});
  test.skip('skipped', () => {});
  test.todo('planned');
  xtest('left out', () => {});
  describe('a block', () => {
    test('of two (one?)', () => {});
    test.each<[string, number]>([['a row', 1]])('%s of %d %%', () => {});
    describe.each(Object.entries(CASES))('each %s', () => {
      it(\`written \${name}\`, () => {});
      test(title(), () => {});
    });
  });
  describe.skip('a skipped block', () => {
    test('in it', () => {});
  });
  test.each\`
    a | b
    \${1} | \${'x'}
  \`('$a becomes $b', () => {});
  `,
);

test.each([
  'alone',
  'a block of two (one?)',
  'a block a row of 1 %',
  'a block each a key written other',
  'a block each other a row',
  '1 becomes x',
])('"%s" is a test', (name) => {
  expect(tests.has(name)).toBe(true);
});

test.each([
  'Alone',
  'alone again',
  'of two (one?)',
  'a block of two (one)',
  'a block another row of 1 %',
  'a block a row of one %',
  'a block each third written other',
  'a block',
  'skipped',
  'planned',
  'left out',
  'a skipped block in it',
])('"%s" is none', (name) => {
  expect(tests.has(name)).toBe(false);
});

test('a table may stand in a file beside the test, and in no other', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'registered-tests-'));
  try {
    writeFileSync(path.join(folder, 'shared-cases.ts'), `export const CASES = { shared: '' };`);
    writeFileSync(path.join(folder, 'other.ts'), `export const OTHER = { elsewhere: '' };`);
    const shared = new RegisteredTests(
      path.join(folder, 'a.test.ts'),
      `
      import { CASES } from './shared-cases';
      import { gone } from './gone';
      import 'typescript';
      test.each(Object.keys(CASES))('the case %s', () => {});
      `,
    );
    expect([shared.has('the case shared'), shared.has('the case elsewhere')]).toEqual([true, false]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
