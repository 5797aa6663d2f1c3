import type { Check } from '../check';
import { ambientHosts } from './ambient-hosts';
import { ambientPolicies } from './ambient-policies';
import { ambientWorkloads } from './ambient-workloads';
import { authorizationMutualTls } from './authorization-mutual-tls';
import { authorizationOperations } from './authorization-operations';
import { authorizationSources } from './authorization-sources';
import { destinationRuleConflicts } from './destination-rule-conflicts';
import { destinationRuleHosts } from './destination-rule-hosts';
import { destinationRuleSubsets } from './destination-rule-subsets';
import { destinationRuleTlsOverride } from './destination-rule-tls-override';
import { exportTo } from './export-to';
import { gatewayApiBackends } from './gateway-api-backends';
import { gatewayApiClass } from './gateway-api-class';
import { gatewayApiListeners } from './gateway-api-listeners';
import { gatewayApiRoutes } from './gateway-api-routes';
import { gatewayHosts } from './gateway-hosts';
import { gatewaySelector } from './gateway-selector';
import { mutualTlsClients } from './mutual-tls-clients';
import { mutualTlsServers } from './mutual-tls-servers';
import { referenceGrantNamespaces } from './reference-grant-namespaces';
import { selectorConflicts } from './selector-conflicts';
import { selectorWorkloads } from './selector-workloads';
import { serviceEntryConflicts } from './service-entry-conflicts';
import { servicePorts } from './service-ports';
import { serviceTargetPorts } from './service-target-ports';
import { sidecarEgress } from './sidecar-egress';
import { sidecarGlobal } from './sidecar-global';
import { uncoveredWorkloads } from './uncovered-workloads';
import { virtualServiceDestinations } from './virtual-service-destinations';
import { virtualServiceGateways } from './virtual-service-gateways';
import { virtualServiceRoutes } from './virtual-service-routes';
import { virtualServiceSingleHost } from './virtual-service-single-host';
import { virtualServiceSubsets } from './virtual-service-subsets';
import { workloadGroups } from './workload-groups';

export const KIALI_CHECKS: readonly Check[] = [
  selectorConflicts,
  selectorWorkloads,
  exportTo,
  authorizationSources,
  authorizationOperations,
  authorizationMutualTls,
  destinationRuleConflicts,
  destinationRuleHosts,
  destinationRuleSubsets,
  destinationRuleTlsOverride,
  mutualTlsClients,
  mutualTlsServers,
  gatewayHosts,
  gatewaySelector,
  servicePorts,
  serviceTargetPorts,
  sidecarEgress,
  sidecarGlobal,
  virtualServiceDestinations,
  virtualServiceGateways,
  virtualServiceRoutes,
  virtualServiceSingleHost,
  virtualServiceSubsets,
  serviceEntryConflicts,
  gatewayApiRoutes,
  gatewayApiBackends,
  gatewayApiListeners,
  gatewayApiClass,
  referenceGrantNamespaces,
  workloadGroups,
  ambientPolicies,
  ambientHosts,
  ambientWorkloads,
  uncoveredWorkloads,
];
