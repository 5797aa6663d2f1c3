import { isObject } from '../core/is-object';
import type { AddedLabels, Appearance } from './kustomize-builds';
import { isSelected } from './kustomize-fields';
import { pointerSteps, valueOf } from './value-at';

/** One document of a patch, and what a kustomization says of the objects that it is for. */
export interface Patch {
  readonly patch: unknown;
  readonly target: unknown;
}

/** The `commonLabels` and `labels` of a kustomization. */
export function addedLabels(commonLabels: unknown, labels: readonly unknown[]): AddedLabels[] {
  const added = isObject(commonLabels) ? [{ pairs: commonLabels, toSelectors: true, toTemplates: true }] : [];
  return [
    ...added,
    ...labels.flatMap((each) =>
      isObject(each) && isObject(each.pairs)
        ? {
            pairs: each.pairs,
            toSelectors: each.includeSelectors === true,
            toTemplates: each.includeSelectors === true || each.includeTemplates === true,
          }
        : [],
    ),
  ];
}

/**
 * What kustomize makes of an object, as far as patches, labels and affixes of names say: near enough to tell whether what is wrong in the
 * file stays wrong. Undefined where a patch deletes it; the same object where nothing changes it.
 *
 * @param appearances how the object comes out of the builds that take it; those of the first one are its labels and name
 */
export function built(
  object: unknown,
  patches: readonly Patch[],
  [appearance]: readonly Appearance[] = [],
): Record<string, unknown> | undefined {
  if (!isObject(object)) {
    return undefined;
  }
  let result: Record<string, unknown> = object;
  for (const { patch, target } of patches) {
    if (Array.isArray(patch)) {
      result = isSelected(object, target) ? operated(result, patch) : result;
    } else if (isObject(patch) && isSelected(object, isObject(target) ? target : selectorOf(patch))) {
      if (patch.$patch === 'delete') {
        return undefined;
      }
      const { apiVersion, kind, metadata, ...rest } = result;
      const { apiVersion: _apiVersion, kind: _kind, metadata: changes, ...others } = patch;
      const { name: _name, namespace: _namespace, ...ofMetadata } = isObject(changes) ? changes : {};
      const isOfKubernetes = !String(apiVersion).split('/')[0].includes('.') || /\.k8s\.io\//.test(String(apiVersion));
      result = {
        apiVersion,
        kind,
        metadata: merged(metadata, ofMetadata, false),
        ...merged(rest, others, isOfKubernetes),
      };
    }
  }
  const labelled = (appearance?.labels ?? []).reduce(withLabels, result);
  return appearance === undefined ? labelled : renamed(labelled, appearance.affixes);
}

function selectorOf({ kind, metadata }: Record<string, unknown>): unknown {
  return { kind, name: isObject(metadata) ? metadata.name : undefined };
}

/** The keys by which Kubernetes merges the items of its own lists. Lists of other kinds are replaced. */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  ports: ['containerPort', 'port'],
};

/** As a strategic merge patch does it. */
function merged(value: unknown, patch: Record<string, unknown>, mergesLists: boolean): Record<string, unknown> {
  const result = isObject(value) && patch.$patch !== 'replace' ? { ...value } : {};
  for (const [key, part] of Object.entries(patch).filter(([each]) => !each.startsWith('$'))) {
    const known = result[key];
    if (part === null || (isObject(part) && part.$patch === 'delete')) {
      delete result[key];
    } else if (isObject(part)) {
      result[key] = merged(known, part, mergesLists);
    } else if (Array.isArray(part) && Array.isArray(known) && mergesLists && key in MERGE_KEYS) {
      result[key] = mergedItems(known, part, MERGE_KEYS[key]);
    } else {
      result[key] = part;
    }
  }
  return result;
}

function mergedItems(items: readonly unknown[], patch: readonly unknown[], keys: readonly string[]): unknown[] {
  const result = [...items];
  for (const each of patch.filter(isObject)) {
    const key = keys.find((name) => each[name] !== undefined);
    const at = result.findIndex((item) => key !== undefined && isObject(item) && item[key] === each[key]);
    if (each.$patch === 'delete') {
      result.splice(at, at < 0 ? 0 : 1);
    } else if (at < 0) {
      result.push(each);
    } else {
      result[at] = merged(result[at], each, true);
    }
  }
  return result;
}

/** The operations of a JSON patch. What does not fit the object changes nothing. */
function operated(object: Record<string, unknown>, operations: readonly unknown[]): Record<string, unknown> {
  const result = structuredClone(object);
  for (const { op, path, value } of operations.filter(isObject)) {
    const steps = typeof path === 'string' ? pointerSteps(path) : [];
    const last = steps.pop();
    const parent = valueOf(result, steps);
    if (last === undefined) {
      continue;
    }
    if (Array.isArray(parent)) {
      const place = last === '-' ? parent.length : Number(last);
      parent.splice(place, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
    } else if (isObject(parent)) {
      if (op === 'remove') {
        delete parent[last];
      } else {
        parent[last] = value;
      }
    }
  }
  return result;
}

function withLabels(
  object: Record<string, unknown>,
  { pairs, toSelectors, toTemplates }: AddedLabels,
): Record<string, unknown> {
  const { kind, metadata, spec } = object;
  const labelled = (value: unknown): unknown => merged(value, { labels: pairs }, false);
  const { selector, template } = isObject(spec) ? spec : {};
  const isService = kind === 'Service';
  return {
    ...object,
    metadata: labelled(metadata),
    ...(isObject(spec) && {
      spec: {
        ...spec,
        ...(toTemplates && isObject(template) && { template: { ...template, metadata: labelled(template.metadata) } }),
        ...(toSelectors && isService && isObject(selector) && { selector: { ...selector, ...pairs } }),
        ...(toSelectors &&
          !isService &&
          isObject(template) &&
          isObject(selector) && { selector: merged(selector, { matchLabels: pairs }, false) }),
      },
    }),
  };
}

/** Kustomize leaves the names of these kinds as they are. */
const KEEPS_NAME = new Set(['Namespace', 'CustomResourceDefinition', 'APIService']);

function renamed(object: Record<string, unknown>, [before, after]: Appearance['affixes']): Record<string, unknown> {
  const { kind, metadata } = object;
  return before + after === '' ||
    KEEPS_NAME.has(String(kind)) ||
    !isObject(metadata) ||
    typeof metadata.name !== 'string'
    ? object
    : { ...object, metadata: { ...metadata, name: before + metadata.name + after } };
}
