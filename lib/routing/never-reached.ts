import type { HttpMatchRequest } from '../../imports/networking';
import { covers } from '../istio/http-match';
import { MatchIndex } from '../istio/match-index';
import type { RouteEntry } from './http-routes';

/** A route whose requests earlier routes of the virtual host take, all of them. */
export interface NeverReached {
  readonly entry: RouteEntry;
  /** The first that takes them; several where none alone takes a path and all below it. */
  readonly takenBy: readonly RouteEntry[];
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
      found.push({ entry, takenBy: takersOf(parts, takers as readonly RouteEntry[]) });
    }
  }
  return found;
}

/**
 * What takes the parts of a match: one alone where there is such a one.
 *
 * @param takers of each part the first that takes it
 */
export function takersOf<T extends Pick<RouteEntry, 'match' | 'bySegments'>>(
  parts: readonly HttpMatchRequest[],
  takers: readonly T[],
): readonly T[] {
  const takesAll = ({ match, bySegments }: T): boolean => {
    const own = partsOf(asRequested(match), bySegments);
    return parts.every((part) => own.some((each) => covers(each, part)));
  };
  const alone = takers.length > 1 ? takers.find(takesAll) : undefined;
  return alone === undefined ? [...new Set(takers)] : [alone];
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
