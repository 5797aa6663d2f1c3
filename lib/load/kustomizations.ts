import path from 'node:path';
import { isObject } from '../core/is-object';
import { readYaml } from './read-yaml';
import { splitDocuments } from './split-documents';

/** A kustomization, as far as it says what other files are. */
interface Kustomization {
  readonly file: string;
  readonly folder: string;
  readonly namespace: string | undefined;
  /** Files and folders whose objects it takes. */
  readonly resources: readonly string[];
  readonly patches: readonly string[];
  /** Other input: data of generators, configuration of kustomize itself. */
  readonly inputs: readonly string[];
}

/** What kustomize makes of files, by their absolute paths. */
export interface KustomizeFiles {
  readonly kustomizations: ReadonlySet<string>;
  readonly patches: ReadonlySet<string>;
  readonly inputs: ReadonlySet<string>;
  /** The namespaces that objects of a file get from all that build upon it: mostly one. */
  readonly namespaces: ReadonlyMap<string, ReadonlySet<string>>;
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export function isKustomization(file: string): boolean {
  return NAMES.includes(path.basename(file));
}

/** What all kustomizations among files say of the others. */
export function kustomizeFiles(files: readonly { readonly file: string; readonly text: string }[]): KustomizeFiles {
  const read = files.flatMap(({ file, text }) => (isKustomization(file) ? readKustomization(file, text) : []));
  const byFolder = new Map(read.map((each) => [each.folder, each]));
  return {
    kustomizations: new Set(read.map(({ file }) => file)),
    patches: new Set(read.flatMap(({ patches }) => patches)),
    inputs: new Set(read.flatMap(({ inputs }) => inputs)),
    namespaces: namespacesOf(byFolder),
  };
}

/** Nothing for the object of the same kind that Flux has: a manifest like others. */
function readKustomization(file: string, text: string): Kustomization[] {
  const folder = path.dirname(path.resolve(file));
  const [first] = [...splitDocuments(text)].flatMap((document) => readYaml(document).values);
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
  const kustomization = {
    file: path.resolve(file),
    folder,
    namespace: typeof given.namespace === 'string' && given.namespace !== '' ? given.namespace : undefined,
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

/** As kustomize does it, what builds upon another kustomization has the last word. */
function namespacesOf(byFolder: ReadonlyMap<string, Kustomization>): Map<string, Set<string>> {
  const used = new Set([...byFolder.values()].flatMap(({ resources }) => resources));
  const found = new Map<string, Set<string>>();
  const visit = (each: Kustomization, outer: string | undefined, above: readonly Kustomization[]): void => {
    const namespace = outer ?? each.namespace;
    for (const resource of each.resources) {
      const inner = byFolder.get(resource);
      if (inner === undefined && namespace !== undefined) {
        found.set(resource, (found.get(resource) ?? new Set()).add(namespace));
      } else if (inner !== undefined && !above.includes(inner)) {
        visit(inner, namespace, [...above, inner]);
      }
    }
  };
  for (const each of byFolder.values()) {
    if (!used.has(each.folder)) {
      visit(each, undefined, [each]);
    }
  }
  return found;
}
