/*
 * Parts of a request that Envoy shows as headers with a colon (pseudo-headers of HTTP/2), and names of headers that people write for them.
 *
 * pkg/config/validation/validation.go: pseudoHeaders; pilot/pkg/networking/core/route/route.go: TranslateRouteMatch;
 * pilot/pkg/security/authz/model/generator.go: requestHeaderGenerator. The path in Envoy's `:path` has its query, which `uri` of a match and
 * `paths` of an operation leave out. `host` is another name of `:authority`.
 */

export type RequestPart = 'path' | 'method' | 'authority' | 'scheme' | 'status';

/** All that Istio takes in a match. */
export const PSEUDO_HEADERS: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** The part of a request that a pseudo-header, or `host`, has. */
export function partInHeader(name: string): RequestPart | undefined {
  const lower = name.toLowerCase();
  return lower === 'host' ? 'authority' : PSEUDO_HEADERS.has(lower) ? (lower.slice(1) as RequestPart) : undefined;
}

/** The part of a request that a header is named for, while it is a header like any other, which clients seldom send. */
export function partMeant(name: string): RequestPart | undefined {
  return MEANT.get(name.toLowerCase());
}

const MEANT: ReadonlyMap<string, RequestPart> = new Map([
  ['uri', 'path'],
  ['path', 'path'],
  ['method', 'method'],
  ['authority', 'authority'],
  ['scheme', 'scheme'],
]);
