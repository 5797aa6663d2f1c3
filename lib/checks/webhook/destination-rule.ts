import type { Subset } from '../../../imports/networking';
import { show } from '../../core/problems';
import { checkTrafficPolicy } from './destination-rule/traffic-policy';
import type { Verdict } from './shared/errors-only';
import { errorsOnly } from './shared/errors-only';
import { checkExportTo } from './shared/export-to';
import { isDnsLabel } from '../../istio/domain-name';
import { hostFix, wildcardDomainProblem } from './shared/host';
import { labelLike } from './shared/label-like';
import { checkLabels, checkWorkloadSelector } from './shared/labels';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const destinationRule: WebhookCheck<'networking.istio.io/DestinationRule'> = {
  name: 'destination-rule',
  mirrors: 'ValidateDestinationRule',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/DestinationRule',
  run({ spec, namespace }, verdict) {
    const { host = '', trafficPolicy, subsets = [], exportTo, workloadSelector } = spec;
    const problem = wildcardDomainProblem(host);
    if (problem !== undefined) {
      verdict.error(
        'spec.host',
        `The host ${problem}`,
        hostFix(
          host,
          'Write the name of a Service such as reviews.shop.svc.cluster.local, or a host of a ServiceEntry.',
        ),
      );
    }
    if (trafficPolicy !== undefined) {
      checkTrafficPolicy(trafficPolicy, 'spec.trafficPolicy', namespace, verdict);
    }
    checkSubsets(subsets, namespace, verdict);
    checkExportTo(exportTo, namespace, verdict, { ownNamespaceOnly: workloadSelector !== undefined });
    if (workloadSelector !== undefined) {
      checkWorkloadSelector(workloadSelector.matchLabels, 'spec.workloadSelector.matchLabels', verdict);
    }
  },
};

function checkSubsets(subsets: readonly Subset[], namespace: string, verdict: Verdict): void {
  const first = new Map<string, number>();
  subsets.forEach(({ name = '', labels, trafficPolicy }, i) => {
    const path = `spec.subsets[${i}]`;
    const known = first.get(name);
    if (known === undefined) {
      first.set(name, i);
    } else {
      verdict.error(
        `${path}.name`,
        `subsets[${known}] already has the name ${show(name)}.`,
        'Give each subset its own name, or merge the two.',
      );
    }
    if (!isDnsLabel(name)) {
      verdict.error(
        `${path}.name`,
        name === ''
          ? 'The subset has no name.'
          : `${show(name)} is not a valid subset name, which has at most 63 letters, digits and "-" with a letter or digit at both ends.`,
        `Write a name such as ${labelLike(name, 'v1')}.`,
      );
    }
    checkLabels(labels, `${path}.labels`, verdict);
    if (trafficPolicy !== undefined) {
      checkTrafficPolicy(trafficPolicy, `${path}.trafficPolicy`, namespace, errorsOnly(verdict));
    }
  });
}
