import path from 'node:path';
import { isObject } from '../core/is-object';
import type { Patch } from './kustomize-changes';
import { addedLabels } from './kustomize-changes';
import type { FilledField } from './kustomize-fields';
import { filledFields, patchedFields } from './kustomize-fields';
import type { Appearance, Buildable } from './kustomize-builds';
import { appearancesOf } from './kustomize-builds';
import { readYaml } from './read-yaml';
import { splitDocuments } from './split-documents';

/** A kustomization, as far as it says what other files are. */
interface Kustomization extends Buildable {
  readonly file: string;
  readonly filled: readonly FilledField[];
  /** The documents of its patches. */
  readonly changes: readonly Patch[];
  readonly patches: readonly string[];
  /** Other input: data of generators, configuration of kustomize itself. */
  readonly inputs: readonly string[];
}

/** What kustomize makes of files, by their absolute paths. */
export interface KustomizeFiles {
  readonly kustomizations: ReadonlySet<string>;
  readonly patches: ReadonlySet<string>;
  readonly inputs: ReadonlySet<string>;
  /** How the objects of a file come out of the builds that take it: mostly of one. */
  readonly appearances: ReadonlyMap<string, readonly Appearance[]>;
  /** Fields that get their values from replacements, vars and patches. */
  readonly filled: readonly FilledField[];
  readonly changes: readonly Patch[];
  /** The namespaces that builds give the objects of a file; undefined for a build that gives none. */
  namespacesOf(file: string): ReadonlySet<string | undefined>;
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export function isKustomization(file: string): boolean {
  return NAMES.includes(path.basename(file));
}

/** What all kustomizations among files say of the others. */
export function kustomizeFiles(files: readonly { readonly file: string; readonly text: string }[]): KustomizeFiles {
  const texts = new Map(files.map(({ file, text }) => [path.resolve(file), text]));
  const read = files.flatMap(({ file, text }) => (isKustomization(file) ? readKustomization(file, text, texts) : []));
  const resources = new Set(read.flatMap((each) => each.resources));
  const patches = new Set(read.flatMap((each) => each.patches));
  const appearances = appearancesOf(read);
  return {
    kustomizations: new Set(read.map(({ file }) => file)),
    patches: new Set([...patches, ...unusedPatches([...texts.keys()], patches, resources)]),
    inputs: new Set(read.flatMap(({ inputs }) => inputs)),
    appearances,
    filled: read.flatMap(({ filled }) => filled),
    changes: read.flatMap(({ changes }) => changes),
    namespacesOf: (file) => new Set((appearances.get(file) ?? []).map(({ namespace }) => namespace)),
  };
}

/** Patches that no kustomization uses, such as those that are commented out: other files of folders of patches, and files that are called so. */
function unusedPatches(
  files: readonly string[],
  patches: ReadonlySet<string>,
  resources: ReadonlySet<string>,
): string[] {
  const kustomized = new Set(files.filter(isKustomization).map((file) => path.dirname(file)));
  const others = new Set(files.filter((file) => resources.has(file)).map((file) => path.dirname(file)));
  const ofPatches = new Set(
    [...patches].map((file) => path.dirname(file)).filter((folder) => !kustomized.has(folder) && !others.has(folder)),
  );
  return files.filter((file) => {
    const folder = path.dirname(file);
    const isCalledSo =
      (/patch/i.test(path.basename(file)) && kustomized.has(folder)) ||
      (path.basename(folder) === 'patches' && kustomized.has(path.dirname(folder)));
    return ofPatches.has(folder) || (isCalledSo && !resources.has(file) && !isKustomization(file));
  });
}

/** Nothing for the object of the same kind that Flux has: a manifest like others. */
function readKustomization(file: string, text: string, texts: ReadonlyMap<string, string>): Kustomization[] {
  const folder = path.dirname(path.resolve(file));
  const [first] = valuesOf(text);
  const given = isObject(first) ? first : {};
  if (typeof given.apiVersion === 'string' && !given.apiVersion.startsWith('kustomize.config.k8s.io/')) {
    return [];
  }
  const at = (value: unknown): string[] =>
    typeof value === 'string' && !value.includes('\n') && !value.includes('://') ? [path.resolve(folder, value)] : [];
  const paths = (...fields: string[]): string[] => fields.flatMap((field) => listOf(given[field]).flatMap(at));
  const pathsIn = (field: string, ...keys: string[]): string[] =>
    listOf(given[field]).flatMap((each) =>
      isObject(each) ? keys.flatMap((key) => [each[key]].flat().flatMap((value) => at(withoutKey(value)))) : [],
    );
  const word = (field: string): string => (typeof given[field] === 'string' ? given[field] : '');
  const replacements = [
    ...listOf(given.replacements),
    ...pathsIn('replacements', 'path').flatMap((each) => valuesOf(texts.get(each) ?? '').flat()),
  ];
  // Patches stand in files or in the kustomization itself, alone or with the objects that they are for.
  const changes = [
    ...listOf(given.patches),
    ...listOf(given.patchesJson6902),
    ...listOf(given.patchesStrategicMerge).map((each) =>
      typeof each === 'string' && each.includes('\n') ? { patch: each } : { path: each },
    ),
  ].flatMap((each) => {
    if (!isObject(each)) {
      return [];
    }
    const found = [each.patch, ...at(each.path).map((file) => texts.get(file))];
    return found
      .flatMap((text) => (typeof text === 'string' ? valuesOf(text) : []))
      .map((patch) => ({ patch, target: each.target }));
  });
  const kustomization = {
    file: path.resolve(file),
    folder,
    namespace: word('namespace') || undefined,
    prefix: word('namePrefix'),
    suffix: word('nameSuffix'),
    labels: addedLabels(given.commonLabels, listOf(given.labels)),
    filled: [
      ...filledFields(replacements, listOf(given.vars)),
      ...changes.flatMap(({ patch, target }) => patchedFields(patch, target)),
    ],
    changes,
    resources: paths('resources', 'bases', 'components'),
    patches: [...pathsIn('patches', 'path'), ...paths('patchesStrategicMerge'), ...pathsIn('patchesJson6902', 'path')],
    inputs: [
      ...paths('configurations', 'transformers', 'generators', 'validators', 'crds'),
      ...pathsIn('replacements', 'path'),
      ...pathsIn('configMapGenerator', 'files', 'envs', 'env'),
      ...pathsIn('secretGenerator', 'files', 'envs', 'env'),
      ...pathsIn('helmCharts', 'valuesFile', 'additionalValuesFiles'),
      ...(isObject(given.openapi) ? at(given.openapi.path) : []),
    ],
  };
  return [kustomization];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A generator may name the key that the file is put under: `app.yaml=config/app.yaml`. */
function withoutKey(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(value.indexOf('=') + 1) : value;
}

function valuesOf(text: string): unknown[] {
  return [...splitDocuments(text)].flatMap((document) => readYaml(document).values);
}
