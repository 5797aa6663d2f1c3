import { MeshObject } from '../../mesh/reading/mesh-object';
import type { ApiRoute } from '../../mesh/route-parents';
import type { VirtualService } from '../../mesh/virtual-services';
import { ROUTE_SEMANTICS } from '../../mesh/virtual-services';
import type { OriginRule } from './origins';
import { made, timeOf } from './origins';

/** A VirtualService that istiod makes of a route, or of several of which this is the oldest. */
export function madeVirtualService(
  route: ApiRoute,
  name: string,
  spec: object,
  rules: readonly OriginRule[],
): VirtualService {
  const manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      ...timeOf(route),
      name,
      namespace: route.namespace,
      annotations: { [ROUTE_SEMANTICS]: 'gateway' },
    },
    // Without members that are undefined.
    spec: JSON.parse(JSON.stringify(spec)) as object,
  };
  const object = new MeshObject<'networking.istio.io/VirtualService'>(manifest, false, route.place);
  return made(object, { object: route, path: 'spec', rules });
}
