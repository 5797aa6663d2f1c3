import type { Gateway } from '../../mesh/gateways';
import { serverHost } from '../../istio/server-host';
import { selectorKey } from '../../mesh/selector-key';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames } from '../../mesh/virtual-services';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';

const DOTTED = /^([^.]*)\.([^.]+)(?:\.svc)?$/;

/** The Service that `reviews.shop` or `reviews.shop.svc` means to Kubernetes' DNS, and not to Istio. */
export function dottedService(mesh: Mesh, host: string): MeshObject<'core/Service'> | undefined {
  const [, name, namespace] = DOTTED.exec(host) ?? [];
  return namespace === undefined ? undefined : mesh.find('core/Service', namespace, name);
}

/** A Gateway by its `namespace/name`; there is none for `mesh`. */
export function gatewayOf(mesh: Mesh, key: string): Gateway | undefined {
  const [namespace, name] = key.split('/');
  return name === undefined ? undefined : mesh.find('networking.istio.io/Gateway', namespace, name);
}

/** The Gateways of a VirtualService that are known. */
export function boundGateways(mesh: Mesh, virtualService: VirtualService): Gateway[] {
  return gatewayNames(virtualService).flatMap((key) => gatewayOf(mesh, key) ?? []);
}

/** Hosts of a server of a Gateway, without the namespaces that may stand before them. */
export function serverHosts(hosts: readonly string[] | undefined): string[] {
  return (hosts ?? []).map((host) => serverHost(host, '').host);
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
