import {
  deployment,
  destinationRule,
  gateway,
  ingressPods,
  server,
  service,
  subsets,
  to,
  virtualService,
} from '../../manifests';
import { testCases, textsOf } from '../found';

const REVIEWS = 'reviews.shop.svc.cluster.local';
const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'a rule of a client hides the subset that a route asks for',
    manifests: [
      destinationRule('front/a', { host: REVIEWS }),
      destinationRule('shop/b', { host: 'reviews', ...subsets('v1') }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0115 error DestinationRule front/a spec.subsets'],
  },
  {
    name: 'a rule of a client hides nothing from others',
    manifests: [
      destinationRule('front/a', { host: REVIEWS, exportTo: ['.'] }),
      destinationRule('shop/b', { host: 'reviews', ...subsets('v1') }),
      virtualService('shop/c', { hosts: [REVIEWS], exportTo: ['.'], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: [],
  },
  ...['edge/edge', 'edge.edge.svc.cluster.local', 'edge.edge'].map((name) => ({
    name: `a Gateway is bound as istiod reads it: ${name}`,
    manifests: [
      ingressPods('edge'),
      gateway('edge/edge', server(80, 'HTTP', WEB)),
      destinationRule('shop/a', { host: 'reviews' }),
      destinationRule('istio-system/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/c', { hosts: WEB, gateways: [name], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0115 error DestinationRule shop/a spec.subsets'],
  })),
  {
    name: 'a rule for some pods hides nothing from the others',
    manifests: [
      destinationRule('shop/a', { host: 'reviews', workloadSelector: { matchLabels: { app: 'web' } } }),
      destinationRule('istio-system/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: [],
  },
  {
    name: 'a gateway in the root namespace finds the rule beside the Service before one of the root namespace',
    manifests: [
      deployment('istio-system/edge', { app: 'gw', istio: 'ingressgateway' }),
      service('shop/reviews', [9080]),
      destinationRule('front/a', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('istio-system/c', {
        host: REVIEWS,
        trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } },
      }),
      gateway('istio-system/public', server(80, 'HTTP', WEB)),
      virtualService('shop/web', { hosts: WEB, gateways: ['istio-system/public'], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: [],
  },
  {
    name: 'a wildcard rule beside clients hides the subset of the rule beside the Service',
    manifests: [
      service('shop/reviews', [9080]),
      destinationRule('front/wide', { host: '*.shop.svc.cluster.local', trafficPolicy: {} }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0115 error DestinationRule front/wide spec.subsets'],
  },
  {
    name: 'a wildcard rule beside clients that have a closer one with the subset hides nothing',
    manifests: [
      service('shop/reviews', [9080]),
      destinationRule('front/wide', { host: '*.shop.svc.cluster.local' }),
      destinationRule('front/own', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: [],
  },
  {
    name: 'a wildcard rule hides a subset of each Service, and one of them is told',
    manifests: [
      destinationRule('front/wide', { host: '*.local' }),
      ...['reviews', 'ratings', 'details'].flatMap((name) => [
        destinationRule(`shop/${name}`, { host: name, ...subsets('v1') }),
        virtualService(`shop/${name}`, { hosts: [name], http: [to([name, 'v1', 100])] }),
      ]),
    ],
    finds: ['CDI0115 error DestinationRule front/wide spec.subsets'],
  },
  {
    name: 'a rule for some pods keeps the others beside them from what is behind it',
    manifests: [
      deployment('shop/web', { app: 'web' }),
      deployment('shop/other', { app: 'other' }),
      destinationRule('shop/a', { host: 'reviews', workloadSelector: { matchLabels: { app: 'web' } } }),
      destinationRule('istio-system/b', { host: REVIEWS, ...subsets('v1') }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0115 error DestinationRule shop/a spec.subsets'],
  },
  {
    name: 'a rule that is exported to others keeps a client from the wildcard behind it',
    manifests: [
      destinationRule('shop/a', { host: 'reviews', exportTo: ['third'], ...subsets('v1') }),
      destinationRule('shop/b', { host: '*.shop.svc.cluster.local', ...subsets('v1') }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
    ],
    finds: ['CDI0115 error DestinationRule shop/a spec.subsets'],
  },
  {
    name: 'subsets that no DestinationRule has are no business of ours',
    manifests: [virtualService('shop/reviews', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] })],
    finds: [],
  },
]);

test('it says from whom the subset is hidden, and who asks for it', () => {
  const manifests = [
    destinationRule('front/a', { host: REVIEWS }),
    destinationRule('shop/b', { host: 'reviews', ...subsets('v1') }),
    virtualService('shop/c', { hosts: [REVIEWS], http: [to([REVIEWS, 'v1', 100])] }),
  ];
  expect(textsOf('CDI0115', manifests)).toEqual([
    [
      'Proxies in front use this rule for reviews.shop.svc.cluster.local and look for no other, so DestinationRule shop/b with the subset v1 is hidden from them. VirtualService shop/c sends their requests to that subset (spec.http[0].route[0].destination): they get 503 with the response flag NC.',
      'Add the subset v1 to this rule too, or move its settings to shop/b and remove this rule.',
    ],
  ]);
});
