import type { WorkloadMode } from '../networking/workload-mode';

/** Whether two modes have requests in common. */
export function overlap(one: WorkloadMode | undefined, other: WorkloadMode | undefined): boolean {
  return one === other || [one, other].some((mode) => mode === undefined || `${mode}` === 'CLIENT_AND_SERVER');
}
