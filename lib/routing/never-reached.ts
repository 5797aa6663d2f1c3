import type { HttpMatchRequest } from '../../imports/networking';
import { MatchIndex } from '../istio/match-index';
import type { RouteEntry } from './http-routes';

/** A route whose requests earlier routes of the virtual host take, all of them. */
export interface NeverReached {
  readonly entry: RouteEntry;
  /** The first that takes them; of a prefix of the Gateway API the first that takes the path without more segments. */
  readonly takenBy: RouteEntry;
}

/**
 * The routes of a virtual host that Envoy never reaches, as far as that can be shown: each is within a single earlier one. A route
 * that appears twice, as it does where two servers of a Gateway share a listener, is not among them.
 */
export function neverReached({ routes }: { readonly routes: readonly RouteEntry[] }): readonly NeverReached[] {
  const index = new MatchIndex<RouteEntry>();
  const seen = new Set<RouteEntry>();
  const found: NeverReached[] = [];
  for (const entry of routes) {
    if (seen.has(entry)) {
      continue;
    }
    seen.add(entry);
    const parts = partsOf(asRequested(entry.match), entry.bySegments);
    const takers = parts.map((part) => index.covering(part));
    if (takers.includes(undefined)) {
      parts.forEach((part) => index.add(part, entry));
    } else {
      found.push({ entry, takenBy: takers[0]! });
    }
  }
  return found;
}

/** A match as those that Envoy tries as text: a prefix of the Gateway API ends where a segment does, so it is a path and what is below it. */
export function partsOf(match: HttpMatchRequest, bySegments: boolean | undefined): readonly HttpMatchRequest[] {
  const { prefix = '/' } = match.uri ?? {};
  if (bySegments !== true || prefix === '/') {
    return [match];
  }
  const path = prefix.replace(/\/$/, '');
  return [
    { ...match, uri: { exact: path } },
    { ...match, uri: { prefix: `${path}/` } },
  ];
}

/** Without what istiod decides when it makes the route. */
function asRequested(match: HttpMatchRequest): HttpMatchRequest {
  return { ...match, port: undefined, gateways: undefined, sourceLabels: undefined, sourceNamespace: undefined };
}
