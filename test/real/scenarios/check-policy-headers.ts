import { client } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const PLAIN = 'a path that is denied by the header ":path"';
const QUERY = 'with a query it gets through';
const METHOD = 'a header "method" has no request';
const HOST = 'a host in capitals is another header';
const SERVED = { status: 200, backend: 'shop/web' };
const DENIED = { status: 403, attempts: 0 };

scenario({
  title: 'Parts of a request that an AuthorizationPolicy looks for among the headers',
  manifests: [...client('shop', 'checkout'), ...example('CDI0424', 'wrong')],
  check: { code: 'CDI0424', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    { name: PLAIN, from: CALLER, url: 'http://web/admin', expect: DENIED },
    { name: QUERY, from: CALLER, url: 'http://web/admin?page=2', expect: SERVED },
    { name: METHOD, from: CALLER, url: 'http://web/', method: 'DELETE', expect: SERVED },
    { name: HOST, from: CALLER, url: 'http://web/', headers: { host: 'WEB.shop.svc.cluster.local' }, expect: SERVED },
  ],
  negatives: [
    {
      change: 'they are written as operations',
      mutate: putRight('CDI0424'),
      because: { [QUERY]: DENIED, [METHOD]: DENIED, [HOST]: DENIED },
      reported: [],
    },
  ],
});
