import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const ONE_USER = 'one user comes to both versions, as the weights are';

scenario({
  title: 'Consistent hash does not keep a user with a version: the subset is chosen by weight for each request',
  manifests: [
    ...client('shop', 'checkout'),
    ...application('shop', 'reviews', 9080, ['v1', 'v2']),
    ...rules('CDI0105', 'wrong'),
  ],
  check: { code: 'CDI0105', reported: ['VirtualService shop/reviews'] },
  requests: [
    {
      name: ONE_USER,
      from: CALLER,
      url: 'http://reviews:9080/',
      headers: { 'x-user': 'alice', cookie: 'reviews=v2' },
      count: 200,
      expect: { status: 200, share: { 'shop/reviews-v1': 0.8, 'shop/reviews-v2': 0.2 } },
    },
  ],
  negatives: [
    {
      change: 'a cookie keeps users with their version',
      mutate: putRight('CDI0105'),
      because: { [ONE_USER]: { status: 200, share: { 'shop/reviews-v2': 1 } } },
      reported: [],
    },
    {
      change: 'there are no versions',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].route = [
          { destination: { host: 'reviews.shop.svc.cluster.local', subset: 'v1', port: { number: 9080 } } },
        ];
      },
      because: { [ONE_USER]: { status: 200, share: { 'shop/reviews-v1': 1 } } },
      reported: [],
    },
  ],
});
