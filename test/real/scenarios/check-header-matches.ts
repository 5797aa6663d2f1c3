import { client } from '../base';
import { example, putRight } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const QUERY = '":path" has the query, so an exact path does not fit';
const PLAIN = 'without a query it fits';
const METHOD = '"method" without a colon is not the method';
const SERVED = { status: 200, backend: 'shop/web' };

scenario({
  title: 'The path and the method looked for among the headers of a request',
  manifests: [...client('shop', 'checkout'), ...example('CDI0139', 'wrong')],
  check: { code: 'CDI0139', reported: ['VirtualService shop/web'] },
  requests: [
    { name: QUERY, from: CALLER, url: 'http://web/old?page=2', expect: SERVED },
    { name: PLAIN, from: CALLER, url: 'http://web/old', expect: { status: 410 } },
    { name: METHOD, from: CALLER, url: 'http://web/', method: 'TRACE', expect: SERVED },
  ],
  negatives: [
    {
      change: 'the fields for them are used',
      mutate: putRight('CDI0139'),
      because: { [QUERY]: { status: 410 }, [METHOD]: { status: 405 } },
      reported: [],
    },
    {
      change: 'the method has its colon',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'web').spec.http[1].match = [{ headers: { ':method': { exact: 'TRACE' } } }];
      },
      because: { [METHOD]: { status: 405 } },
      reported: ['VirtualService shop/web'],
    },
  ],
});
