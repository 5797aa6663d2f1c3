import type { Finding } from '../checks/finding';
import { findingObject } from '../checks/finding-object';
import type { MeshGraph } from '../graph/graph';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Unreadable } from '../report/check-report';
import { graphLayout } from '../report/graph-layout';
import type { Locate } from '../report/trace-report';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { PageFinding, PageMesh, PageSide } from './page-data';
import { objectKey } from './page-data';
import { withoutSecrets } from './without-secrets';

/** What a page is made of. */
export interface PageSource {
  /** What is drawn: all of the mesh, or a part. */
  readonly graph: MeshGraph;
  readonly asked: MeshToAsk;
  readonly findings: readonly Finding[];
  readonly locate: Locate;
  /** What could not be read. */
  readonly unreadable?: readonly Unreadable[];
}

/** What the file of a page holds: the picture, and all that a request can be traced by. */
export function pageSide({ graph, asked, findings, locate }: PageSource): PageSide {
  return { graph, layout: graphLayout(graph), findings: findings.map(said), ...pageMesh(asked, locate) };
}

/** A mesh as the page has it. */
export function pageMesh(asked: MeshToAsk, locate: Locate): PageMesh {
  const { mesh } = asked;
  const objects = inOrder([...mesh.objects, ...mesh.replaced]);
  return {
    objects: objects
      .filter(({ external }) => !external)
      .map((object) => ({
        key: objectKey(findingObject(object)),
        manifest: withoutSecrets(object.manifest),
        ...placeOf(object, locate),
      })),
    externals: objects.filter(({ external }) => external).map(({ manifest }) => withoutSecrets(manifest)),
    context: mesh.context,
    refused: asked.refused.map(({ finding }) => said(finding)),
  };
}

function inOrder(objects: readonly MeshObject[]): readonly MeshObject[] {
  return [...objects].sort((a, b) => a.place - b.place);
}

function placeOf(object: MeshObject, locate: Locate): { readonly place?: string } {
  const { construct, file, line } = locate(object, '');
  const place = construct ?? [file, line].filter((part) => part !== undefined).join(':');
  return place === '' ? {} : { place };
}

function said({ code, severity, message, fix, object, path }: Finding): PageFinding {
  return { code, severity, message, fix, object, path };
}
