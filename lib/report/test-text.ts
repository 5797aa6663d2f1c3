import type { FailedRequest, FileResult, TestResult } from '../routing-tests/test-run';
import { coverageText } from './coverage-text';
import type { Painter } from './terminal';
import { clip, painter, visible } from './terminal';
import { unreadableText } from './text';
import type { TestReport } from './test-report';
import { countTests, hasFailed, testSummary } from './test-report';
import { traceText } from './trace-text';

/** How many requests of a test are shown with their traces. */
const FEW = 3;

/** The report for people: a line for each test, and for what fails what was expected, what happens, and why. */
export function* testText(report: TestReport, { color = false }: { readonly color?: boolean } = {}): Generator<string> {
  const paint = painter(color);
  const { files, unreadable, coverage } = report;
  for (const file of files) {
    yield `${[...fileText(file, { paint, color })].join('').trimEnd()}\n\n`;
  }
  for (const each of unreadable) {
    yield `${paint.error('unreadable')}  ${unreadableText(each)}\n\n`;
  }
  if (coverage !== undefined) {
    yield `${coverageText(coverage, color)}\n`;
  }
  yield `${testSummary(countTests(report))}\n`;
}

interface Style {
  readonly paint: Painter;
  readonly color: boolean;
}

function* fileText({ file, tests, problems }: FileResult, style: Style): Generator<string> {
  const { paint } = style;
  yield `${paint.bold(visible(file))}\n`;
  for (const each of problems) {
    yield `  ${paint.error('problem')}  ${unreadableText(each)}\n`;
  }
  for (const test of tests) {
    yield* testLines(file, test, style);
  }
}

function* testLines(file: string, test: TestResult, style: Style): Generator<string> {
  const { paint, color } = style;
  const { name, failures, requests, line, unknown } = test;
  const times = requests === 1 ? '' : ` (${requests} requests)`;
  if (!hasFailed(test)) {
    yield `  ${paint.fix('passed')}  ${visible(name)}${times}\n`;
    for (const { what, text } of unknown) {
      yield `    ${paint.warning('depends on')} ${what}: ${clip(visible(text))}\n`;
    }
    return;
  }
  const count = requests === 1 ? '' : ` (${failures.length} of ${requests} requests)`;
  yield `  ${paint.error('failed')}  ${visible(name)}${count}  ${visible(`${file}:${line}`)}\n`;
  for (const failure of failures.slice(0, FEW)) {
    yield `${failureText(file, failure, color).replace(/^(?=.)/gm, '    ')}\n`;
  }
  for (const { request } of failures.slice(FEW)) {
    yield `    and ${clip(visible(request))}\n`;
  }
}

/** What a request should have become, what became of it, and its trace. */
export function failureText(
  file: string,
  { line, expected, why, request, trace }: FailedRequest,
  color = false,
): string {
  const paint = painter(color);
  return [
    `expected ${paint.bold(clip(visible(expected)))}  ${visible(`${file}:${line}`)}`,
    ...(request === trace.question ? [] : [`of ${clip(visible(request))}`]),
    ...why.split('\n').map((each) => clip(visible(each))),
    '',
    traceText(trace, { color }),
  ].join('\n');
}
