import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const PREFLIGHT = 'a preflight, which carries no token, is refused before the corsPolicy is asked';
const ORIGIN = 'https://app.example.com';

scenario({
  title: 'A gateway that asks every request for a token, preflights included',
  manifests: [...ingressGateway(), ...application('shop', 'web', 80, ['v1']), ...rules('CDI0415', 'wrong')],
  check: { code: 'CDI0415', reported: ['AuthorizationPolicy istio-system/login'] },
  requests: [
    {
      name: PREFLIGHT,
      method: 'OPTIONS',
      url: 'http://shop.example.com/items',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
      expect: { status: 403, attempts: 0 },
    },
    { name: 'a request without a token is refused', url: 'http://shop.example.com/items', expect: { status: 403 } },
  ],
  negatives: [
    {
      change: 'OPTIONS needs no token',
      mutate: putRight('CDI0415'),
      because: { [PREFLIGHT]: { status: 200, header: { 'access-control-allow-origin': ORIGIN }, attempts: 0 } },
      reported: [],
    },
    {
      change: 'a DENY policy leaves OPTIONS out',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.action = 'DENY';
        find(manifests, 'AuthorizationPolicy').spec.rules = [
          {
            from: [{ source: { notRequestPrincipals: ['*'] } }],
            to: [{ operation: { notMethods: ['OPTIONS'] } }],
          },
        ];
      },
      because: { [PREFLIGHT]: { status: 200, header: { 'access-control-allow-origin': ORIGIN } } },
      reported: [],
    },
  ],
});
