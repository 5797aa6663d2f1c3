import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, SHOP_REVIEWS } from '../../manifests';
import { testCases, textsOf } from '../found';

test('a route for a Service that is not there is attached to nothing', () => {
  const route = manifest('HTTPRoute', 'shop/a', {
    parentRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    rules: [{ backendRefs: [{ name: 'wares', port: 80 }] }],
  });
  const fix =
    'Write the name of a Service, without a domain, and another namespace in the field namespace; ' +
    'or list the Service in the externals if it is created elsewhere.';
  expect(textsOf('KIA1402', [...SHOP_REVIEWS, route])).toEqual([
    ['There is no Service cart in shop. The route is attached to nothing there, and calls bypass its rules.', fix],
    ['There is no Service wares in shop. Requests that take this rule are answered with 500.', fix],
  ]);
});

const sending = (key: string, backend: object): Manifest =>
  manifest('HTTPRoute', key, { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [backend] }] });
const grant = (kind: string): Manifest =>
  manifest('ReferenceGrant', 'shop/g', {
    from: [{ group: 'gateway.networking.k8s.io', kind, namespace: 'front' }],
    to: [{ group: '', kind: 'Service' }],
  });
const REVIEWS = { name: 'reviews', namespace: 'shop', port: 80 };
const FOUND = 'KIA1402 warning HTTPRoute front/a spec.rules[0].backendRefs[0].name';

testCases('KIA1402', [
  {
    name: 'a Service of the same namespace, and backends of other kinds',
    manifests: [
      ...SHOP_REVIEWS,
      sending('shop/a', { name: 'reviews', port: 80 }),
      sending('shop/b', { kind: 'ServiceImport', group: 'multicluster.x-k8s.io', name: 'x' }),
    ],
    finds: [],
  },
  { name: 'a Service of another namespace', manifests: [...SHOP_REVIEWS, sending('front/a', REVIEWS)], finds: [FOUND] },
  {
    name: 'one that a grant lets the route use',
    manifests: [...SHOP_REVIEWS, sending('front/a', REVIEWS), grant('HTTPRoute')],
    finds: [],
  },
  {
    name: 'rules of the mesh need no grant, for the parent or the backend, and with a Gateway as parent too they do',
    manifests: [
      ...SHOP_REVIEWS,
      manifest('HTTPRoute', 'front/b', {
        parentRefs: [{ group: '', kind: 'Service', name: 'reviews', namespace: 'shop' }],
        rules: [{ backendRefs: [REVIEWS] }],
      }),
      manifest('HTTPRoute', 'front/a', {
        parentRefs: [{ group: '', kind: 'Service', name: 'reviews', namespace: 'shop' }, { name: 'public' }],
        rules: [{ backendRefs: [REVIEWS] }],
      }),
    ],
    finds: [FOUND],
  },
  {
    name: 'a grant for another Service',
    manifests: [
      ...SHOP_REVIEWS,
      sending('front/a', REVIEWS),
      manifest('ReferenceGrant', 'shop/g', {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'front' }],
        to: [{ group: '', kind: 'Service', name: 'ratings' }],
      }),
    ],
    finds: [FOUND],
  },
  {
    name: 'a grant for routes of another kind',
    manifests: [...SHOP_REVIEWS, sending('front/a', REVIEWS), grant('GRPCRoute')],
    finds: [FOUND],
  },
]);

test('it says what requests get, and what to write', () => {
  expect(textsOf('KIA1402', [...SHOP_REVIEWS, sending('front/a', REVIEWS)])).toEqual([
    [
      'The Service reviews is in shop, and no ReferenceGrant there lets HTTPRoutes of front use it. Requests are answered with 500.',
      'Add a ReferenceGrant in shop from HTTPRoute in front to Service.',
    ],
  ]);
  expect(textsOf('KIA1402', [...SHOP_REVIEWS, sending('shop/a', { name: 'reviews.shop', port: 80 })])).toEqual([
    ['There is no Service reviews.shop in shop. Requests that take this rule are answered with 500.', 'Write reviews.'],
  ]);
});
