import type { GraphEdge } from '../lib/graph/graph';
import type { Lit } from './view';

/** A way of a request, with the edges of its picture. */
export interface DrawnWay {
  readonly lit: Lit;
  readonly edges: readonly GraphEdge[];
}

/**
 * Where a way is not the other one: the nodes that it has alone; where it ends before, those from which the other one goes on. Where both are the same,
 * their ends: what becomes of the request is decided there.
 */
export function parting(own: DrawnWay, other: DrawnWay): readonly string[] {
  const apart = aloneIn(own.lit, other.lit);
  if (apart.length > 0) {
    return apart;
  }
  const beyond = new Set(aloneIn(other.lit, own.lit));
  const last = passed(other).flatMap(([from, to]) => (beyond.has(to) && own.lit.nodes.has(from) ? [from] : []));
  if (last.length > 0) {
    return last;
  }
  const left = new Set(passed(own).map(([from]) => from));
  return [...own.lit.nodes].filter((id) => !left.has(id));
}

function aloneIn({ nodes }: Lit, other: Lit): readonly string[] {
  return other.nodes.size === 0 ? [] : [...nodes].filter((id) => !other.nodes.has(id));
}

function passed({ lit, edges }: DrawnWay): readonly (readonly [from: string, to: string])[] {
  const drawn = [...lit.edges].map((place) => edges[place]);
  return [...drawn.map(({ from, to }) => [from, to] as const), ...lit.steps];
}
