/** Kinds of the Gateway API that its experimental channel has, or a later release than the one whose standard channel is known here. */
const KINDS: ReadonlySet<string> = new Set([
  'TCPRoute',
  'UDPRoute',
  'XListenerSet',
  'XMesh',
  'XBackend',
  'XBackendTrafficPolicy',
]);

/** Versions that only the experimental channel serves. */
const VERSIONS: ReadonlySet<string> = new Set(['BackendTLSPolicy v1alpha3', 'TLSRoute v1alpha2', 'TLSRoute v1alpha3']);

/** Fields that only the experimental channel has, by the type that they are in. */
const FIELDS: ReadonlySet<string> = new Set([
  'HTTPRouteRule.retry',
  'HTTPRouteRule.sessionPersistence',
  'HTTPRouteFilter.externalAuth',
  'GRPCRouteRule.sessionPersistence',
  'GatewaySpec.defaultScope',
  ...['HTTPRoute', 'GRPCRoute', 'TLSRoute'].map((kind) => `${kind}Spec.useDefaultGateways`),
]);

/** Of what the manifests of a cluster with the experimental channel may rightly have. */
export const EXPERIMENTAL = {
  hasKind: (kind: string): boolean => KINDS.has(kind),
  hasVersion: (kind: string, version: string): boolean => VERSIONS.has(`${kind} ${version}`),
  hasField: (owner: string | undefined, name: string): boolean => FIELDS.has(`${owner}.${name}`),
  install: 'Install the experimental channel of the Gateway API',
};
