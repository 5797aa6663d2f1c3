import { isObject } from '../core/is-object';
import type { Manifest } from '../mesh/reading/mesh-object';

/** What stands for a value that a page does not hold. */
const HIDDEN = '(not in this page)';

/** Holds all of an object, as `kubectl apply` has made it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A manifest as it may be shown to others: of a Secret the names of its values, and not the values. */
export function withoutSecrets(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1') {
    return manifest;
  }
  const { data, stringData, metadata } = manifest;
  return {
    ...manifest,
    ...(isObject(metadata) && { metadata: withoutLastApplied(metadata) }),
    ...(data !== undefined && { data: hidden(data) }),
    ...(stringData !== undefined && { stringData: hidden(stringData) }),
  };
}

function withoutLastApplied(metadata: Record<string, unknown>): Record<string, unknown> {
  const { annotations } = metadata;
  return isObject(annotations) && LAST_APPLIED in annotations
    ? { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: HIDDEN } }
    : metadata;
}

function hidden(values: unknown): unknown {
  return isObject(values) ? Object.fromEntries(Object.keys(values).map((name) => [name, HIDDEN])) : HIDDEN;
}
