import { fullHost, hostCovers, isWildcard } from '../../istio/host';
import { effectiveRules } from '../../mesh/destination-rules';
import { DataSet } from '../../mesh/reading/data-map';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import type { RuledDestination } from '../../routing/ruled-destinations';
import { ruledDestinations } from '../../routing/ruled-destinations';
import type { Check, Wording } from '../check';

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
        'istiod makes a cluster of its own for each subset, and the policy of the subset is only in that cluster. A request gets there by a route that names the subset. Requests to the Service itself use the cluster of the Service, which has all pods, those of the subset among them, and only the policy of the rule: a connection limit in the subset limits nothing. A rule that names the subset does not count if it gets no requests itself, because other rules take all of them. In an open world the finding is a note if the Service is not in the manifests, because then the routes may not be either.',
      remedy: 'Send requests to the subset by a VirtualService, or move the policy to the rule.',
      references: [
        'https://istio.io/latest/docs/concepts/traffic-management/#destination-rules',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
      ],
      follows: 'CDI0117',
    },
  },
  run(mesh, report) {
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const { host, subsets } of effectiveRules(mesh)) {
      for (const { name, trafficPolicy, from, path } of subsets) {
        const isSet = Object.keys(trafficPolicy ?? {}).length > 0;
        const uses = isSet ? usesOf(mesh, host, name) : [];
        if (!isSet || uses.some(isReached) || !told.add([from.key, path])) {
          continue;
        }
        const isKnown = !isWildcard(host) && registry(mesh).withHost(host).length > 0;
        report({
          code: 'CDI0133',
          object: from,
          path: `${path}.trafficPolicy`,
          severity: isKnown || mesh.context.world === 'closed' ? undefined : 'info',
          ...wordsFor(host, name, uses),
        });
      }
    }
  },
};

function wordsFor(host: string, subset: string, uses: readonly RuledDestination[]): Wording {
  const [first] = uses.flatMap(({ dead }) => dead ?? []);
  const effect =
    'so this policy applies to none: requests to the host itself, also those that its pods get, have only the policy of the rule.';
  return first === undefined
    ? {
        message: `No route sends requests to subset ${subset} of ${host}, ${effect}`,
        fix: `Route to the subset in a VirtualService: route: [{ destination: { host: ${host}, subset: ${subset} } }]; or move the policy to spec.trafficPolicy.`,
      }
    : {
        related: [{ object: first.object, path: first.path }],
        message: `No request comes to subset ${subset} of ${host}, because ${first.path} of VirtualService ${first.object.key}, which sends requests to it, gets none itself, ${effect}`,
        fix: 'Let that rule get its requests: put it before those that take them.',
      };
}

/** Whether some gateway asks the rule, and others leave it requests. */
function isReached({ gateways, dead }: RuledDestination): boolean {
  return gateways.length > 0 && dead === undefined;
}

/** The destinations of rules that name a subset of a host. */
function usesOf(mesh: Mesh, host: string, subset: string): readonly RuledDestination[] {
  const hosts = mesh.derive(usesBySubset).get(subset) ?? new Map<string, RuledDestination[]>();
  return isWildcard(host)
    ? [...hosts].flatMap(([each, uses]) => (hostCovers(host, each) ? uses : []))
    : (hosts.get(host) ?? []);
}

/** By the subset that they name, and their full host. */
function usesBySubset(mesh: Mesh): ReadonlyMap<string, ReadonlyMap<string, RuledDestination[]>> {
  const index = new Map<string, Map<string, RuledDestination[]>>();
  for (const use of mesh.derive(ruledDestinations)) {
    const { destination, object } = use.destination;
    const { host = '', subset = '' } = destination;
    const hosts = index.get(subset) ?? new Map<string, RuledDestination[]>();
    index.set(subset, hosts);
    push(hosts, fullHost(host, object.namespace, mesh.context.clusterDomain), use);
  }
  return index;
}
