import { Construct } from 'constructs';
import type { CheckSettings } from '../checks/check-settings';
import type { Finding } from '../checks/finding';
import { Problems, show } from '../core/problems';
import { analysis } from './analysis';
import { expectManifests, refuse } from './given-settings';

/**
 * All that is wrong with Kubernetes manifests, however they were made: what the API server, Istio's webhook, `istioctl analyze`
 * and Kiali would say of them later, and what none of them says.
 *
 * The manifests are not changed, and nothing is remembered between calls.
 *
 * @param manifests plain objects, as YAML or JSON text is read; anything else among them becomes a finding
 * @param settings what the manifests do not say; settings that cannot be right throw an error
 * @returns the findings in the order of the manifests
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests are free-form, as ApiObject.toJson() has them
export function check(manifests: any[], settings: CheckSettings = {}): Finding[] {
  const problems = new Problems();
  if (!Array.isArray(manifests)) {
    problems.add('manifests', `${show(manifests)} is not a list. Write check([manifest]).`);
  } else {
    for (const [i, each] of manifests.entries()) {
      if (Construct.isConstruct(each)) {
        problems.add(
          `manifests[${i}]`,
          `This is the construct ${each.node.path}. Write Testing.synth(chart), or toJson() of an ApiObject.`,
        );
      }
    }
  }
  const read = analysis().settingsReader().readInto(problems, settings);
  expectManifests(settings, problems);
  refuse('check', problems);
  return analysis()
    .checks()
    .checkAll(manifests, read)
    .findings.map(({ finding }) => finding);
}
