/** The methods of HTTP that Istio knows. pkg/config/validation/validation.go: supportedCORSMethods. */
export const HTTP_METHODS: readonly string[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
];

/** A method, or its beginning or end with a "*", in capitals; undefined where no method of HTTP is like that. */
export function methodInCapitals(method: string): string | undefined {
  const given = method.trim().toUpperCase();
  const [atStart, atEnd] = [given.startsWith('*'), given.endsWith('*')];
  const rest = given.slice(atStart ? 1 : 0, atEnd ? -1 : undefined);
  if (given === '*' || rest === '' || (atStart && atEnd)) {
    return undefined;
  }
  const fits = (each: string): boolean =>
    atStart ? each.endsWith(rest) : atEnd ? each.startsWith(rest) : each === rest;
  return HTTP_METHODS.some(fits) ? given : undefined;
}

/** The methods that Envoy reads in HTTP/1; others are no request to it (source/common/http/http1/balsa_parser.cc: isMethodValid). */
const READ_BY_ENVOY: ReadonlySet<string> = new Set([
  ...HTTP_METHODS,
  ...['ACL', 'BIND', 'CHECKOUT', 'COPY', 'LINK', 'LOCK', 'MERGE', 'MKACTIVITY', 'MKCALENDAR', 'MKCOL', 'MOVE'],
  ...['MSEARCH', 'NOTIFY', 'PROPFIND', 'PROPPATCH', 'PURGE', 'REBIND', 'REPORT', 'SEARCH', 'SOURCE', 'SUBSCRIBE'],
  ...['UNBIND', 'UNLINK', 'UNLOCK', 'UNSUBSCRIBE'],
]);

/** Whether Envoy takes bytes for a request that begin with a method. In HTTP/2 each method is one. */
export function isReadMethod(method: string, version: '1.0' | '1.1' | '2'): boolean {
  return version === '2' || READ_BY_ENVOY.has(method);
}
