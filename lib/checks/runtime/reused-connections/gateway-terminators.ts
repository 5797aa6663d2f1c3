import type { Server, ServerTlsSettings } from '../../../../imports/networking';
import { mostSpecific } from '../../../istio/host';
import { certificateNames } from '../../../mesh/certificate-names';
import { gatewayListeners } from '../../../mesh/gateway-listeners';
import type { GatewayServer } from '../../../mesh/gateway-servers';
import { bareHosts, readsHttp, routeConfigName, speaksTls } from '../../../mesh/gateway-servers';
import type { Proxy } from '../../../mesh/proxies';
import type { Mesh } from '../../../mesh/reading/mesh';
import { askedGateways } from '../../../routing/asked-gateways';
import { gatewayRouteConfigs } from '../../../routing/gateway-routes';
import type { VirtualHost } from '../../../routing/virtual-host';
import type { Terminator, TerminatorCertificate } from './terminator';

/** The servers of Gateways that end TLS, those of one port of the same pods together. */
export function gatewayTerminators(mesh: Mesh): Terminator[][] {
  return askedGateways(mesh).flatMap((proxy) =>
    gatewayListeners(mesh, proxy).listeners.map(({ port, groups }) =>
      groups
        .flatMap(({ servers }) => servers)
        .filter((server) => readsHttp(server) && speaksTls(server) && isForBrowsers(server.server))
        .map((server) => terminator(mesh, proxy, server, port)),
    ),
  );
}

/** Browsers keep connections for which they showed a certificate for one host. */
function isForBrowsers({ tls }: Server): boolean {
  return tls?.mode === 'SIMPLE' || tls?.mode === 'OPTIONAL_MUTUAL';
}

function terminator(mesh: Mesh, proxy: Proxy, server: GatewayServer, port: number): Terminator {
  const {
    gateway,
    path,
    server: { tls },
  } = server;
  const config = gatewayRouteConfigs(mesh, proxy).get(routeConfigName(server, port) ?? '') ?? [];
  const byDomain = new Map(
    config.flatMap((host) => host.domains.map((domain): [string, VirtualHost] => [domain, host])),
  );
  const ruled = [...byDomain].filter(([, { routes }]) => routes.length > 0).map(([domain]) => domain);
  return {
    object: gateway,
    noun: 'server',
    path: `${path}.tls.${fieldOf(tls)}`,
    name: `${path.slice('spec.'.length)} of Gateway ${gateway.key}`,
    hosts: bareHosts(server),
    ruled,
    certificates: certificatesOf(mesh, proxy, tls),
    rulesFor(host) {
      const { routes = [] } = byDomain.get(mostSpecific(host, byDomain) ?? '') ?? {};
      return routes.length === 0 ? undefined : new Set(routes.flatMap(({ source }) => source ?? []));
    },
  };
}

function fieldOf(tls: ServerTlsSettings | undefined): string {
  if (tls?.credentialName) {
    return 'credentialName';
  }
  return tls?.credentialNames?.length
    ? 'credentialNames'
    : tls?.tlsCertificates?.length
      ? 'tlsCertificates'
      : 'serverCertificate';
}

function certificatesOf(mesh: Mesh, { namespace }: Proxy, tls: ServerTlsSettings | undefined): TerminatorCertificate[] {
  const secrets = [tls?.credentialName ?? '', ...(tls?.credentialNames ?? [])].filter((name) => name !== '');
  const files = [
    tls?.serverCertificate ?? '',
    ...(tls?.tlsCertificates ?? []).map((each) => each.serverCertificate ?? ''),
  ];
  return [
    ...secrets.map((name) => ({
      key: `secret ${name}`,
      name: `Secret ${name}`,
      known: certificateNames(mesh, namespace, name),
      secret: mesh.find('core/Secret', namespace, name),
    })),
    ...files.filter((file) => file !== '').map((file) => ({ key: `file ${file}`, name: file })),
  ];
}
