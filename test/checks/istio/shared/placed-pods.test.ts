import { Mesh } from '../../../../lib/mesh/reading/mesh';
import type { Manifest } from '../../../../lib/mesh/reading/mesh-object';
import { placedPods } from '../../../../lib/checks/istio/shared/placed-pods';
import { analyzedPods } from '../../../../lib/checks/istio/shared/analyzed-pods';
import { deployment, manifest } from '../../../manifests';

const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';
const SUBZONE = 'topology.istio.io/subzone';
const node = (labels: Record<string, string>): Manifest => manifest('Node', 'n1', undefined, { labels });
const labels = (...manifests: Manifest[]): unknown => new Mesh(manifests).derive(placedPods).in('shop')[0].labels;
const bound = deployment('shop/web', { app: 'web', [REGION]: 'own' }, { nodeName: 'n1' });

test('pods that are bound to a node have its place', () => {
  expect(labels(bound, node({ [REGION]: 'eu', [ZONE]: 'eu-1', [SUBZONE]: 'a', other: 'x' }))).toEqual({
    app: 'web',
    [REGION]: 'eu',
    [ZONE]: 'eu-1',
    [SUBZONE]: 'a',
    'kubernetes.io/hostname': 'n1',
  });
});

test('a subzone without zone is none, and a node that is not there has only its name', () => {
  expect(labels(bound, node({ [SUBZONE]: 'a' }))).toEqual({
    app: 'web',
    [REGION]: 'own',
    'kubernetes.io/hostname': 'n1',
  });
  expect(labels(bound)).toEqual({ app: 'web', [REGION]: 'own', 'kubernetes.io/hostname': 'n1' });
});

test('without any such pod it is the same index', () => {
  const mesh = new Mesh([deployment('shop/web', { app: 'web' }), node({ [REGION]: 'eu' })]);
  expect(mesh.derive(placedPods)).toBe(mesh.derive(analyzedPods));
});
