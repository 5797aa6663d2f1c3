import { statSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../core/is-object';
import { Problems } from '../core/problems';
import type { Loaded } from '../load/load';
import { load } from '../load/load';
import { FOR_OWN_FILES } from '../load/read-yaml';
import type { Unreadable } from '../report/check-report';
import { checkShape } from './format/check-shape';
import { TEST_FILE } from './format/test-file-format';
import type { WrittenFile, WrittenTest } from './written-test';
import { listed } from './written-test';

/** A test file that was read. */
export interface TestFile {
  readonly file: string;
  /** Files and folders, as seen from the working directory. */
  readonly manifests: readonly string[];
  readonly tests: readonly PlacedTest[];
  /** What is wrong with the form of the file. */
  readonly problems: readonly Unreadable[];
  /** The place of a field, or of what is nearest around it: `tests[0].expect`. */
  readonly place: (field: string) => FilePlace;
}

interface FilePlace {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A test, and where it stands. */
export interface PlacedTest {
  readonly test: WrittenTest;
  /** `tests[0]` */
  readonly field: string;
  /** Whether a member is there and has its form. */
  readonly has: (member: keyof WrittenTest) => boolean;
}

/** Reads a test file, with all that is wrong with its form. */
export function readTestFile(file: string): TestFile {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    return broken(
      file,
      'This is a folder. Name the test files, then the manifests: cdk8s-istio test routes.test.yaml manifests',
    );
  }
  const loaded = load([file], undefined, FOR_OWN_FILES);
  const [value] = loaded.values;
  if (value === undefined) {
    const empty = 'This file is empty. Write: tests: [{ name: ..., requests: { url: ... }, expect: { ... } }]';
    return loaded.unreadable.length === 0 ? broken(file, empty) : { ...broken(file, ''), problems: loaded.unreadable };
  }
  if (isObject(value) && 'apiVersion' in value && 'kind' in value) {
    return broken(file, 'This is a manifest. Test files come first: cdk8s-istio test routes.test.yaml manifests');
  }
  return readTests(file, value, loaded);
}

function broken(file: string, message: string): TestFile {
  return { file, manifests: [], tests: [], problems: [{ file, message }], place: () => ({ line: 1, column: 1 }) };
}

function readTests(file: string, value: unknown, loaded: Loaded): TestFile {
  const place = (field: string): FilePlace => {
    const { line = 1, column = 1 } = loaded.place(value, field) ?? {};
    return { line, column };
  };
  const problems = new Problems();
  checkShape(value, TEST_FILE, problems);
  const wrong = problems.list.map(({ field }) => field);
  const isRight = (field: string): boolean =>
    !wrong.some((each) => each === field || each.startsWith(`${field}.`) || each.startsWith(`${field}[`));
  const written = isObject(value) ? (value as Partial<WrittenFile>) : {};
  const tests = (Array.isArray(written.tests) ? (written.tests as readonly WrittenTest[]) : []).map((test, i) =>
    placedTest(test, i, isRight),
  );
  expectNames(tests, problems);
  const paths = isRight('manifests') ? listed(written.manifests ?? []) : [];
  return {
    file,
    manifests: paths.map((each) => (path.isAbsolute(each) ? each : path.join(path.dirname(file), each))),
    tests,
    problems: [
      ...loaded.unreadable,
      ...otherDocuments(file, loaded),
      ...rewrittenKeys(file, value, loaded),
      ...placed(problems, { file, place }),
    ],
    place,
  };
}

function placedTest(test: WrittenTest, i: number, isRight: (field: string) => boolean): PlacedTest {
  const field = `tests[${i}]`;
  return {
    test,
    field,
    has: (member) => isObject(test) && Object.hasOwn(test, member) && isRight(`${field}.${member}`),
  };
}

/** A header that is called `n` would be sent as `false`. */
function rewrittenKeys(file: string, value: unknown, loaded: Loaded): Unreadable[] {
  return loaded.rewrittenKeys(value).map(({ line, column, written, read }) => {
    const message = `the name ${written} is ${String(read)} in YAML, not a text. Write it in quotes: "${written}".`;
    return { file, line, column, message };
  });
}

/** One list shows which names are taken, and which manifests the tests are for. */
function otherDocuments(file: string, loaded: Loaded): Unreadable[] {
  return loaded.values.slice(1).map((value) => {
    const { line, column } = loaded.place(value, '') ?? {};
    const message =
      'A test file has one document, and here another one begins. Put its tests into the list of the first, or into a file of their own.';
    return { file, line, column, message };
  });
}

/** Problems where they stand in a file. */
export function placed({ list }: Problems, { file, place }: Pick<TestFile, 'file' | 'place'>): Unreadable[] {
  return list.map(({ field, message }) => ({
    file,
    ...place(field),
    message: field === '' ? message : `${field}: ${message}`,
  }));
}

/** Reports tell tests by their names. */
function expectNames(tests: readonly PlacedTest[], problems: Problems): void {
  const first = new Map<string, string>();
  for (const { test, field } of tests.filter(({ has }) => has('name'))) {
    const known = first.get(test.name);
    if (known === undefined) {
      first.set(test.name, field);
    } else {
      problems.add(`${field}.name`, `${known} has this name too. Write another one.`);
    }
  }
}
