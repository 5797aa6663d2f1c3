import { withoutUndefined } from '../core/without-undefined';
import type { FailedRequest, FileResult, TestResult } from '../routing-tests/test-run';
import type { CoverageReport } from './coverage-report';
import type { TestReport } from './test-report';
import { countTests, hasFailed } from './test-report';
import { traceJson } from './trace-json';

/** The report for programs: a summary, and each test with what failed. */
export function testJson(report: TestReport): string {
  const { files, unreadable, coverage } = report;
  const value = withoutUndefined({
    summary: countTests(report),
    files: files.map(fileJson),
    unreadable,
    coverage: coverage && coverageJson(coverage),
  });
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function fileJson({ file, tests, problems }: FileResult): object {
  return { file, tests: tests.map(testOf), problems };
}

function testOf(test: TestResult): object {
  const { name, line, requests, failures, unknown } = test;
  return { name, line, passed: !hasFailed(test), requests, failures: failures.map(failureJson), unknown };
}

function failureJson({ request, line, expected, why, trace }: FailedRequest): object {
  return { request, line, expected, why, trace: traceJson(trace) };
}

function coverageJson({ rules, totals }: CoverageReport): object {
  return { totals, rules: rules.map((rule) => withoutUndefined({ ...rule })) };
}
