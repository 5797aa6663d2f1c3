/*
 * What istiod writes into `credentialName` itself, for what BackendTLSPolicies name.
 *
 * pilot/pkg/model/credentials/resource.go: KubernetesConfigMapTypeURI, InvalidSecretTypeURI
 */

/** Before `namespace/name` of a ConfigMap, which proxies of all kinds get. */
export const CONFIG_MAP_CREDENTIAL = 'configmap://';

/** For a reference that istiod does not take: no connection is made. */
export const NO_CREDENTIAL = 'invalid://';
