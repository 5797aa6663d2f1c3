import { registry } from '../../mesh/registry';
import { fullHost } from '../../istio/host';
import type { Change } from './change';
import { NOTES_1_30 } from './change';
import { trafficPoliciesOf } from './traffic-policies';

export const failoverOfDnsHosts: Change = {
  name: 'failover-of-dns-hosts',
  since: '1.30',
  references: [NOTES_1_30, 'https://github.com/istio/istio/issues/58674'],
  find(mesh, _, report) {
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const host = fullHost(object.spec.host ?? '', object.namespace, mesh.context.clusterDomain);
      const entry = registry(mesh)
        .overlapping(host)
        .find(({ resolution }) => resolution === 'DNSLB' || resolution === 'DNSRoundRobinLB');
      for (const { policy, path } of entry === undefined ? [] : trafficPoliciesOf(object)) {
        if ((policy.loadBalancer?.localityLbSetting?.failoverPriority ?? []).length > 0) {
          report({
            object,
            path: `${path}.loadBalancer.localityLbSetting.failoverPriority`,
            related: [{ object: entry!.object }],
            message: `The addresses of ${entry!.host} come from DNS, and Istio 1.29 ignores failoverPriority for such hosts. From 1.30 on it decides which endpoints get the requests.`,
            fix: 'Look whether the order is right for this host. To keep what holds today, remove failoverPriority.',
          });
        }
      }
    }
  },
};
