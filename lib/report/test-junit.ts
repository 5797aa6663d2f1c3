import type { FailedRequest, FileResult, TestResult } from '../routing-tests/test-run';
import { brokenSuite } from './junit';
import type { TestReport } from './test-report';
import { countTests, hasFailed } from './test-report';
import { clip } from './terminal';
import { failureText } from './test-text';
import { attribute, content } from './xml';

/** The report for CI servers: a test suite for each test file. Times are left out, because the same input gives the same report. */
export function* testJunit(report: TestReport): Generator<string> {
  const { files, unreadable } = report;
  const { tests, failed, problems } = countTests(report);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="cdk8s-istio" tests="${tests + problems}" failures="${failed}" errors="${problems}">\n`;
  for (const file of files) {
    yield* suite(file);
  }
  for (const each of unreadable) {
    yield `${brokenSuite(each)}\n`;
  }
  yield '</testsuites>\n';
}

function* suite({ file, tests, problems }: FileResult): Generator<string> {
  const failed = tests.filter(hasFailed).length;
  const name = attribute(file);
  yield `  <testsuite name="${name}" tests="${tests.length + problems.length}" failures="${failed}" errors="${problems.length}" skipped="0">\n`;
  for (const { line, message } of problems) {
    const place = attribute(`line ${line ?? 1} is right`);
    yield `    <testcase classname="${name}" name="${place}" file="${name}" line="${line ?? 1}">\n`;
    yield `      <error type="problem" message="${attribute(message)}"/>\n`;
    yield '    </testcase>\n';
  }
  for (const test of tests) {
    yield testCase(file, test);
  }
  yield '  </testsuite>\n';
}

/** Readers of the format know one failure a case, so all requests of a test are in one. */
function testCase(file: string, test: TestResult): string {
  const { name, line, failures } = test;
  const open = `    <testcase classname="${attribute(file)}" name="${attribute(name)}" file="${attribute(file)}" line="${line}"`;
  const [first] = failures;
  if (first === undefined) {
    return `${open}/>\n`;
  }
  const texts = failures.map((each) => failureText(file, each)).join('\n');
  const failure = `<failure type="expectation" message="${attribute(messageOf(first))}">${content(texts)}</failure>`;
  return [`${open}>`, `      ${failure}`, '    </testcase>', ''].join('\n');
}

function messageOf({ expected, why }: FailedRequest): string {
  return clip(`expected ${expected}: ${why}`);
}
