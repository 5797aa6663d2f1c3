import { MESH_GATEWAY } from '../../istio/names';
import { fullHost } from '../../istio/host';
import type { Proxy } from '../../mesh/proxies';
import { proxiesOfGateway, sidecarOf } from '../../mesh/proxies';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';
import { ruledDestinations } from '../../routing/ruled-destinations';
import { gatewayOf } from './gateways';

/** A destination of a VirtualService, and who sends requests to it. */
export interface DestinationUse {
  /** The VirtualService that it stands in. */
  readonly virtualService: VirtualService;
  /** The one with the hosts, where that is another one. */
  readonly source: VirtualService;
  /** `spec.http[0].route[0].destination` */
  readonly path: string;
  readonly subset?: string;
  /** The gateways that use the route, or clients in the namespaces that it is exported to; undefined for clients in all namespaces. */
  readonly callers?: readonly Proxy[];
}

/** All destinations of routes that requests may come to, by their full host: `mesh.derive(destinationUses)`. */
export function destinationUses(mesh: Mesh): ReadonlyMap<string, readonly DestinationUse[]> {
  const uses = new Map<string, DestinationUse[]>();
  for (const { source, destination: placed, gateways, dead } of mesh.derive(ruledDestinations)) {
    const { object: virtualService, destination, path, mirror } = placed;
    for (const gateway of dead === undefined && !mirror ? gateways : []) {
      const host = fullHost(destination.host ?? '', virtualService.namespace, mesh.context.clusterDomain);
      push(uses, host, {
        virtualService,
        source,
        path,
        subset: destination.subset === '' ? undefined : destination.subset,
        callers: callersAt(mesh, gateway, source),
      });
    }
  }
  return uses;
}

function callersAt(mesh: Mesh, gateway: string, virtualService: VirtualService): readonly Proxy[] | undefined {
  if (gateway === MESH_GATEWAY) {
    const { everybody, namespaces } = visibilityOf(mesh, virtualService);
    return everybody ? undefined : [...namespaces].map((namespace) => sidecarOf(namespace));
  }
  const object = gatewayOf(mesh, gateway);
  return object === undefined ? [] : proxiesOfGateway(mesh, object);
}
