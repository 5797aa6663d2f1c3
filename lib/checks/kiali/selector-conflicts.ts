import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
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
  codes: ['KIA0002', 'KIA0003'],
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
            message: `${object.kind} ${other.name} has no selector either, and one alone can be for all of ${namespace}. Istio takes the one that was created first.`,
            fix: 'Merge the two, or select workloads with one of them.',
          });
        }
        for (const [object, { other, workload }] of rivals(mesh, objects)) {
          report({
            code: 'KIA0003',
            object,
            path,
            message: `${object.kind} ${other.name} selects ${workload.name} as well, and one alone applies to a workload. Istio takes the one that was created first.`,
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
