import { findingObject } from '../checks/finding-object';
import { compareText } from '../mesh/age';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { originOf } from '../routing/gateway-api/origins';
import type { Place } from '../routing/trace';
import type { GraphEdge, GraphNode, MeshGraph, NodeKind } from './graph';
import { NODE_KINDS } from './graph';

/** An edge before the checks are asked; its place may be in what istiod has made of a route of the Gateway API. */
export type EdgeInput = Omit<GraphEdge, 'object' | 'path' | 'findings'> & Place;

/** A node without its id. */
export type NodeInput = Omit<GraphNode, 'id' | 'object'> & { readonly object?: MeshObject };

/** A graph while it grows: each node and each edge once. */
export class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();

  /**
   * @param at what tells it from others of its name: the gateway of a host
   * @returns its id
   */
  public node({ object, ...node }: NodeInput, at: string = ''): string {
    const { kind, namespace, name } = node;
    const id = [kind, namespace, at, kind === 'outside' ? '' : name].filter((part) => part !== '').join('/');
    if (!this.nodes.has(id)) {
      this.nodes.set(id, { id, ...node, ...(object !== undefined && { object: findingObject(object) }) });
    }
    return id;
  }

  /** What the proxy of a host answers itself. */
  public answer(id: string, text: string): void {
    const node = this.nodes.get(id)!;
    const { answers = [] } = node;
    if (!answers.includes(text)) {
      this.nodes.set(id, { ...node, answers: [...answers, text] });
    }
  }

  public edge({ object: made, path: written, ...edge }: EdgeInput): void {
    const { object, path } = originOf({ object: made, path: written });
    const { from, to, kind, label, weight, subset, mirror, broken } = edge;
    const key = [from, to, kind, label, weight, subset, mirror, broken, object?.id, object?.key, path].join('\n');
    if (!this.edges.has(key)) {
      this.edges.set(key, {
        ...edge,
        ...(object && { object: findingObject(object), path: path ?? '' }),
        findings: [],
      });
    }
  }

  /** The nodes that rules lead to. */
  public get called(): ReadonlySet<string> {
    return new Set([...this.edges.values()].flatMap(({ kind, to }) => (kind === 'routes' ? [to] : [])));
  }

  /** Nodes by kind, namespace and name; edges by where they begin, in the order in which proxies try the rules. */
  public get graph(): MeshGraph {
    const kinds = new Map<NodeKind, number>(NODE_KINDS.map((kind, place) => [kind, place]));
    const nodes = [...this.nodes.values()].sort(
      (a, b) =>
        kinds.get(a.kind)! - kinds.get(b.kind)! ||
        compareText(a.namespace, b.namespace) ||
        compareText(a.name, b.name) ||
        compareText(a.id, b.id),
    );
    const places = new Map(nodes.map(({ id }, i) => [id, i]));
    const edges = [...this.edges.values()].sort((a, b) => places.get(a.from)! - places.get(b.from)!);
    return { nodes, edges };
  }
}
