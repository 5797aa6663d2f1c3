/**
 * What Istio registers as an analyzer: `analyzers.All()` of `pkg/config/analysis/analyzers`, by name, without the validation of
 * each kind; with the codes of the messages that its file makes. A test in test/real compares both with the Go module itself.
 */
export const ANALYZERS: Readonly<Record<string, readonly string[]>> = {
  'annotations.K8sAnalyzer': ['IST0107', 'IST0108', 'IST0125', 'IST0135'],
  'applicationUID.Analyzer': ['IST0144'],
  'auth.AuthorizationPoliciesAnalyzer': ['IST0101', 'IST0127'],
  'authn.BlockedCIDRsAnalyzer': ['IST0175'],
  'conditions.ConditionAnalyzer': ['IST0171'],
  'deployment.MultiServiceAnalyzer': ['IST0116', 'IST0137'],
  'deprecation.DeprecationAnalyzer': ['IST0002'],
  'destinationrule.CaCertificateAnalyzer': ['IST0128', 'IST0129'],
  'destinationrule.SubsetSelectPodAnalyzer': ['IST0173', 'IST0174'],
  'envoyfilter.EnvoyPatchAnalyzer': ['IST0151', 'IST0152', 'IST0153', 'IST0154', 'IST0155'],
  'externalcontrolplane.ExternalControlPlaneAnalyzer': ['IST0163', 'IST0164'],
  'gateway.CertificateAnalyzer': ['IST0138'],
  'gateway.ConflictingGatewayAnalyzer': ['IST0101', 'IST0145'],
  'gateway.IngressGatewayPortAnalyzer': ['IST0101', 'IST0162'],
  'gateway.SecretAnalyzer': ['IST0101', 'IST0161'],
  'injection.Analyzer': ['IST0102', 'IST0103', 'IST0123', 'IST0148'],
  'injection.ImageAnalyzer': ['IST0158'],
  'injection.ImageAutoAnalyzer': ['IST0146', 'IST0147'],
  'k8sgateway.CRDVersionAnalyzer': ['IST0176'],
  'k8sgateway.SelectorAnalyzer': ['IST0166'],
  'meshnetworks.MeshNetworksAnalyzer': ['IST0126'],
  'service.PortNameAnalyzer': ['IST0118', 'IST0150'],
  'serviceentry.Analyzer': ['IST0134'],
  'serviceentry.ConflictingServiceEntryProtocolAnalyzer': ['IST0177'],
  'services.MultiClusterServiceAnalyzer': ['IST0170'],
  'sidecar.SelectorAnalyzer': ['IST0101', 'IST0110', 'IST0111', 'IST0167'],
  'telemetry.DefaultSelectorAnalyzer': ['IST0160'],
  'telemetry.LightstepAnalyzer': ['IST0002'],
  'telemetry.ProviderAnalyzer': ['IST0157'],
  'telemetry.SelectorAnalyzer': ['IST0101', 'IST0159'],
  'virtualservice.ConflictingMeshGatewayHostsAnalyzer': ['IST0109'],
  'virtualservice.DestinationHostAnalyzer': ['IST0101', 'IST0112', 'IST0140'],
  'virtualservice.DestinationRuleAnalyzer': ['IST0101'],
  'virtualservice.GatewayAnalyzer': ['IST0101', 'IST0132', 'IST0165'],
  'virtualservice.JWTClaimRouteAnalyzer': ['IST0149'],
  'webhook.Analyzer': ['IST0139'],
};

/** The kinds that Istio validates, one analyzer `schema.ValidationAnalyzer.<kind>` each. */
export const VALIDATED_KINDS: readonly string[] = [
  'AuthorizationPolicy',
  'DestinationRule',
  'EnvoyFilter',
  'Gateway',
  'MeshConfig',
  'MeshNetworks',
  'PeerAuthentication',
  'ProxyConfig',
  'RequestAuthentication',
  'ServiceEntry',
  'Sidecar',
  'Telemetry',
  'TrafficExtension',
  'VirtualService',
  'WasmPlugin',
  'WorkloadEntry',
  'WorkloadGroup',
];

/** Codes of analyzers that no check reports, and why. */
export const NOT_MIRRORED: Readonly<Record<string, string>> = {
  IST0103: 'Pods of manifests have no proxy yet: the injector adds it when they are created.',
  IST0139: 'How the webhooks of an installation of Istio overlap is not for the manifests of its users.',
  IST0148: 'It only repeats what the installation says: that it injects proxies into namespaces without a label.',
  IST0158: 'It compares the image of the proxies in pods that were injected, which manifests do not have.',
  IST0171: 'It reads the status that a controller writes, which manifests do not have.',
};

/** Kinds that Istio validates and the webhook never sees, and why. */
export const NO_WEBHOOK: Readonly<Record<string, string>> = {
  MeshConfig: 'istiod reads it from a ConfigMap.',
  MeshNetworks: 'istiod reads it from a ConfigMap.',
};
