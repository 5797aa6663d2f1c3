import { client } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GET = 'GET is not "get"';
const HEAD = 'and HEAD is not "Head"';

scenario({
  title: 'Methods of an AuthorizationPolicy that are not in capitals match no request',
  manifests: [...client('shop', 'checkout'), ...example('CDI0408', 'wrong')],
  check: { code: 'CDI0408', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    { name: GET, from: CALLER, url: 'http://web/', expect: { status: 403, attempts: 0 } },
    { name: HEAD, from: CALLER, method: 'HEAD', url: 'http://web/', expect: { status: 403, attempts: 0 } },
  ],
  negatives: [
    {
      change: 'they are in capitals',
      mutate: putRight('CDI0408'),
      because: { [GET]: { status: 200 }, [HEAD]: { status: 200 } },
      reported: [],
    },
  ],
});
