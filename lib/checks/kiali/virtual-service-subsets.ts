import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import type { HostName } from './shared/hosts';
import { readHost, wildcardsAbove } from './shared/hosts';
import type { DestinationRule } from './shared/mutual-tls';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { destinationsOf, unansweredText } from './shared/routes';
import { sidecarScopes } from './shared/sidecar-scope';
import { isVisible, viewers, VisibleLists } from './shared/visibility';
import { nearestName } from './shared/suggestion';

/** Subsets that no DestinationRule of the host has. */
export const virtualServiceSubsets: Check = {
  name: 'virtual-service-subsets',
  mirrors: ['business/checkers/virtualservices/subset_presence'],
  codes: {
    KIA1107: {
      name: 'SubsetUnknown',
      severity: 'warning',
      source: 'kiali',
      summary: 'A route names a subset that no DestinationRule has.',
      explanation:
        'A subset is declared in a DestinationRule for the host. A route to one that is not declared, or that the ' +
        'namespace does not see because of exportTo or a Sidecar, has no cluster in Envoy, and its requests are answered ' +
        'with 503. It also happens for a moment when a route is applied before its DestinationRule.',
      remedy: 'Declare the subset in the DestinationRule of the host, and apply that first.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes',
      ],
      twin: 'IST0101',
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    const subsets = mesh.derive(rulesBySubset);
    const scopeOf = mesh.derive(sidecarScopes);
    for (const object of checkedObjects(mesh, 'networking.istio.io/VirtualService')) {
      const { namespace, spec } = object;
      const scope = scopeOf(namespace);
      if (!isVisible(mesh, object) || !(spec.hosts ?? []).some((host) => scope.imports(host, namespace))) {
        continue;
      }
      const isImported = (rule: DestinationRule): boolean => scope.imports(rule.spec.host ?? '', rule.namespace);
      for (const { path, destination } of destinationsOf(spec)) {
        const { host: given = '', subset = '' } = destination;
        const host = readHost(given, namespace, mesh.context, namespaces);
        const isSubsetOf = (each: string): boolean => subsets.find(namespace, [each, subset], isImported) !== undefined;
        if (given === '' || subset === '' || isSubsetOf(host.full) || wildcardsAbove(host.full).some(isSubsetOf)) {
          continue;
        }
        report({
          code: 'KIA1107',
          object,
          path: `${path}.destination.subset`,
          message: `No DestinationRule for ${given} that ${namespace} sees has a subset ${subset}. ${unansweredText(path)}`,
          fix: suggestion(mesh, host, subset),
        });
      }
    }
  },
};

function rulesBySubset(mesh: Mesh): VisibleLists<[string, string], DestinationRule> {
  const namespaces = mesh.derive(meshNamespaces);
  const lists = new VisibleLists<[string, string], DestinationRule>();
  for (const rule of mesh.all('networking.istio.io/DestinationRule')) {
    const { full } = readHost(rule.spec.host ?? '', rule.namespace, mesh.context, namespaces);
    for (const { name = '' } of rule.spec.subsets ?? []) {
      lists.add([full, name], viewers(mesh, rule), rule);
    }
  }
  return lists;
}

function subsetNames(mesh: Mesh): Map<string, string[]> {
  const namespaces = mesh.derive(meshNamespaces);
  const names = new Map<string, string[]>();
  for (const { spec, namespace } of mesh.all('networking.istio.io/DestinationRule')) {
    const { full } = readHost(spec.host ?? '', namespace, mesh.context, namespaces);
    (spec.subsets ?? []).forEach(({ name = '' }) => push(names, full, name));
  }
  return new Map([...names].map(([host, all]) => [host, [...new Set(all)]]));
}

function suggestion(mesh: Mesh, { full }: HostName, subset: string): string {
  const known = mesh.derive(subsetNames).get(full) ?? [];
  if (known.length === 0) {
    return `Add a DestinationRule for ${full} with the subset ${subset}, or remove the subset.`;
  }
  if (known.includes(subset)) {
    return `Declare ${subset} in a DestinationRule that this namespace sees: in the namespace of the Service, with an exportTo that includes this one.`;
  }
  const close = nearestName(subset, known);
  return close === undefined
    ? `The subsets of ${full} are: ${known.slice(0, 8).join(', ')}. Write one that this namespace sees.`
    : `Write ${close}.`;
}
