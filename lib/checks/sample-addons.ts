/** Services of Istio's sample addons, whose manifests name the namespace. */
const ADDONS: ReadonlySet<string> = new Set([
  'grafana',
  'jaeger-collector',
  'kiali',
  'loki',
  'prometheus',
  'tracing',
  'zipkin',
]);

export const ADDON_NAMESPACE = 'istio-system';

/** The full host of the sample addon with a name, if there is one. */
export function addonHost(name: string, clusterDomain: string): string | undefined {
  return ADDONS.has(name) ? `${name}.${ADDON_NAMESPACE}.svc.${clusterDomain}` : undefined;
}
