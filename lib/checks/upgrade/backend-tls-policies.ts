import { fullHost } from '../../istio/host';
import type { Change } from './change';
import { NOTES_1_31 } from './change';

export const backendTlsPolicies: Change = {
  name: 'backend-tls-policies',
  since: '1.31',
  references: [NOTES_1_31, 'https://github.com/istio/istio/issues/60358'],
  find(mesh, _, report) {
    const { clusterDomain } = mesh.context;
    const rules = new Map(
      mesh
        .all('networking.istio.io/DestinationRule')
        .filter(({ spec }) => spec.trafficPolicy?.tls !== undefined)
        .map((rule) => [fullHost(rule.spec.host ?? '', rule.namespace, clusterDomain), rule]),
    );
    for (const object of mesh.all('gateway.networking.k8s.io/BackendTLSPolicy')) {
      object.spec.targetRefs.forEach(({ kind, name }, i) => {
        const rule = kind === 'Service' ? rules.get(fullHost(name, object.namespace, clusterDomain)) : undefined;
        if (rule !== undefined) {
          report({
            object,
            path: `spec.targetRefs[${i}]`,
            related: [{ object: rule, path: 'spec.trafficPolicy.tls' }],
            message: `DestinationRule ${rule.key} says how proxies connect to Service ${name} as well. Istio 1.30 uses the older of the two; from 1.31 on the DestinationRule always goes first, and this policy only adds what it leaves open.`,
            fix: 'Say it in one of the two.',
          });
        }
      });
    }
  },
};
