import type {
  LocalityLoadBalancerSetting,
  LocalityLoadBalancerSettingDistribute,
  LocalityLoadBalancerSettingFailover,
  ZoneAwareLoadBalancerSetting,
} from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { errorsOnly } from '../shared/errors-only';
import { overlapProblems } from './locality-overlap';

/** Labels of nodes that say where they are; an endpoint's locality is made of them. */
const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/** Says what is wrong with which localities are called. */
export function checkLocality(
  setting: LocalityLoadBalancerSetting,
  path: string,
  outlier: boolean,
  verdict: Verdict,
): void {
  const { distribute = [], failover = [], failoverPriority = [] } = setting;
  let errors = 0;
  const counted: Verdict = {
    ...errorsOnly(verdict),
    error: (...said) => {
      errors++;
      verdict.error(...said);
    },
  };
  if (distribute.length > 0 && failover.length > 0) {
    counted.error(
      `${path}.failover`,
      'distribute and failover exclude each other: distribute sends fixed shares to localities, failover sends all requests to the nearest healthy one.',
      'Remove distribute or failover.',
    );
  }
  if (failover.length > 0) {
    failoverPriority.forEach((label, i) => {
      if (TOPOLOGY.includes(label)) {
        counted.error(
          `${path}.failoverPriority[${i}]`,
          `failover and ${label} in failoverPriority both choose the next region.`,
          `Remove failover, or ${label}.`,
        );
      }
    });
  }
  distribute.forEach((each, i) => checkWeights(each, `${path}.distribute[${i}]`, counted));
  // After those errors istiod looks no further.
  if (errors === 0) {
    warnOfMissingOutlier(setting, path, outlier, verdict);
  }
  distribute.forEach(({ to = {} }, i) => {
    checkOverlap(Object.keys(to), (name) => `${path}.distribute[${i}].to.${name}`, verdict, { ordered: false });
  });
  const sources = distribute.map(({ from = '' }) => from);
  checkOverlap(sources, (_, i) => `${path}.distribute[${i}].from`, verdict, { ordered: true });
  checkFailover(failover, path, verdict);
}

/** Says what is wrong with how endpoints of other zones are called. */
export function checkZoneAware(
  setting: ZoneAwareLoadBalancerSetting,
  path: string,
  outlier: boolean,
  verdict: Verdict,
): void {
  setting.failoverPriority?.forEach((label, i) => {
    if (TOPOLOGY.includes(label)) {
      verdict.error(
        `${path}.failoverPriority[${i}]`,
        `Envoy already prefers endpoints by region and zone, so ${label} cannot be a priority.`,
        'Remove it, and write the order of the regions in failover.',
      );
    }
  });
  warnOfMissingOutlier(setting, path, outlier, verdict);
  checkFailover(setting.failover ?? [], path, verdict);
}

function warnOfMissingOutlier(
  { failover = [], failoverPriority = [] }: ZoneAwareLoadBalancerSetting,
  path: string,
  outlier: boolean,
  verdict: Verdict,
): void {
  if (!outlier && failover.length + failoverPriority.length > 0) {
    const name = failover.length > 0 ? 'failover' : 'failoverPriority';
    verdict.warning(
      `${path}.${name}`,
      `Without outlierDetection Envoy does not detect failing endpoints, so ${name} has no effect.`,
      'Write outlierDetection next to loadBalancer, for example { consecutive5xxErrors: 5, interval: 10s }.',
    );
  }
}

function checkWeights({ to = {} }: LocalityLoadBalancerSettingDistribute, path: string, verdict: Verdict): void {
  const weights = Object.entries(to);
  const wrong = weights.filter(([, weight]) => weight < 1 || weight > 100);
  for (const [name, weight] of wrong) {
    verdict.error(
      `${path}.to.${name}`,
      `The share of ${name} is ${weight}, and shares are 1 to 100.`,
      'Write 1 to 100.',
    );
  }
  const sum = weights.reduce((before, [, weight]) => before + weight, 0);
  if (wrong.length === 0 && sum !== 100) {
    verdict.error(
      `${path}.to`,
      `The shares add up to ${sum}, not to 100.`,
      'Change the shares so that their sum is 100.',
    );
  }
}

function checkOverlap(
  localities: readonly string[],
  at: (locality: string, i: number) => string,
  verdict: Verdict,
  options: { readonly ordered: boolean },
): void {
  overlapProblems(localities, options).forEach((problem, i) => {
    if (problem !== undefined) {
      verdict.error(
        at(localities[i], i),
        `The locality ${show(localities[i])} ${problem}`,
        'Write localities as region, region/zone or region/zone/subzone, each of them once; "*" can only be at the end.',
      );
    }
  });
}

function checkFailover(failover: readonly LocalityLoadBalancerSettingFailover[], path: string, verdict: Verdict): void {
  failover.forEach(({ from = '', to = '' }, i) => {
    const at = `${path}.failover[${i}]`;
    if (from === to) {
      const what =
        from === '' ? 'Neither from nor to is given.' : `The traffic of ${show(from)} fails over to the same region.`;
      verdict.error(at, what, 'Write two different regions.');
    }
    for (const [name, region] of Object.entries({ from, to })) {
      if (region.includes('/') || region.includes('*')) {
        const what = region.includes('/') ? 'a zone' : 'a pattern';
        verdict.error(
          `${at}.${name}`,
          `${show(region)} is ${what}, and failover is from region to region.`,
          'Write the name of a region, such as us-east1.',
        );
      }
    }
  });
}
