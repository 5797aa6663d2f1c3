import { oneOf, readArguments, UsageError } from './arguments';
import type { MeshOptions } from './loaded-mesh';

const FORMATS = ['text', 'json'] as const;
const WORLDS = ['open', 'closed'] as const;

/** The command line of `reach`, read. */
export interface ReachOptions extends MeshOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: (typeof FORMATS)[number];
  readonly verbose: boolean;
  readonly output?: string;
  readonly color: boolean;
  readonly help: boolean;
}

const TYPES = {
  from: { type: 'string' },
  to: { type: 'string' },
  settings: { type: 'string', short: 's' },
  externals: { type: 'string', multiple: true },
  world: { type: 'string' },
  'istio-version': { type: 'string' },
  format: { type: 'string', short: 'f' },
  verbose: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  from: 'shop/checkout',
  to: 'payments/api',
  settings: 'istio-checks.yaml',
  externals: 'cluster.yaml',
  world: 'closed',
  'istio-version': '1.31',
  format: 'json',
  output: 'reach.json',
};

export function readReachOptions(args: readonly string[]): ReachOptions {
  const { given, words: paths, last } = readArguments(args, TYPES, EXAMPLES);
  const help = given.has('help') || args.length === 0;
  if (!help && (paths.length === 0 || paths.includes(''))) {
    const what = paths.length === 0 ? 'Say where the manifests are' : 'A path is empty. Say where the manifests are';
    throw new UsageError(
      `${what}: files, folders, or - for standard input. For example: cdk8s-istio reach --to payments/api manifests`,
    );
  }
  const fromStdin = [...paths, ...(given.get('externals') ?? [])].filter((each) => each === '-');
  if (fromStdin.length > 1) {
    throw new UsageError('Standard input can be read only once. Write - for one of the paths or externals.');
  }
  return {
    from: last('from'),
    to: last('to'),
    paths,
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    verbose: given.has('verbose'),
    output: last('output'),
    settings: last('settings'),
    externals: given.get('externals') ?? [],
    world: oneOf(WORLDS, 'world', last('world')),
    istioVersion: last('istio-version'),
    color: !given.has('no-color'),
    help,
  };
}
