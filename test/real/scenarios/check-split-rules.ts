import { client } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const URL = 'http://web.shop/';
const STRANGER = 'a stranger gets in, because the second rule alone lets everybody in';

scenario({
  title: 'Who and what in two rules: either of them is enough',
  manifests: [...client('shop', 'batch'), ...example('CDI0411', 'wrong')],
  check: { code: 'CDI0411', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    { name: 'the caller that is named gets in', from: 'shop/checkout', url: URL, expect: { status: 200 } },
    { name: STRANGER, from: 'shop/batch', url: URL, expect: { status: 200, backend: 'shop/web' } },
  ],
  negatives: [
    {
      change: 'both stand in one rule',
      mutate: putRight('CDI0411'),
      because: { [STRANGER]: { status: 403 } },
      reported: [],
    },
  ],
});
