import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const UNTOUCHED = 'requests to the Service do not meet the rules';

scenario({
  title: 'Rules for a Service that does not exist',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0129', 'wrong')],
  check: { code: 'CDI0129', reported: ['VirtualService shop/web'] },
  requests: [{ name: UNTOUCHED, from: 'shop/job', url: 'http://web:8080/', expect: { status: 200 } }],
  negatives: [
    {
      change: 'the host is that of the Service',
      mutate: putRight('CDI0129'),
      because: { [UNTOUCHED]: { status: 418 } },
      reported: [],
    },
  ],
});
