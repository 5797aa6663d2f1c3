import type { Endpoint } from '../mesh/endpoints';
import type { Workload } from '../mesh/workload';

/** An endpoint, with the part of the calls that it gets. */
export interface Weighted {
  readonly endpoint: Endpoint;
  readonly weight: number;
}

/**
 * Endpoints by the number of their pods, as far as it is written, and others by their weights (pilot/pkg/model/service.go:
 * GetLoadBalancingWeight).
 */
export function weighted(endpoints: readonly Endpoint[]): readonly Weighted[] {
  return endpoints
    .map((endpoint) => ({
      endpoint,
      weight: endpoint.workload === undefined ? (endpoint.weight ?? 1) : replicasOf(endpoint.workload),
    }))
    .filter(({ weight }) => weight > 0);
}

function replicasOf({ object }: Workload): number {
  const { spec } = object.manifest as { spec?: { replicas?: unknown } };
  return typeof spec?.replicas === 'number' ? spec.replicas : 1;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
