import type { WrittenSettings } from '../../../lib/checks/read-settings';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, server, serviceEntry } from '../../manifests';

/** A host outside of the mesh. */
export const HOST = 'api.example.org';
/** The Service of the egress gateway. */
export const EGRESS = 'istio-egressgateway.istio-system.svc.cluster.local';

export const REGISTRY_ONLY: WrittenSettings = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };

/** Lets no pods of the namespace shop out. */
export const enforced = manifest('NetworkPolicy', 'shop/egress', { policyTypes: ['Egress'], egress: [] });

/** A ServiceEntry for hosts that take TLS at port 443. */
export const entry = (hosts: string[], resolution: string = 'DNS', namespace: string = 'shop'): Manifest =>
  serviceEntry(`${namespace}/external`, {
    hosts,
    resolution,
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  });

export const egressGateway = (...hosts: string[]): Manifest =>
  manifest('Gateway', 'istio-system/out', {
    selector: { istio: 'egressgateway' },
    servers: [server(443, 'TLS', hosts, { mode: 'PASSTHROUGH' })],
  });

/** A route by server name: from the clients to the gateway, or from the gateway to the host. */
export const hop = (gateways: string[], sni: string, host: string, port?: number): object => ({
  match: [{ gateways, port: 443, sniHosts: [sni] }],
  route: [{ destination: { host, ...(port && { port: { number: port } }) } }],
});
