import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Workload } from '../mesh/workload';
import type { Call, Header } from './call';
import type { Failure } from './failure';

/** What becomes of a call, and why. */
export interface Trace {
  readonly call: Call;
  /** The shares of all of them make 1. */
  readonly outcomes: readonly Outcome[];
  /** Each proxy that the call passes and each server that it reaches, in the order of the way; where it is split, one branch after the other. */
  readonly hops: readonly Hop[];
  readonly unknown: readonly Unknown[];
}

/** A proxy, or a server, with what it decided. */
export interface Hop {
  readonly kind: 'sidecar' | 'gateway' | 'waypoint' | 'server' | 'outside';
  /** `namespace/name` of what makes its pods, or the host outside. */
  readonly name: string;
  /** How many of the calls come here, of 1. */
  readonly share: number;
  /** The place in the list of the hop that sent them; undefined for the first. */
  readonly previous?: number;
  readonly steps: readonly Step[];
}

export type Layer =
  | 'proxy'
  | 'scope'
  | 'listener'
  | 'filterChain'
  | 'virtualHost'
  | 'route'
  | 'action'
  | 'cluster'
  | 'subset'
  | 'endpoints'
  | 'mutualTls'
  | 'authentication'
  | 'authorization';

/** One decision. */
export interface Step extends Place {
  readonly layer: Layer;
  /** What was decided, as a short text: `rule http[1], path = /productpage`. */
  readonly decision: string;
  /** What might have decided instead, with the reason why it did not. */
  readonly considered: readonly Considered[];
  /** Fields that decide with it: the rule around a match, that of a delegate, the server before a rule for connections. */
  readonly also?: readonly Place[];
}

/** The field of an object that decides; both undefined where a default of Istio does. */
export interface Place {
  readonly object?: MeshObject;
  /** `spec.http[1].match[0]` */
  readonly path?: string;
}

export interface Considered extends Place {
  /** What it is: `rule http[0]`. */
  readonly what: string;
  /** The first thing that does not fit: `path = /other`. */
  readonly why: string;
}

export type Outcome = Reached | Answered | Failed;

interface Shared {
  /** Of 1. */
  readonly share: number;
  /** The place of the last hop in the list. */
  readonly hop: number;
  /** What gets a copy. */
  readonly mirrors: readonly Copied[];
  /** How long clients wait on purpose (fault), where they do. */
  readonly delay?: Delay;
}

/** Who gets copies of some calls. */
export interface Copied {
  /** `namespace/name`, or a host outside. */
  readonly name: string;
  /** Of how many of the calls, of 1. */
  readonly share: number;
}

export interface Delay {
  /** `5s` */
  readonly time: string;
  /** How many of the calls wait, of 1. */
  readonly share: number;
}

/** The call comes to a server. */
export interface Reached extends Shared {
  readonly kind: 'workload';
  /** `namespace/name` of what makes the pods, or of a WorkloadEntry; or the host or address outside. */
  readonly workload: string;
  /** The pods, where the manifests show them. */
  readonly pods?: Workload;
  /** What makes the endpoint known: a Deployment, a WorkloadEntry, a ServiceEntry. */
  readonly object?: MeshObject;
  /** Of the endpoint, as far as it is known. */
  readonly address?: string;
  readonly port: number;
  /** The cluster of the last proxy on the way; undefined where the client has none. */
  readonly cluster?: string;
  readonly subset?: string;
  /** Where a response is expected: that of a server which has nothing to complain of. */
  readonly status?: number;
  readonly seen: Seen;
  /** `5s`; undefined for none. */
  readonly timeout?: string;
  readonly retries?: RetryPlan;
}

export interface RetryPlan {
  readonly attempts: number;
  readonly perTryTimeout?: string;
  /** What is tried again, as Envoy writes it. */
  readonly retryOn: string;
}

/** What the server sees of a call. */
export interface Seen {
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  /** As they are after all that was set, added and removed by rules; those that proxies add by themselves are not among them. */
  readonly headers?: readonly Header[];
  /** The name that TLS was opened with, where the server or its proxy gets TLS that is not of the mesh. */
  readonly sni?: string;
  /** `none`: plain text. `mesh`: mutual TLS between proxies. `origin`: the TLS that the client began. `made`: TLS that a proxy began. */
  readonly tls: 'none' | 'mesh' | 'origin' | 'made';
  /** Whom the server takes for the caller: `cluster.local/ns/shop/sa/web`. */
  readonly identity?: string;
}

/** A proxy answers itself, as it is configured to. */
export interface Answered extends Shared {
  readonly kind: 'response';
  readonly by: 'redirect' | 'directResponse' | 'fault' | 'cors';
  readonly status: number;
  readonly location?: string;
  readonly body?: string;
  /** Headers of the response that the configuration names. */
  readonly headers?: readonly Header[];
  readonly flags?: string;
}

export interface Failed extends Shared {
  readonly kind: 'failure';
  /** As the client sees it. */
  readonly failure: Failure;
}

/** Something that decides and that no file shows, with what becomes of the call either way. */
export interface Unknown {
  readonly what:
    | 'age'
    | 'endpoints'
    | 'addresses'
    | 'headers'
    | 'certificates'
    | 'protocol'
    | 'ambient'
    | 'keys'
    | 'policy'
    | 'injection'
    | 'patches'
    | 'ingress'
    | 'server';
  /** A sentence. */
  readonly text: string;
  /** The objects that it depends on. */
  readonly objects: readonly MeshObject[];
  /** What of them decides, where that is not all of them: the same for those that decide alike. */
  readonly decisive?: unknown;
  /** What would become of the call if it were the other way round, where that can be said. */
  readonly otherwise?: readonly Outcome[];
}
