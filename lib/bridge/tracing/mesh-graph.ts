import type { Finding } from '../../checks/finding';
import { expectStrings, needObject } from '../../core/expect';
import { Problems, show } from '../../core/problems';
import type { MeshGraph as Graph } from '../../graph/graph';
import type { GraphFilter } from '../../graph/graph-filter';
import type { PageSource } from '../../page/page-source';
import { analysis } from '../analysis';
import { refuse } from '../given-settings';
import type { Asked } from './asked';

/**
 * The picture of a mesh: gateways, hosts, rules with weights, services and the pods behind them, hosts outside, and who may call whom. What is
 * broken is red, with the reason.
 *
 * Made by a `Mesh`.
 */
export class MeshGraph {
  /** @internal Throws an error with all that is wrong with the filter. */
  public static _of(asked: Asked, findings: readonly Finding[], filter: GraphFilter): MeshGraph {
    const problems = new Problems();
    const given = needObject(filter, 'GraphFilter', problems, '', "{ namespaces: ['shop'] }");
    for (const member of ['namespaces', 'hosts', 'workloads'] as const) {
      expectStrings(given?.[member], problems, member, '["shop"]');
    }
    refuse('Mesh.graph', problems);
    const { meshGraph, filteredGraph } = analysis().graphs();
    const graph = filteredGraph(meshGraph(asked.mesh, findings), filter, problems);
    refuse('Mesh.graph', problems);
    return new MeshGraph(graph, () => asked.source(graph, findings));
  }

  private constructor(
    private readonly graph: Graph,
    private readonly source: () => PageSource,
  ) {}

  /** A flowchart of Mermaid, as `cdk8s-istio graph` prints it. Pages draw at most 500 edges unless they set `maxEdges`. */
  public toMermaid(): string {
    return analysis().graphs().graphMermaid(this.graph);
  }

  /** The language of Graphviz, as `cdk8s-istio graph --format dot` prints it. */
  public toDot(): string {
    return analysis().graphs().graphDot(this.graph);
  }

  /** A picture in SVG, as `cdk8s-istio graph --format svg` writes it. It is dark where the reader likes it dark. */
  public toSvg(): string {
    return analysis().graphs().graphSvg(this.graph);
  }

  /**
   * A page in one file, as `cdk8s-istio graph --format html` writes it: the picture, the objects and their findings, and a form that traces requests. It
   * asks for nothing else, so it can be opened anywhere; of Secrets it has the names of the values only.
   *
   * @param before the picture of another mesh: both are shown side by side, with what changes
   */
  public toHtml(before?: MeshGraph): string {
    if (before !== undefined && !(before instanceof MeshGraph)) {
      const problems = new Problems();
      problems.add('before', `${show(before)} is not a picture of a mesh. Write Mesh.of(old).graph().`);
      refuse('MeshGraph.toHtml', problems);
    }
    return analysis().pages().pageHtml(this.source(), before?.source());
  }

  /** The graph for programs, as `cdk8s-istio graph --format json` prints it: its nodes and edges, each with the object and field that makes it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows no other word for what is JSON
  public toJson(): any {
    return analysis().graphs().graphJson(this.graph);
  }
}
