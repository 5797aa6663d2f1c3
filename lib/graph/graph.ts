import type { Severity } from '../core/severity';
import type { FindingObject } from '../checks/finding';

/** What a node stands for, in the order in which pictures list them. */
export const NODE_KINDS = [
  'outside',
  'gateway',
  'waypoint',
  'host',
  'service',
  'workload',
  'external',
  'missing',
] as const;

export type NodeKind = (typeof NODE_KINDS)[number];

/** Something that requests come from, pass or go to. */
export interface GraphNode {
  /** The same as long as kind, namespace and name are: `service/shop/web`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** Empty where it belongs to none. */
  readonly namespace: string;
  /** Of a service or an external host: its full name, which routes name. Of a host: itself. */
  readonly host?: string;
  /** Of a service: the names of its subsets. */
  readonly versions?: readonly string[];
  /** Of a host: what its proxy answers itself, rule by rule. */
  readonly answers?: readonly string[];
  readonly object?: FindingObject;
}

/**
 * `listens`: a gateway takes requests for a host, or calls come to a gateway. `routes`: a rule sends them on. `selects`: pods are behind a service.
 * `calls`: a policy allows it.
 */
export type EdgeKind = 'listens' | 'routes' | 'selects' | 'calls';

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** The rule in words. */
  readonly label: string;
  /** The share of the requests that fit the rule, in percent; undefined where nothing is split. */
  readonly weight?: number;
  readonly subset?: string;
  /** Whether it gets copies of requests. */
  readonly mirror?: true;
  /** What makes it. */
  readonly object?: FindingObject;
  /** `spec.http[0].route[0].destination` */
  readonly path?: string;
  /** Why no request arrives this way, as the proxy has it. */
  readonly broken?: string;
  /** What the checks found at its place. */
  readonly findings: readonly EdgeFinding[];
}

export interface EdgeFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/** A mesh as a picture: plain data, in an order that depends on the mesh alone. */
export interface MeshGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
