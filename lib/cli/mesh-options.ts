import type { Arguments } from './arguments';
import { oneOf, UsageError } from './arguments';

const WORLDS = ['open', 'closed'] as const;

/** Where the manifests of a mesh are, and what they do not say: the same for each command that asks a mesh. */
export interface MeshOptions {
  readonly paths: readonly string[];
  readonly settings?: string;
  readonly externals: readonly string[];
  readonly world?: string;
  readonly istioVersion?: string;
}

export const MESH_TYPES = {
  settings: { type: 'string', short: 's' },
  externals: { type: 'string', multiple: true },
  world: { type: 'string' },
  'istio-version': { type: 'string' },
} as const;

export const MESH_EXAMPLES = {
  settings: 'istio-checks.yaml',
  externals: 'cluster.yaml',
  world: 'closed',
  'istio-version': '1.31',
} as const;

/** @param paths the words of the command line that name manifests */
export function readMeshOptions({ given, last }: Arguments, paths: readonly string[]): MeshOptions {
  return {
    paths,
    settings: last('settings'),
    externals: given.get('externals') ?? [],
    world: oneOf(WORLDS, 'world', last('world')),
    istioVersion: last('istio-version'),
  };
}

/** @param example a command line that is right */
export function expectPaths(paths: readonly string[], example: string): void {
  if (paths.length === 0 || paths.includes('')) {
    const what = paths.length === 0 ? 'Say where the manifests are' : 'A path is empty. Say where the manifests are';
    throw new UsageError(`${what}: files, folders, or - for standard input. For example: ${example}`);
  }
}

export function expectOneInput({ given }: Arguments, paths: readonly string[]): void {
  if ([...paths, ...(given.get('externals') ?? [])].filter((each) => each === '-').length > 1) {
    throw new UsageError('Standard input can be read only once. Write - for one of the paths or externals.');
  }
}
