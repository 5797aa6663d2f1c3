import { Problems } from '../core/problems';
import type { Unreadable } from '../report/check-report';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { ReadQuestion } from '../tracing/question';
import { readQuestion } from '../tracing/question';
import type { Expectation } from './expectation';
import { expectationOf } from './expectation';
import type { Names } from './names';
import { namesIn } from './names';
import type { TestRequest } from './requests';
import { testRequests } from './requests';
import type { PlacedTest, TestFile } from './test-file';
import { placed } from './test-file';

/** A test that can be run. */
export interface PreparedTest {
  readonly name: string;
  /** Of the test, from 1. */
  readonly line: number;
  /** Of what it expects. */
  readonly expectLine: number;
  readonly requests: readonly PreparedRequest[];
  readonly expectation: Expectation;
}

export interface PreparedRequest {
  readonly read: ReadQuestion;
  readonly headers: TestRequest['headers'];
}

/** The tests of a file, or all that is wrong with them. */
export interface PreparedFile {
  readonly file: string;
  readonly tests: readonly PreparedTest[];
  readonly problems: readonly Unreadable[];
}

/** Understands the requests and expectations of a file in terms of a mesh. */
export function preparedTests(file: TestFile, { mesh }: Pick<MeshToAsk, 'mesh'>): PreparedFile {
  const problems = new Problems();
  const names = namesIn(mesh);
  const tests = file.tests.flatMap((each) => prepared(each, { file, mesh, names, problems }) ?? []);
  return { file: file.file, tests, problems: [...file.problems, ...placed(problems, file)].sort(byPlace) };
}

interface Surroundings {
  readonly file: TestFile;
  readonly mesh: MeshToAsk['mesh'];
  readonly names: Names;
  readonly problems: Problems;
}

/** What has not its form is known already; the rest is understood all the same, for what is wrong with it. */
function prepared({ test, field, has }: PlacedTest, around: Surroundings): PreparedTest | undefined {
  const { file, mesh, names } = around;
  const problems = around.problems.in(field);
  const asks = has('requests') && (has('from') || test.from === undefined);
  const requests = asks ? readRequests(testRequests(test, problems), mesh, problems) : [];
  const expectation = has('expect') ? expectationOf(test.expect, names, problems.in('expect')) : undefined;
  return expectation === undefined
    ? undefined
    : {
        name: test.name,
        line: file.place(field).line,
        expectLine: file.place(`${field}.expect`).line,
        requests,
        expectation,
      };
}

/** What is wrong with a value is wrong with each request that has it, and is said once. */
function readRequests(
  requests: readonly TestRequest[],
  mesh: MeshToAsk['mesh'],
  problems: Problems,
): readonly PreparedRequest[] {
  const said = new Set<string>();
  return requests.flatMap(({ question, placeOf, headers }) => {
    const own = new Problems();
    const read = readQuestion(mesh, question, own);
    for (const { field, message } of own.list) {
      const place = placeOf(field);
      if (!said.has(`${place} ${message}`)) {
        said.add(`${place} ${message}`);
        problems.add(place, message);
      }
    }
    return read === undefined ? [] : [{ read, headers }];
  });
}

function byPlace(a: Unreadable, b: Unreadable): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
