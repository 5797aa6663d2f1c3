import { INJECT } from '../../../istio/data-plane-labels';

/** What is written instead of a deprecated annotation. */
export const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  [
    INJECT,
    `Write the label ${INJECT} on the pod template instead; an annotation cannot make the webhook look at a pod.`,
  ],
  ['sidecar.istio.io/discoveryAddress', 'Write discoveryAddress in the annotation proxy.istio.io/config.'],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', 'Write istio.io/reroute-virtual-interfaces.'],
  [
    'sidecar.istio.io/statsInclusionPrefixes',
    'Write proxyStatsMatcher.inclusionPrefixes in the annotation proxy.istio.io/config.',
  ],
  [
    'sidecar.istio.io/statsInclusionSuffixes',
    'Write proxyStatsMatcher.inclusionSuffixes in the annotation proxy.istio.io/config.',
  ],
  [
    'sidecar.istio.io/statsInclusionRegexps',
    'Write proxyStatsMatcher.inclusionRegexps in the annotation proxy.istio.io/config.',
  ],
  ['sidecar.istio.io/extraStatTags', 'Write tagOverrides in a Telemetry.'],
  ['sidecar.istio.io/statsCompression', 'Write statsCompression: true in the annotation proxy.istio.io/config.'],
]);

/** Labels of Istio that are often taken for annotations. */
export const LABELS: readonly string[] = [
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
  'istio.io/use-waypoint-namespace',
  'istio.io/ingress-use-waypoint',
  'istio.io/waypoint-for',
  'istio.io/tag',
  'networking.istio.io/tunnel',
  'networking.istio.io/gatewayPort',
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'service.istio.io/workload-name',
  'sidecar.istio.io/inject',
  'topology.istio.io/cluster',
  'topology.istio.io/network',
  'topology.istio.io/subzone',
];
