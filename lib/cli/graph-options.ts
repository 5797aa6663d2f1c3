import type { GraphFilter } from '../graph/graph-filter';
import { oneOf, readArguments, UsageError } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, expectPaths, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

const FORMATS = ['mermaid', 'dot', 'svg', 'html', 'json'] as const;

/** The command line of `graph`, read. */
export interface GraphOptions extends MeshOptions {
  readonly filter: GraphFilter;
  /** What a page compares the mesh with. */
  readonly before: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly help: boolean;
}

const TYPES = {
  before: { type: 'string', multiple: true },
  namespace: { type: 'string', short: 'n', multiple: true },
  host: { type: 'string', multiple: true },
  workload: { type: 'string', multiple: true },
  ...MESH_TYPES,
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  before: 'old',
  namespace: 'shop',
  host: 'shop.example.com',
  workload: 'shop/checkout',
  ...MESH_EXAMPLES,
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
  const read = readArguments(args, TYPES, EXAMPLES);
  const { given, words: paths, last } = read;
  const help = given.has('help');
  if (!help) {
    expectPaths(paths, 'cdk8s-istio graph manifests');
  }
  const before = given.get('before') ?? [];
  expectOneInput(read, [...paths, ...before]);
  const format = oneOf(FORMATS, 'format', last('format')) ?? 'mermaid';
  if (before.length > 0 && format !== 'html') {
    throw new UsageError('--before is for a page that compares two meshes. Write --format html.');
  }
  const listOf = (name: string): string[] | undefined => (given.has(name) ? [...given.get(name)!] : undefined);
  return {
    filter: { namespaces: listOf('namespace'), hosts: listOf('host'), workloads: listOf('workload') },
    before,
    format,
    output: last('output'),
    ...readMeshOptions(read, paths),
    help,
  };
}
