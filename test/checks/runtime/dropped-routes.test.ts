import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, service } from '../../manifests';
import { testCases, textsOf } from '../found';

const EDGE = apiGateway('shop/edge', {
  gatewayClassName: 'istio',
  listeners: [
    { name: 'http', port: 80, protocol: 'HTTP' },
    { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
  ],
});
const WEB = service('shop/web', [80]);
const TO_WEB = { backendRefs: [{ name: 'web', port: 80 }] };
const AT_EDGE = { parentRefs: [{ name: 'edge' }], hostnames: ['web.example.com'] };
const OF_SERVICE = { parentRefs: [{ group: '', kind: 'Service', name: 'web' }] };

const route = (rules: readonly object[], of: object = AT_EDGE, kind = 'HTTPRoute'): Manifest =>
  manifest(`gateway.networking.k8s.io/v1/${kind}`, 'shop/web', { ...of, rules });
const backend = (more: object): object => ({ backendRefs: [{ name: 'web', port: 80, ...more }] });
const header = (value: string): object => ({
  filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-a', value }] } }],
});
const REWRITE = { type: 'URLRewrite', urlRewrite: { hostname: 'a.com' } };
const COPY = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'away', port: 80 } } };

testCases('CDI0166', [
  {
    name: 'routes that istiod takes as they are',
    manifests: [EDGE, WEB, route([{ ...TO_WEB, filters: [REWRITE, COPY] }, backend(header('a')), header('b')])],
    finds: [],
  },
  {
    name: 'a filter at a backend that is one of rules',
    manifests: [EDGE, WEB, route([TO_WEB, backend({ filters: [REWRITE] })])],
    finds: ['CDI0166 error HTTPRoute shop/web spec.rules[1].backendRefs[0].filters[0].type'],
  },
  {
    name: 'a filter of a kind that istiod does not know',
    manifests: [EDGE, WEB, route([{ ...TO_WEB, filters: [{ type: 'ExtensionRef', extensionRef: {} }] }])],
    finds: ['CDI0166 error HTTPRoute shop/web spec.rules[0].filters[0].type'],
  },
  {
    name: 'a header that is none',
    manifests: [EDGE, WEB, route([{ ...TO_WEB, ...header('a\u0000') }])],
    finds: ['CDI0166 error HTTPRoute shop/web spec.rules[0].filters[0]'],
  },
  {
    name: 'a host as the name of a Service',
    manifests: [EDGE, WEB, route([backend({ name: 'web.shop' })])],
    finds: ['CDI0166 error HTTPRoute shop/web spec.rules[0].backendRefs[0].name'],
  },
  {
    name: 'a backend without a port',
    manifests: [EDGE, WEB, route([{ backendRefs: [{ name: 'web' }] }], AT_EDGE, 'TLSRoute')],
    finds: ['CDI0166 error TLSRoute shop/web spec.rules[0].backendRefs[0]'],
  },
  {
    name: 'a copy for nobody, of a GRPCRoute',
    manifests: [EDGE, WEB, route([{ ...TO_WEB, filters: [COPY] }], AT_EDGE, 'GRPCRoute')],
    finds: ['CDI0166 warning GRPCRoute shop/web spec.rules[0].filters'],
  },
  {
    name: 'of the clients of a Service',
    manifests: [WEB, route([backend({ name: 'web.shop' })], OF_SERVICE)],
    finds: ['CDI0166 error HTTPRoute shop/web spec.rules[0].backendRefs[0].name'],
  },
  {
    name: 'a backend that gets nothing, and a route that nothing takes',
    manifests: [
      EDGE,
      WEB,
      route([backend({ name: 'web.shop', weight: 0 })]),
      WEB,
      route([backend({ name: 'web.shop' })], {}),
    ],
    finds: [],
  },
]);

test('the texts', () => {
  expect(textsOf('CDI0166', [EDGE, WEB, route([backend({ filters: [REWRITE] })])])).toEqual([
    [
      'istiod leaves out this HTTPRoute with all its rules: it takes no filter URLRewrite here. Requests for web.example.com get 404, unless another route takes them.',
      'Write it among the filters of a rule, in a rule of its own where other backends go without it.',
    ],
  ]);
  expect(textsOf('CDI0166', [WEB, route([backend({ name: 'web.shop.svc' })], OF_SERVICE)])).toEqual([
    [
      'istiod leaves out this HTTPRoute with all its rules: web.shop.svc is a host, and the name of the Service is expected. Clients of web.shop.svc.cluster.local go on as if there were no route.',
      'Write name: web and namespace: shop.',
    ],
  ]);
});
