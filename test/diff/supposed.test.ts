import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  manifest,
  service,
  serviceEntry,
  virtualService,
} from '../manifests';
import { reported, told } from './told';

/* Rules whose Services, pods, gateways or clients no manifest shows are compared all the same. */

const subsets = destinationRule('shop/reviews', {
  host: 'reviews',
  subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
});
const reviews = service('shop/reviews', [{ name: 'http', port: 9080 }], { selector: { app: 'reviews' } });
const weights = (v1: number): Manifest =>
  virtualService('shop/reviews', {
    hosts: ['reviews'],
    http: [
      {
        route: [
          { destination: { host: 'reviews', subset: 'v1' }, weight: v1 },
          { destination: { host: 'reviews', subset: 'v2' }, weight: 100 - v1 },
        ],
      },
    ],
  });
const SHIFT = 'shop/reviews-v1 80 %, shop/reviews-v2 20 % → shop/reviews-v1 50 %, shop/reviews-v2 50 %';
const ANY = 'from any pod of shop with a sidecar';

test('shares of a VirtualService alone', () => {
  expect(told([weights(80)], [weights(50)])).toEqual([
    '1 kind of requests goes elsewhere',
    `http://reviews.shop/*  ${ANY}  ${SHIFT}`,
  ]);
});

test('shares of a VirtualService with its subsets', () => {
  expect(told([weights(80), subsets], [weights(50), subsets])).toEqual([
    '1 kind of requests goes elsewhere',
    `http://reviews.shop/*  ${ANY}  ${SHIFT}`,
  ]);
});

test('shares of a VirtualService with its subsets and Service', () => {
  const report = reported([weights(80), subsets, reviews], [weights(50), subsets, reviews]);
  expect(told([weights(80), subsets, reviews], [weights(50), subsets, reviews])).toEqual([
    '1 kind of requests goes elsewhere',
    `http://reviews.shop:9080/*  ${ANY}  ${SHIFT}`,
  ]);
  expect(report.changes[0].callers).toEqual(['shop/*']);
  expect(report.notes).toEqual([
    'No manifest shows the pods of Service shop/reviews. This goes on as if that were there.',
    'No manifest shows who calls. Asked is for any pod of shop with a sidecar.',
    'Externals (--externals) say what is in the cluster besides the manifests.',
  ]);
});

test('a subset that the DestinationRule of the manifests does not have', () => {
  const only = destinationRule('shop/reviews', {
    host: 'reviews',
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  });
  expect(told([weights(100), only], [weights(0), only])[0]).toBe('1 kind of requests breaks');
});

test('shares among the endpoints of a ServiceEntry', () => {
  const entry = serviceEntry('shop/ext', {
    hosts: ['ext.example.com'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'DNS',
    endpoints: ['v1', 'v2'].map((version) => ({ address: `${version}.example.com`, labels: { version } })),
  });
  const rules = (v1: number): Manifest[] => [
    entry,
    destinationRule('shop/ext', {
      host: 'ext.example.com',
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    }),
    virtualService('shop/ext', {
      hosts: ['ext.example.com'],
      http: [
        {
          route: [
            { destination: { host: 'ext.example.com', subset: 'v1' }, weight: v1 },
            { destination: { host: 'ext.example.com', subset: 'v2' }, weight: 100 - v1 },
          ],
        },
      ],
    }),
  ];
  expect(told(rules(80), rules(50))[0]).toBe('1 kind of requests goes elsewhere');
});

const front = (selector: object, prefix: string): Manifest[] => [
  manifest('Gateway', 'edge/front', {
    selector,
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
  }),
  virtualService('shop/front', {
    hosts: ['shop.example.com'],
    gateways: ['edge/front'],
    http: [
      { match: [{ uri: { prefix } }], route: [{ destination: { host: 'reviews' } }] },
      { route: [{ destination: { host: 'web.site.svc.cluster.local' } }] },
    ],
  }),
];
const MOVED = [
  '2 kinds of requests go elsewhere',
  'http://shop.example.com/api/*  from outside  shop/reviews → site/web',
  'http://shop.example.com/api2/*  from outside  site/web → shop/reviews',
];

test('a gateway with its pods, and Services without', () => {
  const rest = [reviews, deployment('edge/front', { app: 'front' })];
  expect(told([...rest, ...front({ app: 'front' }, '/api/')], [...rest, ...front({ app: 'front' }, '/api2/')])).toEqual(
    MOVED,
  );
});

test('a gateway whose pods no manifest shows', () => {
  const sides = [front({ app: 'front' }, '/api/'), front({ app: 'front' }, '/api2/')] as const;
  expect(told(...sides)).toEqual(MOVED);
  expect(reported(...sides).notes).toContain(
    'No manifest shows the pods of gateway edge/front. This goes on as if that were there.',
  );
});

test('terms of what leads to Services without pods', () => {
  const timed = (timeout?: string): Manifest =>
    virtualService('shop/reviews', {
      hosts: ['reviews'],
      http: [{ route: [{ destination: { host: 'reviews' } }], timeout }],
    });
  expect(told([timed(), reviews], [timed('5s'), reviews])).toEqual([
    '1 kind of requests arrives as before, on other terms',
    `http://reviews.shop:9080/*  ${ANY}  timeout none → 5s`,
  ]);
});

test('whom policies let in, where no manifest shows any pods', () => {
  const policy = (account: string): Manifest =>
    authorizationPolicy('shop/reviews', {
      selector: { matchLabels: { app: 'reviews' } },
      rules: [{ from: [{ source: { principals: [`cluster.local/ns/web/sa/${account}`] } }] }],
    });
  expect(told([reviews, policy('front')], [reviews, policy('back')])).toEqual([
    '1 kind of requests is denied now',
    'http://reviews.shop:9080/*  from any pod of web with a sidecar as front  shop/reviews → 403, denied',
    '1 kind of requests is allowed now',
    'http://reviews.shop:9080/*  from any pod of web with a sidecar as back  403, denied → shop/reviews',
  ]);
});

test('clients that rules of VirtualServices name', () => {
  const named = (version: string): Manifest =>
    virtualService('shop/reviews', {
      hosts: ['reviews'],
      http: [
        {
          match: [{ sourceLabels: { app: 'web' }, sourceNamespace: 'site' }],
          route: [{ destination: { host: 'reviews', subset: version } }],
        },
        { route: [{ destination: { host: 'reviews' } }] },
      ],
    });
  expect(told([named('v1'), subsets], [named('v2'), subsets])).toEqual([
    '1 kind of requests goes elsewhere',
    'http://reviews.shop/*  from any pod of site with a sidecar with app=web  shop/reviews-v1 → shop/reviews-v2',
  ]);
});

test('where manifests show pods, those that are missing are missing', () => {
  const web = deployment('shop/web', { app: 'web' });
  const to = (host: string): Manifest =>
    virtualService('shop/reviews', { hosts: ['reviews'], http: [{ route: [{ destination: { host } }] }] });
  const pods = deployment('shop/reviews', { app: 'reviews' });
  expect(told([web, reviews, pods, to('reviews')], [web, reviews, pods, to('reviewz')])[0]).toBe(
    '1 kind of requests breaks',
  );
  expect(told([web, reviews, pods, to('reviews')], [web, reviews, to('reviews')])[0]).toBe('1 kind of requests breaks');
  expect(reported([web, reviews, to('reviews')], [web, reviews, to('reviews')]).notes).toEqual([]);
});

test('in a closed world there is nothing besides the manifests', () => {
  const report = reported([weights(80), subsets, reviews], [weights(50), subsets, reviews], { world: 'closed' });
  expect([report.changes, report.notes]).toEqual([[], []]);
});
