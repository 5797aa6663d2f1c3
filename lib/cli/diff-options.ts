import type { AnswerOptions } from './answer';
import { ANSWER_TYPES, readAnswerOptions } from './answer';
import { oneOf, readArguments, UsageError } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

const FORMATS = ['text', 'markdown', 'json'] as const;
const FAIL_ON = ['broken', 'changed', 'none'] as const;

/** The command line of `diff`, read. */
export interface DiffOptions extends Omit<MeshOptions, 'paths'>, AnswerOptions {
  /** Where the manifests before the change are; undefined where a revision has them. */
  readonly old?: string;
  /** Where those after it are, and the same before it in a revision. */
  readonly path: string;
  /** `main`, or `main..HEAD` */
  readonly git?: string;
  readonly format: (typeof FORMATS)[number];
  readonly failOn: (typeof FAIL_ON)[number];
}

const TYPES = {
  git: { type: 'string' },
  ...MESH_TYPES,
  'fail-on': { type: 'string' },
  ...ANSWER_TYPES,
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  git: 'main',
  ...MESH_EXAMPLES,
  format: 'markdown',
  'fail-on': 'changed',
  output: 'diff.md',
};

export function readDiffOptions(args: readonly string[]): DiffOptions {
  const read = readArguments(args, TYPES, EXAMPLES);
  const { words: paths, last } = read;
  const how = readAnswerOptions(read);
  const git = last('git');
  if (!how.help) {
    expectSides(paths, git);
  }
  expectOneInput(read, paths);
  const { paths: _, ...mesh } = readMeshOptions(read, paths);
  return {
    old: git === undefined ? paths[0] : undefined,
    path: paths[git === undefined ? 1 : 0] ?? '',
    git,
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    failOn: oneOf(FAIL_ON, 'fail-on', last('fail-on')) ?? 'broken',
    ...mesh,
    ...how,
  };
}

function expectSides(paths: readonly string[], git: string | undefined): void {
  if (paths.includes('')) {
    throw new UsageError('A path is empty. Write for example: cdk8s-istio diff old/ new/');
  }
  if (git === undefined && paths.length !== 2) {
    const what =
      paths.length === 0
        ? 'Say what to compare'
        : `${paths.length === 1 ? 'There is one path' : `There are ${paths.length} paths`}, and two are compared`;
    const more = paths.length === 1 ? `, or with a revision of git: cdk8s-istio diff --git main ${paths[0]}` : '';
    throw new UsageError(
      `${what}: a folder or file before the change, and one after it. For example: cdk8s-istio diff old/ new/${more}`,
    );
  }
  if (git !== undefined && paths.length !== 1) {
    const what = paths.length === 0 ? 'Say where the manifests are' : `There are ${paths.length} paths`;
    throw new UsageError(
      `${what}: with --git, one folder or file is compared with what it was. For example: cdk8s-istio diff --git ${git} manifests/`,
    );
  }
  if (git !== undefined && paths[0] === '-') {
    throw new UsageError('Standard input has no revisions. With --git, write a folder or file of the repository.');
  }
}
