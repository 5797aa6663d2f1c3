import { run } from '../../lib/cli/command';

/** What the command has said, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs the command where nobody sees colors.
 *
 * @param folder files in it are named without it
 */
export function ran(folder: string, args: readonly string[], stdin = ''): Ran {
  let out = '';
  let error = '';
  const code = run(args, {
    out: (text) => (out += text),
    error: (text) => (error += text),
    stdin: () => Buffer.from(stdin),
    environment: {},
    isTerminal: false,
  });
  return { code, out: out.replaceAll(`${folder}/`, ''), error: error.replaceAll(`${folder}/`, '') };
}
