import { Severity } from '../core/severity';
import type { GraphEdge, GraphNode } from '../graph/graph';
import { percent } from './outcome-text';
import { clip, visible } from './terminal';

/** The kinds whose shape does not say what they are. */
const SAID: Partial<Record<GraphNode['kind'], string>> = {
  gateway: 'gateway',
  waypoint: 'waypoint',
  external: 'external',
  missing: 'unknown host',
};

/** What a picture writes on a node, line by line. */
export function nodeLines({ kind, name, versions, answers = [] }: GraphNode): readonly string[] {
  const said = SAID[kind];
  const lines = [
    said === undefined ? name : `${said} ${name}`,
    ...(versions === undefined ? [] : [versions.join(', ')]),
    ...answers,
  ];
  return lines.map(pictureLine);
}

/** What a picture writes on an edge: the rule, the share, and what is wrong. */
export function edgeLines(edge: GraphEdge): readonly string[] {
  const { label, weight, subset, mirror, broken } = edge;
  const share = [subset, weight === undefined ? undefined : percent(weight / 100), mirror && 'copy'].filter(
    (part) => part !== undefined,
  );
  const errors = errorsOf(edge).map(({ code, message }) => `${code} ${message}`);
  const rule = [label, share.join(' ')].filter((part) => part !== '').join(': ');
  const lines = [rule, ...(broken === undefined ? [] : [broken]), ...errors];
  return lines.filter((line) => line !== '').map(pictureLine);
}

/** Whether no request arrives by an edge, or a check says that it is wrong. */
export function isBroken(edge: GraphEdge): boolean {
  return edge.broken !== undefined || errorsOf(edge).length > 0;
}

function errorsOf({ findings }: GraphEdge): GraphEdge['findings'] {
  return findings.filter(({ severity }) => severity === Severity.ERROR);
}

/** A text of a manifest as one line, without characters that a reader does not see. */
export function pictureLine(text: string): string {
  return clip(visible(text.replace(/\s*[\r\n]+\s*/g, ' ')));
}
