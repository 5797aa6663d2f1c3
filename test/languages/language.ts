import type { Ran } from './run';

/** A command of a page, as it is run. */
export interface Followed {
  readonly command: string;
  readonly env: Record<string, string>;
}

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

  /** The command that runs a program which {@link run} has compiled. */
  command(file: string): readonly string[];

  /**
   * How a command of a page for users is run here: with the libraries and caches of the tests.
   *
   * @param command a line of a `sh` block
   */
  follow(command: string): Followed;

  /** What compilers and linters say of a program, at their strictest; nothing if it is well. */
  lint(file: string): string;
}
