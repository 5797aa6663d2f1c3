import type { Server } from '../../imports/networking';
import type { Protocol } from '../istio/protocol';
import { isHttp, parseProtocol } from '../istio/protocol';
import { serverHosts } from '../istio/server-host';
import { isPassThrough } from '../istio/server-rules';
import type { Gateway } from './gateways';
import { once } from './reading/once';

/** A server of a Gateway, as istiod reads it. */
export interface GatewayServer {
  readonly gateway: Gateway;
  /** `spec.servers[0]` */
  readonly path: string;
  readonly server: Server;
  /** The number that it names, which `port` in matches of VirtualServices is compared with. */
  readonly number: number;
  readonly protocol: Protocol;
  readonly bind: string;
  /** `shop.example.com` for VirtualServices of all namespaces, or `shop/shop.example.com` for those of one. */
  readonly hosts: readonly string[];
}

/** The servers of a Gateway; one without a port does not count (pilot/pkg/model/gateway.go: mergeGateways). */
export const serversOf = once((gateway: Gateway): readonly GatewayServer[] =>
  (gateway.spec.servers ?? []).flatMap((server, i) => {
    const { port, bind = '', hosts = [] } = server;
    return port === undefined
      ? []
      : {
          gateway,
          path: `spec.servers[${i}]`,
          server,
          number: port.number ?? 0,
          protocol: parseProtocol(port.protocol),
          bind,
          hosts: serverHosts(hosts, gateway.namespace).map(({ namespace, host }) =>
            namespace === '*' ? host : `${namespace}/${host}`,
          ),
        };
  }),
);

/** The hosts of a server, whatever the namespace of their VirtualServices, each once (pilot/pkg/model/gateway.go: GetSNIHostsForServer). */
export function bareHosts({ hosts }: GatewayServer): string[] {
  return [...new Set(hosts.map((host) => host.split('/')[1] ?? host))].sort();
}

/** Whether it passes TLS through. */
export function isPassthrough({ server: { tls } }: GatewayServer): boolean {
  return tls !== undefined && isPassThrough(tls);
}

/** Whether it reads requests (pkg/config/gateway/gateway.go: IsHTTPServer). */
export function readsHttp(server: GatewayServer): boolean {
  return isHttp(server.protocol) || (server.protocol === 'HTTPS' && !isPassthrough(server));
}

/** Whether it speaks TLS, passed through or terminated; a redirect of plain HTTP does not count (pkg/config/gateway/gateway.go: IsTLSServer). */
export function speaksTls({ server, protocol }: GatewayServer): boolean {
  return server.tls !== undefined && !isHttp(protocol);
}

/**
 * The name of the route configuration that a server shares, or has for itself; undefined where it reads no requests.
 *
 * pilot/pkg/model/gateway.go: gatewayRDSRouteName.
 *
 * @param port that the proxy listens on
 */
export function routeConfigName(each: GatewayServer, port: number): string | undefined {
  const { gateway, server, protocol, number, bind } = each;
  const end = bind === '' ? '' : `.${bind}`;
  if (isHttp(protocol)) {
    return `http.${port}${end}`;
  }
  return readsHttp(each)
    ? `https.${number}.${server.port.name ?? ''}.${gateway.name}.${gateway.namespace}${end}`
    : undefined;
}
