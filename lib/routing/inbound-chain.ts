import { isReadMethod } from '../istio/http-methods';
import type { InboundPort } from '../mesh/inbound-ports';
import type { MutualTls } from '../mesh/mutual-tls';
import type { Request } from './call';
import type { Failure } from './failure';
import { closed, failure } from './failure';
import type { Connection, ServerCall } from './server-call';
import { isTooLarge, tooLarge } from './too-large';

/** What a sidecar makes of a connection: whether it ends the TLS of it, and whether it reads requests. */
export interface Chain {
  readonly ends: boolean;
  readonly reads: boolean;
}

const NO_CHAIN: Failure = closed('TlsMismatch', { flags: 'NR', details: 'filter_chain_not_found' });
/** TLS is no request: the answer is 400 in plain text, which the client cannot read. */
const GARBAGE: Failure = closed('TlsMismatch', { flags: 'DPE', details: 'http1.codec_error' });
/** What is read as HTTP/2, and is not. */
export const NOT_HTTP2: Failure = closed('BadRequest');
/** TLS that comes to an application that does not speak it. */
export const NO_TLS: Failure = closed('TlsMismatch', { flags: undefined });

/**
 * The filter chain of a sidecar that takes a connection, or why none does (pilot/pkg/networking/core/filterchain_options.go:
 * getFilterChainMatchOptions).
 */
export function inboundChain(
  mode: MutualTls['mode'],
  reads: InboundPort['reads'],
  { connection, request }: ServerCall,
): Chain | Failure {
  const { tls } = connection;
  // What is detected is HTTP/1.1 and HTTP/2; what a sidecar took for bytes on the way is bytes here too.
  const isFound = request !== undefined && request.version !== '1.0' && isReadMethod(request.method, request.version);
  const readsIt = reads === 'requests' || (reads === 'detected' && isFound);
  if (tls === 'none') {
    return mode === 'STRICT' ? NO_CHAIN : requestIn({ ends: false, reads: readsIt }, request);
  }
  if (mode === 'DISABLE') {
    return reads === 'requests' ? GARBAGE : tls === 'mesh' ? NO_TLS : { ends: false, reads: false };
  }
  if (tls === 'mesh') {
    return reads === 'requests' && isMisread(connection, request)
      ? NOT_HTTP2
      : requestIn({ ends: true, reads: readsIt }, request);
  }
  if (mode === 'STRICT') {
    return closed('CertificateRejected', { flags: undefined });
  }
  return reads === 'requests' ? NO_CHAIN : { ends: false, reads: false };
}

/** Whether a request is of another version of HTTP than was agreed on: one that a proxy has passed on without a look at it. */
export function isMisread({ agreesOnHttp2 }: Connection, request: Request | undefined): boolean {
  return agreesOnHttp2 === true && request?.version !== '2';
}

function requestIn(chain: Chain, request: Request | undefined): Chain | Failure {
  if (!chain.reads) {
    return chain;
  }
  if (request !== undefined && isTooLarge(request)) {
    return tooLarge(request);
  }
  if (request === undefined || !isReadMethod(request.method, request.version)) {
    return failure('BadRequest');
  }
  return request.version === '1.0' ? failure('UpgradeRequired') : chain;
}
