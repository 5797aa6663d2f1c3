import { backendTlsPolicies } from './backend-tls-policies';
import type { Change } from './change';
import { corsFilters } from './cors-filters';
import { defaultExportTo } from './default-export-to';
import { envoyFields } from './envoy-fields';
import { failoverOfDnsHosts } from './failover-of-dns-hosts';
import { gatewaySpans } from './gateway-spans';
import { hostNetworkPods } from './host-network-pods';
import { hostsOfSeveralNamespaces } from './hosts-of-several-namespaces';
import { interfaceNames } from './interface-names';
import { namesReadAsPatterns } from './names-read-as-patterns';
import { referenceGrantEntries } from './reference-grant-entries';
import { retryBudgetOfSubsets } from './retry-budget-of-subsets';
import { retryBudgetPercent } from './retry-budget-percent';
import { routesWithoutBackends, routesWithoutBackendsAgain } from './routes-without-backends';
import { sdsCredentialNames } from './sds-credential-names';
import { severalAuthorizers } from './several-authorizers';
import { strictGatewayMerging } from './strict-gateway-merging';
import { tlsListeners } from './tls-listeners';
import { unreadyEndpoints } from './unready-endpoints';

/** All that is known of what releases do otherwise, of what manifests can depend on. */
export const CHANGES: readonly Change[] = [
  corsFilters,
  failoverOfDnsHosts,
  hostsOfSeveralNamespaces,
  interfaceNames,
  namesReadAsPatterns,
  referenceGrantEntries,
  retryBudgetOfSubsets,
  retryBudgetPercent,
  routesWithoutBackends,
  severalAuthorizers,
  tlsListeners,
  backendTlsPolicies,
  defaultExportTo,
  envoyFields,
  gatewaySpans,
  hostNetworkPods,
  routesWithoutBackendsAgain,
  sdsCredentialNames,
  strictGatewayMerging,
  unreadyEndpoints,
];
