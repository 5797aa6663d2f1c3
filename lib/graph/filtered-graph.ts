import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { push } from '../mesh/reading/group-by';
import { namesHint } from '../tracing/callers';
import type { GraphEdge, GraphNode, MeshGraph } from './graph';
import type { GraphFilter } from './graph-filter';

/** How the members of a filter are met. */
const MEMBERS: Readonly<
  Record<keyof GraphFilter, { readonly what: string; readonly names: (node: GraphNode) => readonly string[] }>
> = {
  namespaces: { what: 'namespace', names: ({ namespace }) => (namespace === '' ? [] : [namespace]) },
  hosts: {
    what: 'host',
    names: ({ host, kind, name }) => (host === undefined ? [] : kind === 'service' ? [host, name] : [host]),
  },
  workloads: {
    what: 'workload',
    names: ({ kind, namespace, name }) =>
      kind === 'workload' || kind === 'gateway' || kind === 'waypoint' ? [`${namespace}/${name}`, name] : [],
  },
};

/** What is asked for, with all that leads to it and all that it leads to. A name that nothing has is a problem. */
export function filteredGraph(graph: MeshGraph, filter: GraphFilter, problems: Problems): MeshGraph {
  const parts = (Object.keys(MEMBERS) as (keyof GraphFilter)[]).flatMap((member) => {
    const wanted = filter[member] ?? [];
    return wanted.length === 0 ? [] : [connected(graph, named(graph, member, wanted, problems))];
  });
  if (parts.length === 0) {
    return graph;
  }
  const isKept = (id: string): boolean => parts.every((part) => part.has(id));
  return {
    nodes: graph.nodes.filter(({ id }) => isKept(id)),
    edges: graph.edges.filter(({ from, to }) => isKept(from) && isKept(to)),
  };
}

function named(
  { nodes }: MeshGraph,
  member: keyof GraphFilter,
  wanted: readonly string[],
  problems: Problems,
): readonly string[] {
  const { what, names } = MEMBERS[member];
  const byName = new Map<string, string[]>();
  for (const node of nodes) {
    new Set(names(node).map((name) => name.toLowerCase())).forEach((name) => push(byName, name, node.id));
  }
  return wanted.flatMap((name, i) => {
    const found = byName.get(name.toLowerCase());
    if (found === undefined) {
      const known = [...new Set(nodes.flatMap((node) => names(node)[0] ?? []))];
      problems.add(`${member}[${i}]`, `there is no ${what} ${show(name)} in the mesh. ${namesHint(name, known)}`);
    }
    return found ?? [];
  });
}

/** Nodes with all before and after them. That somebody may call is one step, and nobody's way further. */
function connected({ edges }: MeshGraph, ids: readonly string[]): ReadonlySet<string> {
  const ways = edges.filter(({ kind }) => kind !== 'calls');
  const before = walked(
    ids,
    ways,
    ({ to }) => to,
    ({ from }) => from,
  );
  const after = walked(
    ids,
    ways,
    ({ from }) => from,
    ({ to }) => to,
  );
  const found = new Set([...before, ...after]);
  const named = new Set(ids);
  for (const { kind, from, to } of edges) {
    if (kind === 'calls' && (named.has(from) || named.has(to) || after.has(to))) {
      found.add(from).add(to);
    }
  }
  return found;
}

function walked(
  ids: readonly string[],
  edges: readonly GraphEdge[],
  start: (edge: GraphEdge) => string,
  end: (edge: GraphEdge) => string,
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  edges.forEach((edge) => push(next, start(edge), end(edge)));
  const found = new Set(ids);
  // A set takes what is added while it is walked.
  for (const id of found) {
    (next.get(id) ?? []).forEach((each) => found.add(each));
  }
  return found;
}
