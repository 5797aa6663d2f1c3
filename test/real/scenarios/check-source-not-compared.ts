import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const EVERYONE = 'beside gateways the labels of the client do not count';

scenario({
  title: 'A match with gateways and the labels of clients takes the requests of all clients',
  manifests: [
    ...client('shop', 'job'),
    ...client('shop', 'tester'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0127', 'wrong'),
  ],
  check: { code: 'CDI0127', reported: ['VirtualService shop/web'] },
  requests: [
    { name: EVERYONE, from: 'shop/job', url: 'http://web:8080/', expect: { status: 418 } },
    { name: 'so do those of the client', from: 'shop/tester', url: 'http://web:8080/', expect: { status: 418 } },
  ],
  negatives: [
    {
      change: 'the match has no gateways',
      mutate: putRight('CDI0127'),
      because: { [EVERYONE]: { status: 200 } },
      reported: [],
    },
  ],
});
