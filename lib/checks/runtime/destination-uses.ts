import { MESH_GATEWAY } from '../../istio/names';
import { fullHost } from '../../istio/host';
import type { Proxy } from '../../mesh/proxies';
import { proxiesOfGateway, sidecarOf } from '../../mesh/proxies';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, rulesOf } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';
import { gatewayOf } from './gateways';

/** A destination of a VirtualService, and who sends requests to it. */
export interface DestinationUse {
  readonly virtualService: VirtualService;
  /** `spec.http[0].route[0].destination` */
  readonly path: string;
  readonly subset?: string;
  /** The gateways that use the route, or clients in the namespaces that it is exported to; undefined for clients in all namespaces. */
  readonly callers?: readonly Proxy[];
}

/** All destinations of routes, by their full host: `mesh.derive(destinationUses)`. */
export function destinationUses(mesh: Mesh): ReadonlyMap<string, readonly DestinationUse[]> {
  const uses = new Map<string, DestinationUse[]>();
  for (const virtualService of mesh.all('networking.istio.io/VirtualService')) {
    const rules = rulesOf(virtualService);
    for (const gateway of gatewayNames(virtualService)) {
      const callers = callersAt(mesh, gateway, virtualService);
      for (const { path, destination } of rules
        .filter((rule) => isAskedAt(rule, gateway))
        .flatMap((rule) => rule.destinations)) {
        const host = fullHost(destination.host ?? '', virtualService.namespace, mesh.context.clusterDomain);
        push(uses, host, {
          virtualService,
          path,
          subset: destination.subset === '' ? undefined : destination.subset,
          callers,
        });
      }
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
