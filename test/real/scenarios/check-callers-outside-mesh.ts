import { client } from '../base';
import { example } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const URL = 'http://web.shop/';
const BATCH = 'a caller without a proxy has no identity, so the rule that names it does not match';

scenario({
  title: 'A policy that names the service account of pods without a proxy',
  manifests: [...client('shop', 'checkout'), ...example('CDI0413', 'wrong')],
  check: { code: 'CDI0413', reported: ['AuthorizationPolicy shop/web'] },
  requests: [{ name: BATCH, from: 'legacy/batch', url: URL, expect: { status: 403, attempts: 0 } }],
  negatives: [
    {
      change: 'the rule knows it by its address',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules = [{ from: [{ source: { ipBlocks: ['0.0.0.0/0'] } }] }];
      },
      because: { [BATCH]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
    {
      change: 'a DENY rule names it, and denies nothing',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.action = 'DENY';
      },
      because: { [BATCH]: { status: 200, backend: 'shop/web' } },
    },
  ],
});
