import type { LocalityLoadBalancerSetting, OutlierDetection, TrafficPolicy } from '../../../imports/networking';
import type { DestinationRule } from '../../mesh/destination-rules';
import { effectiveRules } from '../../mesh/destination-rules';
import { DataSet } from '../../mesh/reading/data-map';
import type { Check, Report } from '../check';

/** Locality load balancing that does not do what its fields promise. */
export const localityFailover: Check = {
  name: 'locality-failover',
  mirrors: [
    'pilot/pkg/networking/core/loadbalancer/loadbalancer.go: GetEffectiveLbSetting, ApplyLocalityLoadBalancer',
    'pilot/pkg/networking/core/cluster_traffic_policy.go: applyOutlierDetection',
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
  },
  run(mesh, report) {
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const { trafficPolicy, policyFrom, subsets } of effectiveRules(mesh)) {
      const all = [
        ...(policyFrom === undefined ? [] : policiesOf(policyFrom, 'spec.trafficPolicy', trafficPolicy)),
        ...subsets.flatMap(({ from, path, trafficPolicy: own }) =>
          policiesOf(from, `${path}.trafficPolicy`, own, trafficPolicy?.outlierDetection),
        ),
      ];
      for (const found of all.flatMap(mistakesIn)) {
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
}

/** A policy and those of its ports, as far as they have settings for localities. */
function policiesOf(
  object: DestinationRule,
  path: string,
  policy: TrafficPolicy | undefined,
  inherited?: OutlierDetection,
): PlacedPolicy[] {
  const placed = (
    at: string,
    { loadBalancer, outlierDetection }: Pick<TrafficPolicy, 'loadBalancer' | 'outlierDetection'>,
    above?: OutlierDetection,
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
          },
        ];
  };
  return [
    ...placed(path, policy ?? {}, inherited),
    ...(policy?.portLevelSettings ?? []).flatMap((each, i) => placed(`${path}.portLevelSettings[${i}]`, each)),
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

/** Errors of the local origin count with the others, unless they are split off, and then five of them eject. */
function ejectsNothing(outlier: OutlierDetection): boolean {
  const { consecutive5xxErrors, consecutiveGatewayErrors = 0, splitExternalLocalOriginErrors } = outlier;
  return consecutive5xxErrors === 0 && consecutiveGatewayErrors === 0 && splitExternalLocalOriginErrors !== true;
}
