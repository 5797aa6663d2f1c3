import { MESH_GATEWAY } from '../../istio/names';
import { fullHost, serviceOfHost } from '../../istio/host';
import type { DestinationRule, EffectiveRule } from '../../mesh/destination-rules';
import { ruleFor } from '../../mesh/destination-rules';
import type { Proxy } from '../../mesh/proxies';
import { proxiesOfGateway, sidecarOf } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import type { RouteDestination, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, httpRulesOf, isAskedAt } from '../../mesh/virtual-services';
import type { TrafficPolicy } from '../../../imports/networking';
import type { Check } from '../check';

/** Consistent hash load balancing for a host whose requests are first split between subsets by weight. */
export const weightedConsistentHash: Check = {
  name: 'weighted-consistent-hash',
  mirrors: ['pilot/pkg/networking/core/cluster_traffic_policy.go: ApplyRingHashLoadBalancer'],
  codes: {
    CDI0105: {
      name: 'WeightedConsistentHash',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A host uses consistent hash load balancing, but a route splits its requests between subsets by weight.',
      explanation:
        'Envoy first chooses the subset by weight, anew for each request, and then the pod within the subset by the hash. So the hash keeps a client on one pod of each version, but its requests still switch between versions at random. Sessions that depend on one version break.',
      remedy: 'Keep clients on their version with a cookie route.',
      references: [
        'https://github.com/istio/istio/issues/9764',
        'https://github.com/istio/istio/issues/33343',
        'https://github.com/envoyproxy/envoy/issues/8167',
      ],
    },
  },
  run(mesh, report) {
    if (!mesh.derive(hashesAnywhere)) {
      return;
    }
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const rules = httpRulesOf(object);
      rules.forEach((rule, i) => {
        const callers = gatewayNames(object)
          .filter((gateway) => isAskedAt(rule, gateway))
          .flatMap((gateway) => callersAt(mesh, gateway, object));
        const [host, subsets, hashing] =
          splits(rule.destinations, object, mesh)
            .map(([each, all]) => [each, all, hashingRule(mesh, callers, each, all)] as const)
            .find(([, , known]) => known !== undefined) ?? [];
        // An earlier route that matches a cookie keeps a client on its version.
        const sticky = rules
          .slice(0, i)
          .some(({ matches }) => matches.some(({ match }) => 'cookie' in (match.headers ?? {})));
        if (hashing !== undefined && !sticky) {
          report({
            code: 'CDI0105',
            object,
            path: `spec.http[${i}].route`,
            related: [{ object: hashing }],
            message: `The requests for ${host} are split by weight between ${[...(subsets ?? [])].map((name) => name || 'all pods').join(' and ')}, and DestinationRule ${hashing.key} uses consistent hash load balancing. Envoy chooses the subset at random for each request; the hash only chooses the pod within the subset. Clients switch between versions.`,
            fix: 'Keep clients on their version with a cookie: the weighted route sets it, and a route before it matches it (CanaryRelease has `sticky` for this).',
          });
        }
      });
    }
  },
};

/** Hosts whose requests are split between several subsets, with these subsets. */
function splits(
  destinations: readonly RouteDestination[],
  { namespace }: VirtualService,
  { context }: Mesh,
): readonly (readonly [host: string, subsets: ReadonlySet<string>])[] {
  const shares = new Map<string, Set<string>>();
  for (const { destination, weight } of destinations.length < 2 ? [] : destinations) {
    if (weight > 0) {
      const host = fullHost(destination.host ?? '', namespace, context.clusterDomain);
      shares.set(host, (shares.get(host) ?? new Set()).add(destination.subset ?? ''));
    }
  }
  return [...shares].filter(([, subsets]) => subsets.size > 1);
}

/** Clients in the mesh are at least those in the namespace of the VirtualService. */
function callersAt(mesh: Mesh, gateway: string, { namespace }: VirtualService): readonly Proxy[] {
  if (gateway === MESH_GATEWAY) {
    return [sidecarOf(namespace)];
  }
  const [home, name] = gateway.split('/');
  const object = mesh.find('networking.istio.io/Gateway', home, name);
  const known = object === undefined ? [] : proxiesOfGateway(mesh, object);
  // A gateway that the manifests do not show finds at least the rules in the namespace of the Service.
  return known.length === 0 ? [sidecarOf('')] : known;
}

/** The rule with a consistent hash that callers find for a host or its subsets. */
function hashingRule(
  mesh: Mesh,
  callers: readonly Proxy[],
  host: string,
  subsets: ReadonlySet<string>,
): DestinationRule | undefined {
  const home = serviceOfHost(host, mesh.context.clusterDomain);
  for (const caller of callers) {
    const service = registry(mesh).find(host, caller.namespace) ?? registry(mesh).withHost(host).at(0);
    const { rule } = ruleFor(mesh, caller, service ?? { host, namespace: home?.namespace ?? '' });
    const hashing = rule && hashingPart(rule, subsets);
    if (hashing !== undefined) {
      return hashing;
    }
  }
  return undefined;
}

function hashingPart(rule: EffectiveRule, subsets: ReadonlySet<string>): DestinationRule | undefined {
  return hashes(rule.trafficPolicy)
    ? rule.policyFrom
    : rule.subsets.find(({ name, trafficPolicy }) => subsets.has(name) && hashes(trafficPolicy))?.from;
}

function hashes(policy: TrafficPolicy | undefined): boolean {
  return [policy, ...(policy?.portLevelSettings ?? [])].some(
    (each) => each?.loadBalancer?.consistentHash !== undefined,
  );
}

/** Whether any rule has a consistent hash: otherwise no route needs a look. */
function hashesAnywhere(mesh: Mesh): boolean {
  return mesh
    .all('networking.istio.io/DestinationRule')
    .some(({ spec }) => hashes(spec.trafficPolicy) || (spec.subsets ?? []).some((each) => hashes(each.trafficPolicy)));
}
