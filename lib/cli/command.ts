import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inChunks } from '../report/parts';
import type { Answer } from './answer';
import { check } from './check';
import { explain, list } from './codes';
import { diff } from './diff';
import { readDiffOptions } from './diff-options';
import { graph } from './graph';
import { readGraphOptions } from './graph-options';
import { DIFF_HELP, GRAPH_HELP, HELP, REACH_HELP, TEST_HELP, TRACE_HELP } from './help';
import type { Options } from './options';
import { UsageError } from './arguments';
import { readOptions } from './options';
import { reach } from './reach';
import { readReachOptions } from './reach-options';
import { test } from './test';
import { readTestOptions } from './test-options';
import { trace } from './trace';
import { readTraceOptions } from './trace-options';

/** The world outside the command. */
interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly stdin: () => Buffer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

const ISSUES = 'https://github.com/cdk8s-istio/cdk8s-istio/issues';

/**
 * Runs the command. 0: nothing found, the call arrives, all tests passed, nothing breaks; 1: something found, it does not arrive, a test failed, a
 * change breaks something; 2: wrong usage, or something could not be read.
 */
export function run(args: readonly string[], terminal: Terminal): number {
  try {
    const [command, ...rest] = args;
    switch (command) {
      case 'trace':
        return runTrace(rest, terminal);
      case 'test':
        return runTests(rest, terminal);
      case 'reach':
        return runReach(rest, terminal);
      case 'diff':
        return runDiff(rest, terminal);
      case 'graph':
        return runGraph(rest, terminal);
      default:
        return dispatch(readOptions(args), terminal);
    }
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.error(`${error.message}\n`);
    } else {
      const { message, stack = message } = error as Error;
      terminal.error(
        `cdk8s-istio failed: ${message}\nThis is a mistake in cdk8s-istio. Report it, with the manifests if you can: ${ISSUES}\n` +
          (terminal.environment.DEBUG === undefined ? '' : `${stack}\n`),
      );
    }
    return 2;
  }
}

function dispatch(options: Options, terminal: Terminal): number {
  const color = options.output === undefined && hasColor(options, terminal);
  if (options.help) {
    terminal.out(HELP);
  } else if (options.version) {
    terminal.out(`${packageVersion()}\n`);
  } else if (options.list) {
    terminal.out(list());
  } else if (options.explain !== undefined) {
    terminal.out(explain(options.explain, color));
  } else {
    const { text, code, summary } = check(options, { color, version: packageVersion(), stdin: terminal.stdin });
    say(text, options.output, `${summary} The report is in ${options.output}.`, terminal);
    return code;
  }
  return 0;
}

function runTrace(args: readonly string[], terminal: Terminal): number {
  const options = readTraceOptions(args);
  const what = { help: TRACE_HELP, told: 'The trace is in' };
  return answer(options, what, terminal, (color) => trace(options, { color, stdin: terminal.stdin }));
}

function runTests(args: readonly string[], terminal: Terminal): number {
  const options = readTestOptions(args);
  if (options.help) {
    terminal.out(TEST_HELP);
    return 0;
  }
  const color = options.output === undefined && hasColor(options, terminal);
  const { text, lcov, notes, code, summary } = test(options, { color, stdin: terminal.stdin });
  notes.forEach((note) => terminal.error(`${note}\n`));
  say(text, options.output, `${summary} The report is in ${options.output}.`, terminal);
  if (lcov !== undefined) {
    say([lcov], options.lcov, `The coverage is in ${options.lcov}.`, terminal);
  }
  return code;
}

function runReach(args: readonly string[], terminal: Terminal): number {
  const options = readReachOptions(args);
  const what = { help: REACH_HELP, told: 'The answer is in' };
  return answer(options, what, terminal, (color) => reach(options, { color, stdin: terminal.stdin }));
}

function runDiff(args: readonly string[], terminal: Terminal): number {
  const options = readDiffOptions(args);
  const what = { help: DIFF_HELP, told: 'The comparison is in' };
  return answer(options, what, terminal, (color) => diff(options, { color, stdin: terminal.stdin }));
}

function runGraph(args: readonly string[], terminal: Terminal): number {
  const options = readGraphOptions(args);
  const what = { help: GRAPH_HELP, told: 'The picture is in' };
  return answer(options, what, terminal, () => graph(options, terminal.stdin));
}

/** The help of a command, or what it answers to one question. */
function answer(
  options: { readonly help: boolean; readonly output?: string; readonly color?: boolean },
  { help, told }: { readonly help: string; readonly told: string },
  terminal: Terminal,
  ask: (color: boolean) => Answer,
): number {
  const { output, color = false } = options;
  if (options.help) {
    terminal.out(help);
    return 0;
  }
  const { text, notes, code } = ask(output === undefined && hasColor({ color }, terminal));
  notes.forEach((note) => terminal.error(`${note}\n`));
  say([text], output, `${told} ${output}.`, terminal);
  return code;
}

/** Prints a report, or writes it to a file and tells so. */
function say(text: Iterable<string>, output: string | undefined, told: string, terminal: Terminal): void {
  if (output === undefined) {
    for (const chunk of inChunks(text)) {
      terminal.out(chunk);
    }
  } else {
    write(output, text);
    terminal.error(`${told}\n`);
  }
}

/** https://no-color.org and https://force-color.org */
function hasColor(
  { color }: Pick<Options, 'color'>,
  { environment: { NO_COLOR, FORCE_COLOR }, isTerminal }: Terminal,
): boolean {
  if (!color || (NO_COLOR !== undefined && NO_COLOR !== '')) {
    return false;
  }
  return FORCE_COLOR === undefined || FORCE_COLOR === '' ? isTerminal : FORCE_COLOR !== '0';
}

function write(file: string, text: Iterable<string>): void {
  try {
    const output = openSync(file, 'w');
    for (const chunk of inChunks(text)) {
      writeFileSync(output, chunk);
    }
    closeSync(output);
  } catch (error) {
    throw new UsageError(`The report cannot be written to ${file}: ${(error as Error).message}`);
  }
}

/** Of the package that this file is in, compiled or not. */
function packageVersion(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
  }
  return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
