import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check, Reporter } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { conflicts, selections } from './selections';
import { otherObjects } from './listed-others';
import { listed, selectorText, unmatchedSelector } from './unmatched-selector';
import { unseenWorkloads } from './unseen-workloads';

type Telemetry = MeshObject<'telemetry.istio.io/Telemetry'>;

/** Telemetries that apply to no pod, or of which only one can apply. */
export const telemetrySelectors: Check = {
  name: 'telemetry-selectors',
  mirrors: ['telemetry.SelectorAnalyzer', 'telemetry.DefaultSelectorAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
    IST0159: {
      name: 'ConflictingTelemetryWorkloadSelectors',
      severity: 'error',
      source: 'istio',
      summary: 'Two Telemetries select the same pods.',
      explanation:
        'A workload should have one Telemetry. If several select the same pods, istiod concatenates their entries in the order in which the objects were created, and for conflicting settings of a provider the order decides. Tracing settings, filters and metric overrides of the two are mixed, and another order of deployment gives another result.',
      remedy: 'Write tracing, metrics and access logs of a workload into one Telemetry.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0159/',
        'https://istio.io/latest/docs/reference/config/telemetry/',
      ],
    },
    IST0160: {
      name: 'MultipleTelemetriesWithoutWorkloadSelectors',
      severity: 'error',
      source: 'istio',
      summary: 'A namespace has more than one Telemetry for all its workloads.',
      explanation:
        'A Telemetry without a selector and without targetRefs is the default of its namespace (of the mesh, in ' +
        'the root namespace). Of several, istiod uses the one that was created first and does not read the others: ' +
        'a second one for tracing beside one for access logs has no effect at all.',
      remedy: 'Merge them into one Telemetry, or give all but one a selector.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0160/',
        'https://istio.io/latest/docs/reference/config/telemetry/',
      ],
    },
  },
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
        ...(unseenWorkloads(object, labels, object.namespace, mesh) ?? {
          message: `No pod of the namespace ${object.namespace} has the labels ${selectorText(labels)}, so this Telemetry changes nothing.`,
          fix: unmatchedSelector(pods, labels, object.namespace),
          absence: true,
        }),
      });
    }
    for (const { object, message, related } of conflicts(byPods)) {
      report({
        code: 'IST0159',
        object,
        path: 'spec.selector.matchLabels',
        related,
        message: `${message} istiod concatenates their entries in the order of creation; if they conflict, that order decides.`,
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
        related: otherObjects(conflict ? whole : list, object),
        message: conflict
          ? `${whole.length} Telemetries of the namespace ${namespace} are for all its workloads: ${names}. The oldest one applies and the others are ignored.`
          : `istioctl analyze counts ${names} as Telemetries for all workloads of ${namespace}, because it ignores targetRefs. Proxies use them, so all of these objects apply.`,
        fix: conflict
          ? 'Write tracing, metrics and accessLogging into one Telemetry, or give all but one a selector.'
          : 'Nothing needs to change. To hide the finding, put the annotation galley.istio.io/analyze-suppress: IST0160 on them.',
      });
    }
  }
}

function attached({ spec }: Telemetry): boolean {
  return spec.targetRef !== undefined || (spec.targetRefs ?? []).length > 0;
}
