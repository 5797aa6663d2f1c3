import path from 'node:path';
import { ROOT } from './markdown-blocks';
import NamedTestsReporter from './named-tests-reporter';

const named = new Map([['test/a.test.ts', new Set(['the one', 'the other'])]]);

let stderr: jest.SpyInstance;
beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => stderr.mockRestore());

/** What a run says in the end. */
function said(statuses: Record<string, string>, file = 'test/a.test.ts', testNamePattern?: string): string | undefined {
  const reporter = new NamedTestsReporter({ testNamePattern }, { named });
  const testResults = Object.entries(statuses).map(([fullName, status]) => ({ fullName, status }));
  reporter.onRunComplete(undefined, { testResults: [{ testFilePath: path.join(ROOT, file), testResults }] });
  return reporter.getLastError()?.message;
}

test('nothing where all of them passed', () => {
  expect(said({ 'the one': 'passed', 'the other': 'passed', 'a third': 'failed' })).toBeUndefined();
});

test.each(['failed', 'pending', 'todo', 'disabled'])('one that is %s', (status) => {
  expect(said({ 'the one': 'passed', 'the other': status })).toBe(
    'docs/seeds.md names the test "the other" of test/a.test.ts, which did not pass in this run.',
  );
});

test('what is wrong is printed', () => {
  const message = said({ 'the one': 'passed', 'the other': 'failed' })!;
  expect(stderr.mock.calls).toEqual([[`\n${message}\n`]]);
});

test('those that are not there, each', () => {
  expect(said({ 'the one of old': 'passed' })).toBe(
    'docs/seeds.md names the test "the one" of test/a.test.ts, which did not pass in this run.\n' +
      'docs/seeds.md names the test "the other" of test/a.test.ts, which did not pass in this run.',
  );
});

test('nothing of a file that did not run, and nothing where tests were chosen by their names', () => {
  expect(said({}, 'test/b.test.ts')).toBeUndefined();
  expect(said({ 'the one': 'pending' }, 'test/a.test.ts', 'other')).toBeUndefined();
});
