import type { TraceOutcome } from '../report/trace-data';

/** Whether an outcome is the one that is meant. */
type IsMeant = (outcome: TraceOutcome) => boolean;

/** How many of the calls have an outcome, of 1. */
export function shareOf(outcomes: readonly TraceOutcome[], isMeant: IsMeant): number {
  const sum = outcomes.filter(isMeant).reduce((total, { share }) => total + share, 0);
  // Shares such as 0.1 and 0.2 are not exact, and their sum should be.
  return Math.round(sum * 1e9) / 1e9;
}

/** Calls come to what has a name: a workload, a subset, or a host outside. */
export function isNamed(name: string): IsMeant {
  const isWorkload = isWorkloadNamed(name);
  return (outcome) => isWorkload(outcome) || (outcome.workload !== undefined && outcome.subset === name);
}

/** Calls come to a workload, by `namespace/name` or its name alone, or to a host outside. */
export function isWorkloadNamed(name: string): IsMeant {
  return ({ workload }) => workload !== undefined && isNameOf(name, workload);
}

/** Whether a name, with the namespace or without it, is that of a workload. */
export function isNameOf(name: string, workload: string): boolean {
  return workload === name || workload.endsWith(`/${name}`);
}
