import type { Severity } from '../core/severity';
import { SEVERITIES } from '../core/severity';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Suppression } from '../checks/check-settings';
import { nearest } from '../core/unknown-field';

/** What was typed, and cannot be meant. */
export class UsageError extends Error {}

export const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;
const WORLDS = ['open', 'closed'] as const;

/** The command line, read. */
export interface Options {
  readonly paths: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly failOn?: Severity;
  readonly output?: string;
  readonly settings?: string;
  readonly externals: readonly string[];
  readonly world?: string;
  readonly istioVersion?: string;
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
  settings: { type: 'string', short: 's' },
  externals: { type: 'string', multiple: true },
  world: { type: 'string' },
  'istio-version': { type: 'string' },
  upgrade: { type: 'string' },
  suppress: { type: 'string', multiple: true },
  explain: { type: 'string' },
  list: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

export function readOptions(args: readonly string[]): Options {
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    options: TYPES,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      words.push(token.value);
    } else if (token.kind === 'option') {
      const value = readOption(token);
      given.set(token.name, [...(given.get(token.name) ?? []), value]);
    }
  }
  const [command, ...paths] = words;
  const last = (name: string): string | undefined => given.get(name)?.at(-1);
  const alone = ['help', 'version', 'list', 'explain'].some((name) => given.has(name));
  if (command !== undefined && command !== 'check') {
    // A name of a file, with the command forgotten, or the command, misspelled.
    if (!existsSync(command) && nearest(command, ['check']) !== undefined) {
      throw new UsageError(`"${command}" is not a command. Did you mean check?`);
    }
    const files = command === '-' || existsSync(command) || paths.length === 0 ? words : paths;
    throw new UsageError(`"${command}" is not a command. Write: cdk8s-istio check ${files.join(' ')}`);
  }
  if ((paths.length === 0 || paths.includes('')) && !alone && args.length > 0) {
    throw new UsageError(
      `${paths.length === 0 ? '' : 'A path is empty. '}Say what to check: files, folders, or - for standard input. For example: cdk8s-istio check dist`,
    );
  }
  const fromStdin = [...paths, ...(given.get('externals') ?? [])].filter((each) => each === '-');
  if (fromStdin.length > 1) {
    throw new UsageError('Standard input can be read only once. Write - for one of the paths or externals.');
  }
  return {
    paths,
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    failOn: oneOf(SEVERITIES, 'fail-on', last('fail-on')),
    output: last('output'),
    settings: last('settings'),
    externals: given.get('externals') ?? [],
    world: oneOf(WORLDS, 'world', last('world')),
    istioVersion: last('istio-version'),
    upgrade: last('upgrade'),
    suppress: (given.get('suppress') ?? []).map(readSuppression),
    explain: last('explain'),
    list: given.has('list'),
    color: !given.has('no-color'),
    help: given.has('help') || args.length === 0,
    version: given.has('version'),
  };
}

/** The value of an option; empty for those that have none. */
function readOption(token: { name: string; rawName: string; value?: string }): string {
  const { name, rawName, value } = token;
  const type = Object.hasOwn(TYPES, name) ? TYPES[name as keyof typeof TYPES].type : undefined;
  if (type === undefined) {
    const meant = nearest(name, Object.keys(TYPES));
    const hint = meant === undefined ? '`cdk8s-istio --help` lists the options.' : `Did you mean --${meant}?`;
    throw new UsageError(`There is no option ${rawName}. ${hint}`);
  }
  if (type === 'boolean' && value !== undefined) {
    throw new UsageError(`${rawName} takes no value. Write it alone.`);
  }
  if (type === 'string' && (value === undefined || value === '')) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${EXAMPLES[name]}`);
  }
  return value ?? '';
}

const EXAMPLES: Readonly<Record<string, string>> = {
  format: 'sarif',
  'fail-on': 'warning',
  output: 'report.json',
  settings: 'istio-checks.yaml',
  externals: 'cluster.yaml',
  world: 'closed',
  'istio-version': '1.31',
  upgrade: '1.31',
  suppress: "'IST0118=Service shop/*: the ports keep their old names until May'",
  explain: 'IST0101',
};

function oneOf<T extends string>(known: readonly T[], name: string, value: string | undefined): T | undefined {
  if (value === undefined || known.includes(value as T)) {
    return value as T | undefined;
  }
  const meant = nearest(value, [...known]);
  const hint = meant === undefined ? `Write one of: ${known.join(', ')}.` : `Did you mean ${meant}?`;
  throw new UsageError(`--${name} ${JSON.stringify(value)} is not known. ${hint}`);
}

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
