import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { INJECTED, manifest, namespace, SHOP, SHOP_REVIEWS } from '../../manifests';
import { found, testCases, textsOf } from '../found';

test('the namespace that a grant was probably meant for', () => {
  const grant = manifest('ReferenceGrant', 'shop/g', {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'egde' }],
    to: [{ group: '', kind: 'Service' }],
  });
  expect(found('KIA1601', [...SHOP_REVIEWS, namespace('edge', INJECTED), grant])).toMatchObject([
    { fix: 'Write edge.' },
  ]);
});

const from = (...namespaces: string[]): Manifest =>
  manifest('ReferenceGrant', 'shop/g', {
    from: namespaces.map((each) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: each })),
    to: [{ group: '', kind: 'Service' }],
  });

testCases('KIA1601', [
  { name: 'a namespace that is there', manifests: [SHOP, namespace('edge'), from('edge', 'shop')], finds: [] },
  {
    name: 'one that is not',
    manifests: [SHOP, namespace('edge'), from('edge', 'other')],
    finds: ['KIA1601 warning ReferenceGrant shop/g spec.from[1].namespace'],
  },
  {
    name: 'in a closed world it is an error',
    manifests: [SHOP, from('other')],
    settings: { world: 'closed' },
    finds: ['KIA1601 error ReferenceGrant shop/g spec.from[0].namespace'],
  },
]);

test('it says who cannot use the grant', () => {
  expect(textsOf('KIA1601', [SHOP, from('somewhere')])).toEqual([
    [
      'Nothing among the manifests is in a namespace "somewhere". If it does not exist, no route can use this grant, and the routes that need it are still rejected.',
      'Write the namespace of the routes, or list it in the externals if it is created elsewhere.',
    ],
  ]);
});
