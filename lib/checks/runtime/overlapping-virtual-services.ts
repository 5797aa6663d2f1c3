import { MESH_GATEWAY } from '../../istio/names';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Wording } from '../check';
import { compareNames } from '../../mesh/age';
import type { VirtualService } from '../../mesh/virtual-services';
import { hostsOf, virtualServicesByGateway } from '../../mesh/virtual-services';
import { DataMap, isSameData } from '../../mesh/reading/data-map';
import { visibilityOf } from '../../mesh/visibility';
import { gatewayHosts } from '../../routing/server-hosts';
import { gatewayOf } from './gateways';
import type { Condition, Requests, Wanted } from './wanted-requests';
import { wantedAtGateway, wantedInMesh } from './wanted-requests';

/** VirtualServices that want the same requests at one gateway, or in the mesh. */
export const overlappingVirtualServices: Check = {
  name: 'overlapping-virtual-services',
  mirrors: ['pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig'],
  codes: {
    CDI0108: {
      name: 'OverlappingVirtualServices',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Two VirtualServices want the same requests.',
      explanation:
        'Sidecars use one VirtualService for the HTTP requests to a host: the oldest one. Requests that it does not match get 404; the next one is not tried. The same applies to `tcp` rules, and to `tls` rules for one server name. If two VirtualServices have a server name in different lists of `sniHosts`, Envoy rejects the whole listener of the port, which is an error. At a gateway the rules of all VirtualServices for a host are merged, oldest first, and rules that match everything come last. So of two rules with the same match the older one wins, and a `tls` match is dropped if an older one has any of its server names. Age is the creation time in the cluster, which no file shows: after a restore, or in another cluster, the other one may win. Only `exportTo` comes before age: a VirtualService exported only to its own namespace takes precedence over one that others see too, so such a pair is not reported.',
      remedy: 'Write the rules for a host in one VirtualService, or use delegates.',
      references: [
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
        'https://github.com/istio/istio/issues/36621',
        'https://github.com/istio/istio/issues/58453',
      ],
      twin: 'KIA1106',
    },
  },
  run(mesh, report) {
    for (const [gateway, virtualServices] of mesh.derive(virtualServicesByGateway)) {
      const inMesh = gateway === MESH_GATEWAY;
      const known = gatewayOf(mesh, gateway);
      // No server of the Gateway has the host.
      const served = known && gatewayHosts(known);
      const claimed: Claims = new DataMap();
      const isShared = sharedHosts(mesh, virtualServices);
      for (const object of virtualServices) {
        // Most hosts are those of one VirtualService.
        if (!hostsOf(object, mesh).some(isShared)) {
          continue;
        }
        const wanted = inMesh ? wantedInMesh(mesh, object) : wantedAtGateway(mesh, object, gateway);
        for (const [i, full] of hostsOf(object, mesh).entries()) {
          if (!isShared(full) || served?.shared([full], object.namespace).length === 0) {
            continue;
          }
          const overlaps = wanted.flatMap((each) =>
            audiences(mesh, object).flatMap((audience) => {
              const other = claim(claimed, [full, each.requests, audience], each, object);
              return other === undefined || other.object === object ? [] : { each, other };
            }),
          );
          if (overlaps.length > 0) {
            const { each, other } = overlaps.find((overlap) => clash(overlap.each, overlap.other)) ?? overlaps[0];
            report({
              code: 'CDI0108',
              object,
              path: `spec.hosts[${i}]`,
              ...(inMesh ? inTheMesh(full, each, other, object) : atGateway(full, gateway, each, other, object)),
              related: [{ object: other.object }, ...(known === undefined ? [] : [{ object: known }])],
            });
          }
        }
      }
    }
  },
};

/** Which hosts several of these VirtualServices have. */
function sharedHosts(mesh: Mesh, virtualServices: readonly VirtualService[]): (host: string) => boolean {
  const first = new Map<string, VirtualService>();
  const shared = new Set<string>();
  for (const object of virtualServices) {
    for (const host of hostsOf(object, mesh)) {
      const known = first.get(host);
      if (known === undefined) {
        first.set(host, object);
      } else if (known !== object) {
        shared.add(host);
      }
    }
  }
  return (host) => shared.has(host);
}

function inTheMesh(host: string, wanted: Wanted, other: Claim, object: VirtualService): Wording {
  return wanted.requests.kind === 'tls' && clash(wanted, other)
    ? {
        severity: 'error',
        message: `VirtualService ${other.object.key} also has tls rules for server name ${wanted.requests.name} in the mesh, in another list of sniHosts. istiod builds one filter chain for each list, and Envoy allows a name in only one chain: sidecars reject the whole listener of the port and keep their old configuration.`,
        fix: `Write ${wanted.requests.name} in one list of sniHosts, or the same list in both VirtualServices.`,
      }
    : {
        message: `VirtualService ${other.object.key} also has the host ${host} in the mesh. Of two VirtualServices with rules for the same requests, sidecars use only the one that was created first or, if both were created in the same second, ${winner(other.object, object)}. The rules of the other are never used.`,
        fix: `Put the rules of both into one VirtualService for ${host}.`,
      };
}

function atGateway(host: string, gateway: string, { requests }: Wanted, other: Claim, object: VirtualService): Wording {
  const second = `if both were created in the same second, ${winner(other.object, object)}`;
  const fix = 'Put the rules of both into one VirtualService';
  if (requests.kind === 'tls') {
    return {
      message: `VirtualService ${other.object.key} also has tls rules for server name ${requests.name} at Gateway ${gateway}. The gateway uses the match of the one that was created first or, ${second}. It drops the match of the other with all of its server names.`,
      fix: `${fix}, or write ${requests.name} in the sniHosts of only one.`,
    };
  }
  const taken =
    requests.kind === 'match' && Object.keys(requests.match).length > 0
      ? `the same requests (match ${JSON.stringify(requests.match)})`
      : 'all requests';
  return {
    message: `VirtualService ${other.object.key} also takes ${taken} for ${host} at Gateway ${gateway}. The gateway merges both, and of two rules with the same match the one that was created first wins or, ${second}.`,
    fix: `${fix}, or give one of the two a narrower match, such as a path.`,
  };
}

/** The VirtualService that wants some requests first. */
interface Claim extends Wanted {
  readonly object: VirtualService;
}

interface Claimed {
  readonly first: Claim;
  readonly byCondition: DataMap<Condition | undefined, Claim>;
}

type Claims = DataMap<ClaimKey, Claimed>;
type ClaimKey = readonly [host: string, requests: Requests, audience: Audience];

/** An earlier VirtualService that wants the same requests, if there is one. */
function claim(claimed: Claims, key: ClaimKey, wanted: Wanted, object: VirtualService): Claim | undefined {
  const own = { ...wanted, object };
  const { first, byCondition } = claimed.getOrAdd(key, () => ({ first: own, byCondition: new DataMap() }));
  const other = wanted.when === undefined ? first : (byCondition.get(wanted.when) ?? byCondition.get(undefined));
  byCondition.getOrAdd(wanted.when, () => own);
  return other === own ? undefined : other;
}

/** Whether Envoy rejects the two together: one server name in two different lists. */
function clash(a: Wanted, b: Wanted): boolean {
  return !isSameData(a.list, b.list);
}

/**
 * Who uses a VirtualService. Within one audience age decides the order. Otherwise `exportTo` does: VirtualServices exported to their
 * own namespace come before those exported to namespaces by name, and these before those that everyone sees.
 */
function audiences(mesh: Mesh, object: VirtualService): Audience[] {
  const { everybody, namespaces } = visibilityOf(mesh, object);
  return everybody
    ? [{ of: 'everybody' }]
    : [...namespaces].map((namespace) => ({ of: namespace === object.namespace ? 'own' : 'others', namespace }));
}

interface Audience {
  readonly of: 'everybody' | 'own' | 'others';
  readonly namespace?: string;
}

/** istiod sorts objects created in the same second by name, then namespace. */
function winner(a: VirtualService, b: VirtualService): string {
  return compareNames(a, b) < 0 ? a.key : b.key;
}
