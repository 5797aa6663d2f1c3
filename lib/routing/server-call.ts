import type { Proxy } from '../mesh/proxies';
import type { RegistryService } from '../mesh/registry';
import type { Workload } from '../mesh/workload';
import type { AskedPolicies } from './asked-rules';
import type { Claims, ClientCertificate, Request } from './call';
import type { Failure } from './failure';
import type { Reception } from './received';
import type { Step, Unknown } from './trace';

/** A connection that comes to a proxy, and the request in it, if the proxy reads one: to the sidecar of a server, or to a gateway. */
export interface ServerCall {
  /** Pods with a sidecar or in ambient mode, a gateway, or a waypoint. */
  readonly server: Proxy | Workload;
  /** The port that the pods listen on; at a waypoint that of the service. */
  readonly port: number;
  readonly connection: Connection;
  /** What is called, where the server is a waypoint, which has other policies for each service; undefined for pods. */
  readonly service?: RegistryService;
  /** Undefined for bytes that are not HTTP. At a gateway as it is after the path was normalized, and before it is routed; at a server after all rewrites. */
  readonly request?: Request;
  /** How the request has been taken in, where that is done: by a gateway, or a waypoint. */
  readonly reception?: Reception;
}

/** Who is at the other end, as the proxy sees it. */
export interface Connection {
  /** `mesh`: mutual TLS with a certificate of the mesh. `foreign`: TLS of somebody else, which a gateway has ended if it reads requests. */
  readonly tls: 'none' | 'mesh' | 'foreign';
  /** With `mesh`: `cluster.local/ns/shop/sa/web`; undefined where it is not known. */
  readonly identity?: string;
  /** With `foreign`, what the client shows if it is asked. */
  readonly clientCertificate?: ClientCertificate;
  readonly sni?: string;
  /** With `mesh`, whether it was agreed that there are requests in HTTP/2 in it, if any are read. */
  readonly agreesOnHttp2?: boolean;
  /** The peer of the connection. */
  readonly address?: string;
  /** The client, where something in between tells it that can be trusted. */
  readonly client?: PassedOn;
}

/**
 * Whom a call was taken from: by the gateway that passed the request on, which writes its own peer into X-Forwarded-For, or by a load balancer
 * with the PROXY protocol.
 */
export interface PassedOn {
  /** Undefined where it is not known. */
  readonly address?: string;
}

/** What a proxy says to a call before it is routed, or given to the application. */
export interface ServerAnswer {
  readonly steps: readonly Step[];
  /** A failure as the peer of the connection sees it: a `status`, or a connection that is closed. */
  readonly outcome: 'accepted' | Failure;
  /** Whom it takes for the caller: `cluster.local/ns/shop/sa/web`. */
  readonly identity?: string;
  /** Of a token that it has accepted; lists of words in one text are lists. */
  readonly claims?: Claims;
  readonly unknown: readonly Unknown[];
  /** What is left of the request: a token that was looked at may have been taken out, and what it says be in headers. */
  readonly request?: Request;
  /** The policies that were asked, where there is a request. */
  readonly asked?: Pick<AskedPolicies, 'proxy' | 'policies' | 'connection' | 'reception'>;
}
