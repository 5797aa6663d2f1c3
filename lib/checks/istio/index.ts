import type { Check } from '../check';
import { applicationUid } from './application-uid';
import { deprecatedFields } from './deprecated-fields';
import { destinationRuleCaCertificates } from './destination-rule-ca-certificates';
import { destinationRuleSubsets } from './destination-rule-subsets';
import { envoyFilterOperations } from './envoy-filter-operations';
import { gatewayApiCrds } from './gateway-api-crds';
import { gatewayCertificates } from './gateway-certificates';
import { gatewayConflicts } from './gateway-conflicts';
import { gatewayCredentials } from './gateway-credentials';
import { gatewaySelectors } from './gateway-selectors';
import { gatewayWorkloads } from './gateway-workloads';
import { ingressSubsets } from './ingress-subsets';
import { istioAnnotations } from './istio-annotations';
import { jwksFetch } from './jwks-fetch';
import { meshHostConflicts } from './mesh-host-conflicts';
import { meshNetworks } from './mesh-networks';
import { multiClusterServices } from './multi-cluster-services';
import { namespaceInjection } from './namespace-injection';
import { policyNamespaces } from './policy-namespaces';
import { policyWorkloads } from './policy-workloads';
import { proxyImage } from './proxy-image';
import { serviceAssociations } from './service-associations';
import { serviceEntryAddresses } from './service-entry-addresses';
import { serviceEntryProtocols } from './service-entry-protocols';
import { servicePortNames } from './service-port-names';
import { sidecarSelectors } from './sidecar-selectors';
import { telemetryProviders } from './telemetry-providers';
import { telemetrySelectors } from './telemetry-selectors';
import { tokenClaimRoutes } from './token-claim-routes';
import { virtualServiceDestinations } from './virtual-service-destinations';
import { virtualServiceGateways } from './virtual-service-gateways';
import { virtualServiceSubsets } from './virtual-service-subsets';
import { webhookAddresses } from './webhook-addresses';

export const ISTIO_CHECKS: readonly Check[] = [
  applicationUid,
  deprecatedFields,
  destinationRuleCaCertificates,
  destinationRuleSubsets,
  envoyFilterOperations,
  gatewayApiCrds,
  gatewayCertificates,
  gatewayConflicts,
  gatewayCredentials,
  gatewaySelectors,
  gatewayWorkloads,
  ingressSubsets,
  istioAnnotations,
  jwksFetch,
  meshHostConflicts,
  meshNetworks,
  multiClusterServices,
  namespaceInjection,
  policyNamespaces,
  policyWorkloads,
  proxyImage,
  serviceAssociations,
  serviceEntryAddresses,
  serviceEntryProtocols,
  servicePortNames,
  sidecarSelectors,
  telemetryProviders,
  telemetrySelectors,
  tokenClaimRoutes,
  virtualServiceDestinations,
  virtualServiceGateways,
  virtualServiceSubsets,
  webhookAddresses,
];
