import { fullHost, isWildcard } from '../../istio/host';
import { MESH_GATEWAY } from '../../istio/names';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { RouteRule, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, hostsOf, httpRulesOf, isAskedAt } from '../../mesh/virtual-services';
import type { Check } from '../check';

/** Splits between versions of one Service that stand under the name of another. */
export const rulesUnderAnotherHost: Check = {
  name: 'rules-under-another-host',
  mirrors: ['pilot/pkg/networking/core/httproute.go: BuildSidecarOutboundVirtualHosts'],
  codes: {
    CDI0136: {
      name: 'SplitUnderAnotherHost',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'Requests for one Service are split between the versions of another, and those for the other are not.',
      explanation:
        '`hosts` are the names that clients call, not those of the clients: the rules of a VirtualService apply to requests for its hosts, whoever sends them. If a rule for the Service `frontend` splits its requests between subsets of `reviews`, calls to `frontend` end at `reviews`, and calls to `reviews` are not split: all versions get an equal share by pods. That is right where one Service stands for another. It is a mistake where `frontend` was meant as the caller.',
      remedy: 'Write the Service whose versions are meant in hosts; sourceLabels choose callers.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
        'https://github.com/istio/istio/issues/9268',
      ],
    },
  },
  run(mesh, report) {
    const ruled = mesh.derive(ruledHosts);
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const hosts = inMesh(object) ? hostsOf(object, mesh) : [];
      const own = hosts.flatMap((host) => (isWildcard(host) ? [] : (registry(mesh).withHost(host)[0] ?? [])));
      if (own.length === 0 || own.length < hosts.length || own.some(({ external }) => external)) {
        continue;
      }
      for (const rule of httpRulesOf(object).filter((each) => isAskedAt(each, MESH_GATEWAY))) {
        const target = splitOf(mesh, object, rule);
        // A Service without pods of its own stands for others.
        if (target === undefined || hosts.includes(target.host) || ruled.has(target.host) || !own.every(hasPods)) {
          continue;
        }
        report({
          code: 'CDI0136',
          object,
          path: 'spec.hosts',
          related: [{ object: target.object }],
          message: `Requests for ${hosts.join(' and ')} go to the versions of ${target.host} (${rule.path}), and no VirtualService for the mesh has rules for ${target.host}: requests for it are not split. hosts are the names that clients call, not those of the clients.`,
          fix: `If ${own.map(({ object: { name } }) => name).join(' and ')} is the caller, write hosts: [${target.host}]. If requests for it shall be answered by ${target.object.name}, leave it.`,
        });
        break;
      }
    }
  },
};

function hasPods({ selector }: RegistryService): boolean {
  return Object.keys(selector ?? {}).length > 0;
}

function inMesh(object: VirtualService): boolean {
  return gatewayNames(object).includes(MESH_GATEWAY);
}

/** The Service that all requests of a rule go to, in several subsets. */
function splitOf(
  mesh: Mesh,
  { namespace }: VirtualService,
  { destinations }: RouteRule<'http'>,
): RegistryService | undefined {
  const hosts = new Set(
    destinations.map(({ destination: { host = '' } }) => fullHost(host, namespace, mesh.context.clusterDomain)),
  );
  const subsets = new Set(destinations.map(({ destination: { subset = '' } }) => subset));
  const [host] = hosts;
  return hosts.size === 1 && subsets.size > 1 ? registry(mesh).withHost(host)[0] : undefined;
}

/** The hosts that VirtualServices for the mesh have rules for. */
function ruledHosts(mesh: Mesh): ReadonlyMap<string, readonly VirtualService[]> {
  const index = new Map<string, VirtualService[]>();
  for (const object of mesh.all('networking.istio.io/VirtualService').filter(inMesh)) {
    hostsOf(object, mesh).forEach((host) => push(index, host, object));
  }
  return index;
}
