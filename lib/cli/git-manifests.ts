import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UsageError } from './arguments';

/** What a folder or file was in a revision, as files beside the work tree. */
export interface GitManifests {
  /** Where they are while the command runs; undefined where the revision has nothing there. */
  readonly path?: string;
  /** What a file is called in reports: `main:manifests/web.yaml`. */
  readonly nameOf: (file: string) => string;
  readonly remove: () => void;
}

/** Reads a folder or file of a revision. Nothing in the repository is changed, and no shell is asked. */
export function gitManifests(revision: string, given: string): GitManifests {
  if (revision === '' || revision.startsWith('-')) {
    throw new UsageError(`--git ${JSON.stringify(revision)} is not a revision. Write for example: --git main`);
  }
  const { folder, rest } = nearestFolder(given);
  const prefix = prefixOf(folder, given);
  const commit = text(git(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]).stdout).trim();
  if (commit === '') {
    throw new UsageError(
      `--git ${revision}: the repository has no such revision. \`git log --oneline\` and \`git branch --all\` show those that it has; in a pipeline, fetch it first.`,
    );
  }
  const place = path.posix.join(prefix, rest).replace(/\/$/, '');
  const blobs = blobsIn(folder, commit, place === '.' ? '' : place);
  if (blobs.length === 0) {
    return { nameOf: (file) => file, remove: () => undefined };
  }
  const root = mkdtempSync(path.join(os.tmpdir(), 'cdk8s-istio-diff-'));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    const contents = contentsOf(folder, blobs);
    blobs.forEach(({ file }, i) => {
      const target = path.join(root, ...file.split('/'));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, contents[i]);
    });
  } catch (error) {
    remove();
    throw error;
  }
  const start = `${root}${path.sep}`;
  return {
    path: path.join(root, place),
    nameOf: (file) => {
      const full = path.resolve(file);
      return full.startsWith(start) ? `${revision}:${full.slice(start.length)}` : file;
    },
    remove,
  };
}

/** A file of a revision, by its name from the top of the repository. */
interface Blob {
  readonly id: string;
  readonly file: string;
}

/** The folder that stands for sure, and what of the path is below it: the rest may only be in the revision. */
function nearestFolder(given: string): { readonly folder: string; readonly rest: string } {
  let folder = path.resolve(given);
  const rest: string[] = [];
  while (!existsSync(folder) || !statSync(folder).isDirectory()) {
    rest.unshift(path.basename(folder));
    folder = path.dirname(folder);
  }
  return { folder: realpathSync(folder), rest: rest.join('/') };
}

/** From the top of the repository to a folder. */
function prefixOf(folder: string, given: string): string {
  const { status, stdout } = git(folder, ['rev-parse', '--show-prefix']);
  if (status !== 0) {
    throw new UsageError(`--git: ${given} is in no repository of git. Compare two folders: cdk8s-istio diff old/ new/`);
  }
  return text(stdout).replace(/\n$/, '');
}

/** Plain files: links lead to what may not be in the revision. */
function blobsIn(folder: string, commit: string, place: string): readonly Blob[] {
  const { stdout } = git(folder, [
    ...['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', commit],
    ...(place === '' ? [] : ['--', place]),
  ]);
  return text(stdout)
    .split('\0')
    .flatMap((line) => {
      const [, id, file] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return id === undefined || !isManifest(file) ? [] : [{ id, file }];
    });
}

/** What is read of folders, and what the reading of these looks at besides. */
function isManifest(file: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(file) || /(?:^|\/)kustomization$/i.test(file);
}

/** The contents of files, in their order. */
function contentsOf(folder: string, blobs: readonly Blob[]): readonly Buffer[] {
  const { stdout } = git(folder, ['cat-file', '--batch'], blobs.map(({ id }) => `${id}\n`).join(''));
  let at = 0;
  return blobs.map(() => {
    const end = stdout.indexOf('\n', at);
    const size = Number(stdout.toString('latin1', at, end).split(' ')[2]);
    const content = stdout.subarray(end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    return content;
  });
}

/** More than all manifests of a repository. */
const MOST_BYTES = 1 << 30;

function git(
  folder: string,
  args: readonly string[],
  input?: string,
): { readonly status: number | null; readonly stdout: Buffer } {
  const { status, stdout, error } = spawnSync('git', ['-C', folder, ...args], {
    input,
    maxBuffer: MOST_BYTES,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  });
  if (error !== undefined) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT'
        ? '--git needs git, and there is none. Install it, or compare two folders: cdk8s-istio diff old/ new/'
        : `git cannot be asked: ${message}`,
    );
  }
  return { status, stdout };
}

function text(bytes: Buffer): string {
  return bytes.toString('utf8');
}
