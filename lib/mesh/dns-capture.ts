import { isObject } from '../core/is-object';
import type { Mesh } from './reading/mesh';

/** The setting of a proxy by which it answers the DNS lookups of its pod, for hosts of ServiceEntries too (pilot/cmd/pilot-agent/options/options.go). */
const CAPTURE = 'ISTIO_META_DNS_CAPTURE';

/**
 * Whether proxies of a namespace answer DNS lookups: by MeshConfig, by a ProxyConfig, or by the annotation of any of its pods. istiod then
 * gives an address to each ServiceEntry that has none, and proxies can tell its hosts apart
 * (pilot/pkg/networking/serviceentry/serviceentry.go: ShouldV2AutoAllocateIP).
 */
export function capturesDns(mesh: Mesh, namespace: string): boolean {
  const { all, namespaces } = mesh.derive(capturing);
  return all || namespaces.has(namespace);
}

interface Capturing {
  readonly all: boolean;
  readonly namespaces: ReadonlySet<string>;
}

function capturing(mesh: Mesh): Capturing {
  const { meshConfig, rootNamespace } = mesh.context;
  const metadata = isObject(meshConfig.defaultConfig) ? meshConfig.defaultConfig.proxyMetadata : undefined;
  const configs = mesh
    .all('networking.istio.io/ProxyConfig')
    .filter(({ spec }) => spec.environmentVariables?.[CAPTURE] === 'true')
    .map(({ namespace }) => namespace);
  const pods = mesh.workloads
    .filter(({ annotations }) => ASKED.test(annotations['proxy.istio.io/config'] ?? ''))
    .map(({ namespace }) => namespace);
  return {
    all: (isObject(metadata) && metadata[CAPTURE] === 'true') || configs.includes(rootNamespace),
    namespaces: new Set([...configs, ...pods]),
  };
}

/** In the JSON or YAML of an annotation. */
const ASKED = new RegExp(`${CAPTURE}["']?\\s*:\\s*["']?true`);
