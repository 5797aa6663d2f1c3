import { MESH_GATEWAY } from '../../istio/names';
import { push } from '../../mesh/reading/group-by';
import { fullHost } from '../../istio/host';
import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Wording } from '../check';
import { listed } from './unmatched-selector';

type VirtualService = MeshObject<'networking.istio.io/VirtualService'>;

/** Routes at gateways to a host that another VirtualService splits into subsets, for the mesh only. */
export const ingressSubsets: Check = {
  name: 'ingress-subsets',
  mirrors: ['virtualservice.DestinationHostAnalyzer'],
  codes: {
    IST0140: {
      name: 'IngressRouteRulesNotAffected',
      severity: 'warning',
      source: 'istio',
      summary: 'Requests from a gateway bypass the subsets that another VirtualService sets for the mesh.',
      explanation:
        'A request is routed once, where it enters the mesh. If the VirtualService of the gateway sends requests to the plain host, the gateway picks any pod of it. It ignores the weights, header matches and subsets of the VirtualService for the mesh, because gateways do not use that one. A canary release then gets its share of requests from inside the mesh, but an arbitrary share of those from outside.',
      remedy:
        'Name the subsets in the route of the gateway as well, or bind the VirtualService with the subsets to the ' +
        'gateway.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests',
      ],
    },
  },
  run(mesh, report) {
    const split = mesh.derive(splitHosts);
    for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
      const { gateways = [], http = [] } = object.spec;
      if (gateways.length === 0) {
        continue;
      }
      http.forEach(({ route = [] }, i) => {
        route.forEach(({ destination }, j) => {
          const host = destination?.host ?? '';
          const others = split.get(host);
          if (others !== undefined && (destination?.subset ?? '') === '') {
            const path = `spec.http[${i}].route[${j}].destination`;
            report({ code: 'IST0140', object, path, ...told(host, object, others, mesh) });
          }
        });
      });
    }
  },
};

/** VirtualServices that send to subsets of one of their own hosts, by that host as they write it. */
function splitHosts(mesh: Mesh): ReadonlyMap<string, readonly VirtualService[]> {
  const split = new Map<string, VirtualService[]>();
  for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
    const { hosts = [], http = [] } = object.spec;
    const own = new Set(hosts);
    const used = new Set<string>();
    for (const { destination } of http.flatMap(({ route = [] }) => route)) {
      const host = destination?.host ?? '';
      if ((destination?.subset ?? '') !== '' && own.has(host)) {
        used.add(host);
      }
    }
    used.forEach((host) => push(split, host, object));
  }
  return split;
}

function told(
  host: string,
  { namespace, key, spec }: VirtualService,
  others: readonly VirtualService[],
  { context: { clusterDomain } }: Mesh,
): Wording {
  const full = fullHost(host, namespace, clusterDomain);
  const same = others.filter((other) => fullHost(host, other.namespace, clusterDomain) === full);
  if (same.length === 0) {
    return {
      severity: 'info',
      related: others.map((object) => ({ object })),
      message: `VirtualService ${listed(others.map((other) => other.key))} splits a host that is also written "${host}", but it is in another namespace and means another Service. istioctl analyze compares the names as written.`,
      fix: `Write "${full}", so that the two are not confused.`,
    };
  }
  const itself = same.length === 1 && same[0].key === key;
  const who = itself
    ? 'Another route of this VirtualService'
    : `VirtualService ${listed(same.map((other) => other.key))}`;
  const where = (spec.gateways ?? []).every((gateway) => gateway === MESH_GATEWAY) ? 'this route' : 'a gateway';
  return {
    related: same.filter((other) => other.key !== key).map((object) => ({ object })),
    message: `${who} sends "${host}" to subsets, but this destination names none: requests through ${where} go to all pods of the host, regardless of the weights and matches there. A request is routed once, by one VirtualService.`,
    fix: 'Write the subset here as well, with the same weights; or bind the VirtualService with the subsets to the gateway too.',
  };
}
