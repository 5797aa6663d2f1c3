import type { Change } from './change';
import { UPGRADE_NOTES_1_31 } from './change';
import { trafficPoliciesOf } from './traffic-policies';

export const unreadyEndpoints: Change = {
  name: 'unready-endpoints',
  since: '1.31',
  references: [
    UPGRADE_NOTES_1_31,
    'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/priority',
  ],
  find(mesh, _, report) {
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      for (const { policy, path } of trafficPoliciesOf(object)) {
        // pilot/pkg/xds/endpoints/endpoint_builder.go: supportsUnhealthyEndpoints
        if (policy.outlierDetection !== undefined && !((policy.outlierDetection.minHealthPercent ?? 0) > 0)) {
          report({
            object,
            path: `${path}.outlierDetection`,
            severity: 'info',
            message:
              'Istio 1.31 tells proxies of endpoints that are not ready, marked as unhealthy; 1.30 leaves them out. With outlierDetection proxies prefer endpoints of their own locality, so when many of those are not ready, part of the requests now goes to other localities.',
            fix: 'Nothing has to be written for it. With minHealthPercent above 0 endpoints that are not ready stay left out.',
          });
        }
      }
    }
  },
};
