import type { GraphFilter } from '../graph/graph-filter';
import { oneOf, readArguments, UsageError } from './arguments';

const FORMATS = ['mermaid', 'dot', 'json'] as const;
const WORLDS = ['open', 'closed'] as const;

/** The command line of `graph`, read. */
export interface GraphOptions {
  readonly paths: readonly string[];
  readonly filter: GraphFilter;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly settings?: string;
  readonly externals: readonly string[];
  readonly world?: string;
  readonly istioVersion?: string;
  readonly help: boolean;
}

const TYPES = {
  namespace: { type: 'string', short: 'n', multiple: true },
  host: { type: 'string', multiple: true },
  workload: { type: 'string', multiple: true },
  settings: { type: 'string', short: 's' },
  externals: { type: 'string', multiple: true },
  world: { type: 'string' },
  'istio-version': { type: 'string' },
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  namespace: 'shop',
  host: 'shop.example.com',
  workload: 'shop/checkout',
  settings: 'istio-checks.yaml',
  externals: 'cluster.yaml',
  world: 'closed',
  'istio-version': '1.31',
  format: 'dot',
  output: 'mesh.mmd',
};

/** The options for the members of a filter. */
const WORDS: Readonly<Record<keyof GraphFilter, string>> = {
  namespaces: '--namespace',
  hosts: '--host',
  workloads: '--workload',
};

/** How a member of a filter is written on the command line. */
export function wordFor(field: string): string {
  return WORDS[field.replace(/\[\d+\]$/, '') as keyof GraphFilter] ?? field;
}

export function readGraphOptions(args: readonly string[]): GraphOptions {
  const { given, words: paths, last } = readArguments(args, TYPES, EXAMPLES);
  const help = given.has('help') || args.length === 0;
  if (!help && (paths.length === 0 || paths.includes(''))) {
    const what = paths.length === 0 ? 'Say where the manifests are' : 'A path is empty. Say where the manifests are';
    throw new UsageError(`${what}: files, folders, or - for standard input. For example: cdk8s-istio graph manifests`);
  }
  const fromStdin = [...paths, ...(given.get('externals') ?? [])].filter((each) => each === '-');
  if (fromStdin.length > 1) {
    throw new UsageError('Standard input can be read only once. Write - for one of the paths or externals.');
  }
  const listOf = (name: string): string[] | undefined => (given.has(name) ? [...given.get(name)!] : undefined);
  return {
    paths,
    filter: { namespaces: listOf('namespace'), hosts: listOf('host'), workloads: listOf('workload') },
    format: oneOf(FORMATS, 'format', last('format')) ?? 'mermaid',
    output: last('output'),
    settings: last('settings'),
    externals: given.get('externals') ?? [],
    world: oneOf(WORLDS, 'world', last('world')),
    istioVersion: last('istio-version'),
    help,
  };
}
