import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const NOTHING = 'a destination without a weight beside one with 90 gets no requests';

scenario({
  title: 'A destination without a weight',
  manifests: [
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1', 'v2']),
    ...rules('CDI0159', 'wrong'),
  ],
  check: { code: 'CDI0159', reported: ['VirtualService shop/web'] },
  requests: [
    {
      name: NOTHING,
      from: 'shop/job',
      url: 'http://web:8080/',
      count: 200,
      expect: { status: 200, share: { 'shop/web-v1': 1 } },
    },
  ],
  negatives: [
    {
      change: 'it has the rest',
      mutate: putRight('CDI0159'),
      because: { [NOTHING]: { share: { 'shop/web-v1': 0.9, 'shop/web-v2': 0.1 } } },
      reported: [],
    },
  ],
});
