import type {
  HttpMatchRequest,
  L4MatchAttributes,
  StringMatch,
  TlsMatchAttributes,
} from '../../../../imports/networking';
import { effectiveMatch } from '../../../istio/string-match';

const STRING_MATCHES: ReadonlySet<string> = new Set(['uri', 'scheme', 'method', 'authority']);
const MAPS_OF_STRING_MATCHES: ReadonlySet<string> = new Set(['headers', 'withoutHeaders', 'queryParams']);

/** Equal for two matches that ask for the same, whatever their names and the order of their fields. */
export function matchKey(match: HttpMatchRequest | L4MatchAttributes | TlsMatchAttributes): string {
  const parts = sorted(Object.entries(match))
    .filter(([field]) => field !== 'name')
    .map(([field, value]) => [field, canonical(field, value)])
    .filter(([, value]) => !isNothing(value));
  return JSON.stringify(parts);
}

function canonical(field: string, value: unknown): unknown {
  if (STRING_MATCHES.has(field)) {
    // An empty match is one.
    return [effectiveMatch(value as StringMatch)];
  }
  if (MAPS_OF_STRING_MATCHES.has(field)) {
    return sorted(Object.entries(value as Record<string, StringMatch>)).map(([key, each]) => [
      key,
      effectiveMatch(each),
    ]);
  }
  return typeof value === 'object' && !Array.isArray(value) ? sorted(Object.entries(value as object)) : value;
}

/** What is left out when istiod compares: a field without a value. */
function isNothing(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : !value;
}

function sorted<T>(entries: [string, T][]): [string, T][] {
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
