import type { FindingObject } from '../checks/finding';

/** What becomes of a call. */
export enum OutcomeKind {
  /** It comes to a server: a workload, or a host outside. */
  WORKLOAD = 'workload',
  /** A proxy answers, as it is configured to: a redirect, a direct response, a fault. */
  RESPONSE = 'response',
  /** It does not arrive. */
  FAILURE = 'failure',
}

/** How the server gets a call. */
export enum SeenTls {
  /** As plain text. */
  NONE = 'none',
  /** By mutual TLS between proxies, which the server itself sees as plain text. */
  MESH = 'mesh',
  /** In the TLS that the client began. */
  ORIGIN = 'origin',
  /** In TLS that a proxy began. */
  MADE = 'made',
}

/** What the server sees of a call. */
export interface SeenCall {
  /**
   * Host or `:authority`, after rewrites.
   *
   * @default - it sees no request
   */
  readonly host?: string;

  /**
   * The path with query, after rewrites.
   *
   * @default - it sees no request
   */
  readonly path?: string;

  /**
   * The method.
   *
   * @default - it sees no request
   */
  readonly method?: string;

  /**
   * Headers after all that rules set, add and remove, without those that proxies add by themselves. Of a name that is sent several times the
   * values are joined by commas.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;

  /**
   * The name that TLS was opened with, where it is not TLS of the mesh.
   *
   * @default - none
   */
  readonly sni?: string;

  /** How it gets the call. */
  readonly tls: SeenTls;

  /**
   * Whom it takes for the caller: `cluster.local/ns/shop/sa/web`.
   *
   * @default - nobody
   */
  readonly identity?: string;
}

/** How often a request is tried again. */
export interface SeenRetries {
  /** At most so many times, after the first. */
  readonly attempts: number;

  /** What is tried again, as Envoy writes it: `connect-failure,refused-stream`. */
  readonly retryOn: string;

  /**
   * The time for one of them, as `2s`.
   *
   * @default - the whole timeout
   */
  readonly perTryTimeout?: string;
}

/** What becomes of a share of the calls. */
export interface TraceOutcome {
  /** Of 1. */
  readonly share: number;

  /** What it is. */
  readonly kind: OutcomeKind;

  /** Place of the last hop in the list of hops. */
  readonly hop: number;

  /**
   * What is reached: `namespace/name` of what makes the pods, or the host outside.
   *
   * @default - nothing is reached
   */
  readonly workload?: string;

  /**
   * The subset that a rule sends to.
   *
   * @default - none
   */
  readonly subset?: string;

  /**
   * Name of Envoy's cluster: `outbound|80|v1|reviews.shop.svc.cluster.local`.
   *
   * @default - the client has no proxy, or nothing is reached
   */
  readonly cluster?: string;

  /**
   * The port of the server.
   *
   * @default - nothing is reached
   */
  readonly port?: number;

  /**
   * The status that the client sees. Of a server that is reached: 200, because nothing is known of the server itself.
   *
   * @default - there is no response: no request is seen, or the connection is closed
   */
  readonly status?: number;

  /**
   * Why it does not arrive: `NoRoute`, `NoCluster`, `Denied` and others, as in Istio's simulation.
   *
   * @default - it arrives, or is answered as configured
   */
  readonly failure?: string;

  /**
   * What happens to the connection where there is no response: `closed`, or `refused` where it was not opened at all.
   *
   * @default - there is a response
   */
  readonly connection?: string;

  /**
   * Response flags of Envoy: `NR`.
   *
   * @default - none
   */
  readonly flags?: string;

  /**
   * Response code details of Envoy: `route_not_found`.
   *
   * @default - none
   */
  readonly details?: string;

  /**
   * What answers: `redirect`, `directResponse`, `fault`, or `cors`.
   *
   * @default - it is no answer of a proxy
   */
  readonly by?: string;

  /**
   * Where a redirect leads.
   *
   * @default - it is no redirect
   */
  readonly location?: string;

  /**
   * The body of a direct response.
   *
   * @default - none
   */
  readonly body?: string;

  /**
   * What the server sees.
   *
   * @default - nothing is reached
   */
  readonly seen?: SeenCall;

  /**
   * What gets a copy of the request, as `workload`.
   *
   * @default - nothing
   */
  readonly mirrors?: string[];

  /**
   * How long a fault lets the client wait.
   *
   * @default - not at all
   */
  readonly delay?: string;

  /**
   * The time that the server has for its response: `5s`.
   *
   * @default - any
   */
  readonly timeout?: string;

  /**
   * How often the request is tried again.
   *
   * @default - never
   */
  readonly retries?: SeenRetries;
}

/** A field of an object, and where it stands. */
export interface TracePlace {
  /**
   * The object.
   *
   * @default - none: a default of Istio
   */
  readonly object?: FindingObject;

  /**
   * Where in it: `spec.http[1].match[0]`.
   *
   * @default - the object as a whole
   */
  readonly path?: string;

  /**
   * The file of the object.
   *
   * @default - it came from a program
   */
  readonly file?: string;

  /**
   * The line of the field, from 1.
   *
   * @default - it came from a program
   */
  readonly line?: number;

  /**
   * Path of the construct that makes the object.
   *
   * @default - it came from a file
   */
  readonly construct?: string;
}

/** What might have decided instead. */
export interface ConsideredStep extends TracePlace {
  /** What it is: `rule http[0]`. */
  readonly what: string;

  /** The first thing that does not fit: `path = /other`. */
  readonly why: string;
}

/** One decision. */
export interface TraceStep extends TracePlace {
  /**
   * What it is about: `proxy`, `scope`, `listener`, `filterChain`, `virtualHost`, `route`, `action`, `cluster`, `subset`, `endpoints`,
   * `mutualTls`, `authentication` or `authorization`.
   */
  readonly layer: string;

  /** What was decided. */
  readonly decision: string;

  /**
   * What might have decided instead, and why it did not.
   *
   * @default - nothing
   */
  readonly considered?: ConsideredStep[];
}

/** A proxy that a call passes, or a server that it reaches. */
export interface TraceHop {
  /** `sidecar`, `gateway`, `waypoint`, `server` or `outside`. */
  readonly kind: string;

  /** `namespace/name` of what makes its pods, or the host outside. */
  readonly proxy: string;

  /** How many of the calls come here, of 1. */
  readonly share: number;

  /**
   * Place in the list of the hop that the calls come from.
   *
   * @default - it is the first
   */
  readonly previous?: number;

  /** Its decisions, in their order. */
  readonly steps: TraceStep[];
}

/** Something that decides and that no file shows. */
export interface TraceUnknown {
  /**
   * What it is: `age` of objects, `endpoints`, `addresses`, `certificates`, `protocol`, `ambient`, `keys`, `policy`, `injection`, `server`, `patches` of
   * EnvoyFilters, WasmPlugins and TrafficExtensions, `ingress` for an Ingress, or `refused` for an object that the API server or Istio's webhook rejects as it is.
   */
  readonly what: string;

  /** A sentence. */
  readonly text: string;

  /**
   * The objects that it depends on.
   *
   * @default - none
   */
  readonly objects?: TracePlace[];

  /**
   * What becomes of the call if it is the other way round.
   *
   * @default - not known
   */
  readonly otherwise?: TraceOutcome[];
}
