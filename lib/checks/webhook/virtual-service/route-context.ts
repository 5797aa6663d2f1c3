import { MESH_GATEWAY } from '../../../istio/names';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { HostIndex } from './host-index';

/** What is to be known of a VirtualService to judge its routes. */
export interface RouteContext {
  readonly hosts: readonly string[];
  readonly hostIndex: HostIndex;
  /** Whether it has no hosts, and others delegate to it. */
  readonly delegate: boolean;
  /** Whether it is for gateways only. */
  readonly forGateways: boolean;
  /** As {@link forGateways}, but a VirtualService without gateways counts too: istiod sees it so where it looks at names in TLS. */
  readonly notForMesh: boolean;
  /** Whether any route of TLS asks for a name. */
  readonly hasSniHosts: boolean;
  /** Whether it says of itself that istiod made it from a route of the Gateway API. */
  readonly converted: boolean;
}

export function routeContext({
  spec: { hosts = [], gateways = [], tls = [] },
  annotations,
}: MeshObject<'networking.istio.io/VirtualService'>): RouteContext {
  const notForMesh = !gateways.includes(MESH_GATEWAY);
  return {
    hosts,
    hostIndex: new HostIndex(hosts),
    delegate: hosts.length === 0,
    forGateways: gateways.length > 0 && notForMesh,
    notForMesh,
    hasSniHosts: tls.some(({ match = [] }) => match.some(({ sniHosts = [] }) => sniHosts.length > 0)),
    converted: annotations['internal.istio.io/route-semantics'] === 'gateway',
  };
}
