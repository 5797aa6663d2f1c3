import type { Gateway } from '../../mesh/gateways';
import { selectorKey } from '../../mesh/selector-key';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames } from '../../mesh/virtual-services';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';

/** A Gateway by its `namespace/name`; there is none for `mesh`. */
export function gatewayOf(mesh: Mesh, key: string): Gateway | undefined {
  const [namespace, name] = key.split('/');
  return name === undefined ? undefined : mesh.find('networking.istio.io/Gateway', namespace, name);
}

/** The Gateways of a VirtualService that are known. */
export function boundGateways(mesh: Mesh, virtualService: VirtualService): Gateway[] {
  return gatewayNames(virtualService).flatMap((key) => gatewayOf(mesh, key) ?? []);
}

/** The pods that a Gateway configures. */
export function gatewayPods(mesh: Mesh, gateway: Gateway): readonly Workload[] {
  const { selector = {} } = gateway.spec;
  return mesh.derive(podsBySelector).of(selector);
}

/** Pods by selector; there are few different ones. */
function podsBySelector(mesh: Mesh): { of(selector: Record<string, string>): readonly Workload[] } {
  const { workloads } = mesh;
  const known = new Map<string, readonly Workload[]>();
  return {
    of(selector) {
      const key = selectorKey(selector);
      let pods = known.get(key);
      if (pods === undefined) {
        pods = workloads.filter(({ labels }) => selects(selector, labels));
        known.set(key, pods);
      }
      return pods;
    },
  };
}
