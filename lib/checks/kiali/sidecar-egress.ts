import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { isWildcard, readHost } from './shared/hosts';
import { checkedObjects } from './shared/namespaces';
import { serviceEntryHosts } from './shared/service-entries';
import { serviceIndex, serviceNames } from './shared/services';
import { nearestName } from './shared/suggestion';

/** Hosts that a Sidecar imports and that do not exist. */
export const sidecarEgress: Check = {
  name: 'sidecar-egress',
  mirrors: ['business/checkers/sidecars/egress_listener'],
  codes: {
    KIA1004: {
      name: 'EgressHostUnknown',
      severity: 'warning',
      source: 'kiali',
      summary: 'A Sidecar imports a host that does not exist.',
      explanation:
        'egress.hosts of a Sidecar lists the hosts that its workloads import; all others are unknown to their proxies. An entry that matches no host imports nothing, and calls to the intended host use the passthrough, or get 502 with REGISTRY_ONLY.',
      remedy: 'Write namespace/full-name, with the full name of the Service.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/sidecar/'],
    },
  },
  run(mesh, report) {
    const services = mesh.derive(serviceIndex);
    const isEntry = mesh.derive(serviceEntryHosts);
    const names = mesh.derive(serviceNames);
    for (const object of checkedObjects(mesh, 'networking.istio.io/Sidecar')) {
      const { namespace } = object;
      for (const [i, { hosts = [] }] of (object.spec.egress ?? []).entries()) {
        for (const [j, given] of hosts.entries()) {
          const dnsName = given.split('/')[1];
          if (dnsName === undefined || dnsName === '') {
            // The webhook rejects it, so that Kiali never sees it.
            continue;
          }
          const host = readHost(dnsName, namespace, mesh.context);
          const wild = isWildcard(host) && host.namespace === namespace;
          if (dnsName === '*' || wild || isEntry(host.full, namespace) || services.sees(host, namespace)) {
            continue;
          }
          const close = host.inCluster ? nearestName(host.service, names.get(host.namespace) ?? []) : undefined;
          report({
            code: 'KIA1004',
            object,
            path: `spec.egress[${i}].hosts[${j}]`,
            absence: true,
            message: `${given} imports nothing: ${dnsName} is neither a Service nor a host of a ServiceEntry that ${namespace} sees. The intended host is unknown to the proxies.`,
            fix:
              close === undefined
                ? 'Write the full name of a Service that exists after the slash, such as shop/reviews.shop.svc.cluster.local, or "*" for all of a namespace; or list the Service in the externals if it is created elsewhere.'
                : `Write ${given.replace(host.service, close)}.`,
          });
        }
      }
    }
  },
};
