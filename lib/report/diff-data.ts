import type { ReachDecision, ReachExample, ReachTarget, ReachVerdict } from './reach-data';
import type { TracePlace } from './trace-data';

/** What a change of manifests does to requests; what breaks comes first. */
export enum DiffEffect {
  /** More of them fail than before, and not by a policy: also those that a proxy answers with an error on purpose. */
  BROKEN = 'broken',
  /** A policy denies more of them, or asks for a token that it did not ask for. */
  DENIED = 'denied',
  /** A policy denies fewer of them: somebody may ask what nobody might. */
  ALLOWED = 'allowed',
  /** They go to other servers, in other shares, or get another answer of a proxy. */
  ELSEWHERE = 'elsewhere',
  /** Fewer of them fail, and not by a policy. */
  REPAIRED = 'repaired',
  /** They fail as before, in another way. */
  OTHERWISE = 'otherwise',
  /** Something decides about them that no file shows, such as a filter or the address of the client, and it is not what it was. */
  POSSIBLE = 'possible',
  /** They end where they did; timeouts, retries, copies, mutual TLS or what the server sees are others. */
  TERMS = 'terms',
  /** No request of the kind could be made up, so that none was compared. */
  UNKNOWN = 'unknown',
}

/** Requests in the words of the rules of both sides. */
export interface DiffRequests {
  /**
   * `GET, POST`
   *
   * @default - any
   */
  readonly method?: string;

  /**
   * `/api/*`
   *
   * @default - any
   */
  readonly path?: string;

  /**
   * All else that rules ask: `with header x-canary: always`.
   *
   * @default - nothing
   */
  readonly conditions?: string;

  /**
   * Requests that fit, and are not among them: rules that are tried earlier take them.
   *
   * @default - none
   */
  readonly except?: string[];
}

/** What becomes of requests on one side. */
export interface DiffOutcome {
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
   * How the connection ends, where they get no response: `refused`, or `closed` after it was opened.
   *
   * @default - a proxy answers, or they arrive
   */
  readonly connection?: string;

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
}

/** Something about requests that arrive, and that is not what it was. */
export interface DiffTerm {
  /** `through` (gateways and waypoints on the way), `timeout`, `retries`, `copies`, `delay`, `TLS`, `identity`, `SNI`, `host`, `path`, `method`, `body`, or `header` and its name. */
  readonly what: string;

  /**
   * What it was.
   *
   * @default - nothing
   */
  readonly before?: string;

  /**
   * What it is.
   *
   * @default - nothing
   */
  readonly after?: string;
}

/** An object that the change makes, takes away or changes. */
export interface DiffObject extends TracePlace {
  /** `new`, `gone` or `changed`. */
  readonly change: string;
}

/** Requests that all rules treat alike, before and after, and of which something else becomes. */
export interface DiffChange {
  /** What a change does to them. */
  readonly effect: DiffEffect;

  /** The clients, each as `namespace/name`: what changes is the same for all of them. `outside` for clients of a gateway. */
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

  /** What is asked: requests that fit one of these. Connections that nobody reads have one without members. */
  readonly requests: DiffRequests[];

  /** What became of them. */
  readonly before: DiffOutcome;

  /** What becomes of them. */
  readonly after: DiffOutcome;

  /**
   * What decides about them, is not what it was, and what it says to them is in no file: an EnvoyFilter, a policy by addresses that are not known.
   *
   * @default - nothing
   */
  readonly mayChangeBy?: TracePlace[];

  /**
   * What else about them is not what it was.
   *
   * @default - nothing
   */
  readonly terms?: DiffTerm[];

  /**
   * The objects that can explain the change, where what decides about the requests is in none that the change touches: a DestinationRule, a
   * Sidecar, the labels of a namespace.
   *
   * @default - what decides says it
   */
  readonly changedObjects?: DiffObject[];

  /**
   * One of them, of which traces show the difference.
   *
   * @default - nobody reads requests, or none could be made up
   */
  readonly example?: ReachExample;
}

/** A host that clients can ask on one side only, on one port. */
export interface DiffHost {
  /** Whether it is new; otherwise it is gone. */
  readonly appeared: boolean;

  /** The clients, each as `namespace/name`, that get the same there; none where no client is on both sides. `outside` for clients of a gateway. */
  readonly callers: string[];

  /**
   * The gateway that clients outside come to, as `namespace/name`.
   *
   * @default - the clients are in the mesh
   */
  readonly gateway?: string;

  /** The host. */
  readonly host: string;

  /** The port. */
  readonly port: number;

  /** `http`, `grpc`, `https`, `tls` or `tcp`. */
  readonly protocol: string;

  /**
   * The Service or ServiceEntry with the host.
   *
   * @default - only rules have it
   */
  readonly service?: TracePlace;

  /** Who is reached there by some request, as `namespace/name`, or hosts outside. */
  readonly targets: string[];

  /** What becomes of requests for it on the side that does not have it, each once: `reached`, `answered`, or why they fail. */
  readonly otherwise: string[];

  /**
   * The ports on which the other side has the host.
   *
   * @default - the other side does not have it at all
   */
  readonly otherPorts?: number[];

  /**
   * The objects that can explain that one side alone has it: a Service, the Gateway with the host, a VirtualService.
   *
   * @default - none was found
   */
  readonly changedObjects?: DiffObject[];
}
