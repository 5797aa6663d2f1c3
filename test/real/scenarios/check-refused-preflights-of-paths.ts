import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const REFUSED = 'a preflight for a path that no rule lets in without a token is refused';
const PASSES = 'one for a path that a rule names is answered';
const ORIGIN = 'https://app.example.com';

const preflight = {
  method: 'OPTIONS',
  headers: {
    origin: ORIGIN,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  },
};
const ANSWER = { status: 200, header: { 'access-control-allow-origin': ORIGIN }, attempts: 0 };

const manifests = rules('CDI0415', 'wrong');
find(manifests, 'AuthorizationPolicy').spec.rules.push({
  to: [{ operation: { methods: ['OPTIONS'], paths: ['/items*'] } }],
});

scenario({
  title: 'A gateway that lets preflights of some paths in without a token',
  manifests: [...ingressGateway(), ...application('shop', 'web', 80, ['v1']), ...manifests],
  check: { code: 'CDI0415', reported: ['AuthorizationPolicy istio-system/login'] },
  requests: [
    { name: REFUSED, ...preflight, url: 'http://shop.example.com/api', expect: { status: 403, attempts: 0 } },
    { name: PASSES, ...preflight, url: 'http://shop.example.com/items', expect: ANSWER },
  ],
  negatives: [
    {
      change: 'OPTIONS needs no token, whatever the path',
      mutate: (copy) => {
        delete find(copy, 'AuthorizationPolicy').spec.rules[1].to[0].operation.paths;
      },
      because: { [REFUSED]: ANSWER },
      reported: [],
    },
    {
      change: 'only requests for the path without preflights are let in',
      mutate: (copy) => {
        find(copy, 'AuthorizationPolicy').spec.rules[1].to[0].operation.methods = ['GET'];
      },
      because: { [PASSES]: { status: 403 } },
    },
  ],
});
