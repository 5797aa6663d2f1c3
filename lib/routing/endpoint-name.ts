import type { Endpoint } from '../mesh/endpoints';
import type { RegistryService } from '../mesh/registry';

/** `namespace/name` of what makes the pods, or the host or address outside. */
export function endpointName({ workload, object, address }: Endpoint, service?: RegistryService): string {
  return workload !== undefined
    ? `${workload.namespace}/${workload.name}`
    : object.kind === 'WorkloadEntry'
      ? object.key
      : ((service === undefined || service.host.startsWith('*') ? address : service.host) ?? object.key);
}
