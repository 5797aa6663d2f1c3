import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import { isAmbientNamespace } from '../../mesh/injection';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check, Reporter } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { otherObjects } from './listed-others';
import { listed, selectorText, unmatchedSelector } from './unmatched-selector';
import { conflicts, selections } from './selections';
import { unseenWorkloads } from './unseen-workloads';

type Sidecar = MeshObject<'networking.istio.io/Sidecar'>;

/** Sidecars that apply to no pod, or of which only one can apply. */
export const sidecarSelectors: Check = {
  name: 'sidecar-selectors',
  mirrors: ['sidecar.SelectorAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
    IST0110: {
      name: 'ConflictingSidecarWorkloadSelectors',
      severity: 'error',
      source: 'istio',
      summary: 'Two Sidecars select the same pods.',
      explanation:
        'A proxy is configured by one Sidecar. If two select the same pods, istiod uses the one that was created first and ignores the other, with its egress hosts and listeners. The order of creation differs between clusters and changes when an object is deleted and created again, so a redeployment can break a working mesh.',
      remedy: 'Merge the Sidecars into one, or change their selectors so that no pod has the labels of both.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0110/',
        'https://istio.io/latest/docs/reference/config/networking/sidecar/',
      ],
    },
    IST0111: {
      name: 'MultipleSidecarsWithoutWorkloadSelectors',
      severity: 'error',
      source: 'istio',
      summary: 'A namespace has more than one Sidecar without a workload selector.',
      explanation:
        'A Sidecar without a selector is the default of its namespace, and there can be one. Of several, istiod ' +
        'uses the one that was created first; the others have no effect. Which one that is differs between ' +
        'clusters that were built in another order.',
      remedy: 'Merge them into one, or give all but one a `workloadSelector`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0111/',
        'https://istio.io/latest/docs/reference/config/networking/sidecar/',
      ],
    },
    IST0167: {
      name: 'IneffectivePolicy',
      severity: 'warning',
      source: 'istio',
      summary: 'A Sidecar selects pods that have no sidecar.',
      explanation:
        'In ambient mode ztunnel carries the traffic of pods, and it does not read Sidecar objects. Egress limits and listeners that were written for sidecars no longer apply when a namespace ' +
        'moves to ambient mode.',
      remedy: 'Delete the Sidecar; use AuthorizationPolicies, and a waypoint for routing.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
        'https://istio.io/latest/docs/ambient/overview/',
      ],
    },
  },
  run(mesh, report) {
    const sidecars = analyzed(mesh, 'networking.istio.io/Sidecar');
    const labelsOf = ({ spec }: Sidecar): Record<string, string> => spec.workloadSelector?.labels ?? {};
    const whole = sidecars.filter((sidecar) => Object.keys(labelsOf(sidecar)).length === 0);
    const selecting = sidecars.filter((sidecar) => Object.keys(labelsOf(sidecar)).length > 0);
    const pods = mesh.derive(analyzedPods);
    const { unmatched, byPods } = selections(selecting, labelsOf, pods);
    for (const object of unmatched) {
      const labels = labelsOf(object);
      report({
        code: 'IST0101',
        object,
        path: 'spec.workloadSelector.labels',
        ...(unseenWorkloads(object, labels, object.namespace, mesh) ?? {
          message: `No pod of the namespace ${object.namespace} has the labels ${selectorText(labels)}, so this Sidecar applies to none.`,
          fix: unmatchedSelector(pods, labels, object.namespace),
          absence: true,
        }),
      });
    }
    for (const [, list] of [...byPods].filter(([{ ambient: isAmbient }]) => isAmbient)) {
      list.forEach((sidecar) => ambient(sidecar, 'The pods that it selects have', report));
    }
    for (const { object, message, related } of conflicts(new Map([...byPods].filter(([pods]) => !pods.ambient)))) {
      report({
        code: 'IST0110',
        object,
        path: 'spec.workloadSelector.labels',
        related,
        message: `${message} A proxy uses only one Sidecar: the oldest one applies to these pods, and the others are ignored.`,
        fix: 'Merge them into one, or change the labels so that no pod matches both.',
      });
    }
    namespaces(mesh, whole, report);
  },
};

function ambient(object: Sidecar, who: string, report: Reporter): void {
  report({
    code: 'IST0167',
    object,
    path: 'spec',
    message: `${who} no sidecar but ztunnel (ambient mode), which does not read Sidecars: this one has no effect.`,
    fix: 'Delete it. To limit who may call a workload, write an AuthorizationPolicy; for routing, use a waypoint.',
  });
}

/** Sidecars for a namespace as a whole. */
function namespaces(mesh: Mesh, sidecars: readonly Sidecar[], report: Reporter): void {
  const meant = new Map(analyzed(mesh, 'core/Namespace').map((object) => [object.name, object]));
  for (const [name, list] of groupBy(sidecars, ({ namespace }) => namespace)) {
    const namespace = meant.get(name);
    if (namespace !== undefined && isAmbientNamespace(namespace)) {
      list.forEach((sidecar) => ambient(sidecar, `The pods of the namespace ${name} have`, report));
    } else if (list.length > 1) {
      const names = listed(list.map((each) => each.name));
      for (const object of list) {
        report({
          code: 'IST0111',
          object,
          path: 'spec.workloadSelector',
          related: otherObjects(list, object),
          message:
            `${list.length} Sidecars of the namespace ${name} are for all its workloads: ${names}. ` +
            'The oldest one applies and the others are ignored, so the order of creation decides.',
          fix: 'Merge them into one, or give all but one a workloadSelector.',
        });
      }
    }
  }
}
