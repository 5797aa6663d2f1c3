import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const READ = 'a request that the rule was meant for is let in';
const OTHER = 'a request of another method to another path is let in too';

scenario({
  title: 'An empty rule in an ALLOW policy lets every request in',
  manifests: [...client('shop', 'checkout'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0405', 'wrong')],
  check: { code: 'CDI0405', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    { name: READ, from: CALLER, url: 'http://web:8080/items/1', expect: { status: 200 } },
    { name: OTHER, from: CALLER, method: 'DELETE', url: 'http://web:8080/admin', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the rule says what it is for',
      mutate: putRight('CDI0405'),
      because: { [OTHER]: { status: 403 } },
      reported: [],
    },
    {
      change: 'there is no rule at all',
      mutate: (manifests) => {
        delete find(manifests, 'AuthorizationPolicy', 'web').spec.rules;
      },
      because: { [READ]: { status: 403 } },
      reported: [],
    },
  ],
});
