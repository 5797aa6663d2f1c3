import { client } from '../base';
import { example, putRight } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GET = 'a request to the port of the Service that the policy names is refused';

scenario({
  title: 'A policy that names the port of a Service, where the pods have another one',
  manifests: [...client('shop', 'checkout'), ...example('CDI0409', 'wrong')],
  check: { code: 'CDI0409', reported: ['AuthorizationPolicy shop/web'] },
  requests: [{ name: GET, from: CALLER, url: 'http://web:80/', expect: { status: 403, attempts: 0 } }],
  negatives: [
    {
      change: 'the policy names the port of the pods',
      mutate: putRight('CDI0409'),
      because: { [GET]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
    {
      change: 'a DENY policy names the port of the Service, and denies nothing',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.action = 'DENY';
      },
      because: { [GET]: { status: 200, backend: 'shop/web' } },
    },
  ],
});
