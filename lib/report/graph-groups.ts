import type { GraphNode } from '../graph/graph';

/** Nodes that a picture draws in one frame. */
export interface NodeGroup {
  /** Empty for those that are of none. */
  readonly namespace: string;
  readonly nodes: readonly GraphNode[];
}

/** Nodes by their namespace, those of none first. */
export function nodeGroups(nodes: readonly GraphNode[]): readonly NodeGroup[] {
  const namespaces = [...new Set(nodes.map(({ namespace }) => namespace))].sort();
  return namespaces.map((namespace) => ({ namespace, nodes: nodes.filter((node) => node.namespace === namespace) }));
}
