import type { Check } from '../check';
import { controllerWeights } from './controller-weights';
import { dataPlaneLabels } from './data-plane-labels';
import { deadHttpRules } from './dead-rules';
import { destinationRuleLookup } from './destination-rule-lookup';
import { dottedHosts } from './dotted-hosts';
import { duplicateObjects } from './duplicate-objects';
import { egressEnforcement } from './egress-enforcement';
import { egressServiceEntries } from './egress-service-entries';
import { envoyFilterReach } from './envoy-filter-reach';
import { exactRoots } from './exact-roots';
import { faultWithRetries } from './fault-with-retries';
import { gatewayCredentials } from './gateway-credentials';
import { gatewayDeployments } from './gateway-deployments';
import { gatewayRouteKinds } from './gateway-route-kinds';
import { hiddenSubsets } from './hidden-subsets';
import { hiddenWaysOut } from './hidden-ways-out';
import { ingressPaths } from './ingress-paths';
import { loadBalancerFronts } from './load-balancer-fronts';
import { openDashboards } from './open-dashboards';
import { overlappingDestinationRules } from './overlapping-destination-rules';
import { overlappingVirtualServices } from './overlapping-virtual-services';
import { removedApis } from './removed-apis';
import { sharedServerNames } from './shared-server-names';
import { strictMutualTls } from './strict-mutual-tls';
import { serviceHttpRoutes } from './service-http-routes';
import { weightedConsistentHash } from './weighted-consistent-hash';

export const RUNTIME_CHECKS: readonly Check[] = [
  controllerWeights,
  dataPlaneLabels,
  deadHttpRules,
  destinationRuleLookup,
  dottedHosts,
  duplicateObjects,
  egressEnforcement,
  egressServiceEntries,
  envoyFilterReach,
  exactRoots,
  faultWithRetries,
  gatewayCredentials,
  gatewayDeployments,
  gatewayRouteKinds,
  hiddenSubsets,
  hiddenWaysOut,
  ingressPaths,
  loadBalancerFronts,
  openDashboards,
  overlappingDestinationRules,
  overlappingVirtualServices,
  removedApis,
  serviceHttpRoutes,
  sharedServerNames,
  strictMutualTls,
  weightedConsistentHash,
];
