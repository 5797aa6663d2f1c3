import { groupBy } from '../../../mesh/reading/group-by';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { serviceDomain } from './hosts';
import { byName } from './lists';
import { viewers, VisibleLists } from './visibility';

export type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;
export type PeerAuthentication = MeshObject<'security.istio.io/PeerAuthentication'>;

/** The TLS mode that a DestinationRule sets for clients; undefined without tls. */
export function clientTlsMode({ spec }: DestinationRule): string | undefined {
  const tls = spec.trafficPolicy?.tls;
  return tls === undefined ? undefined : (tls.mode ?? 'DISABLE');
}

export const MESH_HOST = '*.local';

export function namespaceHost(namespace: string, { context }: Mesh): string {
  return `*.${namespace}.${serviceDomain(context)}`;
}

/** Whether a DestinationRule is one that turns mTLS on for the mesh or for its namespace, beside those of single hosts. */
export function isWideMutual(rule: DestinationRule, mesh: Mesh): boolean {
  const host = rule.spec.host ?? '';
  return clientTlsMode(rule) === 'ISTIO_MUTUAL' && (host === MESH_HOST || host === namespaceHost(rule.namespace, mesh));
}

/** The mode of a PeerAuthentication for all of its namespace; undefined if it has a selector, or no mTLS mode. */
export function serverTlsMode({ spec }: PeerAuthentication): string | undefined {
  return spec.selector !== undefined || spec.mtls === undefined ? undefined : (spec.mtls.mode ?? 'UNSET');
}

export function isEnabled(mode: string | undefined): boolean {
  return mode === 'STRICT' || mode === 'PERMISSIVE';
}

/** DestinationRules by the host as it is written, in the order in which the API server lists them. */
export function rulesByHost(mesh: Mesh): VisibleLists<string, DestinationRule> {
  const lists = new VisibleLists<string, DestinationRule>();
  for (const rule of byName(mesh.all('networking.istio.io/DestinationRule'))) {
    lists.add(rule.spec.host ?? '', viewers(mesh, rule), rule);
  }
  return lists;
}

/** PeerAuthentications by namespace, in the order in which the API server lists them. */
export function peerAuthentications(mesh: Mesh): Map<string, PeerAuthentication[]> {
  return groupBy(byName(mesh.all('security.istio.io/PeerAuthentication')), ({ namespace }) => namespace);
}

/** Unless MeshConfig says otherwise, sidecars use mTLS wherever the other side has it. */
export function isAutoMtls({ context }: Mesh): boolean {
  return context.meshConfig.enableAutoMtls !== false;
}

/** Whether proxies let requests through to hosts that nobody declared. */
export function allowsAnyHost({ context }: Mesh): boolean {
  const policy = context.meshConfig.outboundTrafficPolicy as { readonly mode?: string } | undefined;
  return policy === undefined || policy.mode === 'ALLOW_ANY';
}
