import type { TakenRoute } from './asked-rules';
import type { ClientHello, Request } from './call';
import type { PassedOn } from './server-call';
import type { Target } from './target';
import type { Copied, Delay, RetryPlan, Seen } from './trace';

/** A part of the calls, on its way. */
export interface Journey {
  /** Of 1. */
  readonly share: number;
  /** The hop that it comes from. */
  readonly previous?: number;
  readonly target: Target;
  /** Of TLS that the client began and nobody has ended. */
  readonly hello?: ClientHello;
  /** How the last connection was opened. */
  readonly wire: Wire;
  readonly request?: Request;
  /** The routes that the request has taken. */
  readonly taken: readonly TakenRoute[];
  /** Whether a proxy before reads requests, and so answers instead of closing the connection. */
  readonly readsRequests: boolean;
  /** Whether the proxy that it is at reads requests. */
  readonly isRead?: boolean;
  /** Whether the endpoint that it goes to has others of the same name beside it. */
  readonly isNamesake?: boolean;
  /** Where the gateway that it is at passes requests on. */
  readonly passedOn?: PassedOn;
  /** How many gateways it has passed. */
  readonly gateways: number;
  readonly mirrors: readonly Copied[];
  readonly delay?: Delay;
  readonly timeout?: string;
  readonly retries?: RetryPlan;
  readonly cluster?: string;
  readonly subset?: string;
}

export interface Wire {
  readonly tls: Seen['tls'];
  readonly sni?: string;
  readonly alpn?: readonly string[];
  /**
   * Whether mutual TLS of the mesh was opened by a cluster with HTTP/2, whose name for it a server that reads requests takes, whatever is in
   * there (pilot/pkg/networking/util/util.go: ALPNInMeshH2, ALPNHttp).
   */
  readonly agreesOnHttp2?: boolean;
  /** Whether it is in a tunnel of the mesh (HBONE), whatever TLS is in there. */
  readonly tunnelled?: boolean;
  /** Of the mesh, as the other side sees it. */
  readonly identity?: string;
  readonly address?: string;
  readonly client?: PassedOn;
  /** Whether the client shows a certificate, if TLS is not of the mesh. */
  readonly hasCertificate?: boolean;
}
