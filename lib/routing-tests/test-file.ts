import path from 'node:path';
import { Problems } from '../core/problems';
import { load } from '../load/load';
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
  /** Those that have their format. */
  readonly tests: readonly PlacedTest[];
  /** What is wrong with the file. */
  readonly problems: readonly Unreadable[];
  /** The place of a field, or of what is nearest around it: `tests[0].expect`. */
  readonly place: (field: string) => { readonly line: number; readonly column: number };
}

/** A test, and where it stands. */
export interface PlacedTest {
  readonly test: WrittenTest;
  /** `tests[0]` */
  readonly field: string;
}

const EXAMPLE = `tests: [{ name: ..., requests: { url: ... }, expect: { ... } }]`;

/** Reads a test file, with all that is wrong with its form. */
export function readTestFile(file: string): TestFile {
  const loaded = load([file]);
  const [value, ...others] = loaded.values;
  const place = (field: string): { line: number; column: number } => {
    const { line = 1, column = 1 } = loaded.place(value, field) ?? {};
    return { line, column };
  };
  const problem = (message: string, at: object): Unreadable => ({ file, ...at, message });
  const problems: Unreadable[] = [...loaded.unreadable];
  if (value === undefined) {
    return {
      file,
      manifests: [],
      tests: [],
      problems: problems.length > 0 ? problems : [problem(`This file is empty. Write: ${EXAMPLE}`, {})],
      place,
    };
  }
  for (const each of others) {
    const { line, column } = loaded.place(each, '') ?? {};
    problems.push(
      problem('A test file has one document, and here a second one begins. Put its tests into the list of the first.', {
        line,
        column,
      }),
    );
  }
  const found = new Problems();
  checkShape(value, TEST_FILE, found);
  const wrong = found.list.map(({ field }) => field);
  const isRight = (field: string): boolean =>
    !wrong.some((each) => each === field || each.startsWith(`${field}.`) || each.startsWith(`${field}[`));
  const written = wrong.includes('') || wrong.includes('tests') ? undefined : (value as WrittenFile);
  const tests = (written?.tests ?? [])
    .map((test, i): PlacedTest => ({ test, field: `tests[${i}]` }))
    .filter(({ field }) => isRight(field));
  expectNames(tests, found);
  problems.push(...placed(found, { file, place }));
  const folder = path.dirname(file);
  const manifests = isRight('manifests') ? listed((value as Partial<WrittenFile>).manifests ?? []) : [];
  return {
    file,
    manifests: manifests.map((each) => (path.isAbsolute(each) ? each : path.join(folder, each))),
    tests,
    problems,
    place,
  };
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
  for (const { test, field } of tests) {
    const known = first.get(test.name);
    if (known === undefined) {
      first.set(test.name, field);
    } else {
      problems.add(`${field}.name`, `${known} has this name too. Write another one.`);
    }
  }
}
