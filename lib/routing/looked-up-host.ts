import type { Endpoint } from '../mesh/endpoints';
import type { Proxy } from '../mesh/proxies';
import type { Cluster } from './cluster';
import type { Journey } from './journey';

/** What a wildcard that is looked up is made a cluster for (pilot/pkg/networking/core/cluster.go: buildOutboundClusters). */
const LOOKED_UP: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC', 'TLS']);

/**
 * The host that the SNI or the Host names, for a wildcard whose hosts are looked up (pilot/pkg/networking/core/cluster_builder.go:
 * buildDFPCluster, networkfilter.go: buildSNIDFPFilter). The SNI is looked up by sidecars alone.
 */
export function lookedUpHost({ hello, request }: Journey, proxy: Proxy, cluster: Cluster): Endpoint | undefined {
  const { service, tls } = cluster;
  const isTls = hello !== undefined;
  const known = service.ports.find(({ number }) => number === cluster.port);
  const named = isTls ? hello.sni : request?.authority;
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(named ?? '') ?? [];
  if (host === '' || known === undefined || !LOOKED_UP.has(known.protocol) || (isTls && proxy.kind !== 'sidecar')) {
    return undefined;
  }
  const usual = tls.mode === 'none' ? 80 : 443;
  return {
    object: service.object,
    path: '',
    namespace: service.namespace,
    labels: {},
    address: host,
    port: isTls ? cluster.port : Number(port ?? usual),
    hasProxy: false,
  };
}
