import type { Proxy } from '../mesh/proxies';
import { proxies, proxiesOfGateway } from '../mesh/proxies';
import { groupByData } from '../mesh/reading/data-map';
import type { Mesh } from '../mesh/reading/mesh';

/**
 * The gateways of a mesh to ask what they are configured with, one of those that are configured alike. For Gateways whose pods nobody
 * knows there is an imagined one in the namespace of the Gateway.
 */
export function askedGateways(mesh: Mesh): readonly Proxy[] {
  return mesh.derive(differentGateways);
}

function differentGateways(mesh: Mesh): readonly Proxy[] {
  const known = proxies(mesh).gateways;
  const imagined = mesh
    .all('networking.istio.io/Gateway')
    .filter((gateway) => proxiesOfGateway(mesh, gateway).length === 0)
    .map(({ namespace, spec: { selector = {} } }): Proxy => ({
      kind: 'gateway',
      namespace,
      labels: selector,
      name: '',
    }));
  const alike = groupByData([...known, ...imagined], ({ namespace, labels }) => [namespace, labels]);
  return alike.values().map(([first]) => first);
}
