/**
 * Whether proxies of Istio add a header by themselves, so that it may be there although no client and no rule wrote it. Those that begin with a
 * colon are the lines of a request, and Host is one of them.
 */
export function isProxyHeader(name: string): boolean {
  return PROXY_HEADERS.test(name);
}

const PROXY_HEADERS = /^(?::|host$|x-forwarded-|x-envoy-|x-request-id$|x-b3-|b3$|traceparent$|tracestate$|x-istio-)/;
