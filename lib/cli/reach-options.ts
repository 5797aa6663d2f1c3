import type { AnswerOptions } from './answer';
import { ANSWER_TYPES, readAnswerOptions } from './answer';
import { oneOf, readArguments } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, expectPaths, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

const FORMATS = ['text', 'json'] as const;

/** The command line of `reach`, read. */
export interface ReachOptions extends MeshOptions, AnswerOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: (typeof FORMATS)[number];
}

const TYPES = {
  from: { type: 'string' },
  to: { type: 'string' },
  ...MESH_TYPES,
  ...ANSWER_TYPES,
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
  const { words: paths, last } = read;
  const how = readAnswerOptions(read);
  if (!how.help) {
    expectPaths(paths, 'cdk8s-istio reach --to payments/api manifests');
  }
  expectOneInput(read, paths);
  return {
    from: last('from'),
    to: last('to'),
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    ...readMeshOptions(read, paths),
    ...how,
  };
}
