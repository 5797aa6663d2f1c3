import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import type { HostName } from './shared/hosts';
import { isWildcard, readHost } from './shared/hosts';
import { allowsAnyHost } from './shared/mutual-tls';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { ServiceEntryHosts } from './shared/service-entries';
import { serviceEntryHosts } from './shared/service-entries';
import type { ServiceIndex } from './shared/services';
import { serviceIndex, serviceNames } from './shared/services';
import { isVisible } from './shared/visibility';
import { workloadIndex } from './shared/workloads';
import { nearestName } from './shared/suggestion';

/** DestinationRules for hosts that nothing is behind. */
export const destinationRuleHosts: Check = {
  name: 'destination-rule-hosts',
  mirrors: ['business/checkers/destinationrules/no_dest'],
  codes: {
    KIA0202: {
      name: 'DestinationRuleHostUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'No Service or ServiceEntry has the host of a DestinationRule.',
      explanation:
        'A DestinationRule adds settings to a host of a Service or a ServiceEntry. For any other host it has no effect: its load balancing, TLS settings and subsets do not apply. The usual cause is a short name: Istio completes it with the namespace of the DestinationRule, not with that of the Service. The finding is a warning if proxies let requests to unknown hosts through (ALLOW_ANY).',
      remedy: 'Write the full name of the Service, or declare the host with a ServiceEntry.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/destination-rule/'],
      twin: 'IST0174',
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    const known = mesh.derive(knownHosts);
    const names = mesh.derive(serviceNames);
    const severity = allowsAnyHost(mesh) ? 'warning' : 'error';
    for (const object of checkedObjects(mesh, 'networking.istio.io/DestinationRule')) {
      const { namespace, spec } = object;
      const host = readHost(spec.host ?? '', namespace, mesh.context, namespaces);
      if (!isVisible(mesh, object) || known(host, namespace)) {
        continue;
      }
      if ((spec.host ?? '') === '') {
        report({
          code: 'KIA0202',
          object,
          path: 'spec.host',
          severity,
          message: 'The rule has no host, so no proxy uses it.',
          fix: 'Write the host of a Service or a ServiceEntry.',
        });
        continue;
      }
      const close = host.inCluster ? nearestName(host.service, names.get(host.namespace) ?? []) : undefined;
      report({
        code: 'KIA0202',
        object,
        path: 'spec.host',
        severity,
        absence: true,
        message: `${spec.host} is neither a Service${host.inCluster ? ` in ${host.namespace}` : ''} nor a host of a ServiceEntry that ${namespace} sees. No proxy uses this DestinationRule.`,
        fix:
          close === undefined
            ? `Name a Service that exists, declare ${host.full} with a ServiceEntry, or list objects that are created elsewhere in the externals.`
            : `Write ${spec.host === host.service ? close : spec.host?.replace(host.service, close)}.`,
      });
    }
  },
};

/** Whether something is behind a host that a namespace asks for. */
export function knownHosts(mesh: Mesh): (host: HostName, namespace: string) => boolean {
  const services: ServiceIndex = mesh.derive(serviceIndex);
  const isEntry: ServiceEntryHosts = mesh.derive(serviceEntryHosts);
  const apps = mesh.derive(appNames);
  return (host, namespace) => {
    const [service, within] = host.inCluster ? [host.service, host.namespace] : host.full.split('.');
    return (
      isWildcard(host) ||
      (within === namespace && apps.has(`${namespace}/${service}`)) ||
      isEntry(host.full, namespace) ||
      services.sees(host, namespace)
    );
  };
}

const APP_LABELS = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'];

/** Workloads by the name of the application that their labels tell. */
function appNames(mesh: Mesh): Set<string> {
  return new Set(
    mesh.derive(workloadIndex).all.flatMap(({ namespace, labels }) => {
      const label = APP_LABELS.find((each) => labels[each] !== undefined);
      return label === undefined ? [] : [`${namespace}/${labels[label]}`];
    }),
  );
}
