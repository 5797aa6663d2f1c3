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
  {
    reason:
      'What a server makes of TLS within the TLS that a proxy has begun is its own affair; those of these meshes refuse it.',
    applies: ({ protocol }, { outcomes }) =>
      protocol === 'https' &&
      outcomes.some(({ kind, ...outcome }) => kind === 'workload' && 'seen' in outcome && outcome.seen.tls === 'made'),
  },
];

/**
 * Meshes that are left out: those whose configuration a proxy refuses. It keeps the one that it had before, which stands in no file. istiod
 * makes such configuration of tls rules that name the same hosts in another order, or the same subnets, of hosts that have several addresses and
 * are resolved once, and of AUTO_PASSTHROUGH servers beside a host with a wildcard: server names with the star in the middle.
 */
export const REFUSED = /filter chain|dynamic_forward_proxy|LOGICAL_DNS|partial wildcards/;

/**
 * Meshes that are left out of each run of the tests: now and then istiod leaves a proxy the cluster of a Service that is hidden from it, gives it
 * no endpoints for one that is hidden from others, or makes a cluster for dialled addresses before it knows the accounts of the pods, so that their
 * certificates are not compared. It does not when it is started again.
 */
export const BY_CHANCE: readonly number[] = [20, 10005];

export function isAsked(request: SentRequest, traced: Trace, mesh: TrafficMesh): boolean {
  return !NOT_ASKED.some(({ applies }) => applies(request, traced, mesh));
}
