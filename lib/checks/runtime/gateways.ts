import type { Gateway } from '../../mesh/gateways';
import { proxiesOfGateway } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames } from '../../mesh/virtual-services';
import type { Workload } from '../../mesh/workload';

/** A Gateway by its `namespace/name`; undefined for `mesh`. */
export function gatewayOf(mesh: Mesh, key: string): Gateway | undefined {
  const [namespace, name] = key.split('/');
  return name === undefined ? undefined : mesh.find('networking.istio.io/Gateway', namespace, name);
}

/** The Gateways of a VirtualService that are known. */
export function boundGateways(mesh: Mesh, virtualService: VirtualService): Gateway[] {
  return gatewayNames(virtualService).flatMap((key) => gatewayOf(mesh, key) ?? []);
}

/** The pods that a Gateway configures, as far as the manifests show what makes them. */
export function gatewayPods(mesh: Mesh, gateway: Gateway): readonly Workload[] {
  return proxiesOfGateway(mesh, gateway).flatMap(({ workload }) => workload ?? []);
}
