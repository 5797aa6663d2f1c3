/** The namespaces that every cluster has, whether manifests show them or not. */
export const STANDING_NAMESPACES: readonly string[] = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
