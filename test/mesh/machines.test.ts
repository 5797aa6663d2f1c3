import { selectsMachines } from '../../lib/mesh/machines';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { manifest, workloadEntry } from '../manifests';

const mesh = new Mesh([
  workloadEntry('shop/vm', { address: '10.0.0.7', labels: { app: 'vm' } }),
  manifest('WorkloadGroup', 'shop/group', {
    metadata: { labels: { app: 'group' } },
    template: { labels: { app: 'template', version: 'v1' } },
  }),
]);

test.each([
  [{ app: 'vm' }, 'shop', true],
  [{ app: 'vm', version: 'v1' }, 'shop', false],
  [{ app: 'vm' }, 'other', false],
  [{ app: 'group', version: 'v1' }, 'shop', true],
  // Of one label that of the metadata counts.
  [{ app: 'template' }, 'shop', false],
  [{ app: 'group' }, 'other', false],
])('%j in %s: %s', (selector, namespace, expected) => {
  expect(selectsMachines(mesh, selector as Record<string, string>, namespace)).toBe(expected);
});
