import type { Mesh } from '../../mesh/reading/mesh';
import { backendTlsRules } from './backend-tls';
import { httpVirtualServices } from './http-virtual-services';
import { gatewaysOf, gatewaysOfSet } from './listener-gateways';
import { tlsVirtualServices } from './tls-virtual-services';

/**
 * A mesh with what istiod makes of the Gateway API in it, as objects of its own: `mesh.derive(withGatewayApi)`
 * (pilot/pkg/config/kube/gateway/controller.go: NewController).
 */
export function withGatewayApi(mesh: Mesh): Mesh {
  const made = [
    ...mesh.all('gateway.networking.k8s.io/Gateway').flatMap((gateway) => gatewaysOf(mesh, gateway)),
    ...mesh.all('gateway.networking.k8s.io/ListenerSet').flatMap((set) => gatewaysOfSet(mesh, set)),
    ...httpVirtualServices(mesh, [
      ...mesh.all('gateway.networking.k8s.io/HTTPRoute'),
      ...mesh.all('gateway.networking.k8s.io/GRPCRoute'),
    ]),
    ...tlsVirtualServices(mesh, mesh.all('gateway.networking.k8s.io/TLSRoute')),
    ...backendTlsRules(mesh),
  ];
  return made.length === 0 ? mesh : mesh.with(made);
}
