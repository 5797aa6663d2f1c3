import { managedServices } from '../../mesh/managed-gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import { hostsOf } from '../../mesh/virtual-services';
import { boundGateways } from './gateways';
import { leadsTo } from './load-balancer-fronts/reaches';

/** Whether some VirtualService at a gateway has rules for every host, and so perhaps for that of a health check: `mesh.derive(hasCatchAll)`. */
export function hasCatchAll(mesh: Mesh): boolean {
  return mesh
    .all('networking.istio.io/VirtualService')
    .some((object) => hostsOf(object, mesh).includes('*') && boundGateways(mesh, object).length > 0);
}

/** Whether a Service is in front of the pods of a gateway. One that is not among the manifests is known by its usual name. */
export function isGatewayService(mesh: Mesh, namespace: string, name: string): boolean {
  const service = mesh.find('core/Service', namespace, name);
  return service === undefined
    ? /^istio-?ingress/.test(name) || mesh.derive(managedServices).has(`${namespace}/${name}`)
    : mesh.all('networking.istio.io/Gateway').some((gateway) => leadsTo(mesh, service, gateway)) ||
        /^istio-?ingress/.test(name);
}
