import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INJECTED, manifest, namespace, SHOP_REVIEWS } from '../../manifests';
import { testCases, textsOf } from '../found';

const group = (name: string, labels?: object, serviceAccount?: string): Manifest =>
  manifest('WorkloadGroup', `machines/${name}`, {
    ...(labels && { metadata: { labels } }),
    template: { serviceAccount },
  });

test('the account of machines may be the one that every namespace has', () => {
  expect(textsOf('KIA1701', [...SHOP_REVIEWS, group('vms', undefined, 'default')])).toEqual([
    [
      'No pod in machines uses the service account default. Every namespace has one of this name, ' +
        'so machines of this group join the mesh, but their identity does not distinguish them.',
      'Give the machines a ServiceAccount of their own, so that policies can name them.',
    ],
  ]);
  expect(textsOf('KIA1701', [...SHOP_REVIEWS, group('vms', undefined, 'agent')])).toEqual([
    [
      'No pod in machines uses the service account agent. If it does not exist, machines of this group get no certificate and do not join the mesh.',
      'Add the ServiceAccount agent to machines.',
    ],
  ]);
});

testCases('KIA170', [
  {
    name: 'groups with labels of their own, and an account that pods use',
    manifests: [
      namespace('machines', INJECTED),
      deployment('machines/agent', { app: 'agent' }, { serviceAccountName: 'agent' }),
      group('a', { app: 'a' }, 'agent'),
      group('b', { app: 'b' }),
      group('c'),
      group('d'),
    ],
    finds: [],
  },
  {
    name: 'an account that no pod uses',
    manifests: [namespace('machines', INJECTED), group('a', { app: 'a' }, 'agent')],
    finds: ['KIA1701 warning WorkloadGroup machines/a spec.template.serviceAccount'],
  },
  {
    name: 'groups with the same labels, in any order',
    manifests: [
      namespace('machines', INJECTED),
      group('a', { app: 'a', tier: 'db' }),
      group('b', { tier: 'db', app: 'a' }),
    ],
    finds: ['a', 'b'].map((name) => `KIA1702 warning WorkloadGroup machines/${name} spec.metadata.labels`),
  },
]);

test('it says what nobody can tell apart', () => {
  expect(textsOf('KIA1702', [group('a', { app: 'a' }), group('b', { app: 'a' })])[0]).toEqual([
    'WorkloadGroup b has the labels app=a as well. Services and policies cannot distinguish the machines of the two groups.',
    'Give each group its own labels, such as version.',
  ]);
  expect(textsOf('KIA1702', [group('a', {}), group('b', {})])[0]).toEqual([
    'WorkloadGroup b has no labels either. Services and policies cannot distinguish the machines of the two groups.',
    'Give each group its own labels, such as version.',
  ]);
});
