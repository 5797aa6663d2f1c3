import type { Endpoint } from '../mesh/endpoints';
import { gatewayWorkloads } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Workload } from '../mesh/workload';
import { sidecarOfPods } from './proxy-of-pods';

/** Pods as an endpoint of a port, whatever Services there are. */
export function podEndpoint(mesh: Mesh, workload: Workload, port: number): Endpoint {
  const { object, namespace, labels, serviceAccount } = workload;
  const hasProxy = sidecarOfPods(mesh, workload) !== undefined && !gatewayWorkloads(mesh).has(workload);
  return { object, path: '', workload, namespace, labels, port, hasProxy, serviceAccount };
}
