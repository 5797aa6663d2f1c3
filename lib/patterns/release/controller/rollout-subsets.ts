import { DestinationRule } from '../../../networking/destination-rule';
import type { IWorkloadLike } from '../../../kubernetes/workload-like';
import type { ReleaseInput } from '../release-method';
import { RULE_FIRST } from '../release-method';
import { ReleaseVersion } from '../release-version';
import { splitRouting, subsetTarget, wholeRouting } from '../split-routing';
import { commonLabels } from './controlled-workload';
import type { MadeTargets, RolloutTargets } from './rollout-targets';
import { POD_HASH } from './rollout-targets';

/** A DestinationRule with a subset for each version. */
export class RolloutSubsets implements RolloutTargets {
  public objects({ name }: ReleaseInput): Map<string, string[]> {
    return new Map([[name, ['DestinationRule']]]);
  }

  public make(input: ReleaseInput, workload: IWorkloadLike): MadeTargets {
    const { scope, props, name, service } = input;
    const { namespace } = service;
    const destinationRule = new DestinationRule(scope, 'DestinationRule', {
      metadata: { name, namespace, annotations: RULE_FIRST },
      service,
      trafficPolicy: props.trafficPolicy,
    });
    const labels = commonLabels(props.service, workload);
    const stable = destinationRule.addSubset('stable', { labels });
    const canary = destinationRule.addSubset('canary', { labels });
    return {
      destinationRule,
      stable: ReleaseVersion._of(stable.name, stable.labels, stable),
      canary: ReleaseVersion._of(canary.name, canary.labels, canary),
      routing: splitRouting(input, {
        stable: subsetTarget(stable),
        canary: subsetTarget(canary),
        weight: 0,
        always: props.alwaysCanary ?? [],
      }),
      preview: wholeRouting(input, canary),
      hosts: [service.fqdn, service.fqdn],
      subsets: { name, stableSubsetName: stable.name, canarySubsetName: canary.name },
      ignoreDifferences: [
        {
          group: 'networking.istio.io',
          kind: 'DestinationRule',
          name,
          namespace,
          jqPathExpressions: [`.spec.subsets[].labels."${POD_HASH}"`],
        },
      ],
    };
  }
}
