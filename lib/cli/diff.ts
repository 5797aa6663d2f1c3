import type { Settings } from '../checks/read-settings';
import { diffJson } from '../report/diff-json';
import { diffMarkdown } from '../report/diff-markdown';
import type { DiffReport, DiffUnreadable } from '../report/diff-report';
import { diffReport } from '../report/diff-report';
import { diffText } from '../report/diff-text';
import { breaks, changesAnything } from '../report/diff-verdict';
import { unreadableText } from '../report/text';
import type { Answer, Surroundings } from './answer';
import { UsageError } from './arguments';
import type { DiffOptions } from './diff-options';
import { gitManifests } from './git-manifests';
import type { LoadedMesh } from './loaded-mesh';
import { filledMesh, loadMesh, withRelativeFile } from './loaded-mesh';
import { relative } from './relative-path';
import { notesOf, readSettingsFile } from './settings-file';

export function diff(options: DiffOptions, { color, stdin }: Surroundings): Answer {
  const { format, failOn, verbose } = options;
  const { settings, unreadable } = readSettingsFile({ ...options, failOn: undefined, paths: [], suppress: [] }, stdin);
  const { before, after, remarks } = sidesOf(options, settings, stdin);
  const all = [
    ...unreadable.map((each): DiffUnreadable => ({ ...withRelativeFile(each), side: 'both' })),
    ...before.unreadable.map((each): DiffUnreadable => ({ ...each, side: 'before' })),
    ...after.unreadable.map((each): DiffUnreadable => ({ ...each, side: 'after' })),
  ];
  const notes = [
    ...notesOf(settings),
    ...remarks,
    ...distinct([...all, ...before.leftOut, ...after.leftOut].map(unreadableText)),
  ];
  const isEmpty = ({ asked }: LoadedMesh): boolean => asked.mesh.objects.every(({ external }) => external);
  const isMissing = (side: LoadedMesh): boolean => isEmpty(side) && side.unreadable.length > 0;
  // All would be gone, or new: a revision may have nothing, and what is named now is there.
  if (isMissing(before) || isMissing(after) || (isEmpty(before) && isEmpty(after))) {
    const none = 'There are no manifests to compare, neither before the change nor after it.';
    // What could not be read is the reason, where there is any.
    throw new UsageError([...notes, ...(all.length === 0 ? [none] : [])].join('\n'));
  }
  const report = diffReport({ before, after }, all);
  const isBad = failOn === 'changed' ? changesAnything(report) : failOn === 'broken' && breaks(report);
  const code = all.length > 0 ? 2 : isBad ? 1 : 0;
  return { text: write(report, format, { color, verbose, remarks }), notes, code };
}

function write(
  report: DiffReport,
  format: DiffOptions['format'],
  how: { color: boolean; verbose: boolean; remarks: readonly string[] },
): string {
  switch (format) {
    case 'text':
      return diffText(report, how);
    case 'markdown':
      return diffMarkdown(report, how);
    case 'json':
      return `${JSON.stringify(diffJson(report), undefined, 2)}\n`;
  }
}

interface LoadedSides {
  readonly before: LoadedMesh;
  readonly after: LoadedMesh;
  readonly remarks: readonly string[];
}

function sidesOf({ old, path, git }: DiffOptions, settings: Settings, stdin: () => Buffer): LoadedSides {
  if (git === undefined) {
    return {
      before: filledMesh(old === undefined ? [] : [old], settings, stdin),
      after: filledMesh([path], settings, stdin),
      remarks: [],
    };
  }
  const [base, head] = revisionsOf(git);
  const before = inRevision(base, path, 'new, even if it only had another name before', settings, stdin);
  const after =
    head === undefined
      ? { loaded: filledMesh([path], settings, stdin), remarks: [] }
      : inRevision(head, path, 'gone, even if it only has another name now', settings, stdin);
  return { before: before.loaded, after: after.loaded, remarks: [...before.remarks, ...after.remarks] };
}

/** `main`, or `main..HEAD` */
function revisionsOf(git: string): readonly [base: string, head?: string] {
  const [base, head, ...more] = git.split('..');
  if (more.length > 0 || base === '' || head === '' || head?.startsWith('.') === true) {
    throw new UsageError(
      `--git ${JSON.stringify(git)} is neither a revision nor two of them. Write for example: --git main, or --git main..HEAD`,
    );
  }
  return head === undefined ? [base] : [base, head];
}

function inRevision(
  revision: string,
  path: string,
  countsAs: string,
  settings: Settings,
  stdin: () => Buffer,
): { readonly loaded: LoadedMesh; readonly remarks: readonly string[] } {
  const manifests = gitManifests(revision, path);
  try {
    const loaded = loadMesh(manifests.path === undefined ? [] : [manifests.path], settings, stdin);
    const named = <T extends { readonly file: string }>(each: T): T => ({ ...each, file: manifests.nameOf(each.file) });
    return {
      loaded: {
        ...loaded,
        unreadable: loaded.unreadable.map(named),
        leftOut: loaded.leftOut.map(named),
        locate: (object, field) => {
          const { file, line } = loaded.locate(object, field);
          return { file: file === undefined ? undefined : manifests.nameOf(file), line };
        },
      },
      remarks:
        manifests.path === undefined
          ? [`There is nothing at ${relative(path)} in ${revision}: all of it counts as ${countsAs}.`]
          : [],
    };
  } finally {
    manifests.remove();
  }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
