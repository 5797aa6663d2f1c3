import type { Mesh } from '../../../mesh/reading/mesh';
import { PodIndex } from '../../../mesh/pod-index';
import { analyzedPods } from './analyzed-pods';

const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';
const SUBZONE = 'topology.istio.io/subzone';
const HOSTNAME = 'kubernetes.io/hostname';

/** All pods, with the labels that istiod gives them by the node that they are bound to. */
export function placedPods(mesh: Mesh): PodIndex {
  const pods = mesh.derive(analyzedPods);
  const nodes = new Map(mesh.all('core/Node').map(({ name, labels }) => [name, labels]));
  if (!pods.all.some(({ workload }) => (workload?.pod.nodeName ?? '') !== '')) {
    return pods;
  }
  return new PodIndex(
    pods.all.map((each) => {
      const node = each.workload?.pod.nodeName ?? '';
      return node === ''
        ? each
        : { ...each, labels: { ...each.labels, ...localityLabels(nodes.get(node)), [HOSTNAME]: node } };
    }),
  );
}

/** A subzone counts only in a zone. */
function localityLabels(node: Readonly<Record<string, string>> = {}): Record<string, string> {
  const levels = (node[ZONE] ?? '') === '' ? [REGION] : [REGION, ZONE, SUBZONE];
  const known = levels.map((level): [string, string] => [level, node[level] ?? '']);
  return Object.fromEntries(known.filter(([, value]) => value !== ''));
}
