import { IstioVersion } from '../core/istio-version';
import { withoutUndefined } from '../core/without-undefined';
import { OPTION_NAMES } from '../../imports/option-names';
import { describeProblems, Problems, show } from '../core/problems';
import { nearest, unknownField } from '../core/unknown-field';
import { isObject } from '../core/is-object';
import { World } from '../core/world';
import { givenMeshConfig } from '../mesh/given-mesh-config';
import type { MeshContext } from '../mesh/reading/mesh-context';
import { DEFAULT_CONTEXT } from '../mesh/reading/mesh-context';
import { CODES } from './catalogue';
import type { CheckSettings, Suppression } from './check-settings';
import { takeIn } from './intake';

/** The same as a settings file has it: with plain text for what has a type of its own in programs. */
export interface WrittenSettings extends Omit<CheckSettings, 'istioVersion' | 'upgradeTo' | 'world'> {
  readonly istioVersion?: IstioVersion | string;
  readonly upgradeTo?: IstioVersion | string;
  readonly world?: World | `${World}`;
}

/** Settings that were looked at. */
export interface Settings {
  /** As far as the settings say anything. */
  readonly context: Partial<MeshContext>;
  readonly externals: readonly unknown[];
  readonly suppress: readonly Suppression[];
  /** What of them has no effect. */
  readonly notes?: readonly string[];
}

const WORLDS = Object.values(World);

type OtherClusters = MeshContext['otherClusters'];

/** Takes settings as they were written. Throws one error with all that is wrong with them. */
export function readSettings(given: WrittenSettings = {}): Settings {
  const problems = new Problems();
  const settings = readInto(problems, given);
  if (problems.count > 0) {
    throw new Error(describeProblems('CheckSettings', problems.list));
  }
  return settings;
}

/** The same for settings that have more members than these: `owner` is the struct that has them all. */
export function readInto(
  problems: Problems,
  given: WrittenSettings,
  owner: 'CheckSettings' | 'IstioChecksSettings' = 'CheckSettings',
): Settings {
  if (!isObject(given)) {
    problems.add('', `${show(given)} is not an object. Write { istioVersion: '1.31' }.`);
    return { context: {}, externals: [], suppress: [] };
  }
  refuseUnknown(given, owner, problems);
  const meshConfig = given.meshConfig;
  if (meshConfig !== undefined && !isObject(meshConfig)) {
    problems.add('meshConfig', `${show(meshConfig)} is not an object. Write the content of the ConfigMap \`istio\`.`);
  }
  const { config, wrong, ignored } = givenMeshConfig(isObject(meshConfig) ? meshConfig : {});
  wrong.forEach(({ path, message }) => problems.addOfData('meshConfig', path, message));
  const fromConfig = (name: string): string | undefined =>
    typeof config[name] === 'string' && config[name] !== '' ? config[name] : undefined;
  const world = text(given, 'world', problems);
  if (world !== undefined && !WORLDS.includes(world as World)) {
    problems.add('world', `${show(world)} is neither "open" nor "closed".`);
  }
  return {
    context: withoutUndefined<Partial<MeshContext>>({
      ...versions(given, problems),
      clusterDomain: text(given, 'clusterDomain', problems),
      rootNamespace: text(given, 'rootNamespace', problems) ?? fromConfig('rootNamespace'),
      trustDomain: text(given, 'trustDomain', problems) ?? fromConfig('trustDomain'),
      trustDomainAliases: texts(given.trustDomainAliases ?? config.trustDomainAliases, 'trustDomainAliases', problems),
      meshConfig: config,
      clusterName: text(given, 'clusterName', problems),
      otherClusters: otherClusters(given, problems),
      world: world as World | undefined,
      include: included(given.include, problems),
    }),
    externals: list<unknown>(given.externals, 'externals', problems),
    suppress: suppressions(given.suppress, problems),
    notes: ignored.map(({ path, message }) => `meshConfig${path}: ${message}`),
  };
}

function refuseUnknown(given: object, owner: keyof typeof OPTION_NAMES, problems: Problems): void {
  const known: string[] = OPTION_NAMES[owner];
  for (const name of Object.keys(given).filter((each) => !known.includes(each))) {
    problems.add(name, unknownField(name, owner, known));
  }
}

function text(given: object, name: string, problems: Problems): string | undefined {
  const value = (given as Record<string, unknown>)[name];
  if (value === undefined || (typeof value === 'string' && value !== '')) {
    return value;
  }
  problems.add(name, `${show(value)} is not a non-empty string.`);
  return undefined;
}

function list<T>(value: unknown, name: string, problems: Problems): T[] {
  if (value === undefined || Array.isArray(value)) {
    return (value ?? []) as T[];
  }
  problems.add(name, `${show(value)} is not a list.`);
  return [];
}

function texts(value: unknown, name: string, problems: Problems): string[] {
  return list<unknown>(value, name, problems).filter((each, i): each is string => {
    const isText = typeof each === 'string' && each !== '';
    if (!isText) {
      problems.add(`${name}[${i}]`, `${show(each)} is not a non-empty string.`);
    }
    return isText;
  });
}

function versions(
  given: WrittenSettings,
  problems: Problems,
): { readonly istioVersion?: string; readonly upgradeTo?: string } {
  const from = version(given, 'istioVersion', problems);
  const to = version(given, 'upgradeTo', problems);
  if (to === undefined) {
    return { istioVersion: from?.minor };
  }
  const start = from ?? to._previous;
  if (start === undefined || start.isAtLeast(to)) {
    const what = start === undefined ? `the release before ${to.minor} is not known` : `the cluster has ${start.minor}`;
    problems.add(
      'upgradeTo',
      `"${to.minor}" is no upgrade, because ${what}. Write a later release, or the one in the cluster as istioVersion.`,
    );
  }
  return { istioVersion: start?.minor, upgradeTo: to.minor };
}

function version(
  given: WrittenSettings,
  name: 'istioVersion' | 'upgradeTo',
  problems: Problems,
): IstioVersion | undefined {
  const value: unknown = given[name];
  try {
    if (value instanceof IstioVersion) {
      return value;
    }
    return value === undefined ? undefined : IstioVersion.of(value as string);
  } catch (error) {
    const hint = typeof value === 'number' ? ' Put it in quotes: 1.30 without them is the number 1.3.' : '';
    problems.add(name, `${(error as Error).message}${hint}`);
    return undefined;
  }
}

function otherClusters({ clusterName, otherClusters: given }: WrittenSettings, problems: Problems): OtherClusters {
  const names = new Set([clusterName ?? DEFAULT_CONTEXT.clusterName]);
  return list<unknown>(given, 'otherClusters', problems).map((each, i) => {
    const at = problems.in(`otherClusters[${i}]`);
    if (!isObject(each)) {
      at.add('', `${show(each)} is not an object. Write { name: 'east', manifests: [...] }.`);
      return { name: '', manifests: [] };
    }
    refuseUnknown(each, 'OtherCluster', at);
    const name = text(each, 'name', at) ?? '';
    if (each.name === undefined) {
      at.add('name', 'the name of the cluster is missing.');
    } else if (name !== '' && names.has(name)) {
      at.add('name', `${show(name)} is already the name of another cluster. Give each cluster its own name.`);
    }
    names.add(name);
    return { name, manifests: takeIn(list<unknown>(each.manifests, 'manifests', at)).manifests };
  });
}

/** Codes that are looked for anyway may be asked for too. */
function included(value: unknown, problems: Problems): string[] {
  return list<unknown>(value, 'include', problems).filter((code, i): code is string => {
    const known = typeof code === 'string' && CODES.has(code);
    if (!known) {
      problems.add(`include[${i}]`, notACode(code));
    }
    return known;
  });
}

function notACode(given: unknown): string {
  const close = nearest(String(given).toUpperCase(), [...CODES.keys()]);
  const hint = close === undefined ? '`cdk8s-istio check --list` prints all of them.' : `Did you mean ${close}?`;
  return `${show(given)} is not a code. ${hint}`;
}

function suppressions(value: unknown, problems: Problems): Suppression[] {
  return list<unknown>(value, 'suppress', problems).filter((each, i): each is Suppression => {
    const before = problems.count;
    const at = problems.in(`suppress[${i}]`);
    if (!isObject(each)) {
      at.add('', `${show(each)} is not an object. Write { code: 'IST0118', object: 'Service shop/*', reason: '...' }.`);
      return false;
    }
    refuseUnknown(each, 'Suppression', at);
    const { code, object, reason } = each;
    if (typeof code !== 'string' || !(code.includes('*') || CODES.has(code))) {
      at.add('code', notACode(code));
    }
    if (object !== undefined && !(typeof object === 'string' && /^\S+ \S+$/.test(object))) {
      at.add('object', `${show(object)} is not "Kind namespace/name". Write for example "Service shop/*".`);
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      at.add('reason', 'the reason is missing. Say why the finding is accepted: the next reader will ask.');
    }
    return problems.count === before;
  });
}
