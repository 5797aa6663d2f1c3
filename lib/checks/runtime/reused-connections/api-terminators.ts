import type { Listener } from '../../../../imports/gateway-api';
import { GATEWAY_CONTROLLERS } from '../../../istio/gateway-classes';
import { mostSpecific } from '../../../istio/host';
import { certificateNames } from '../../../mesh/certificate-names';
import { listenerRoutes } from '../../../mesh/listener-routes';
import type { GatewayApiGateway } from '../../../mesh/managed-gateways';
import { controllerOf } from '../../../mesh/managed-gateways';
import { groupBy, push } from '../../../mesh/reading/group-by';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import type { Terminator } from './terminator';

/** The listeners of Gateways of the Gateway API that end TLS, those of one port together. */
export function apiTerminators(mesh: Mesh): Terminator[][] {
  return mesh
    .all('gateway.networking.k8s.io/Gateway')
    .filter((gateway) => isOfIstio(mesh, gateway))
    .flatMap((gateway) => {
      const ending = (gateway.spec.listeners ?? []).flatMap((listener, i) =>
        listener.protocol === 'HTTPS' && (listener.tls?.mode ?? 'Terminate') === 'Terminate' ? { listener, i } : [],
      );
      const byPort = groupBy(ending, ({ listener }) => String(listener.port));
      return [...byPort.values()].map((all) => all.map(({ listener, i }) => terminator(mesh, gateway, listener, i)));
    });
}

function isOfIstio(mesh: Mesh, gateway: GatewayApiGateway): boolean {
  const controller = GATEWAY_CONTROLLERS.get(controllerOf(gateway, mesh) ?? '');
  return controller !== undefined && controller.pods !== 'waypoint';
}

function terminator(mesh: Mesh, gateway: GatewayApiGateway, listener: Listener, i: number): Terminator {
  const byHost = new Map<string, MeshObject[]>();
  for (const { object, hosts } of listenerRoutes(mesh, gateway, listener)) {
    hosts.forEach((host) => push(byHost, host, object));
  }
  return {
    object: gateway,
    noun: 'listener',
    path: `spec.listeners[${i}].tls.certificateRefs`,
    name: `listener ${listener.name} of Gateway ${gateway.key}`,
    hosts: [(listener.hostname ?? '') === '' ? '*' : listener.hostname!],
    ruled: [...byHost.keys()],
    certificates: (listener.tls?.certificateRefs ?? []).map(({ name, namespace = '' }) => {
      const home = namespace === '' ? gateway.namespace : namespace;
      return {
        key: `secret ${home}/${name}`,
        name: `Secret ${name}`,
        known: certificateNames(mesh, home, name),
        secret: mesh.find('core/Secret', home, name),
      };
    }),
    rulesFor(host) {
      const objects = byHost.get(mostSpecific(host, byHost) ?? '');
      return objects && new Set(objects);
    },
  };
}
