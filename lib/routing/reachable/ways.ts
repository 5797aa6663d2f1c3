import { isWildcard } from '../../istio/host';
import { MESH_GATEWAY } from '../../istio/names';
import { endpointsOf } from '../../mesh/endpoints';
import { speaksTls } from '../../mesh/gateway-servers';
import type { Proxy } from '../../mesh/proxies';
import { gatewayWorkloads, proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { HostTable } from '../../mesh/host-table';
import { groupBy } from '../../mesh/reading/group-by';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import { gatewayNames, hostsOf } from '../../mesh/virtual-services';
import type { GatewayChain } from '../gateway-chains';
import { gatewayChains } from '../gateway-chains';
import { gatewayRouteConfigs } from '../gateway-routes';
import type { Form, Way } from './way';
import { formsOf, gatewayWay, meshWay, otherHostWay } from './way';

/** The port that sidecars have for hosts that no registry knows. */
const HTTP_PORT = 80;
const TLS_PORT = 443;

/** All that clients of a mesh can ask by a name of the manifests, and clients outside of its gateways. */
export function waysOf(mesh: Mesh): readonly Way[] {
  return [
    ...waysToServices(mesh),
    ...waysToRules(mesh),
    ...proxies(mesh).gateways.flatMap((each) => waysInto(mesh, each)),
  ];
}

/** What clients ask of hosts that none of some meshes names: requests, and TLS. */
export function waysToOtherHosts(meshes: readonly Mesh[]): readonly Way[] {
  const named = new HostTable<true>();
  for (const mesh of meshes) {
    const rules = mesh.all('networking.istio.io/VirtualService').flatMap((object) => hostsOf(object, mesh));
    [...registry(mesh).all.map(({ host }) => host), ...rules]
      // It names no host, and has all of them.
      .filter((host) => host !== '*')
      .forEach((host) => named.add(host.toLowerCase(), true));
  }
  let example = 'any.example.com';
  for (let i = 1; named.overlapping(example).length > 0; i++) {
    example = `any.example${i}`;
  }
  return [otherHostWay(example, HTTP_PORT, 'http'), otherHostWay(example, TLS_PORT, 'tls')];
}

function waysToServices(mesh: Mesh): readonly Way[] {
  const byHost = groupBy(registry(mesh).all, ({ host }) => host);
  return [...byHost].flatMap(([host, services]) => {
    const ports = new Map(services.flatMap((each) => each.ports.map(({ number, protocol }) => [number, protocol])));
    return leadsToGateway(mesh, services)
      ? []
      : [...ports].flatMap(([port, protocol]) => formsOf(protocol).map((form) => meshWay(host, port, form, services)));
  });
}

/** What a gateway is asked under its own name is nothing: its servers have other hosts. */
function leadsToGateway(mesh: Mesh, services: readonly RegistryService[]): boolean {
  const gateways = gatewayWorkloads(mesh);
  const endpoints = services.flatMap((each) => each.ports.flatMap(({ number }) => endpointsOf(mesh, each, number)));
  return endpoints.length > 0 && endpoints.every(({ workload }) => workload !== undefined && gateways.has(workload));
}

/** Hosts that only VirtualServices of the mesh have. */
function waysToRules(mesh: Mesh): readonly Way[] {
  const known = registry(mesh);
  const hosts = mesh
    .all('networking.istio.io/VirtualService')
    .filter((object) => gatewayNames(object).includes(MESH_GATEWAY) && object.spec.http !== undefined)
    .flatMap((object) => hostsOf(object, mesh))
    .filter((host) => !isWildcard(host) && known.overlapping(host).length === 0);
  return [...new Set(hosts)].map((host) => meshWay(host, HTTP_PORT, 'http', []));
}

/** What clients outside can ask of a gateway. */
function waysInto(mesh: Mesh, gateway: Proxy): readonly Way[] {
  const ways = gatewayChains(mesh, gateway).listeners.flatMap(({ chains }) =>
    chains.flatMap((chain) => waysIntoServer(mesh, gateway, chain)),
  );
  return [...new Map(ways.map((way) => [`${way.host} ${way.port} ${way.form}`, way])).values()];
}

function waysIntoServer(mesh: Mesh, gateway: Proxy, chain: GatewayChain): readonly Way[] {
  const { server, serverNames, passthrough, routeConfig } = chain;
  const { mode } = server.server.tls ?? {};
  const isTls = speaksTls(server);
  // Only proxies of the mesh have the certificate that it asks for.
  if (isTls && mode === 'ISTIO_MUTUAL') {
    return [];
  }
  const names = serverNames.length === 0 ? ['*'] : serverNames;
  const form: Exclude<Form, 'grpc'> =
    routeConfig !== undefined ? (isTls && !passthrough ? 'https' : 'http') : isTls ? 'tls' : 'tcp';
  const hosts =
    routeConfig === undefined
      ? names
      : (gatewayRouteConfigs(mesh, gateway).get(routeConfig) ?? [])
          .filter(({ name }) => !name.startsWith('blackhole:'))
          .flatMap(({ domains }) => domains)
          // A server for one namespace, without a rule from there, has `namespace/host` for a domain, which no request names.
          .filter((domain) => !domain.includes('/'))
          .flatMap((domain) => names.flatMap((name) => narrower(domain, name) ?? []));
  return [...new Set(hosts)].map((host) =>
    gatewayWay(gateway, host, server.number, form, isTls && !passthrough && mode === 'MUTUAL'),
  );
}

/** What two hosts have in common. */
function narrower(a: string, b: string): string | undefined {
  if (a === b || b === '*') {
    return a;
  }
  if (a === '*') {
    return b;
  }
  const covers = (wide: string, narrow: string): boolean => wide.startsWith('*') && narrow.endsWith(wide.slice(1));
  return covers(b, a) ? a : covers(a, b) ? b : undefined;
}
