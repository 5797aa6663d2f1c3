import type { DiffHost } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport } from './diff-report';

type Told = Pick<DiffReport, 'changes' | 'hosts' | 'callers'>;

/** Whether requests fail that did not, or are denied: those for hosts that are gone among them. */
export function breaks({ changes, hosts }: Told): boolean {
  return (
    changes.some(({ effect }) => effect === DiffEffect.BROKEN || effect === DiffEffect.DENIED) || hosts.some(isLost)
  );
}

/** Whether anything is to be told, as far as it is known. */
export function changesAnything({ changes, hosts, callers }: Told): boolean {
  return (
    changes.some(({ effect }) => effect !== DiffEffect.UNKNOWN) ||
    hosts.length + callers.appeared.length + callers.vanished.length > 0
  );
}

function isLost({ appeared, targets }: DiffHost): boolean {
  return !appeared && targets.length > 0;
}
