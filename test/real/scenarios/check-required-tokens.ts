import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const URL = 'http://web:8080/';
const ANONYMOUS = 'a request without a token reaches the application';
const WRONG = 'a request with a wrong token does not';
const PREFLIGHT = 'a CORS preflight passes, which carries none';

scenario({
  title: 'Tokens are checked, and a request without one passes',
  manifests: [...client('shop', 'checkout'), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0406', 'wrong')],
  check: { code: 'CDI0406', reported: ['RequestAuthentication shop/login'] },
  requests: [
    { name: ANONYMOUS, from: CALLER, url: URL, expect: { status: 200, backend: 'shop/web-v1' } },
    { name: WRONG, from: CALLER, url: URL, headers: { authorization: 'Bearer a.b.c' }, expect: { status: 401 } },
    { name: PREFLIGHT, from: CALLER, method: 'OPTIONS', url: URL, expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'a policy asks for a token',
      mutate: putRight('CDI0406'),
      because: { [ANONYMOUS]: { status: 403 } },
      reported: [],
    },
    {
      change: 'a policy asks for a token in preflights as well',
      mutate: (manifests) => {
        putRight('CDI0406')(manifests);
        delete find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.notMethods;
      },
      because: { [ANONYMOUS]: { status: 403 }, [PREFLIGHT]: { status: 403 } },
      reported: [],
    },
    {
      change: 'there is no RequestAuthentication',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'RequestAuthentication')), 1);
      },
      because: { [WRONG]: { status: 200 } },
      reported: [],
    },
  ],
});
