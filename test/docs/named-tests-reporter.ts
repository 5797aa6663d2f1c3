import path from 'node:path';
import { ROOT } from './markdown-blocks';
import { namedTests } from './seed-rows';

/** What the reporter asks of jest's results. */
export interface RunResults {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly testResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * Fails a run of jest in which a test that docs/seeds.md names did not run, or did not pass, although its file was run: so a complete run
 * shows all of them. With `-t` tests are left out on purpose, and nothing is asked.
 */
export default class NamedTestsReporter {
  private problems: string[] = [];

  public constructor(
    private readonly config: { readonly testNamePattern?: string },
    private readonly options: { readonly named?: ReadonlyMap<string, ReadonlySet<string>> } = {},
  ) {}

  public onRunComplete(_contexts: unknown, { testResults }: RunResults): void {
    if (this.config.testNamePattern !== undefined && this.config.testNamePattern !== '') {
      this.problems = [];
      return;
    }
    const { named = namedTests() } = this.options;
    this.problems = testResults.flatMap((run) => {
      const file = path.relative(ROOT, run.testFilePath).split(path.sep).join('/');
      const passed = new Set(
        run.testResults.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName),
      );
      return [...(named.get(file) ?? [])]
        .filter((name) => !passed.has(name))
        .map((name) => `docs/seeds.md names the test "${name}" of ${file}, which did not pass in this run.`);
    });
    process.stderr.write(this.problems.map((problem) => `\n${problem}\n`).join(''));
  }

  /** Jest takes the error as a reason to fail, and prints nothing. */
  public getLastError(): Error | undefined {
    return this.problems.length === 0 ? undefined : new Error(this.problems.join('\n'));
  }
}
