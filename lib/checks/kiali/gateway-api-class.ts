import type { Check } from '../check';
import { checkedObjects } from './shared/namespaces';
import { nearestName } from './shared/suggestion';

/** Classes that istiod makes itself. */
const BUILT_IN = ['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west'];

/** Gateways of a class that nobody has declared. */
export const gatewayApiClass: Check = {
  codes: ['KIA1504'],
  run(mesh, report) {
    const known = new Set([...BUILT_IN, ...mesh.all('gateway.networking.k8s.io/GatewayClass').map(({ name }) => name)]);
    for (const object of checkedObjects(mesh, 'gateway.networking.k8s.io/Gateway')) {
      const { gatewayClassName = '' } = object.spec;
      if (known.has(gatewayClassName)) {
        continue;
      }
      const close = nearestName(gatewayClassName, [...known]);
      report({
        code: 'KIA1504',
        object,
        path: 'spec.gatewayClassName',
        absence: true,
        message: `"${gatewayClassName}" is none of the classes that istiod makes, and no GatewayClass of this name is among the manifests. If there is none in the cluster, no controller takes care of this Gateway: it gets no pods and no address.`,
        fix:
          close === undefined
            ? `Write one of ${[...known].join(', ')}. If the class is another controller's, name its GatewayClass among the externals.`
            : `Write ${close}.`,
      });
    }
  },
};
