import type { FileResult, TestResult } from '../routing-tests/test-run';
import type { Unreadable } from './check-report';
import type { CoverageReport } from './coverage-report';

/** All that a run of routing tests has to say. */
export interface TestReport {
  readonly files: readonly FileResult[];
  /** Manifests and settings that could not be read. */
  readonly unreadable: readonly Unreadable[];
  /** Where it is asked for. */
  readonly coverage?: CoverageReport;
}

/** How many there are of what. */
export interface TestCounts {
  readonly tests: number;
  readonly failed: number;
  readonly requests: number;
  /** Of test files and of what they are run on. */
  readonly problems: number;
}

export function countTests({ files, unreadable }: Pick<TestReport, 'files' | 'unreadable'>): TestCounts {
  const tests = files.flatMap((file) => file.tests);
  return {
    tests: tests.length,
    failed: tests.filter(hasFailed).length,
    requests: tests.reduce((sum, { requests }) => sum + requests, 0),
    problems: files.reduce((sum, { problems }) => sum + problems.length, unreadable.length),
  };
}

export function hasFailed({ failures }: TestResult): boolean {
  return failures.length > 0;
}

/** `12 tests with 40 requests: 1 failed.` */
export function testSummary({ tests, failed, requests, problems }: TestCounts): string {
  const ran = `${counted(tests, 'test')} with ${counted(requests, 'request')}: ${failed === 0 ? 'all passed' : `${failed} failed`}.`;
  return [
    ...(tests === 0 ? ['No test was run.'] : [ran]),
    ...(problems === 0 ? [] : [`${counted(problems, 'problem')} in files.`]),
  ].join(' ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
