import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Loaded } from '../load/load';
import { load } from '../load/load';
import { unreadableText } from '../report/text';
import type { TracePlace } from '../report/trace-data';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import { meshToAsk } from '../tracing/mesh-to-ask';
import { relative } from './relative-path';
import { readSettingsFile } from './settings-file';

/** Where the manifests of a mesh are, and what they do not say. */
export interface MeshOptions {
  readonly paths: readonly string[];
  readonly settings?: string;
  readonly externals: readonly string[];
  readonly world?: string;
  readonly istioVersion?: string;
}

/** The mesh of manifests in files. */
export interface MeshOfFiles {
  readonly asked: MeshToAsk;
  /** File and line of an object, or of a field of it. */
  readonly locate: (object: MeshObject, path: string) => Pick<TracePlace, 'file' | 'line'>;
  /** What could not be read, and what is no object of a cluster, for the error stream. */
  readonly notes: readonly string[];
  /** Whether all files could be read. */
  readonly isWhole: boolean;
}

export function meshOfFiles(options: MeshOptions, stdin: () => Buffer): MeshOfFiles {
  const { settings, unreadable: aside } = readSettingsFile({ ...options, suppress: [] }, stdin);
  const loaded = load(options.paths, stdin);
  const asked = meshToAsk(loaded.manifests, settings);
  const unreadable = [...aside, ...loaded.unreadable].map((each) => ({ ...each, file: relative(each.file) }));
  return {
    asked,
    locate: (object, path) => {
      const { file, line } = loaded.place(asked.givenAs(object), path) ?? {};
      return { file: file === undefined ? undefined : relative(file), line };
    },
    notes: [...unreadable.map(unreadableText), ...strangers(asked, loaded)],
    isWhole: unreadable.length === 0,
  };
}

/** Documents that are no objects of a cluster. */
function strangers({ strangers: found }: MeshToAsk, loaded: Loaded): string[] {
  return found.map(({ finding: { message, path }, given }) => {
    const { file = '', line, column } = loaded.place(given, path) ?? {};
    return unreadableText({ file: relative(file), line, column, message: `Left out: ${message}` });
  });
}
