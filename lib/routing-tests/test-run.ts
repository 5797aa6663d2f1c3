import type { Unreadable } from '../report/check-report';
import type { TraceUnknown } from '../report/trace-data';
import type { Locate, TraceReport } from '../report/trace-report';
import { becomes, traceReport } from '../report/trace-report';
import { trace } from '../routing/tracer';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { Coverage } from './coverage/coverage';
import type { PreparedFile, PreparedRequest, PreparedTest } from './prepared-tests';
import { whyNot } from './verdict';

/** What became of the tests of a file. */
export interface FileResult {
  readonly file: string;
  /** None where the file has problems: then nothing of it is asked. */
  readonly tests: readonly TestResult[];
  readonly problems: readonly Unreadable[];
}

export interface TestResult {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** How many were asked. */
  readonly requests: number;
  /** Those that something else became of. */
  readonly failures: readonly FailedRequest[];
  /** What decides about requests that passed, and is in no file. */
  readonly unknown: readonly TestUnknown[];
}

/** Something that decides and that no file shows. */
export type TestUnknown = Pick<TraceUnknown, 'what' | 'text'>;

export interface FailedRequest {
  /** Of the expectation, from 1. */
  readonly line: number;
  /** As it is written, in one line. */
  readonly expected: string;
  readonly why: string;
  /** `GET http://reviews/ from shop/web with x-canary: always` */
  readonly request: string;
  readonly trace: TraceReport;
}

/** Where tests are run. */
export interface TestMesh {
  readonly asked: MeshToAsk;
  readonly locate: Locate;
  /** What they ask is told to it. */
  readonly coverage?: Coverage;
}

/** Runs the tests of a file, in their order. */
export function runTests({ file, tests, problems }: PreparedFile, mesh: TestMesh): FileResult {
  return { file, problems, tests: problems.length > 0 ? [] : tests.map((test) => runTest(test, mesh)) };
}

function runTest({ name, line, expectLine, expectation, requests }: PreparedTest, mesh: TestMesh): TestResult {
  const unknown = new Map<string, TestUnknown>();
  const failures = requests.flatMap((request): FailedRequest[] => {
    const { asked, locate, coverage } = mesh;
    const found = trace(asked.mesh, request.read.call);
    coverage?.add(found);
    const what = becomes(found);
    const why = whyNot(what, expectation.verdict);
    if (why === undefined) {
      // Whichever object is older, the expectation holds.
      const open = what.unknown.filter(({ otherwise }) => otherwise === undefined);
      open.forEach(({ what, text }) => unknown.set(text, { what, text }));
      return [];
    }
    // Places are looked for only where somebody reads them.
    const report = traceReport(request.read, found, asked, locate);
    return [
      { line: expectLine, expected: expectation.text, why, request: requestText(request, report), trace: report },
    ];
  });
  return { name, line, requests: requests.length, failures, unknown: [...unknown.values()] };
}

function requestText({ headers }: PreparedRequest, { question }: TraceReport): string {
  // The host is part of the question.
  const others = headers.filter(([name]) => name.toLowerCase() !== 'host');
  const texts = others.map(([name, value]) => `${name}: ${value}`);
  return texts.length === 0 ? question : `${question} with ${texts.join(', ')}`;
}
