import type { Trace } from '../../lib/routing/trace';
import type { SentRequest } from '../routing/case';
import type { TrafficMesh } from './random-mesh';
import { listensOn } from './world';

/** Requests of which real proxies are not asked, because the answer would say nothing. */
export interface NotAsked {
  readonly reason: string;
  readonly applies: (request: SentRequest, traced: Trace, mesh: TrafficMesh) => boolean;
}

export const NOT_ASKED: readonly NotAsked[] = [
  {
    reason: 'No file shows on which ports a server outside listens, or a pod beside those of its containers.',
    applies: (_, { outcomes }) =>
      outcomes.some((outcome) => outcome.kind === 'workload' && !listensOn(outcome.pods?.name, outcome.port)),
  },
];

export function isAsked(request: SentRequest, traced: Trace, mesh: TrafficMesh): boolean {
  return !NOT_ASKED.some(({ applies }) => applies(request, traced, mesh));
}
