import type { Changes } from '../lib/page/page-changes';
import { NO_CHANGES } from '../lib/page/page-changes';
import type { GraphEdge, GraphNode } from '../lib/graph/graph';
import type { PageFinding, PageObject, PageSide } from '../lib/page/page-data';
import { objectKey } from '../lib/page/page-data';
import type { FindingObject } from '../lib/checks/finding';
import { push } from '../lib/mesh/reading/group-by';

/** What the parts of the page ask of its data. */
export class PageModel {
  public readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Edges from and to a node, by their places. */
  private readonly edgesOf = new Map<string, number[]>();
  private readonly objects: ReadonlyMap<string, PageObject>;
  private readonly found = new Map<string, PageFinding[]>();

  constructor(
    public readonly data: PageSide,
    /** What became of its parts, where it is compared with another one. */
    public readonly changes: Changes = NO_CHANGES,
  ) {
    const { graph, objects, findings } = data;
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    graph.edges.forEach(({ from, to }, i) => {
      push(this.edgesOf, from, i);
      if (to !== from) {
        push(this.edgesOf, to, i);
      }
    });
    this.objects = new Map(objects.map((object) => [object.key, object]));
    findings.forEach((finding) => push(this.found, objectKey(finding.object), finding));
  }

  public get edges(): readonly GraphEdge[] {
    return this.data.graph.edges;
  }

  public edgesAt(id: string): readonly number[] {
    return this.edgesOf.get(id) ?? [];
  }

  /** Undefined where only its name is known. */
  public object(of: FindingObject): PageObject | undefined {
    return this.objects.get(objectKey(of));
  }

  public findings(of: FindingObject): readonly PageFinding[] {
    return this.found.get(objectKey(of)) ?? [];
  }
}

/** What is chosen: a node, or an edge by its place. */
export type Chosen = { readonly node: string } | { readonly edge: number };
