import type { TracePlace } from './trace-data';

/** What becomes of requests. */
export enum ReachVerdict {
  /** They come to a server, all or a share of them. */
  REACHED = 'reached',
  /** A proxy answers, as it is configured to: a redirect, a direct response, a fault. */
  ANSWERED = 'answered',
  /** They do not arrive. */
  REFUSED = 'refused',
  /** No request of the kind could be made up, so that none was traced. */
  UNKNOWN = 'unknown',
}

/** A server that is reached. */
export interface ReachTarget {
  /** `namespace/name` of what makes the pods, or the host outside. */
  readonly workload: string;

  /** The port of the server. */
  readonly port: number;

  /** Of 1. */
  readonly share: number;

  /**
   * Where it is, in the answer of a diff: an address of the manifests, or the name that a proxy looks up.
   *
   * @default - pods have one in the cluster; outside, the client looks it up
   */
  readonly address?: string;
}

/** A field that decides, with what it decides. */
export interface ReachDecision extends TracePlace {
  /** `authorization`, `authentication`, `route`, `mutualTls` and others, as in a trace. */
  readonly layer: string;

  /** What was decided. */
  readonly decision: string;
}

/** One request of a kind, to ask more of it: `Mesh.request`, or `cdk8s-istio trace`. */
export interface ReachExample {
  /** The method. */
  readonly method: string;

  /** Host, as the client writes it. */
  readonly host: string;

  /** With query. */
  readonly path: string;

  /**
   * Headers by name.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;

  /**
   * What its token says.
   *
   * @default - no token
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- claims are free-form
  readonly claims?: Record<string, any>;

  /**
   * The address that a client outside calls from.
   *
   * @default - none: no rule asks for it
   */
  readonly clientAddress?: string;
}

/** Requests that all rules treat alike, and what becomes of them. */
export interface ReachKind {
  /**
   * In the words of the rules: `POST /charge`, `GET /api/*`, `any other request`. Of several kinds of one access the first that fits a
   * request counts.
   */
  readonly requests: string[];

  /** What becomes of them. */
  readonly verdict: ReachVerdict;

  /**
   * What they reach.
   *
   * @default - nothing
   */
  readonly targets?: ReachTarget[];

  /**
   * The status that the client sees, where a proxy answers.
   *
   * @default - the server answers, or there is no response
   */
  readonly status?: number;

  /**
   * Where a redirect leads.
   *
   * @default - it is no redirect
   */
  readonly location?: string;

  /**
   * Why they, or a share of them, do not arrive: `Denied`, `NoRoute` and others, as in a trace.
   *
   * @default - they arrive
   */
  readonly failure?: string;

  /**
   * What decides: policies, then rules.
   *
   * @default - nothing that was found
   */
  readonly decidedBy?: ReachDecision[];

  /**
   * What else it depends on and no file shows, as a trace of the example tells: `policy`, `age`, `injection` and others.
   *
   * @default - nothing
   */
  readonly dependsOn?: string[];

  /**
   * One of them.
   *
   * @default - nobody reads requests, or none could be made up
   */
  readonly example?: ReachExample;
}

/** What some clients can ask of one host and port. */
export interface ReachAccess {
  /**
   * The clients, each as `namespace/name`: nothing tells them apart. `outside` for clients of a gateway.
   */
  readonly callers: string[];

  /**
   * The gateway that clients outside come to, as `namespace/name`.
   *
   * @default - the clients are in the mesh
   */
  readonly gateway?: string;

  /** The host that is asked. One that begins with `*` stands for all hosts that end so and are not named otherwise. */
  readonly host: string;

  /** The port that is dialled. */
  readonly port: number;

  /** `http`, `grpc`, `https`, `tls` or `tcp`. */
  readonly protocol: string;

  /**
   * The Service or ServiceEntry with the host.
   *
   * @default - only rules have it
   */
  readonly service?: TracePlace;

  /** What they ask, in the order in which rules are tried. */
  readonly kinds: ReachKind[];
}
