import { isObject } from '../core/is-object';
import type { Mesh } from './reading/mesh';

const PROXY_CONFIG = 'proxy.istio.io/config';

/**
 * How many proxies in front of a gateway its pods trust to tell the address of the client and its protocol in X-Forwarded-For and
 * X-Forwarded-Proto; undefined where neither the annotation of the pods nor the settings of the mesh say anything, which is none
 * (pilot/pkg/networking/core/gateway.go: buildGatewayConnectionManager).
 */
export function trustedProxies(mesh: Mesh, annotations: Readonly<Record<string, string>> = {}): number | undefined {
  const own = /numTrustedProxies["']?\s*:\s*["']?(\d+)/.exec(annotations[PROXY_CONFIG] ?? '');
  return own === null ? ofMesh(mesh) : Number(own[1]);
}

function ofMesh({ context: { meshConfig } }: Mesh): number | undefined {
  const { defaultConfig } = meshConfig;
  const topology = isObject(defaultConfig) ? defaultConfig.gatewayTopology : undefined;
  const given = isObject(topology) ? Number(topology.numTrustedProxies) : NaN;
  return Number.isFinite(given) ? given : undefined;
}
