import path from 'node:path';
import type { Suppression } from '../checks/check-settings';
import { takeIn } from '../checks/intake';
import type { Settings, WrittenSettings } from '../checks/read-settings';
import { readInto } from '../checks/read-settings';
import { isObject } from '../core/is-object';
import { describeProblems, Problems, show } from '../core/problems';
import { SEVERITIES, Severity } from '../core/severity';
import { externalManifests, withManifests } from '../load/externals';
import type { Loaded } from '../load/load';
import { load } from '../load/load';
import { FOR_OWN_FILES } from '../load/read-yaml';
import type { Unreadable } from '../report/check-report';
import type { Options } from './options';
import { UsageError } from './arguments';

/** The settings of a run, and what of their files could not be read. */
interface SettingsRead {
  readonly settings: Settings;
  readonly failOn: Severity;
  readonly unreadable: readonly Unreadable[];
}

/** The part of the command line that settings come from. */
type SettingsOptions = Pick<
  Options,
  'paths' | 'settings' | 'externals' | 'world' | 'istioVersion' | 'upgrade' | 'suppress' | 'failOn'
>;

/**
 * What the settings file says, with what the command line adds to it or says otherwise.
 *
 * Throws one error with all that is wrong with them.
 */
export function readSettingsFile(options: SettingsOptions, stdin: () => Buffer): SettingsRead {
  const { settings: file, world, istioVersion, upgrade, suppress } = options;
  const written = file === undefined ? {} : readObject(file);
  const problems = new Problems();
  const unreadable: Unreadable[] = [];
  const readFrom = (folder: string) => (given: unknown, field: string) => {
    if (typeof given !== 'string' && !(isObject(given) && 'helmGateway' in given)) {
      for (const { finding } of takeIn([given]).findings) {
        problems.add(field, `${finding.message} Write a manifest, or the name of a file or of an installed gateway.`);
      }
      return [given];
    }
    try {
      return externalManifests(given, folder, (name) => readExternals(load([name]), unreadable));
    } catch (error) {
      problems.add(field, (error as Error).message);
      return [];
    }
  };
  const inFile = withManifests(written, readFrom(path.dirname(file ?? '')));
  const readOption = readFrom('');
  const besides = options.externals.flatMap((each) =>
    each === '-' ? readExternals(load([each], stdin), unreadable) : readOption(each, '--externals'),
  );
  const given = {
    ...inFile,
    ...(world === undefined ? {} : { world }),
    ...(istioVersion === undefined ? {} : { istioVersion }),
    ...(upgrade === undefined ? {} : { upgradeTo: upgrade }),
    externals: joined(inFile.externals, besides),
    suppress: joined(inFile.suppress, suppress),
  } as WrittenSettings & { readonly failOn?: Severity };
  const settings = readInto(problems, given, 'IstioChecksSettings');
  const { failOn = given.failOn ?? Severity.ERROR } = options;
  if (!SEVERITIES.includes(failOn)) {
    problems.add('failOn', `${show(failOn)} is not a severity. Write "error", "warning" or "info".`);
  }
  refuse(problems, options, Array.isArray(inFile.suppress) ? inFile.suppress.length : 0);
  return { settings, failOn, unreadable };
}

/** What of the settings has no effect, in the words of the command. */
export function notesOf({ notes = [] }: Settings): readonly string[] {
  return notes.map((note) => `settings: ${note}`);
}

function readObject(file: string): Record<string, unknown> {
  const { values, unreadable } = load([file], undefined, FOR_OWN_FILES);
  if (unreadable.length > 0) {
    const { line, message } = unreadable[0];
    throw new UsageError(`--settings ${file}${line === undefined ? '' : `:${line}`}: ${message}`);
  }
  if (values.length > 1 || (values.length === 1 && !isObject(values[0]))) {
    throw new UsageError(`--settings ${file}: this holds no settings. Write one object, for example: world: closed`);
  }
  return (values[0] ?? {}) as Record<string, unknown>;
}

/** A document that is not a manifest describes nothing, so it is reported like an unreadable file. */
function readExternals(loaded: Loaded, unreadable: Unreadable[]): unknown[] {
  unreadable.push(...loaded.unreadable);
  for (const { finding, given } of takeIn(loaded.manifests).findings) {
    const { file = '', line, column } = loaded.place(given, finding.path) ?? {};
    unreadable.push({ file, line, column, message: `This is among the externals: ${finding.message}` });
  }
  return loaded.manifests;
}

/** What is not a list stays, to be rejected with everything else. */
function joined(inFile: unknown, more: readonly unknown[]): unknown {
  return inFile === undefined || inFile === null
    ? more
    : Array.isArray(inFile)
      ? [...(inFile as unknown[]), ...more]
      : inFile;
}

/** Throws if there is a problem; what was typed is called as it was typed. */
function refuse(
  { list }: Problems,
  { settings: file, istioVersion, upgrade, suppress }: SettingsOptions,
  inFile: number,
): void {
  if (list.length === 0) {
    return;
  }
  const typed = (field: string): string => {
    const index = Number(/^suppress\[(\d+)\]/.exec(field)?.[1] ?? -1) - inFile;
    const suppression: Suppression | undefined = suppress[index];
    if (suppression !== undefined) {
      return `--suppress ${suppression.code}`;
    }
    const typedFields: Record<string, string | undefined> = {
      istioVersion: istioVersion && '--istio-version',
      upgradeTo: upgrade && '--upgrade',
    };
    return typedFields[field] ?? field;
  };
  const problems = list.map(({ field, message }) => ({ field: typed(field), message }));
  throw new UsageError(describeProblems(file === undefined ? 'The command line' : `--settings ${file}`, problems));
}
