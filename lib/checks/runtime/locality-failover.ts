import type { LocalityLoadBalancerSetting, OutlierDetection, TrafficPolicy } from '../../../imports/networking';
import type { DestinationRule } from '../../mesh/destination-rules';
import { effectiveRules } from '../../mesh/destination-rules';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import type { CountedCluster } from '../../mesh/replicas';
import { mostEndpoints } from '../../mesh/replicas';
import type { Check, Report } from '../check';

/** Locality load balancing that does not do what its fields promise. */
export const localityFailover: Check = {
  name: 'locality-failover',
  mirrors: [
    'pilot/pkg/networking/core/loadbalancer/loadbalancer.go: GetEffectiveLbSetting, ApplyLocalityLoadBalancer',
    'pilot/pkg/networking/core/cluster_traffic_policy.go: applyOutlierDetection',
    'envoy source/common/upstream/outlier_detection_impl.cc: ejectHost',
  ],
  codes: {
    CDI0134: {
      name: 'FailoverNeverHappens',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A failover is configured that never happens.',
      explanation:
        'Envoy sends requests to the next region when outlier detection has ejected the endpoints of the nearer one. `localityLbSetting.enabled: false` switches all locality load balancing off, failover included. `distribute` takes the place of `failoverPriority`: with both, istiod uses the shares alone. `consecutive5xxErrors: 0` switches the detection off, unless gateway errors or errors of the local origin are counted, so no endpoint is ever ejected. IST0133 reports a failover without outlierDetection.',
      remedy: 'Remove what switches the failover off.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting',
        'https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/',
      ],
    },
    CDI0135: {
      name: 'DistributeIsNoFailover',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'distribute sends all requests to one locality, and to no other when that fails.',
      explanation:
        'With `distribute`, istiod gives the proxies of `from` only the endpoints of the localities in `to`. If there is one locality with a share of 100, and its endpoints fail, requests get 503: those of other localities are not tried, with or without outlierDetection. This is right if requests must not leave the locality. If one locality is only preferred, `failover` or `failoverPriority` does that.',
      remedy: 'Leave it if requests must stay in the locality; otherwise use failover with outlierDetection.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute',
        'https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/distribute/',
        'https://github.com/istio/istio/issues/33470',
      ],
    },
    CDI0156: {
      name: 'TooFewEndpointsToEject',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A failover needs ejected endpoints, and outlier detection may eject none of so few.',
      explanation:
        'Outlier detection ejects an endpoint only if the share of ejected ones then is at most `maxEjectionPercent` of all endpoints of the host (or subset), those of other localities included. The default is 10: with fewer than ten endpoints Envoy ejects none. (Before 1.28 it always ejected the first one; Istio does not set `always_eject_one_host`, which does the same.) Requests then keep going to the endpoints of the nearer locality, whatever these answer; only pods that are gone or not ready are left out. Reported where the manifests say how many there are: `replicas`, or the maximum of an autoscaler, and addresses of ServiceEntries. Endpoints of other clusters count as well.',
      remedy:
        'Write a `maxEjectionPercent` by which all endpoints of a locality can be ejected: 100, where any may fail.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
        'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/outlier_detection.proto',
        'https://github.com/envoyproxy/envoy/pull/27909',
        'https://github.com/envoyproxy/envoy/pull/34796',
      ],
    },
  },
  run(mesh, report) {
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const { host, trafficPolicy, policyFrom, subsets } of effectiveRules(mesh)) {
      const all = [
        ...(policyFrom === undefined ? [] : policiesOf(policyFrom, 'spec.trafficPolicy', { host }, trafficPolicy)),
        ...subsets.flatMap(({ from, path, labels, trafficPolicy: own }) =>
          policiesOf(from, `${path}.trafficPolicy`, { host, labels }, own, trafficPolicy?.outlierDetection),
        ),
      ];
      for (const found of all.flatMap((each) => [...mistakesIn(each), ...withNothingToEject(mesh, each)])) {
        if (told.add([found.object.key, found.path])) {
          report(found);
        }
      }
    }
  },
};

interface PlacedPolicy {
  readonly object: DestinationRule;
  readonly path: string;
  readonly setting: LocalityLoadBalancerSetting;
  readonly outlierDetection?: OutlierDetection;
  /** Whose endpoints it is for. */
  readonly cluster: CountedCluster;
}

/** A policy and those of its ports, as far as they have settings for localities. */
function policiesOf(
  object: DestinationRule,
  path: string,
  cluster: CountedCluster,
  policy: TrafficPolicy | undefined,
  inherited?: OutlierDetection,
): PlacedPolicy[] {
  const placed = (
    at: string,
    { loadBalancer, outlierDetection }: Pick<TrafficPolicy, 'loadBalancer' | 'outlierDetection'>,
    above?: OutlierDetection,
    port?: number,
  ): readonly PlacedPolicy[] => {
    const setting = loadBalancer?.localityLbSetting;
    return setting === undefined
      ? []
      : [
          {
            object,
            path: `${at}.loadBalancer.localityLbSetting`,
            setting,
            outlierDetection: outlierDetection ?? above,
            cluster: { ...cluster, port },
          },
        ];
  };
  return [
    ...placed(path, policy ?? {}, inherited),
    ...(policy?.portLevelSettings ?? []).flatMap((each, i) =>
      placed(`${path}.portLevelSettings[${i}]`, each, undefined, each.port?.number),
    ),
  ];
}

function mistakesIn({ object, path, setting, outlierDetection }: PlacedPolicy): Report[] {
  const { enabled, distribute = [], failover = [], failoverPriority = [] } = setting;
  const field = failover.length > 0 ? 'failover' : 'failoverPriority';
  const never = (message: string, fix: string): Report[] => [
    { code: 'CDI0134', object, path: `${path}.${field}`, message, fix },
  ];
  if (failover.length + failoverPriority.length > 0) {
    if (enabled === false) {
      return never(
        `enabled: false switches all locality load balancing off, so ${field} has no effect.`,
        `Remove enabled: false, or ${field}.`,
      );
    }
    // IST0106 refuses distribute beside failover.
    if (distribute.length > 0 && failover.length === 0) {
      return never(
        `With distribute, istiod does not read ${field}: requests are shared as distribute says, and other localities are never tried.`,
        `Remove distribute, or ${field}.`,
      );
    }
    if (outlierDetection !== undefined && ejectsNothing(outlierDetection)) {
      return never(
        `outlierDetection ejects no endpoint (consecutive5xxErrors: 0), so requests never go to the next locality.`,
        'Write consecutive5xxErrors: 5, or another number of errors after which an endpoint is left out.',
      );
    }
  }
  return enabled === false
    ? []
    : distribute.flatMap(({ from = '', to = {} }, i): Report | readonly Report[] => {
        const localities = Object.keys(to);
        return localities.length !== 1
          ? []
          : {
              code: 'CDI0135',
              object,
              path: `${path}.distribute[${i}]`,
              message: `All requests of ${from === '*' ? 'all localities' : from} go to ${localities[0]}, and get 503 when no endpoint there is healthy: distribute has no failover${outlierDetection === undefined ? '' : ', whatever outlierDetection says'}.`,
              fix: `Leave it if requests must stay in ${localities[0]}. If it is only preferred, write failover or failoverPriority instead, with outlierDetection.`,
            };
      });
}

/** Of Envoy, where a rule says nothing, or 0. */
const DEFAULT_PERCENT = 10;

/** Failovers that nothing else stops, and that have too few endpoints (envoy source/common/upstream/outlier_detection_impl.cc: ejectHost). */
function withNothingToEject(mesh: Mesh, { object, path, setting, outlierDetection, cluster }: PlacedPolicy): Report[] {
  const { enabled, distribute = [], failover = [], failoverPriority = [] } = setting;
  if (
    enabled === false ||
    distribute.length > 0 ||
    failover.length + failoverPriority.length === 0 ||
    outlierDetection === undefined ||
    ejectsNothing(outlierDetection)
  ) {
    return [];
  }
  const given = outlierDetection.maxEjectionPercent ?? 0;
  const percent = given > 0 ? given : DEFAULT_PERCENT;
  const count = percent >= 100 ? undefined : mostEndpoints(mesh, cluster);
  if (count === undefined || count === 0 || count * percent >= 100) {
    return [];
  }
  const { host, labels } = cluster;
  const of = labels === undefined ? host : `the subset of ${host}`;
  const many = count === 1 ? 'one endpoint' : `${count} endpoints`;
  return [
    {
      code: 'CDI0156',
      object,
      path: `${path}.${failover.length > 0 ? 'failover' : 'failoverPriority'}`,
      message: `outlierDetection may eject at most ${percent} % of the endpoints${given > 0 ? '' : ' (the default of maxEjectionPercent)'}, and ${of} has ${many} in these manifests: Envoy ejects none, and requests keep going to the nearer locality when its endpoints fail.`,
      fix: `Write maxEjectionPercent: 100 in outlierDetection. Leave it if other clusters have so many endpoints that there are ${Math.ceil(100 / percent)} or more.`,
    },
  ];
}

/** Errors of the local origin count with the others, unless they are split off, and then five of them eject. */
function ejectsNothing(outlier: OutlierDetection): boolean {
  const { consecutive5xxErrors, consecutiveGatewayErrors = 0, splitExternalLocalOriginErrors } = outlier;
  return consecutive5xxErrors === 0 && consecutiveGatewayErrors === 0 && splitExternalLocalOriginErrors !== true;
}
