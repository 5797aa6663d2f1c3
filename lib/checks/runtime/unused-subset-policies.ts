import { fullHost, hostCovers, isWildcard } from '../../istio/host';
import { effectiveRules } from '../../mesh/destination-rules';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import { destinationsOf } from '../../mesh/virtual-services';
import type { Check } from '../check';

/** Policies of subsets that no route sends requests to. */
export const unusedSubsetPolicies: Check = {
  name: 'unused-subset-policies',
  mirrors: ['pilot/pkg/networking/core/cluster_builder.go: buildSubsetCluster'],
  codes: {
    CDI0133: {
      name: 'SubsetPolicyNotUsed',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A subset has a trafficPolicy, and no route sends requests to the subset.',
      explanation:
        'istiod makes a cluster of its own for each subset, and the policy of the subset is only in that cluster. A request gets there by a route that names the subset. Requests to the Service itself use the cluster of the Service, which has all pods, those of the subset among them, and only the policy of the rule: a connection limit in the subset limits nothing. In an open world the finding is a note if the Service is not in the manifests, because then the routes may not be either.',
      remedy: 'Send requests to the subset by a VirtualService, or move the policy to the rule.',
      references: [
        'https://istio.io/latest/docs/concepts/traffic-management/#destination-rules',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
      ],
    },
  },
  run(mesh, report) {
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const { host, subsets } of effectiveRules(mesh)) {
      for (const { name, trafficPolicy, from, path } of subsets) {
        const isSet = Object.keys(trafficPolicy ?? {}).length > 0;
        if (!isSet || isRouted(mesh, host, name) || !told.add([from.key, path])) {
          continue;
        }
        const isKnown = !isWildcard(host) && registry(mesh).withHost(host).length > 0;
        report({
          code: 'CDI0133',
          object: from,
          path: `${path}.trafficPolicy`,
          severity: isKnown || mesh.context.world === 'closed' ? undefined : 'info',
          message: `No route sends requests to subset ${name} of ${host}, so this policy applies to none: requests to the host itself, also those that its pods get, have only the policy of the rule.`,
          fix: `Route to the subset in a VirtualService: route: [{ destination: { host: ${host}, subset: ${name} } }]; or move the policy to spec.trafficPolicy.`,
        });
      }
    }
  },
};

function isRouted(mesh: Mesh, host: string, subset: string): boolean {
  const hosts = mesh.derive(hostsOfSubsets).get(subset);
  return (
    hosts !== undefined && (hosts.has(host) || (isWildcard(host) && [...hosts].some((each) => hostCovers(host, each))))
  );
}

/** The full hosts of routes and mirrors, by the subset that they name. */
function hostsOfSubsets(mesh: Mesh): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    for (const { destination } of destinationsOf(object)) {
      const { host = '', subset = '' } = destination;
      const hosts = index.get(subset) ?? new Set();
      index.set(subset, hosts);
      hosts.add(fullHost(host, object.namespace, mesh.context.clusterDomain));
    }
  }
  return index;
}
