import { checkManifests } from '../../lib/checks/check-manifests';
import type { GraphEdge, MeshGraph } from '../../lib/graph/graph';
import { meshGraph } from '../../lib/graph/mesh-graph';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { edgeLines } from '../../lib/report/graph-text';

/** The graph of manifests, without what the checks say. */
export const graphOf = (...manifests: Manifest[]): MeshGraph => meshGraph(new Mesh(manifests));

export const checkedGraphOf = (...manifests: Manifest[]): MeshGraph =>
  meshGraph(new Mesh(manifests), checkManifests(manifests));

/** An edge as text: `host/shop/mesh/web --routes--> service/shop/web: all: v1 80 % (VirtualService shop/web spec.http[0].route[0].destination)`. */
export function edgeText(edge: GraphEdge): string {
  const { from, to, kind, object, path } = edge;
  const said = edgeLines(edge).join(' | ');
  const place = object === undefined ? '' : ` (${object.kind} ${object.namespace}/${object.name} ${path})`;
  return `${from} --${kind}--> ${to}${said === '' ? '' : `: ${said}`}${place}`;
}

export const edgesOf = ({ edges }: MeshGraph, kind?: GraphEdge['kind']): string[] =>
  edges.filter((edge) => kind === undefined || edge.kind === kind).map(edgeText);
