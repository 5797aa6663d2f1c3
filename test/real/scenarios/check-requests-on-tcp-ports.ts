import { client } from '../base';
import { example, putRight } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const URL = 'tcp://cache:6379';
const MAY = 'a caller that the rule is meant for is refused on a port without requests';
const OTHER = 'so is any other caller';
const SERVED = { backend: 'shop/cache' };

scenario({
  title: 'A rule that looks at requests on a port that is not HTTP',
  manifests: [...client('shop', 'checkout'), ...client('shop', 'batch'), ...example('CDI0410', 'wrong')],
  check: { code: 'CDI0410', reported: ['AuthorizationPolicy shop/cache'] },
  requests: [
    { name: MAY, from: CALLER, url: URL, expect: { failed: 'connection closed' } },
    { name: OTHER, from: 'shop/batch', url: URL, expect: { failed: 'connection closed' } },
  ],
  negatives: [
    {
      change: 'the rule names caller and port only',
      mutate: putRight('CDI0410'),
      because: { [MAY]: SERVED },
      reported: [],
    },
    {
      change: 'another operation of the same rule looks at requests, and the whole rule is left out',
      mutate: (manifests) => {
        const [rule] = find(manifests, 'AuthorizationPolicy').spec.rules;
        rule.to = [{ operation: { ports: ['6379'] } }, { operation: { methods: ['GET'], ports: ['8080'] } }];
        rule.from = undefined;
        find(manifests, 'AuthorizationPolicy').spec.rules.push({
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/batch'] } }],
          to: [{ operation: { ports: ['6379'] } }],
        });
      },
      because: { [OTHER]: SERVED },
    },
    {
      change: 'a DENY rule denies every connection of its callers',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.action = 'DENY';
      },
      because: { [OTHER]: SERVED },
    },
  ],
});
