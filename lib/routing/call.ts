import type { Claims } from '../istio/token-claims';
import type { Proxy } from '../mesh/proxies';
import type { Workload } from '../mesh/workload';

/** A request, or a connection without one that proxies read, and who sends it where. */
export interface Call {
  readonly from: Caller;
  /**
   * What the client connects to.
   */
  readonly to: Dialled;
  /** What the client says when it opens TLS; undefined for plain text. */
  readonly tls?: ClientHello;
  /** Undefined for bytes that are not HTTP. Within TLS that no proxy of the mesh ends, only the server reads it. */
  readonly request?: Request;
}

export type Caller =
  /** Not in the mesh. It reaches gateways. */
  | { readonly kind: 'outside'; readonly address?: string }
  /** Pods of the manifests, with a sidecar or without, or in ambient mode. */
  | { readonly kind: 'workload'; readonly workload: Workload }
  /** Pods that no manifest shows, with a proxy. */
  | { readonly kind: 'proxy'; readonly proxy: Proxy };

/** Where a connection is opened to. */
export type Dialled =
  /** A name or an IP address; a Service by any name that the client may call it by. */
  | { readonly kind: 'address'; readonly host: string; readonly port: number }
  /** The gateway with this name, by a port of its Service, or of its pods if it has none. */
  | { readonly kind: 'gateway'; readonly gateway: Proxy; readonly port: number }
  /** The gateway that has a server for the host and port. */
  | { readonly kind: 'anyGateway'; readonly port: number };

/** What a client says when it opens TLS. */
export interface ClientHello {
  /** The name of the server that it asks for; undefined for none. */
  readonly sni?: string;
  /** The protocols that it offers, such as `h2`. */
  readonly alpn?: readonly string[];
  /** What it shows if it is asked. */
  readonly certificate?: ClientCertificate;
}

/** The certificate of a client outside the mesh. */
export interface ClientCertificate {
  /** `spiffe://…` and other addresses in it. */
  readonly uris?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly subject?: string;
}

export type HttpVersion = '1.0' | '1.1' | '2';

export interface Request {
  readonly version: HttpVersion;
  readonly method: string;
  /** The scheme of the connection, whatever headers say. */
  readonly scheme: 'http' | 'https';
  /** Host or `:authority`, with the port if the client writes one; undefined where there is none. */
  readonly authority?: string;
  /** With query, as the client sends it. */
  readonly path: string;
  /** By name in lower case, in the order in which they are sent; of a name that is sent again there are several. */
  readonly headers: readonly Header[];
  /** What the token of the request says, where it has one that its issuer signed. */
  readonly token?: Token;
  /** The address that it comes from, where requests of several clients outside are compared. */
  readonly client?: string;
}

export type Header = readonly [name: string, value: string, note?: HeaderNote];

/**
 * `proxy`: a proxy wrote it, and no client or rule. `made`: the same, and its value is in no file. `open`: a client or a rule has it, and what the
 * value stands for is in no file.
 */
export type HeaderNote = 'proxy' | 'made' | 'open';

/** Whether a header is told of a request: what proxies add by themselves is not. */
export function isToldHeader([, , note]: Header): boolean {
  return note === undefined || note === 'open';
}

/** Whether what a header has as its value is only said of it. */
export function isOpenHeader([, , note]: Header): boolean {
  return note === 'made' || note === 'open';
}

export interface Token {
  readonly claims: Claims;
}

export type { Claims };

/** The values of a header, in their order. */
export function headerValues({ headers }: Pick<Request, 'headers'>, name: string): readonly string[] {
  return headers.filter(([each]) => each === name).map(([, value]) => value);
}
