import { manifest, service, to, virtualService } from '../../manifests';
import { found, testCases } from '../found';

const REVIEWS = 'reviews.shop.svc.cluster.local';

testCases('CDI', [
  {
    name: 'an HTTPRoute for a Gateway has nothing to do with rules of the mesh',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
      manifest('HTTPRoute', 'shop/reviews', { parentRefs: [{ name: 'reviews' }] }),
    ],
    finds: [],
  },
]);

test('CDI0107 says what to do with the two', () => {
  const route = manifest('HTTPRoute', 'shop/reviews', {
    parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
  });
  const rule = manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], http: [to('reviews')] });
  expect(found('CDI0107', [service('shop/reviews', [80]), rule, route])[0].fix).toBe(
    'Move all rules into one of the two and remove the other.',
  );
});
