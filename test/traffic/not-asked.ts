import type { Trace } from '../../lib/routing/trace';
import type { SentRequest } from '../routing/case';
import type { TrafficMesh } from './random-mesh';

/** Requests of which real proxies are not asked, or whose answers would say nothing. */
export interface NotAsked {
  readonly reason: string;
  readonly applies: (mesh: TrafficMesh, request: SentRequest, traced: Trace) => boolean;
}

export const NOT_ASKED: readonly NotAsked[] = [];

export function isAsked(mesh: TrafficMesh, request: SentRequest, traced: Trace): boolean {
  return !NOT_ASKED.some(({ applies }) => applies(mesh, request, traced));
}
