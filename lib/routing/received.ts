import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { trustedProxies } from '../mesh/trusted-proxies';
import type { Header, Request } from './call';
import { headerValues, isToldHeader } from './call';

/** How a request comes to a proxy that reads it. */
export interface Reception {
  /** Whether the proxy writes what it sees of its peer: a gateway (pilot/pkg/networking/core/gateway.go: UseRemoteAddress). */
  readonly isEdge: boolean;
  /** Whether the proxy has ended TLS. */
  readonly isTls: boolean;
  /** How many proxies before it are believed. */
  readonly trusted: number;
}

export const FORWARDED_PROTO = 'x-forwarded-proto';
export const FORWARDED_FOR = 'x-forwarded-for';
export const REQUEST_ID = 'x-request-id';

export function receptionOf(mesh: Mesh, { kind, annotations }: Proxy, isTls: boolean): Reception {
  const isEdge = kind === 'gateway';
  return { isEdge, isTls, trusted: isEdge ? (trustedProxies(mesh, annotations) ?? 0) : 0 };
}

/**
 * What a proxy makes of a request before anything looks at it (Envoy's source/common/http/conn_manager_utility.cc: mutateRequestHeaders). What
 * clients write of their protocol is believed by sidecars, and by gateways that trust a proxy before them.
 */
export function received(request: Request, { isEdge, isTls, trusted }: Reception): Request {
  const [ofClient] = headerValues(request, FORWARDED_PROTO);
  const isBelieved = ofClient !== undefined && (!isEdge || trusted > 0);
  let headers = request.headers.map((each): Header => (isOfEnvoy(each[0]) ? asOpen(each) : each));
  if (!isBelieved) {
    headers = withHeader(headers, [FORWARDED_PROTO, isTls ? 'https' : 'http', 'proxy']);
  }
  if (isEdge) {
    const isThere = headerValues(request, FORWARDED_FOR).length > 0;
    headers = [...headers, [FORWARDED_FOR, 'the address of the peer', isThere ? 'open' : 'made']];
  }
  if (isEdge || headerValues(request, REQUEST_ID).length === 0) {
    headers = withHeader(headers, [REQUEST_ID, 'made by the proxy', 'made']);
  }
  return { ...request, headers, scheme: schemeOf({ ...request, headers }, isTls) };
}

/** What a proxy takes for the protocol of the client. */
export function forwardedProto(request: Pick<Request, 'headers'>): string {
  return headerValues(request, FORWARDED_PROTO).join(',');
}

/** The `:scheme`, which requests of HTTP/2 have with them. */
function schemeOf(request: Request, isTls: boolean): Request['scheme'] {
  const proto = forwardedProto(request);
  return request.version === '2'
    ? request.scheme
    : proto === 'http' || proto === 'https'
      ? proto
      : isTls
        ? 'https'
        : 'http';
}

/** Whether proxies write a header as they take requests in. */
export function isWrittenByProxies(name: string): boolean {
  return [FORWARDED_PROTO, FORWARDED_FOR, REQUEST_ID].includes(name) || isOfEnvoy(name);
}

/** Which of these proxies let through, take away or add depends on addresses. */
export function isOfEnvoy(name: string): boolean {
  return name.startsWith('x-envoy-');
}

function asOpen([name, value, note]: Header): Header {
  return note === undefined ? [name, `${value}, if proxies let it through`, 'open'] : [name, value, note];
}

/** In the place of what was there; of that the server is told, of what a proxy adds not. */
function withHeader(headers: readonly Header[], [name, value, note]: Header): Header[] {
  const at = headers.findIndex(([each]) => each === name);
  const isTold = at >= 0 && isToldHeader(headers[at]);
  const header: Header = isTold ? (note === 'made' ? [name, value, 'open'] : [name, value]) : [name, value, note];
  return at < 0
    ? [...headers, header]
    : headers.flatMap((each, i) => (i === at ? [header] : each[0] === name ? [] : [each]));
}
