import { managedGateway } from '../../mesh/managed-gateways';
import { selects } from '../../mesh/workload';
import type { Change } from './change';
import { NOTES_1_31 } from './change';

export const strictGatewayMerging: Change = {
  name: 'strict-gateway-merging',
  since: '1.31',
  references: [NOTES_1_31],
  find(mesh, _, report) {
    const managed = mesh.all('gateway.networking.k8s.io/Gateway').flatMap((gateway) => {
      const pods = managedGateway(gateway, mesh);
      return pods?.kind === 'gateway' ? [{ gateway, labels: pods.labels }] : [];
    });
    for (const object of managed.length === 0 ? [] : mesh.all('networking.istio.io/Gateway')) {
      const { selector } = object.spec;
      const found = managed.find(
        // pilot/pkg/model/push_context.go: filterStrictGatewayMerging
        ({ gateway, labels }) =>
          gateway.namespace !== object.namespace && Object.keys(selector ?? {}).length > 0 && selects(selector, labels),
      );
      if (found !== undefined) {
        const { key, namespace } = found.gateway;
        report({
          object,
          path: 'spec.selector',
          severity: 'error',
          related: [{ object: found.gateway }],
          message: `The selector takes the pods that istiod runs for Gateway ${key} of the Gateway API, in another namespace. From Istio 1.31 on they do not open the servers of this Gateway any more, so its hosts are not reachable there.`,
          fix: `Move the Gateway to namespace ${namespace}, or write its hosts as listeners of the other one, with HTTPRoutes.`,
        });
      }
    }
  },
};
