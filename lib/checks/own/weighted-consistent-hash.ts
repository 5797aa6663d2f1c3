import { fullHost } from '../../istio/host';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';

/** Stickiness by consistent hash, for a host whose requests are first split between subsets by weight. */
export const weightedConsistentHash: Check = {
  codes: ['CDI0105'],
  run(mesh, report) {
    const hashed = mesh.derive(hashedHosts);
    for (const object of hashed.size === 0 ? [] : mesh.all('networking.istio.io/VirtualService')) {
      const http = object.spec.http ?? [];
      http.forEach(({ route = [] }, i) => {
        const shares = new Map<string, Set<string>>();
        for (const { destination, weight = 0 } of route) {
          const host = fullHost(destination?.host ?? '', object.namespace, mesh.context.clusterDomain);
          if (weight > 0 && hashed.has(host)) {
            shares.set(host, (shares.get(host) ?? new Set()).add(destination?.subset ?? ''));
          }
        }
        const [host, subsets] = [...shares].find(([, each]) => each.size > 1) ?? [];
        // A route before it that a cookie chooses keeps a client with its version.
        const sticky = http.slice(0, i).some(({ match = [] }) => match.some(({ headers = {} }) => 'cookie' in headers));
        if (host !== undefined && subsets !== undefined && !sticky) {
          report({
            code: 'CDI0105',
            object,
            path: `spec.http[${i}].route`,
            message:
              `The requests for ${host} are split by weight between ${[...subsets].join(' and ')}, and DestinationRule ${hashed.get(host)} wants them to stick by consistent hash. ` +
              'Envoy chooses the subset anew for each request, by chance; the hash only chooses the pod within it. Clients change between versions.',
            fix: 'Keep clients with their version by a cookie: a route that matches it before the weighted one, which sets it (CanaryRelease has `sticky` for it).',
          });
        }
      });
    }
  },
};

/** The DestinationRule that hashes, by host. */
function hashedHosts(mesh: Mesh): Map<string, string> {
  const index = new Map<string, string>();
  for (const { spec, namespace, key } of mesh.all('networking.istio.io/DestinationRule')) {
    const policies = [spec.trafficPolicy, ...(spec.subsets ?? []).map(({ trafficPolicy }) => trafficPolicy)];
    const settings = policies.flatMap((policy) => [policy, ...(policy?.portLevelSettings ?? [])]);
    if (settings.some((policy) => policy?.loadBalancer?.consistentHash !== undefined)) {
      index.set(fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain), key);
    }
  }
  return index;
}
