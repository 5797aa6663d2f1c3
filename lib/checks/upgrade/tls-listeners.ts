import { isOfIstio } from '../../mesh/route-parents';
import type { Change } from './change';
import { NOTES_1_30 } from './change';

export const tlsListeners: Change = {
  name: 'tls-listeners',
  since: '1.30',
  references: [NOTES_1_30],
  find(mesh, _, report) {
    for (const object of mesh.all('gateway.networking.k8s.io/Gateway')) {
      if (!isOfIstio(mesh, object)) {
        continue;
      }
      object.spec.listeners.forEach(({ protocol, port }, i) => {
        if (protocol === 'TLS') {
          report({
            object,
            path: `spec.listeners[${i}].protocol`,
            message: `Istio 1.29 does not open listeners with protocol TLS, unless istiod has PILOT_ENABLE_ALPHA_GATEWAY_API. From 1.30 on port ${port} is open. TLSRoutes are read as of Gateway API 1.5: with older CRDs in the cluster istiod does not see them.`,
            fix: 'Install the CRDs of the Gateway API 1.5 before the upgrade, and look whether the listener is meant to be open.',
          });
        }
      });
    }
  },
};
