import path from 'node:path';
import type { CheckSettings } from '../checks/check-settings';
import { externalManifests, withManifests } from '../load/externals';
import { load } from '../load/load';
import { isObject } from '../core/is-object';
import type { Unreadable } from '../report/check-report';
import type { Options } from './options';
import { UsageError } from './options';

/** The settings of a run, and what of their files could not be read. */
interface SettingsRead {
  readonly settings: CheckSettings;
  readonly unreadable: readonly Unreadable[];
}

/** The part of the command line that settings come from. */
type SettingsOptions = Pick<Options, 'settings' | 'externals' | 'world' | 'istioVersion' | 'suppress'>;

/** What the settings file says, with what the command line adds to it or says otherwise. */
export function readSettingsFile(options: SettingsOptions): SettingsRead {
  const file = options.settings;
  const written = file === undefined ? {} : readObject(file);
  const folder = file === undefined ? '.' : path.dirname(file);
  const unreadable: Unreadable[] = [];
  const fromFile = (name: string): unknown[] => {
    const { values, unreadable: bad } = load([name]);
    unreadable.push(...bad);
    return values;
  };
  const inFile = withManifests(written, (each, field) => external(each, folder, fromFile, `--settings: ${field}`));
  const given = options.externals.flatMap((each) => external(each, '.', fromFile, '--externals'));
  const { world, istioVersion } = options;
  const settings = {
    ...inFile,
    ...(world === undefined ? {} : { world }),
    ...(istioVersion === undefined ? {} : { istioVersion }),
    externals: [...listIn(inFile, 'externals'), ...given],
    suppress: [...listIn(written, 'suppress'), ...options.suppress] as CheckSettings['suppress'],
  };
  return { settings, unreadable };
}

function readObject(file: string): Record<string, unknown> {
  const { values, unreadable } = load([file]);
  if (unreadable.length > 0) {
    const { line, message } = unreadable[0];
    throw new UsageError(`--settings ${file}${line === undefined ? '' : `:${line}`}: ${message}`);
  }
  if (values.length > 1 || (values.length === 1 && !isObject(values[0]))) {
    throw new UsageError(`--settings ${file}: this holds no settings. Write one object, for example: world: closed`);
  }
  return (values[0] ?? {}) as Record<string, unknown>;
}

function listIn(settings: Record<string, unknown>, name: string): unknown[] {
  const value = settings[name];
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new UsageError(`--settings: ${name} is not a list.`);
  }
  return value as unknown[];
}

function external(given: unknown, folder: string, read: (file: string) => unknown[], option: string): unknown[] {
  try {
    return externalManifests(given, folder, read);
  } catch (error) {
    throw new UsageError(`${option}: ${(error as Error).message}`);
  }
}
