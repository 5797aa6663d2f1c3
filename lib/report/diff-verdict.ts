import type { DiffChange, DiffHost } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport } from './diff-report';
import type { TracePlace } from './trace-data';

type Told = Pick<DiffReport, 'changes' | 'hosts' | 'callers'>;

/** Whether requests fail that did not, or are denied, or may be: those for hosts that are gone among them. */
export function breaks({ changes, hosts }: Told): boolean {
  return (
    changes.some(
      (each) => each.effect === DiffEffect.BROKEN || each.effect === DiffEffect.DENIED || mayBeDenied(each),
    ) || hosts.some(isLost)
  );
}

/** Whether anything is to be told. */
export function changesAnything({ changes, hosts, callers }: Told): boolean {
  return changes.length + hosts.length + callers.appeared.length + callers.vanished.length > 0;
}

/** Whether a policy is new, or another one, and what it says to the requests is in no file. */
export function mayBeDenied({ effect, mayChangeBy = [], after: { dependsOn = [] } }: DiffChange): boolean {
  return effect === DiffEffect.POSSIBLE && mayChangeBy.some(isPolicy) && dependsOn.includes('policy');
}

function isPolicy({ object }: TracePlace): boolean {
  return object?.kind === 'AuthorizationPolicy';
}

function isLost({ appeared, targets }: DiffHost): boolean {
  return !appeared && targets.length > 0;
}
