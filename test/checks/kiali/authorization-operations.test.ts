import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, external, SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const policy = (operation: object): Manifest => authorizationPolicy('shop/a', { rules: [{ to: [{ operation }] }] });
const AT = 'spec.rules[0].to[0].operation';

testCases('KIA010', [
  {
    name: 'methods of HTTP, with wildcards and in any case',
    manifests: [policy({ methods: ['GET', 'post', '*', 'P*', '*ET', ' PUT '] })],
    finds: [],
  },
  {
    name: 'what is no method',
    manifests: [policy({ methods: ['GET', 'GTE', 'X*', ''] })],
    finds: [1, 2, 3].map((i) => `KIA0102 warning AuthorizationPolicy shop/a ${AT}.methods[${i}]`),
  },
  {
    name: 'hosts of Services, ServiceEntries and VirtualServices',
    manifests: [
      ...SHOP_REVIEWS,
      external('shop/api', ['api.shop.svc.cluster.local']),
      virtualService('shop/web', { hosts: ['web'], http: [to('reviews')] }),
      policy({ hosts: ['reviews', 'reviews.shop', 'api', 'web', '*'] }),
    ],
    finds: [],
  },
  {
    name: 'a host that nobody has',
    manifests: [...SHOP_REVIEWS, policy({ hosts: ['reviws', 'wares.shop'] })],
    finds: [0, 1].map((i) => `KIA0104 warning AuthorizationPolicy shop/a ${AT}.hosts[${i}]`),
  },
  {
    name: 'it is an error where proxies let nothing else out, and all is known',
    manifests: [...SHOP_REVIEWS, policy({ hosts: ['reviws'] })],
    settings: { world: 'closed', meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } },
    finds: [`KIA0104 error AuthorizationPolicy shop/a ${AT}.hosts[0]`],
  },
  {
    name: 'names of the Internet are not judged',
    manifests: [...SHOP_REVIEWS, policy({ hosts: ['shop.example.com', 'example.com', '*.example.com'] })],
    finds: [],
  },
]);

test('it says what a request would have to be', () => {
  expect(textsOf('KIA0102', [policy({ methods: ['GTE', 'CALL'] })])).toEqual([
    ['"GTE" is not an HTTP method, so it matches no request.', 'Write GET.'],
    [
      '"CALL" is not an HTTP method, so it matches no request.',
      'Write one of GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE; gRPC calls are POST, with the method in paths.',
    ],
  ]);
  expect(textsOf('KIA0104', [...SHOP_REVIEWS, policy({ hosts: ['reviws', 'something'] })])).toEqual([
    [
      'reviws is neither a Service nor a host of a ServiceEntry or VirtualService that shop sees. The proxy compares the Host header of requests with it, so the operation matches none.',
      'Write reviews.',
    ],
    [
      'something is neither a Service nor a host of a ServiceEntry or VirtualService that shop sees. The proxy compares the Host header of requests with it, so the operation matches none.',
      'Write the host as clients send it.',
    ],
  ]);
});
