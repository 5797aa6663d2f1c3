import { oneOf, readArguments } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, expectPaths, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

const FORMATS = ['text', 'json'] as const;

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
  ...MESH_TYPES,
  format: { type: 'string', short: 'f' },
  verbose: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  from: 'shop/checkout',
  to: 'payments/api',
  ...MESH_EXAMPLES,
  format: 'json',
  output: 'reach.json',
};

export function readReachOptions(args: readonly string[]): ReachOptions {
  const read = readArguments(args, TYPES, EXAMPLES);
  const { given, words: paths, last } = read;
  const help = given.has('help') || args.length === 0;
  if (!help) {
    expectPaths(paths, 'cdk8s-istio reach --to payments/api manifests');
  }
  expectOneInput(read, paths);
  return {
    from: last('from'),
    to: last('to'),
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    verbose: given.has('verbose'),
    output: last('output'),
    ...readMeshOptions(read, paths),
    color: !given.has('no-color'),
    help,
  };
}
