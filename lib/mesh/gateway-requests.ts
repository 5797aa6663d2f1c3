import type { KnownRequest } from '../istio/authorization-match';
import { WITHOUT_IDENTITY } from '../istio/authorization-match';
import { parseProtocol, isHttp } from '../istio/protocol';
import { gatewayListeners } from './gateway-listeners';
import { isPassthrough, readsHttp } from './gateway-servers';
import { GATEWAY_NAME } from './managed-gateways';
import type { Proxy } from './proxies';
import { groupBy } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { servicesOfPods } from './services-of-pods';

/** What comes to one server of a gateway, as far as its Gateway tells. */
export interface ServerRequests {
  /** The Gateway, of Istio or of the Gateway API, and where its server stands in there. */
  readonly gateway: MeshObject;
  readonly path: string;
  readonly request: KnownRequest;
}

/**
 * What comes to the servers of a gateway. Callers have an identity only where a server asks for their certificate
 * (pilot/pkg/networking/core/gateway.go: buildGatewayListenerTLSContext).
 */
export function gatewayRequests(mesh: Mesh, proxy: Proxy): readonly ServerRequests[] {
  const own = Object.hasOwn(proxy.labels, GATEWAY_NAME)
    ? (mesh.derive(apiGateways).get(proxy.namespace) ?? []).find(({ name }) => name === proxy.labels[GATEWAY_NAME])
    : undefined;
  return [...ofServers(mesh, proxy), ...(own === undefined ? [] : ofListeners(own))];
}

/** Whether no server of a gateway ever asks callers for a certificate; false where none of its servers is known. */
export function seesNoIdentity(mesh: Mesh, proxy: Proxy): boolean {
  const all = gatewayRequests(mesh, proxy);
  return all.length > 0 && all.every(({ request }) => hasNoIdentity(request));
}

/** Whether callers show no certificate. */
export function hasNoIdentity({ identities }: KnownRequest): boolean {
  return identities?.length === 0;
}

/** The modes in which a server asks for certificates, or knows nothing of what it passes on. */
const ASKS: ReadonlySet<string> = new Set(['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL']);

function ofServers(mesh: Mesh, proxy: Proxy): ServerRequests[] {
  // Of a gateway that no manifest shows, only the ports of its Service are known, as its Gateways name them.
  const isKnown = proxy.workload !== undefined || servicesOfPods(mesh, proxy).length > 0;
  return gatewayListeners(mesh, proxy).listeners.flatMap(({ port, groups }) =>
    groups.flatMap(({ servers }) =>
      servers.map((each) => ({
        gateway: each.gateway,
        path: each.path,
        request: {
          ...(isKnown ? { port } : {}),
          isHttp: readsHttp(each),
          ...(!isPassthrough(each) && ASKS.has(each.server.tls?.mode ?? '') ? {} : WITHOUT_IDENTITY),
        },
      })),
    ),
  );
}

const TERMINATE_MODE = 'gateway.istio.io/tls-terminate-mode';

/** pilot/pkg/config/kube/gateway/conversion.go: buildTLS */
function ofListeners(gateway: MeshObject<'gateway.networking.k8s.io/Gateway'>): ServerRequests[] {
  const { listeners = [], tls } = gateway.spec;
  return listeners.map(({ port, protocol, tls: own }, i) => {
    const terminates = own !== undefined && own.mode !== 'Passthrough';
    const asks = terminates && (ASKS.has(own.options?.[TERMINATE_MODE] ?? '') || tls?.frontend !== undefined);
    return {
      gateway,
      path: `spec.listeners[${i}]`,
      request: {
        port,
        isHttp: isHttp(parseProtocol(protocol)) || (protocol === 'HTTPS' && terminates),
        ...(asks ? {} : WITHOUT_IDENTITY),
      },
    };
  });
}

function apiGateways(mesh: Mesh): ReadonlyMap<string, readonly MeshObject<'gateway.networking.k8s.io/Gateway'>[]> {
  return groupBy(mesh.all('gateway.networking.k8s.io/Gateway'), ({ namespace }) => namespace);
}
