import { findingObject } from '../checks/finding-object';
import { compareText } from '../mesh/age';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { originOf } from '../routing/gateway-api/origins';
import type { Place } from '../routing/trace';
import type { GraphEdge, GraphNode, MeshGraph } from './graph';
import { NODE_KINDS } from './graph';

/** An edge before the checks are asked; its place may be in what istiod has made of a route of the Gateway API. */
export type EdgeInput = Omit<GraphEdge, 'object' | 'path' | 'findings'> & Place;

/** A graph while it grows: each node and each edge once. */
export class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();

  /**
   * @param at what tells it from others of its name: the gateway of a host
   * @returns its id
   */
  public node(
    { object, ...node }: Omit<GraphNode, 'id' | 'object'> & { readonly object?: MeshObject },
    at: string = '',
  ): string {
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
    const key = JSON.stringify([edge, object?.id, object?.key, path]);
    if (!this.edges.has(key)) {
      this.edges.set(key, {
        ...edge,
        ...(object && { object: findingObject(object), path: path ?? '' }),
        findings: [],
      });
    }
  }

  /** Nodes by kind, namespace and name; edges by where they begin, in the order in which proxies try the rules. */
  public get graph(): MeshGraph {
    const nodes = [...this.nodes.values()].sort(
      (a, b) =>
        NODE_KINDS.indexOf(a.kind) - NODE_KINDS.indexOf(b.kind) ||
        compareText(a.namespace, b.namespace) ||
        compareText(a.name, b.name) ||
        compareText(a.id, b.id),
    );
    const places = new Map(nodes.map(({ id }, i) => [id, i]));
    const edges = [...this.edges.values()].sort((a, b) => places.get(a.from)! - places.get(b.from)!);
    return { nodes, edges };
  }
}
