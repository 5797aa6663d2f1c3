import { INJECT, INJECTION, REVISION } from './data-plane-labels';

type Labels = Readonly<Record<string, string>>;

export const PROXY_CONTAINER = 'istio-proxy';

/** The image that a pod template leaves to the injector, as those of gateways do. */
export const INJECTED_IMAGE = 'auto';

/** The annotation that names the template by which the injector writes the proxy, and the one for gateways. */
export const INJECTION_TEMPLATE = 'inject.istio.io/templates';
export const GATEWAY_TEMPLATE = 'gateway';

/**
 * Whether a webhook of Istio's own chart, for any revision, is asked about pods with labels.
 *
 * @param namespace the labels of their namespace; one that is not among the manifests is taken for one of the mesh
 */
export function isSeenByInjector(namespace: Labels | undefined, labels: Labels): boolean {
  if (labels[INJECT] === 'false') {
    return false;
  }
  if (namespace === undefined || namespace[INJECTION] !== undefined) {
    return namespace === undefined || namespace[INJECTION] === 'enabled';
  }
  const revision = namespace[REVISION] ?? labels[REVISION];
  return revision === undefined ? labels[INJECT] === 'true' : revision !== '';
}

/** The names of the ports that the injector gives the container of the proxy (manifests/charts/istio-control/istio-discovery/files: injection-template.yaml). */
export const PROXY_PORT_NAMES: readonly string[] = ['http-envoy-prom'];
