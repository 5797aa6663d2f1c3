import type { HttpMatchRequest } from '../../imports/networking';
import { MatchIndex } from '../istio/match-index';
import type { RouteEntry } from './http-routes';

/** A route whose requests an earlier route of the virtual host takes, all of them. */
export interface NeverReached {
  readonly entry: RouteEntry;
  /** The first that takes them. */
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
    const match = asRequested(entry.match);
    const takenBy = index.covering(match);
    if (takenBy === undefined) {
      index.add(match, entry);
    } else {
      found.push({ entry, takenBy });
    }
  }
  return found;
}

/** Without what istiod decides when it makes the route. */
function asRequested(match: HttpMatchRequest): HttpMatchRequest {
  return { ...match, port: undefined, gateways: undefined, sourceLabels: undefined, sourceNamespace: undefined };
}
