import type { Ran } from './run';

/** A language that people write cdk8s in. */
export interface Language {
  readonly name: string;
  /** How the files of its programs end. */
  readonly extension: string;

  /** Builds what its programs need, unless that is there. */
  prepare(): void;

  /**
   * Compiles and runs a program.
   *
   * @param file a program of one file
   * @param env besides the environment of the tests
   */
  run(file: string, env?: Record<string, string>): Ran;

  /** What compilers and linters say of a program, at their strictest; nothing if it is well. */
  lint(file: string): string;
}
