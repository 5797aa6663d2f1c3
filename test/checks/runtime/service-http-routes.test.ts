import { manifest, service, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

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

test('CDI0107 says who uses which of the two, and what to do with them', () => {
  const route = manifest('HTTPRoute', 'shop/reviews', {
    parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
  });
  const rule = manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], http: [to('reviews')] });
  expect(textsOf('CDI0107', [service('shop/reviews', [80]), rule, route])).toEqual([
    [
      'VirtualService shop/reviews also has rules for reviews.shop.svc.cluster.local. Sidecars use the rules of one of the two ' +
        'for a host and ignore the other: those of the HTTPRoute in namespace shop, and whichever was created first in all others.',
      'Move all rules into one of the two and remove the other.',
    ],
  ]);
});
