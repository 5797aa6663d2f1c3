import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { sidecar } from '../../manifests';
import { testCases, textsOf } from '../found';

const egress = [{ hosts: ['./*'] }];
const selecting = (key: string, labels: object): Manifest => sidecar(key, { workloadSelector: { labels }, egress });

testCases('KIA1006', [
  {
    name: 'a Sidecar of the root namespace with a selector',
    manifests: [selecting('istio-system/default', { app: 'web' })],
    finds: ['KIA1006 warning Sidecar istio-system/default spec.workloadSelector'],
  },
  {
    name: 'one without labels in it, and one of another namespace',
    manifests: [
      selecting('istio-system/default', {}),
      sidecar('istio-system/b', { egress }),
      selecting('shop/a', { app: 'web' }),
    ],
    finds: [],
  },
  {
    name: 'where the root namespace has another name',
    manifests: [selecting('istio-system/default', { app: 'web' }), selecting('mesh/default', { app: 'web' })],
    settings: { meshConfig: { rootNamespace: 'mesh' } },
    finds: ['KIA1006 warning Sidecar mesh/default spec.workloadSelector'],
  },
]);

test('it says which pods it is for', () => {
  expect(textsOf('KIA1006', [selecting('istio-system/default', { app: 'web' })])).toEqual([
    [
      'A Sidecar in the root namespace istio-system is the default of the whole mesh. With the selector app=web it is not: it only applies to pods of istio-system.',
      'Remove workloadSelector, or move the Sidecar into the namespace of the workload.',
    ],
  ]);
});
