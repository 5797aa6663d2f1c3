import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { byName } from './shared/lists';
import type { ObjectOf } from './shared/namespaces';
import { checkedObjects } from './shared/namespaces';
import { selectorOf } from './shared/selectors';
import type { KialiWorkload } from './shared/workloads';
import { workloadIndex } from './shared/workloads';

const KINDS = ['networking.istio.io/Sidecar', 'security.istio.io/PeerAuthentication'] as const;

type Single = ObjectOf<(typeof KINDS)[number]>;

/** Kinds of which one applies to a workload, and several want to. */
export const selectorConflicts: Check = {
  name: 'selector-conflicts',
  mirrors: ['business/checkers/common/multi_match_selector'],
  codes: {
    KIA0002: {
      name: 'SeveralObjectsForNamespace',
      severity: 'error',
      source: 'kiali',
      summary: 'Two objects without a selector apply to all workloads of a namespace.',
      explanation:
        'A workload has one PeerAuthentication for its namespace, and one Sidecar. When two of them have no selector, ' +
        'istiod uses the one that was created first and silently ignores the other. After a restore from a ' +
        'backup or a move to a new cluster the order can be the other way round, and the settings change although no ' +
        'manifest did.',
      remedy: 'Merge the two, or give one of them a selector.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/reference/config/networking/sidecar/',
      ],
      twin: 'IST0111',
    },
    KIA0003: {
      name: 'SeveralObjectsForWorkload',
      severity: 'error',
      source: 'kiali',
      summary: 'Two objects of a kind select the same workload, and only one of them applies.',
      explanation:
        'istiod does not merge several PeerAuthentications or Sidecars for one workload: the one that was created first applies. The workload then runs with only part of the settings, and deleting the first object activates the other one.',
      remedy: 'Merge the objects, or select with labels that no workload has both of.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
        'https://istio.io/latest/docs/reference/config/networking/sidecar/',
      ],
      twin: 'IST0110',
    },
  },
  run(mesh, report) {
    for (const kind of KINDS) {
      const isSidecar = kind === 'networking.istio.io/Sidecar';
      const checked = byName<Single>(checkedObjects(mesh, kind));
      const path = isSidecar ? 'spec.workloadSelector' : 'spec.selector';
      for (const [namespace, objects] of groupBy(checked, (each) => each.namespace)) {
        // Without a pod there is nobody that two Sidecars could be for.
        if (isSidecar && mesh.derive(workloadIndex).in(namespace).length === 0) {
          continue;
        }
        const wide = objects.filter((object) => isEmpty(object));
        for (const object of wide.length > 1 ? wide : []) {
          const other = wide.find((each) => each !== object)!;
          report({
            code: 'KIA0002',
            object,
            path,
            related: [{ object: other, path }],
            message: `${object.kind} ${other.name} has no selector either, but only one can apply to all of ${namespace}. Istio uses the one that was created first.`,
            fix: 'Merge the two, or select workloads with one of them.',
          });
        }
        for (const [object, { other, workload }] of rivals(mesh, objects)) {
          report({
            code: 'KIA0003',
            object,
            path,
            related: [{ object: other, path }, ...(workload.object === undefined ? [] : [{ object: workload.object }])],
            message: `${object.kind} ${other.name} also selects ${workload.name}, but only one applies to a workload. Istio uses the one that was created first.`,
            fix: 'Merge the two, or select with labels that no workload has both of.',
          });
        }
      }
    }
  },
};

function isEmpty(object: Single): boolean {
  return Object.keys(selectorOf(object).labels).length === 0;
}

interface Rival {
  readonly other: Single;
  readonly workload: KialiWorkload;
}

function rivals(mesh: Mesh, objects: readonly Single[]): Map<Single, Rival> {
  const workloads = mesh.derive(workloadIndex);
  const bySelected = new Map<KialiWorkload, Single[]>();
  for (const object of objects.filter((each) => !isEmpty(each))) {
    for (const workload of workloads.select(selectorOf(object).labels, object.namespace)) {
      const list = bySelected.get(workload) ?? [];
      bySelected.set(workload, list);
      list.push(object);
    }
  }
  const found = new Map<Single, Rival>();
  for (const [workload, [one, two, ...rest]] of bySelected) {
    for (const object of two === undefined ? [] : [one, two, ...rest]) {
      found.set(object, { other: object === one ? two : one, workload });
    }
  }
  return found;
}
