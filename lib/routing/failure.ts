/** Why a call does not arrive, named as in Istio's simulation (pilot/pkg/simulation/traffic.go) where that has a name for it. */
export type FailureName =
  /** Nothing listens on the port. */
  | 'NoListener'
  /** TLS or plain text, server name or protocol fit none of the filter chains. */
  | 'NoFilterChain'
  | 'NoVirtualHost'
  | 'NoRoute'
  /** The host is unknown to a sidecar that lets nothing out that it does not know (REGISTRY_ONLY). */
  | 'UnknownHost'
  /** The same, for a connection whose requests nobody reads. */
  | 'UnknownAddress'
  /** The host, the port or the subset of a destination is unknown. */
  | 'NoCluster'
  | 'NoEndpoint'
  /** A route of the Gateway API has no backend that it may use. */
  | 'InvalidBackend'
  /** One side speaks TLS and the other does not, or not the same: so where the server takes mutual TLS only. */
  | 'TlsMismatch'
  /** The server shows a certificate that the client does not accept, or asks for one that the client has not. */
  | 'CertificateRejected'
  | 'Denied'
  | 'Unauthenticated'
  /** Envoy takes the request for malformed. */
  | 'BadRequest'
  /** HTTP/1.0. */
  | 'UpgradeRequired'
  /** The path and headers have more than 60 KiB, or there are more than 100 headers. */
  | 'HeadersTooLarge'
  | 'Timeout'
  /** The request comes back to a gateway that it has passed. */
  | 'Loop';

/** What becomes of the connection or request of whoever asked the proxy that decided. */
export interface Failure {
  readonly name: FailureName;
  /** What the client sees; undefined where it sees no response. */
  readonly status?: number;
  /** Where there is no response: whether the connection was opened at all. */
  readonly connection?: 'closed' | 'refused';
  /** The response flags in the access log of the proxy that decided: `NR`, `URX,UF`. */
  readonly flags?: string;
  /** The response code details there: `route_not_found`. */
  readonly details?: string;
}

/** What each failure looks like where a proxy reads requests. Others see the connection closed. */
const OF_REQUESTS: Readonly<Record<FailureName, Omit<Failure, 'name'>>> = {
  NoListener: { connection: 'refused' },
  NoFilterChain: { connection: 'closed', flags: 'NR', details: 'filter_chain_not_found' },
  NoVirtualHost: { status: 404, flags: 'NR', details: 'route_not_found' },
  NoRoute: { status: 404, flags: 'NR', details: 'route_not_found' },
  UnknownHost: { status: 502, details: 'direct_response' },
  UnknownAddress: { connection: 'closed', flags: 'UH' },
  NoCluster: { status: 503, flags: 'NC', details: 'cluster_not_found' },
  NoEndpoint: { status: 503, flags: 'UH', details: 'no_healthy_upstream' },
  InvalidBackend: { status: 500, details: 'direct_response' },
  TlsMismatch: { status: 503, flags: 'URX,UF' },
  CertificateRejected: { status: 503, flags: 'URX,UF' },
  Denied: { status: 403, details: 'rbac_access_denied' },
  Unauthenticated: { status: 401, details: 'jwt_authn_access_denied' },
  BadRequest: { status: 400, flags: 'DPE', details: 'http1.codec_error' },
  UpgradeRequired: { status: 426, flags: 'DPE', details: 'low_version' },
  HeadersTooLarge: { status: 431, flags: 'DPE', details: 'http1.headers_too_large' },
  Timeout: { status: 504, flags: 'UT', details: 'response_timeout' },
  Loop: { status: 503 },
};

/** All names of failures. */
export const FAILURE_NAMES = Object.keys(OF_REQUESTS) as readonly FailureName[];

/** A failure of a request, as it usually looks; what is given instead counts. */
export function failure(name: FailureName, instead: Partial<Omit<Failure, 'name'>> = {}): Failure {
  return { name, ...OF_REQUESTS[name], ...instead };
}

/** A failure of a connection whose requests nobody reads, or that ends before one is read. */
export function closed(name: FailureName, instead: Partial<Omit<Failure, 'name'>> = {}): Failure {
  const { flags } = OF_REQUESTS[name];
  return { name, connection: 'closed', flags, ...instead };
}

/**
 * What a client sees through its proxy, or through a gateway, of a failure at the server. A proxy that reads requests answers 503 when the
 * connection is closed before a response, and passes responses on. Flags and details stay those of the proxy that decided.
 *
 * @param readsRequests whether the proxy reads requests
 * @param connection whether the proxy opens TLS, so that a connection that is closed before the first request could not be made for it, and
 *   whether it tries again to open one
 */
export function seenThrough(
  found: Failure,
  readsRequests: boolean,
  { inTls = false, isRetried = true }: { readonly inTls?: boolean; readonly isRetried?: boolean } = {},
): Failure {
  if (found.status !== undefined || !readsRequests) {
    return found;
  }
  return {
    name: found.name,
    status: 503,
    flags: found.connection === 'refused' || (inTls && NO_TLS.has(found.name)) ? (isRetried ? 'URX,UF' : 'UF') : 'UC',
  };
}

/** Failures for which no TLS comes about. */
const NO_TLS: ReadonlySet<FailureName> = new Set(['TlsMismatch', 'CertificateRejected', 'NoFilterChain']);
