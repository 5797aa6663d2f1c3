import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { ADDON_NAMESPACE, addonHost } from '../../istio/sample-addons';
import type { HostName } from './shared/hosts';
import { readHost } from './shared/hosts';
import { allowsAnyHost } from './shared/mutual-tls';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { destinationsOf, unansweredText } from './shared/routes';
import { serviceEntryHosts } from './shared/service-entries';
import { serviceIndex, serviceNames } from './shared/services';
import { isVisible } from './shared/visibility';
import { nearestName } from './shared/suggestion';

/** Destinations that no Service and no ServiceEntry is for. */
export const virtualServiceDestinations: Check = {
  name: 'virtual-service-destinations',
  mirrors: ['business/checkers/virtualservices/no_host'],
  codes: {
    KIA1101: {
      name: 'DestinationUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'A destination has a host that no Service or ServiceEntry has.',
      explanation:
        'Proxies know the Services of Kubernetes and the hosts of ServiceEntries. A route to any other host has no cluster in Envoy, and its requests get 503, even if the mesh lets unknown hosts through, because the route has already been chosen. Istio completes short names with the namespace of the VirtualService. With ALLOW_ANY Kiali reports a warning.',
      remedy: 'Write the full name of a Service, or declare the host with a ServiceEntry.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
      twin: 'IST0101',
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    const services = mesh.derive(serviceIndex);
    const isEntry = mesh.derive(serviceEntryHosts);
    const names = mesh.derive(serviceNames);
    const severity = allowsAnyHost(mesh) ? 'warning' : 'error';
    for (const object of checkedObjects(mesh, 'networking.istio.io/VirtualService')) {
      const { namespace } = object;
      for (const { path, destination } of isVisible(mesh, object) ? destinationsOf(object.spec) : []) {
        const given = destination.host ?? '';
        const host = readHost(given, namespace, mesh.context, namespaces);
        if (given === '' || isEntry(host.full, namespace) || services.sees(host, namespace)) {
          continue;
        }
        const close = host.inCluster ? nearestName(host.service, names.get(host.namespace) ?? []) : undefined;
        report({
          code: 'KIA1101',
          object,
          path: `${path}.destination.host`,
          severity,
          absence: true,
          message: `${given} is neither a Service${host.inCluster ? ` in ${host.namespace}` : ''} nor a host of a ServiceEntry that ${namespace} sees. ${unansweredText(path)}`,
          fix: fix(given, host, close, mesh),
        });
      }
    }
  },
};

function fix(given: string, host: HostName, close: string | undefined, { context: { clusterDomain } }: Mesh): string {
  const addon = host.namespace === ADDON_NAMESPACE ? undefined : addonHost(host.service, clusterDomain);
  if (close !== undefined) {
    return `Write ${given === host.service ? close : given.replace(host.service, close)}.`;
  }
  return addon !== undefined
    ? `Write ${addon}, if the sample addon of Istio is meant.`
    : `Name a Service that exists, declare ${host.full} with a ServiceEntry, or list objects that are created elsewhere in the externals.`;
}
