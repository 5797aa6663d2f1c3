import type { Proxy } from '../mesh/proxies';
import { proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Workload } from '../mesh/workload';

/** The sidecar of pods, if they have one. */
export function sidecarOfPods(mesh: Mesh, workload: Workload): Proxy | undefined {
  return mesh.derive(sidecarsByObject).get(workload.object);
}

/** The gateway that pods are, if they are one. */
export function gatewayOfPods(mesh: Mesh, workload: Workload): Proxy | undefined {
  return mesh.derive(gatewaysByObject).get(workload.object);
}

function sidecarsByObject(mesh: Mesh): ReadonlyMap<MeshObject, Proxy> {
  return new Map(
    proxies(mesh).sidecars.flatMap((proxy) => (proxy.workload === undefined ? [] : [[proxy.workload.object, proxy]])),
  );
}

function gatewaysByObject(mesh: Mesh): ReadonlyMap<MeshObject, Proxy> {
  return new Map(
    proxies(mesh).gateways.flatMap((proxy) => (proxy.workload === undefined ? [] : [[proxy.workload.object, proxy]])),
  );
}
