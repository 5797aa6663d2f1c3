import type { Check } from '../check';
import { groupBy } from '../../mesh/reading/group-by';
import { fullHost, serviceOfHost } from '../../istio/host';
import type { Mesh } from '../../mesh/reading/mesh';
import type { DestinationRule } from './destination-rules';
import { sees } from './destination-rules';
import type { VirtualService } from './virtual-services';
import { gatewayNames, gatewayNamespaces, gatewayOf, holdsAt, rulesOf } from './virtual-services';

/**
 * DestinationRules that some clients do not find: a proxy looks in its own namespace, then in that of the Service, then in the root
 * namespace, and nowhere else.
 */
export const destinationRuleLookup: Check = {
  codes: ['CDI0101'],
  run(mesh, report) {
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
      // Few meshes come to here.
      const callers = mesh.derive(callersByHost);
      const rules = mesh.derive(rulesByHost);
      const found = (from: string): DestinationRule[] =>
        [from, ...homes, rootNamespace]
          .map((each) => (rules.get(`${each} ${host}`) ?? []).filter((rule) => sees(from, rule)))
          .find((each) => each.length > 0) ?? [];
      const others = [...(callers.get(host) ?? [])].filter(([from]) => from !== namespace);
      const without = others.filter(([from]) => found(from).length === 0);
      const subsets = new Set((spec.subsets ?? []).map(({ name }) => name));
      const broken = others.filter(([from, asked]) => {
        const known = new Set(found(from).flatMap((each) => (each.spec.subsets ?? []).map(({ name }) => name)));
        return [...asked].some((subset) => subsets.has(subset) && !known.has(subset));
      });
      if (broken.length === 0 && without.length === 0 && found('').length > 0) {
        // The others have a rule of their own, and this one replaces it for its neighbors.
        continue;
      }
      const home = homes.join(' or ');
      const places = [...new Set([...homes, rootNamespace])];
      report({
        code: 'CDI0101',
        object,
        path: 'metadata.namespace',
        absence: !object.namesNamespace,
        severity: broken.length > 0 ? 'error' : without.length > 0 ? 'warning' : 'info',
        message:
          `${host} lives in namespace ${home}, and this rule in ${namespace}${object.namesNamespace ? '' : ', as it names none'}. Only proxies in ${namespace} find it; all others look in ` +
          `their own namespace${places.map((place, i) => `${i === places.length - 1 ? ' and' : ','} in ${place}`).join('')}. ` +
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

/** The rules of each namespace for each host. */
function rulesByHost(mesh: Mesh): Map<string, DestinationRule[]> {
  return groupBy(
    mesh.all('networking.istio.io/DestinationRule'),
    ({ spec, namespace }) => `${namespace} ${fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain)}`,
  );
}

/** Which namespaces' proxies are told by routes to call a host, and which subsets of it they are told to use. */
function callersByHost(mesh: Mesh): Map<string, Map<string, Set<string>>> {
  const index = new Map<string, Map<string, Set<string>>>();
  for (const virtualService of mesh.all('networking.istio.io/VirtualService')) {
    const rules = rulesOf(virtualService);
    for (const gateway of gatewayNames(virtualService)) {
      const from = namespacesOf(gateway, virtualService, mesh);
      const asked = rules.filter((rule) => holdsAt(rule, gateway)).flatMap(({ destinations }) => destinations);
      for (const { destination } of from.length === 0 ? [] : asked) {
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
  }
  return index;
}

/** Where the proxies are that ask a VirtualService at a gateway. */
function namespacesOf(gateway: string, { namespace }: VirtualService, mesh: Mesh): string[] {
  // The proxies of the mesh: at least those beside the VirtualService.
  return gateway === 'mesh' ? [namespace] : gatewayNamespaces(mesh, gatewayOf(mesh, gateway));
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
