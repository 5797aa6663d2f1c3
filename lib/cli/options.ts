import type { Severity } from '../core/severity';
import { SEVERITIES } from '../core/severity';
import { existsSync } from 'node:fs';
import type { Suppression } from '../checks/check-settings';
import { nearest } from '../core/unknown-field';
import { oneOf, readArguments, UsageError } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

export const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;

/** The command line, read. */
export interface Options extends MeshOptions {
  readonly format: (typeof FORMATS)[number];
  readonly failOn?: Severity;
  readonly output?: string;
  readonly upgrade?: string;
  readonly suppress: readonly Suppression[];
  readonly explain?: string;
  readonly list: boolean;
  readonly color: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

const TYPES = {
  format: { type: 'string', short: 'f' },
  'fail-on': { type: 'string' },
  output: { type: 'string', short: 'o' },
  ...MESH_TYPES,
  upgrade: { type: 'string' },
  suppress: { type: 'string', multiple: true },
  explain: { type: 'string' },
  list: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

export function readOptions(args: readonly string[]): Options {
  const read = readArguments(args, TYPES, EXAMPLES);
  const { given, words, last } = read;
  const [command, ...paths] = words;
  const alone = ['help', 'version', 'list', 'explain'].some((name) => given.has(name));
  if (command !== undefined && command !== 'check') {
    if (Object.hasOwn(USAGES, command)) {
      throw new UsageError(`Write the command first: cdk8s-istio ${command} ${USAGES[command]}`);
    }
    // A name of a file, with the command forgotten, or the command, misspelled.
    const meant = existsSync(command) ? undefined : nearest(command, ['check', ...Object.keys(USAGES)]);
    if (meant !== undefined) {
      throw new UsageError(`"${command}" is not a command. Did you mean ${meant}?`);
    }
    const files = command === '-' || existsSync(command) || paths.length === 0 ? words : paths;
    throw new UsageError(`"${command}" is not a command. Write: cdk8s-istio check ${files.join(' ')}`);
  }
  if ((paths.length === 0 || paths.includes('')) && !alone && args.length > 0) {
    throw new UsageError(
      `${paths.length === 0 ? '' : 'A path is empty. '}Say what to check: files, folders, or - for standard input. For example: cdk8s-istio check dist`,
    );
  }
  expectOneInput(read, paths);
  return {
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    failOn: oneOf(SEVERITIES, 'fail-on', last('fail-on')),
    output: last('output'),
    ...readMeshOptions(read, paths),
    upgrade: last('upgrade'),
    suppress: (given.get('suppress') ?? []).map(readSuppression),
    explain: last('explain'),
    list: given.has('list'),
    color: !given.has('no-color'),
    help: given.has('help') || args.length === 0,
    version: given.has('version'),
  };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  format: 'sarif',
  'fail-on': 'warning',
  output: 'report.json',
  ...MESH_EXAMPLES,
  upgrade: '1.31',
  suppress: "'IST0118=Service shop/*: the ports keep their old names until May'",
  explain: 'IST0101',
};

/** What follows the commands that have options of their own. */
const USAGES: Readonly<Record<string, string>> = {
  trace: 'URL PATHS...',
  reach: 'PATHS...',
  test: 'FILES... PATHS...',
  diff: 'OLD NEW',
  graph: 'PATHS...',
};

/** `CODE[=Kind namespace/name]: reason` */
function readSuppression(given: string): Suppression {
  const match = /^\s*([^\s:=]+)(?:\s*=\s*([^:]*?))?\s*(?::\s*(.*))?$/s.exec(given);
  if (match === null) {
    throw new UsageError(
      `--suppress ${JSON.stringify(given)} cannot be read. Write it like this: ${EXAMPLES.suppress}`,
    );
  }
  const [, code, object, reason = ''] = match;
  if (reason.trim() === '') {
    throw new UsageError(
      `--suppress ${JSON.stringify(given)} has no reason. Say why the finding is accepted. Write it like this: ${EXAMPLES.suppress}`,
    );
  }
  return object === undefined ? { code, reason: reason.trim() } : { code, object, reason: reason.trim() };
}
