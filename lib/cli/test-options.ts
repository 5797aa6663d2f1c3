import { oneOf, readArguments, UsageError } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

const FORMATS = ['text', 'json', 'junit'] as const;

/** The command line of `test`, read. */
export interface TestOptions extends MeshOptions {
  readonly testFiles: readonly string[];
  /** Manifests; none where the test files name theirs. */
  readonly paths: readonly string[];
  readonly format: (typeof FORMATS)[number];
  /** Whether the report has the coverage. */
  readonly coverage: boolean;
  /** A file for the coverage in the format of lcov. */
  readonly lcov?: string;
  readonly output?: string;
  readonly color: boolean;
  readonly help: boolean;
}

const TYPES = {
  coverage: { type: 'string', multiple: true },
  ...MESH_TYPES,
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  coverage: 'text',
  ...MESH_EXAMPLES,
  format: 'junit',
  output: 'tests.xml',
};

/** By it a test file is told from manifests. */
const TEST_FILE = /\.test\.(?:ya?ml|json)$/i;

export function readTestOptions(args: readonly string[]): TestOptions {
  const read = readArguments(args, TYPES, EXAMPLES);
  const { given, words, last } = read;
  const help = given.has('help');
  const { testFiles, paths } = sorted(words);
  if (!help && (testFiles.length === 0 || words.includes(''))) {
    const what = words.includes('') ? 'A path is empty. Say which tests are run' : 'Say which tests are run';
    throw new UsageError(`${what}, and on which manifests. For example: cdk8s-istio test routes.test.yaml manifests`);
  }
  expectOneInput(read, paths);
  const format = oneOf(FORMATS, 'format', last('format')) ?? 'text';
  const { coverage, lcov } = readCoverage(given.get('coverage') ?? []);
  if (coverage && format === 'junit') {
    throw new UsageError('A JUnit report has no coverage. Write --coverage lcov=FILE, or another --format.');
  }
  return {
    testFiles,
    format,
    coverage,
    lcov,
    output: last('output'),
    ...readMeshOptions(read, paths),
    color: !given.has('no-color'),
    help,
  };
}

/** Where no name says that it is a test file, it is the first. */
function sorted(words: readonly string[]): Pick<TestOptions, 'testFiles' | 'paths'> {
  const named = words.filter((word) => TEST_FILE.test(word));
  return named.length === 0
    ? { testFiles: words.slice(0, 1), paths: words.slice(1) }
    : { testFiles: [...new Set(named)], paths: words.filter((word) => !TEST_FILE.test(word)) };
}

function readCoverage(values: readonly string[]): Pick<TestOptions, 'coverage' | 'lcov'> {
  let lcov: string | undefined;
  for (const value of values.filter((each) => each !== 'text')) {
    lcov = /^lcov=(.+)$/s.exec(value)?.[1];
    if (lcov === undefined) {
      throw new UsageError(
        `--coverage ${JSON.stringify(value)} is not known. Write --coverage text, or --coverage lcov=FILE.`,
      );
    }
  }
  return { coverage: values.includes('text'), lcov };
}
