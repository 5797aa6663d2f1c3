import type { ObjectOf } from './namespaces';

type Selecting = ObjectOf<
  | 'networking.istio.io/Sidecar'
  | 'security.istio.io/AuthorizationPolicy'
  | 'security.istio.io/PeerAuthentication'
  | 'security.istio.io/RequestAuthentication'
>;

/** The labels that an object selects pods by, and where they stand. */
export function selectorOf({ spec }: Selecting): { readonly labels: Record<string, string>; readonly path: string } {
  if ('workloadSelector' in spec) {
    return { labels: spec.workloadSelector?.labels ?? {}, path: 'spec.workloadSelector.labels' };
  }
  const labels = 'selector' in spec ? (spec.selector?.matchLabels ?? {}) : {};
  return { labels, path: 'spec.selector.matchLabels' };
}
