import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check, Reporter } from '../check';
import { conflicts, selections } from './selections';
import { listed, selectorText, unmatchedSelector } from './unmatched-selector';

type Telemetry = MeshObject<'telemetry.istio.io/Telemetry'>;

/** Telemetries that apply to no pod, or of which only one can apply. */
export const telemetrySelectors: Check = {
  codes: ['IST0101', 'IST0159', 'IST0160'],
  run(mesh, report) {
    const all = analyzed(mesh, 'telemetry.istio.io/Telemetry');
    const labelsOf = ({ spec }: Telemetry): Record<string, string> => spec.selector?.matchLabels ?? {};
    const pods = mesh.derive(analyzedPods);
    const selecting = all.filter((telemetry) => Object.keys(labelsOf(telemetry)).length > 0);
    const { unmatched, byPods } = selections(selecting, labelsOf, pods);
    for (const object of unmatched) {
      const labels = labelsOf(object);
      report({
        code: 'IST0101',
        object,
        path: 'spec.selector.matchLabels',
        message: `No pod of the namespace ${object.namespace} has the labels ${selectorText(labels)}, so this Telemetry changes nothing.`,
        fix: unmatchedSelector(pods, labels, object.namespace),
        absence: true,
      });
    }
    for (const { object, message } of conflicts(byPods)) {
      report({
        code: 'IST0159',
        object,
        path: 'spec.selector.matchLabels',
        message: `${message} istiod strings their entries together in the order in which the objects were made; where they differ, that order decides.`,
        fix: 'Write tracing, metrics and accessLogging for the workload into one Telemetry, or change the labels.',
      });
    }
    defaults(
      all.filter(({ spec }) => spec.selector === undefined),
      report,
    );
  },
};

/** Telemetries without a selector. */
function defaults(telemetries: readonly Telemetry[], report: Reporter): void {
  for (const [namespace, list] of groupBy(telemetries, (telemetry) => telemetry.namespace)) {
    const whole = list.filter((telemetry) => !attached(telemetry));
    const named = { whole: listed(whole.map(({ name }) => name)), list: listed(list.map(({ name }) => name)) };
    for (const object of list.length > 1 ? list : []) {
      const conflict = whole.length > 1 && !attached(object);
      const names = conflict ? named.whole : named.list;
      report({
        code: 'IST0160',
        object,
        path: 'spec.selector',
        severity: conflict ? undefined : 'info',
        message: conflict
          ? `${whole.length} Telemetries of the namespace ${namespace} are for all its workloads: ${names}. The oldest one counts and the others are not read.`
          : `istioctl analyze counts ${names} as Telemetries for all workloads of ${namespace}, because it does not look at targetRefs. Proxies do, so nothing is lost.`,
        fix: conflict
          ? 'Write tracing, metrics and accessLogging into one Telemetry, or give all but one a selector.'
          : 'Leave it, or put the annotation galley.istio.io/analyze-suppress: IST0160 on them.',
      });
    }
  }
}

function attached({ spec }: Telemetry): boolean {
  return spec.targetRef !== undefined || (spec.targetRefs ?? []).length > 0;
}
