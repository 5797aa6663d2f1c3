import { MESH_GATEWAY } from '../../istio/names';
import { fullHost, serviceOfHost } from '../../istio/host';
import { rulesOfServer } from '../../istio/server-rules';
import type { GatewayServer } from '../../mesh/gateway-servers';
import { bareHosts, serversOf } from '../../mesh/gateway-servers';
import type { VirtualService } from '../../mesh/virtual-services';
import { rulesOf, virtualServicesByGateway } from '../../mesh/virtual-services';
import type { Check } from '../check';
import { gatewayOf } from './gateways';

/** Ingress that is too open: for every host, or past the gateway. */
export const ingressPaths: Check = {
  name: 'ingress-paths',
  codes: {
    CDI0112: {
      name: 'CatchAllHost',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'A Gateway and a VirtualService take the requests for every host.',
      explanation:
        'Gateways that select the same pods share their ports. A server for `*` takes every host that no other server names, including misspelled names and foreign domains. A second team that copies the example conflicts with it: IST0145 reports it, and the order of the routes is undefined.',
      remedy: 'Name the hosts.',
      references: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Server'],
    },
    CDI0114: {
      name: 'ServiceOpenBesideGateway',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Clients can bypass the gateway of a Service.',
      explanation:
        'A Service of type NodePort or LoadBalancer is reachable from outside the cluster. Such requests bypass the gateway: its TLS, its host and path rules, and the policies for its pods. Rules for the mesh do not apply to them either, because the client has no sidecar.',
      remedy: 'Give the Service type ClusterIP.',
      references: ['https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/'],
    },
  },
  run(mesh, report) {
    const exposed = new Map<string, VirtualService>();
    for (const [gateway, virtualServices] of mesh.derive(virtualServicesByGateway)) {
      if (gateway === MESH_GATEWAY) {
        continue;
      }
      const found = gatewayOf(mesh, gateway);
      const open = found !== undefined && serversOf(found).some(isOpen);
      for (const object of virtualServices) {
        (object.spec.hosts ?? []).forEach((host, i) => {
          if (host === '*' && open && (object.spec.http ?? []).length > 0) {
            report({
              code: 'CDI0112',
              object,
              path: `spec.hosts[${i}]`,
              related: [{ object: found }],
              message: `This VirtualService and Gateway ${gateway} take requests for every host, including hosts of other teams without a server of their own. A second "*" at the same gateway pods conflicts with this one.`,
              fix: 'Name the hosts in both: hosts: ["shop.example.com"].',
            });
          }
        });
        for (const { destination } of rulesOf(object).flatMap(({ destinations }) => destinations)) {
          const service = serviceOfHost(
            fullHost(destination.host ?? '', object.namespace, mesh.context.clusterDomain),
            mesh.context.clusterDomain,
          );
          if (service !== undefined) {
            exposed.set(`${service.namespace}/${service.name}`, object);
          }
        }
      }
    }
    for (const object of mesh.all('core/Service')) {
      const behind = exposed.get(object.key);
      const { type } = object.spec;
      if (behind !== undefined && (type === 'NodePort' || type === 'LoadBalancer')) {
        report({
          code: 'CDI0114',
          object,
          path: 'spec.type',
          related: [{ object: behind }],
          message: `The Service is behind a gateway (VirtualService ${behind.key}), but as a ${type} it is also reachable directly: without the gateway's TLS, routes and policies.`,
          fix: 'Write type: ClusterIP, or omit type.',
        });
      }
    }
  },
};

/** A TCP server has no host names to distinguish connections by, and the rules of a TLS passthrough server match by SNI. */
function isOpen(server: GatewayServer): boolean {
  return rulesOfServer(server.server) === 'http' && bareHosts(server).includes('*');
}
