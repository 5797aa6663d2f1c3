import type { Endpoint } from './endpoints';
import { isInAmbient } from './injection';
import type { Mesh } from './reading/mesh';
import { once } from './reading/once';
import type { Workload } from './workload';

/** Of pods and WorkloadEntries, "http": their proxy takes tunnels (istio.io/api: label/labels.gen.go). */
const TUNNEL = 'networking.istio.io/tunnel';

/** Whether an endpoint takes connections in a tunnel (HBONE), as ztunnel does for pods (pilot/pkg/xds/endpoints/endpoint_builder.go: supportTunnel). */
export function takesTunnel(mesh: Mesh, { workload, labels }: Pick<Endpoint, 'workload' | 'labels'>): boolean {
  return labels[TUNNEL] === 'http' || (workload !== undefined && mesh.derive(ambientWorkloads)(workload));
}

function ambientWorkloads(mesh: Mesh): (workload: Workload) => boolean {
  return once((workload: Workload) => isInAmbient(workload, mesh));
}
