/** A Kubernetes object as it stands in YAML. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: { [key: string]: string };
    annotations?: { [key: string]: string };
    creationTimestamp?: string;
  };
  spec?: Fields;
  [key: string]: unknown;
}

/** Free-form content of a manifest. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Fields = { [key: string]: any };

/** Kinds that belong to no namespace, as far as they occur here. */
const CLUSTER_SCOPED = ['Namespace', 'Node', 'GatewayClass', 'ClusterRole', 'ClusterRoleBinding'];

export function namespaceOf(manifest: Manifest): string {
  return CLUSTER_SCOPED.includes(manifest.kind) ? '' : (manifest.metadata.namespace ?? 'default');
}

/** `namespace/name`, which names workloads, services and secrets in scenarios. */
export function keyOf(manifest: Manifest): string {
  return `${namespaceOf(manifest)}/${manifest.metadata.name}`;
}

export function ofKind(manifests: Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

/** An object that was created in a minute of the same hour: what istiod goes by where two objects want the same. */
export function created(minute: number, manifest: Manifest): Manifest {
  const creationTimestamp = `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;
  return { ...manifest, metadata: { ...manifest.metadata, creationTimestamp } };
}

/** The one object of a kind and, where there are several, a name: for the mutations of negative controls. */
export function find(manifests: Manifest[], kind: string, name?: string): Manifest & { spec: Fields } {
  const found = ofKind(manifests, kind).filter((manifest) => name === undefined || manifest.metadata.name === name);
  if (found.length !== 1) {
    throw new Error(
      `${found.length} objects are a ${kind}${name === undefined ? '' : ` "${name}"`}; exactly one was expected`,
    );
  }
  return found[0] as Manifest & { spec: Fields };
}
