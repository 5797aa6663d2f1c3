import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { Change } from './change';
import { UPGRADE_NOTES_1_30 } from './change';

export const hostsOfSeveralNamespaces: Change = {
  name: 'hosts-of-several-namespaces',
  since: '1.30',
  references: [UPGRADE_NOTES_1_30],
  find(mesh, _, report) {
    const known = registry(mesh);
    for (const host of new Set(known.public.map((service) => service.host))) {
      const seen = known.withHost(host).filter(({ visibility }) => visibility.everybody);
      const [first] = [...seen].sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
      const service = seen.find(({ external }) => !external);
      if (seen.every(({ namespace }) => namespace === first.namespace) || service?.namespace === first.namespace) {
        continue;
      }
      const next = service === undefined ? 'the oldest ServiceEntry' : `Service ${service.object.key}`;
      report({
        object: first.object,
        path: pathOf(first),
        related: seen.filter((each) => each !== first).map(({ object }) => ({ object })),
        severity: service === undefined ? 'info' : 'warning',
        message: `${host} is in the namespaces ${namespacesOf(seen)}. Sidecars of other namespaces take the one that is first in the alphabet with Istio 1.29, which is ${first.object.kind} ${first.object.key}; from 1.30 on they take ${next}.`,
        fix: 'Declare the host in one namespace, or limit who sees each one with exportTo.',
      });
    }
  },
};

function pathOf({ object, host }: RegistryService): string {
  const { hosts = [] } = object.spec as { hosts?: readonly string[] };
  return object.kind === 'Service' ? 'metadata.name' : `spec.hosts[${hosts.indexOf(host)}]`;
}

function namespacesOf(services: readonly RegistryService[]): string {
  return [...new Set(services.map(({ namespace }) => namespace))].sort().join(', ');
}
