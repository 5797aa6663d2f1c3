import type { Settings } from '../checks/read-settings';
import type { Loaded } from '../load/load';
import { load } from '../load/load';
import type { Unreadable } from '../report/check-report';
import { unreadableText } from '../report/text';
import type { Locate } from '../report/trace-report';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import { meshToAsk } from '../tracing/mesh-to-ask';
import type { MeshOptions } from './mesh-options';
import { relative } from './relative-path';
import { notesOf, readSettingsFile } from './settings-file';

/** Manifests of files as a mesh. */
export interface LoadedMesh {
  readonly loaded: Loaded;
  readonly asked: MeshToAsk;
  readonly locate: Locate;
  readonly unreadable: readonly Unreadable[];
  /** Documents that are no objects of a cluster. */
  readonly leftOut: readonly Unreadable[];
}

/** Reads files, folders and, for `-`, standard input. */
export function loadMesh(paths: readonly string[], settings: Settings, stdin: () => Buffer): LoadedMesh {
  const loaded = load(paths, stdin);
  const asked = meshToAsk(loaded.manifests, settings);
  return {
    loaded,
    asked,
    locate: (object, path) => {
      const { file, line } = loaded.place(asked.givenAs(object), path) ?? {};
      return { file: file === undefined ? undefined : relative(file), line };
    },
    unreadable: loaded.unreadable.map(withRelativeFile),
    leftOut: asked.strangers.map(({ finding: { message, path }, given }) => {
      const { file = '', line, column } = loaded.place(given, path) ?? {};
      return { file: relative(file), line, column, message: `Left out: ${message}` };
    }),
  };
}

/** The same where a mesh without manifests cannot be meant: tests of nothing may pass, and a comparison with nothing says that all is gone. */
export function filledMesh(paths: readonly string[], settings: Settings, stdin: () => Buffer): LoadedMesh {
  const read = loadMesh(paths, settings, stdin);
  return read.unreadable.length > 0 || read.asked.mesh.objects.some(({ external }) => !external)
    ? read
    : { ...read, unreadable: [{ file: paths.map(relative).join(', '), message: 'There are no manifests here.' }] };
}

/** The mesh of manifests in files, for one question. */
export interface MeshOfFiles extends Pick<LoadedMesh, 'loaded' | 'asked' | 'locate'> {
  readonly settings: Settings;
  /** What of the settings has no effect, what could not be read, and what is no object of a cluster, for the error stream. */
  readonly notes: readonly string[];
  readonly unreadable: readonly Unreadable[];
  /** Whether all files could be read. */
  readonly isWhole: boolean;
}

export function meshOfFiles(options: MeshOptions, stdin: () => Buffer): MeshOfFiles {
  const { settings, unreadable: aside } = readSettingsFile({ ...options, suppress: [] }, stdin);
  const { loaded, asked, locate, unreadable: missed, leftOut } = loadMesh(options.paths, settings, stdin);
  const unreadable = [...aside.map(withRelativeFile), ...missed];
  const notes = [...notesOf(settings), ...[...unreadable, ...leftOut].map(unreadableText)];
  return { settings, loaded, asked, locate, notes, unreadable, isWhole: unreadable.length === 0 };
}

export function withRelativeFile(each: Unreadable): Unreadable {
  return { ...each, file: relative(each.file) };
}
