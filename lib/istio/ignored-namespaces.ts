/** Namespaces of Kubernetes itself: Istio's injector and its analyzers leave alone what is in them. */
const IGNORED = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

export function isIgnored(namespace: string): boolean {
  return IGNORED.has(namespace);
}
