import type { Finding, FindingObject } from '../checks/finding';
import type { MeshGraph } from '../graph/graph';
import type { MeshContext } from '../mesh/reading/mesh-context';
import type { Manifest } from '../mesh/reading/mesh-object';
import type { GraphLayout } from '../report/graph-layout';
import type { PageDiff } from './page-diff';

/** An object as the page shows it. */
export interface PageObject {
  /** {@link objectKey} */
  readonly key: string;
  readonly manifest: Manifest;
  /** Its file and line, or the path of its construct. */
  readonly place?: string;
}

/** What a check says of an object. */
export type PageFinding = Pick<Finding, 'code' | 'severity' | 'message' | 'fix' | 'object' | 'path'>;

/** A picture with its places. */
export interface PagePicture {
  readonly graph: MeshGraph;
  readonly layout: GraphLayout;
}

/** What a page traces requests by. */
export interface PageMesh {
  /** In the order of the manifests. */
  readonly objects: readonly PageObject[];
  readonly externals: readonly Manifest[];
  readonly context: MeshContext;
  /** What the API server or Istio's webhook would not let in as it is. */
  readonly refused: readonly PageFinding[];
}

/** All that a page knows of a mesh: plain data. */
export interface PageSide extends PagePicture, PageMesh {
  readonly findings: readonly PageFinding[];
}

/** What stands in the file of a page as JSON. */
export interface PageData extends PageSide {
  /** What it is compared with. */
  readonly before?: PageSide;
  /** What the change does to requests. */
  readonly diff?: PageDiff;
}

/** What tells an object from all others. */
export function objectKey({ apiVersion, kind, namespace, name }: FindingObject): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
