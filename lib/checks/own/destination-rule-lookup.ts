import type { Check } from '../check';
import { fullHost, serviceOfHost } from '../../mesh/hosts';
import type { Mesh } from '../../mesh/mesh';
import { WORKLOAD_KINDS } from '../../mesh/workload';
import { gatewayNames, gatewayNamespaces, rulesOf } from './virtual-services';

/**
 * DestinationRules that some clients do not find: a proxy looks in its own namespace, then in that of the Service, then in the root
 * namespace, and nowhere else.
 */
export const destinationRuleLookup: Check = {
  codes: ['CDI0101'],
  reads: [
    'networking.istio.io/DestinationRule',
    'networking.istio.io/ServiceEntry',
    'networking.istio.io/VirtualService',
    'networking.istio.io/Gateway',
    ...WORKLOAD_KINDS,
  ],
  run(mesh, report) {
    const callers = mesh.derive(callersByHost);
    const entries = mesh.derive(entryNamespaces);
    const { rootNamespace } = mesh.context;
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const { spec, namespace } = object;
      const host = fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain);
      const service = serviceOfHost(host, mesh.context.clusterDomain);
      const homes = service === undefined ? (entries.get(host) ?? []) : [service.namespace];
      if (homes.length === 0 || homes.includes(namespace) || namespace === rootNamespace) {
        continue;
      }
      const without = [...(callers.get(host) ?? [])].filter(([from]) => from !== namespace);
      const subsets = new Set((spec.subsets ?? []).map(({ name }) => name));
      const broken = without.filter(([, asked]) => [...asked].some((subset) => subsets.has(subset)));
      const home = homes.join(' or ');
      report({
        code: 'CDI0101',
        object,
        path: 'metadata.namespace',
        severity: broken.length > 0 ? 'error' : without.length > 0 ? 'warning' : 'info',
        message:
          `${host} lives in namespace ${home}, and this rule in ${namespace}. Only proxies in ${namespace} find it; all others look in ` +
          `their own namespace, in ${home} and in ${rootNamespace}. ` +
          (broken.length > 0
            ? `Proxies in ${broken.map(([from]) => from).join(', ')} are told to use its subsets and do not know them: they answer 503.`
            : without.length > 0
              ? `Proxies in ${without.map(([from]) => from).join(', ')} call the host without its policy.`
              : 'Where only they call the host, that is as it should be.'),
        fix: `Put the rule into namespace ${homes[0]}, so that every client finds it.`,
      });
    }
  },
};

/** Which namespaces' proxies are told by routes to call a host, and which subsets of it they are told to use. */
function callersByHost(mesh: Mesh): Map<string, Map<string, Set<string>>> {
  const index = new Map<string, Map<string, Set<string>>>();
  for (const virtualService of mesh.all('networking.istio.io/VirtualService')) {
    const from = gatewayNames(virtualService).flatMap((key) => {
      const [namespace, name] = key.split('/');
      if (name === undefined) {
        // The proxies of the mesh: at least those beside the VirtualService.
        return [virtualService.namespace];
      }
      const gateway = mesh.find('networking.istio.io/Gateway', namespace, name);
      return gateway === undefined ? [] : gatewayNamespaces(mesh, gateway);
    });
    for (const { destination } of rulesOf(virtualService).flatMap(({ destinations }) => destinations)) {
      const host = fullHost(destination.host ?? '', virtualService.namespace, mesh.context.clusterDomain);
      const callers = index.get(host) ?? new Map<string, Set<string>>();
      index.set(host, callers);
      for (const namespace of from) {
        const subsets = callers.get(namespace) ?? new Set();
        callers.set(namespace, subsets);
        if (destination.subset) {
          subsets.add(destination.subset);
        }
      }
    }
  }
  return index;
}

function entryNamespaces(mesh: Mesh): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const { spec, namespace } of mesh.all('networking.istio.io/ServiceEntry')) {
    for (const host of spec.hosts ?? []) {
      index.set(host, [...(index.get(host) ?? []), namespace]);
    }
  }
  return index;
}
