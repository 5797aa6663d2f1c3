import { fullHost, serviceOfHost } from '../../istio/host';
import { rulesOfServer } from '../../istio/server-rules';
import type { Check } from '../check';
import type { VirtualService } from './virtual-services';
import { rulesOf, serverHosts, virtualServicesByGateway } from './virtual-services';

/** Ways into the mesh that serve less, or more, than was meant: one path only, every host, and a door beside the gateway. */
export const ingressPaths: Check = {
  codes: ['CDI0111', 'CDI0112', 'CDI0114'],
  run(mesh, report) {
    const exposed = new Map<string, VirtualService>();
    for (const [gateway, virtualServices] of mesh.derive(virtualServicesByGateway)) {
      if (gateway === 'mesh') {
        continue;
      }
      const [namespace, name] = gateway.split('/');
      const servers = mesh.find('networking.istio.io/Gateway', namespace, name)?.spec.servers ?? [];
      // A TCP server has no host names to tell requests apart by, and one that passes TLS on has its rules by SNI.
      const open = servers.some(
        (server) => rulesOfServer(server) === 'http' && serverHosts(server.hosts).includes('*'),
      );
      const paths = pathsByHost(virtualServices);
      for (const object of virtualServices) {
        (object.spec.hosts ?? []).forEach((host, i) => {
          const wanted = paths.get(host);
          if (wanted !== undefined && [...wanted].every((path) => path === '/')) {
            report({
              code: 'CDI0111',
              object,
              path: 'spec.http[0].match[0].uri.exact',
              message: `Only the path "/" itself is served for ${host === '*' ? 'any host' : host}: style sheets, scripts, pictures and every other page get 404.`,
              fix: 'Write prefix: / for the whole site, or add a match for each path that is to be served.',
            });
          }
          if (host === '*' && open && (object.spec.http ?? []).length > 0) {
            report({
              code: 'CDI0112',
              object,
              path: `spec.hosts[${i}]`,
              message: `This VirtualService and Gateway ${gateway} take requests for every host, those of other teams' hosts that have no server of their own included. A second "*" at the same gateway pods collides with this one.`,
              fix: 'Name the hosts in both: hosts: ["shop.example.com"].',
            });
          }
        });
        for (const { destination } of rulesOf(object).flatMap(({ destinations }) => destinations)) {
          const service = serviceOfHost(
            fullHost(destination.host ?? '', object.namespace, mesh.context.clusterDomain),
            mesh.context.clusterDomain,
          );
          if (service !== undefined) {
            exposed.set(`${service.namespace}/${service.name}`, object);
          }
        }
      }
    }
    for (const object of mesh.all('core/Service')) {
      const behind = exposed.get(object.key);
      const { type } = object.spec;
      if (behind !== undefined && (type === 'NodePort' || type === 'LoadBalancer')) {
        report({
          code: 'CDI0114',
          object,
          path: 'spec.type',
          message:
            `The Service is behind a gateway (VirtualService ${behind.key}), and as a ${type} it can be reached past it too: without the gateway's TLS, ` +
            'its routes and whatever policies hold there.',
          fix: 'Write type: ClusterIP, or leave type out.',
        });
      }
    }
  },
};

/** The exact paths that are served for each host; none where a rule takes anything else. */
function pathsByHost(virtualServices: readonly VirtualService[]): Map<string, Set<string> | undefined> {
  const index = new Map<string, Set<string> | undefined>();
  for (const { spec } of virtualServices) {
    const matches = (spec.http ?? []).flatMap(({ match = [] }) => (match.length === 0 ? [undefined] : match));
    for (const host of (spec.http ?? []).length === 0 ? [] : (spec.hosts ?? [])) {
      const known = index.has(host) ? index.get(host) : new Set<string>();
      for (const match of matches) {
        const exact = match?.uri?.exact;
        index.set(host, exact === undefined || known === undefined ? undefined : known.add(exact));
        if (exact === undefined) {
          break;
        }
      }
    }
  }
  return index;
}
