import type { GraphEdge, GraphNode } from '../lib/graph/graph';
import type { TraceHop } from '../lib/report/trace-data';
import type { TraceReport } from '../lib/report/trace-report';
import { objectKey } from '../lib/page/page-data';
import { isWithin } from './details';
import type { PageModel } from './page-model';
import type { Lit } from './view';

/**
 * The way of a traced request in the picture: the nodes of its hops, and the edges whose fields decided.
 *
 * @param from who asks, as it is typed: without a proxy no hop is of it
 */
export function litWay({ data: { graph } }: PageModel, { hops, outcomes }: TraceReport, from: string): Lit {
  const byName = nodesByName(graph.nodes);
  const hosts = new Map(
    graph.nodes.flatMap((node) => (node.host === undefined ? [] : [[node.host, node.id] as const])),
  );
  const stops = [byName.get(from), ...hops.map((hop) => nodeOf(hop, byName, hosts))];
  const decided = new Set(
    hops.flatMap(({ steps }) =>
      steps.flatMap(({ object, path }) => (object && path ? [`${objectKey(object)} ${path}`] : [])),
    ),
  );
  const rules = hops.flatMap(({ steps }) => steps.filter(({ object, path }) => object && path));
  const services = new Set(
    outcomes.flatMap(({ cluster }) => {
      const host = cluster?.split('|')[3];
      return host === undefined ? [] : (serviceOf(graph.nodes, host) ?? []);
    }),
  );
  const nodes = new Set(stops.filter((stop) => stop !== undefined));
  if (hops[0]?.kind === 'gateway' && hops[0].previous === undefined) {
    // Nothing stands before it but callers outside the mesh.
    nodes.add('outside');
  }
  const isDecided = ({ object, path = '' }: GraphEdge): boolean =>
    object !== undefined &&
    (decided.has(`${objectKey(object)} ${path}`) ||
      rules.some((step) => objectKey(step.object!) === objectKey(object) && isWithin(path, step.path!)));
  const edges = new Set<number>();
  graph.edges.forEach((edge, i) => {
    const { kind, from, to } = edge;
    const isWay =
      kind === 'routes'
        ? isDecided(edge)
        : kind === 'listens'
          ? nodes.has(from) && (from === 'outside' ? nodes.has(to) : isDecided(edge))
          : kind === 'calls'
            ? nodes.has(from) && nodes.has(to) && isDecided(edge)
            : false;
    if (isWay) {
      edges.add(i);
    }
  });
  services.forEach((id) => nodes.add(id));
  edges.forEach((i) => nodes.add(graph.edges[i].from).add(graph.edges[i].to));
  graph.edges.forEach(({ kind, from, to }, i) => {
    if (kind === 'selects' && nodes.has(from) && stops.includes(to)) {
      edges.add(i);
    }
  });
  return { nodes, edges, steps: missingSteps(graph.edges, edges, nodes, stops) };
}

/** Where nothing of the picture leads to a node that is reached: from the hop that the call comes from. */
function missingSteps(
  all: readonly GraphEdge[],
  edges: ReadonlySet<number>,
  nodes: ReadonlySet<string>,
  stops: readonly (string | undefined)[],
): readonly (readonly [string, string])[] {
  const entered = new Set([...edges].map((i) => all[i].to));
  const [start] = stops.filter((stop) => stop !== undefined);
  return start === undefined
    ? []
    : [...nodes].filter((id) => id !== start && id !== 'outside' && !entered.has(id)).map((id) => [start, id]);
}

function nodesByName(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap(({ id, kind, namespace, name }) =>
      kind === 'workload' || kind === 'gateway' || kind === 'waypoint' ? [[`${namespace}/${name}`, id] as const] : [],
    ),
  );
}

function nodeOf(
  { kind, proxy }: TraceHop,
  byName: ReadonlyMap<string, string>,
  hosts: ReadonlyMap<string, string>,
): string | undefined {
  return byName.get(proxy) ?? hosts.get(proxy) ?? (kind === 'outside' ? hosts.get(proxy.split(':')[0]) : undefined);
}

function serviceOf(nodes: readonly GraphNode[], host: string): string | undefined {
  return nodes.find((node) => node.host === host && (node.kind === 'service' || node.kind === 'external'))?.id;
}
