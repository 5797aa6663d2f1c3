import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const NOT_SPLIT = 'requests to the Service come to both versions';
const ANSWERED = 'requests to the other Service are answered by its first version';

scenario({
  title: 'A split between versions that stands under the name of another Service',
  manifests: [
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'reviews', 8080, ['v1', 'v2']),
    ...rules('CDI0136', 'wrong'),
  ],
  check: { code: 'CDI0136', reported: ['VirtualService shop/reviews'] },
  requests: [
    {
      name: NOT_SPLIT,
      from: CALLER,
      url: 'http://reviews:8080/',
      count: 100,
      expect: { share: { 'shop/reviews-v1': 0.5, 'shop/reviews-v2': 0.5 } },
    },
    {
      name: ANSWERED,
      from: CALLER,
      url: 'http://web:8080/',
      expect: { status: 200, backend: 'shop/reviews-v1' },
    },
  ],
  negatives: [
    {
      change: 'the split stands under the name of the Service',
      mutate: putRight('CDI0136'),
      because: {
        [NOT_SPLIT]: { share: { 'shop/reviews-v1': 1 } },
        [ANSWERED]: { status: 200, backend: 'shop/web-v1' },
      },
      reported: [],
    },
  ],
});
