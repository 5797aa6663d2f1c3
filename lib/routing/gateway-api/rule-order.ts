import type { HttpMatchRequest, HttpRoute } from '../../../imports/networking';

/** Exact paths before prefixes before expressions, longer ones first (conversion.go: sortHTTPRoutes). Rules have one match at most. */
export function compareRules({ match: [a] = [] }: HttpRoute, { match: [b] = [] }: HttpRoute): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  const size = (map: object | undefined): number => Object.keys(map ?? {}).length;
  return (
    rankOf(b) - rankOf(a) ||
    lengthOf(b) - lengthOf(a) ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    size(b.headers) - size(a.headers) ||
    size(b.queryParams) - size(a.queryParams)
  );
}

function rankOf({ uri }: HttpMatchRequest): number {
  return uri === undefined ? -1 : uri.exact !== undefined ? 3 : uri.prefix !== undefined ? 2 : 1;
}

function lengthOf({ uri: { exact, prefix, regex } = {} }: HttpMatchRequest): number {
  return (exact ?? prefix ?? regex ?? '').length;
}
