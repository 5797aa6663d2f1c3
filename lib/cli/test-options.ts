import { oneOf, readArguments, UsageError } from './arguments';

const FORMATS = ['text', 'json', 'junit'] as const;
const WORLDS = ['open', 'closed'] as const;

/** The command line of `test`, read. */
export interface TestOptions {
  readonly testFiles: readonly string[];
  /** Manifests; none where the test files name theirs. */
  readonly paths: readonly string[];
  readonly format: (typeof FORMATS)[number];
  /** Whether the report has the coverage. */
  readonly coverage: boolean;
  /** A file for the coverage in the format of lcov. */
  readonly lcov?: string;
  readonly output?: string;
  readonly settings?: string;
  readonly externals: readonly string[];
  readonly world?: string;
  readonly istioVersion?: string;
  readonly color: boolean;
  readonly help: boolean;
}

const TYPES = {
  coverage: { type: 'string', multiple: true },
  settings: { type: 'string', short: 's' },
  externals: { type: 'string', multiple: true },
  world: { type: 'string' },
  'istio-version': { type: 'string' },
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  coverage: 'text',
  settings: 'istio-checks.yaml',
  externals: 'cluster.yaml',
  world: 'closed',
  'istio-version': '1.31',
  format: 'junit',
  output: 'tests.xml',
};

/** By it a test file is told from manifests. */
const TEST_FILE = /\.test\.(?:ya?ml|json)$/i;

export function readTestOptions(args: readonly string[]): TestOptions {
  const { given, words, last } = readArguments(args, TYPES, EXAMPLES);
  const help = given.has('help') || args.length === 0;
  const { testFiles, paths } = sorted(words);
  if (!help && (testFiles.length === 0 || words.includes(''))) {
    const what = words.includes('') ? 'A path is empty. Say which tests are run' : 'Say which tests are run';
    throw new UsageError(`${what}, and on which manifests. For example: cdk8s-istio test routes.test.yaml manifests`);
  }
  if ([...paths, ...(given.get('externals') ?? [])].filter((each) => each === '-').length > 1) {
    throw new UsageError('Standard input can be read only once. Write - for one of the paths or externals.');
  }
  const format = oneOf(FORMATS, 'format', last('format')) ?? 'text';
  const { coverage, lcov } = readCoverage(given.get('coverage') ?? []);
  if (coverage && format === 'junit') {
    throw new UsageError('A JUnit report has no coverage. Write --coverage lcov=FILE, or another --format.');
  }
  return {
    testFiles,
    paths,
    format,
    coverage,
    lcov,
    output: last('output'),
    settings: last('settings'),
    externals: given.get('externals') ?? [],
    world: oneOf(WORLDS, 'world', last('world')),
    istioVersion: last('istio-version'),
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
