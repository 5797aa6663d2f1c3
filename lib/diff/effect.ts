import type { Outcome } from '../routing/trace';
import type { Fate } from './fate';
import { dependsAlike, isMore, isSameFate, isSameSplit, shareOf } from './fate';

/** What a change does to requests, what a reader must see first coming first. */
export const EFFECTS = [
  'broken',
  'denied',
  'allowed',
  'elsewhere',
  'repaired',
  'otherwise',
  'possible',
  'terms',
] as const;

/**
 * `broken`: more of them fail, or get an error that a proxy answers, and not by a policy. `denied`: more of them are refused by a policy.
 * `allowed`: fewer are. `elsewhere`: as many arrive or are answered, and not where they did. `repaired`: fewer fail. `otherwise`: as many fail, in
 * another way. `possible`: something decides that no file shows, and it is not what it was. `terms`: they end where they did, and what the server
 * sees, timeouts, retries, copies or mutual TLS are others.
 */
export type Effect = (typeof EFFECTS)[number];

/** What a change does to requests with these fates; undefined for nothing. */
export function effectOf(before: Fate, after: Fate): Effect | undefined {
  if (isSameFate(before, after)) {
    return undefined;
  }
  const [failing, fails] = [before, after].map((fate) => shareOf(fate, isFailure));
  const [refusing, refuses] = [before, after].map((fate) => shareOf(fate, isRefused));
  if (isMore(fails, failing)) {
    return isMore(refuses, refusing) ? 'denied' : 'broken';
  }
  if (isMore(failing, fails)) {
    return isMore(refusing, refuses) ? 'allowed' : 'repaired';
  }
  if (isSameSplit(before, after)) {
    return dependsAlike(before, after) ? 'terms' : 'possible';
  }
  return isSameSplit(arriving(before), arriving(after)) ? 'otherwise' : 'elsewhere';
}

/** Clients cannot tell an error that a proxy answers on purpose from any other one. */
function isFailure(outcome: Outcome): boolean {
  return outcome.kind === 'failure' || (outcome.kind === 'response' && outcome.status >= 400);
}

/** By a policy, or for lack of a token. */
function isRefused(outcome: Outcome): boolean {
  return (
    outcome.kind === 'failure' && (outcome.failure.name === 'Denied' || outcome.failure.name === 'Unauthenticated')
  );
}

function arriving(fate: Fate): Fate {
  return { ...fate, ends: fate.ends.filter(({ outcome }) => !isFailure(outcome)) };
}
