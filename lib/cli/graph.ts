import { checkTaken } from '../checks/check-manifests';
import { describeProblems, Problems } from '../core/problems';
import { filteredGraph } from '../graph/filtered-graph';
import type { MeshGraph } from '../graph/graph';
import { meshGraph } from '../graph/mesh-graph';
import { pageHtml } from '../page/page-html';
import type { PageSource } from '../page/page-source';
import { graphDot } from '../report/graph-dot';
import { graphJson } from '../report/graph-json';
import { graphMermaid, MOST_MERMAID_EDGES } from '../report/graph-mermaid';
import { graphSvg } from '../report/graph-svg';
import type { Answer } from './answer';
import { UsageError } from './arguments';
import type { GraphOptions } from './graph-options';
import { wordFor } from './graph-options';
import { meshOfFiles } from './loaded-mesh';
import { relative } from './relative-path';

export function graph(options: GraphOptions, stdin: () => Buffer): Answer {
  const { before } = options;
  const now = drawnOf(options, stdin);
  // A name may be gone, or new: of the mesh before, what is asked for is drawn as far as it is there.
  const old = before.length === 0 ? undefined : drawnOf({ ...options, paths: before }, stdin, true);
  const { source } = now;
  return {
    text: options.format === 'html' ? pageHtml(source, old?.source) : write(source.graph, options.format),
    notes: [...new Set([...now.notes, ...(old?.notes ?? [])]), ...remarks(source.graph, options)],
    code: now.isWhole && old?.isWhole !== false ? 0 : 2,
  };
}

/** What is drawn of files. */
function drawnOf(
  options: GraphOptions,
  stdin: () => Buffer,
  mayMiss: boolean = false,
): { readonly source: PageSource; readonly notes: readonly string[]; readonly isWhole: boolean } {
  const { settings, loaded, asked, locate, notes, unreadable, isWhole } = meshOfFiles(options, stdin);
  const { mesh } = asked;
  if (mesh.objects.every(({ external }) => external)) {
    const none = `There are no manifests in ${options.paths.map(relative).join(', ')}.`;
    // What could not be read is the reason, where there is any.
    throw new UsageError([...notes, ...(isWhole ? [none] : [])].join('\n'));
  }
  const findings = checkTaken(asked.taken, settings, loaded.layout).findings.map(({ finding }) => finding);
  const problems = new Problems();
  const graph = filteredGraph(meshGraph(mesh, findings), options.filter, problems);
  if (problems.count > 0 && !mayMiss) {
    const list = problems.list.map(({ field, message }) => ({ field: wordFor(field), message }));
    throw new UsageError([...notes, describeProblems('The command line', list)].join('\n'));
  }
  return { source: { graph, asked, findings, locate, unreadable }, notes, isWhole };
}

function remarks({ nodes, edges }: MeshGraph, { format, filter }: GraphOptions): readonly string[] {
  const isFiltered = Object.values(filter).some((each) => each !== undefined);
  return [
    ...(nodes.length > 0
      ? []
      : [
          isFiltered
            ? 'The picture is empty: nothing is connected with all that is asked for.'
            : 'The picture is empty: there is no gateway, service or workload in the manifests.',
        ]),
    ...(format !== 'mermaid' || edges.length <= MOST_MERMAID_EDGES
      ? []
      : [
          `The picture has ${edges.length} edges, and Mermaid draws ${MOST_MERMAID_EDGES} unless it is told to draw more. Choose with --namespace, --host or --workload, or write --format svg or html.`,
        ]),
  ];
}

function write(drawn: MeshGraph, format: Exclude<GraphOptions['format'], 'html'>): string {
  switch (format) {
    case 'mermaid':
      return graphMermaid(drawn);
    case 'dot':
      return graphDot(drawn);
    case 'svg':
      return graphSvg(drawn);
    case 'json':
      return `${JSON.stringify(graphJson(drawn), undefined, 2)}\n`;
  }
}
