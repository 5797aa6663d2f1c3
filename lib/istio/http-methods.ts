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
