import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, namespace, service, SHOP, SHOP_REVIEWS } from '../../manifests';
import { found, testCases, textsOf } from '../found';

test('a port without a protocol is an error only where all is known', () => {
  const port = (number: number): Manifest => service('shop/db', [{ name: 'db', port: number }]);
  expect(found('KIA0601', [...SHOP_REVIEWS, port(8080)])).toMatchObject([{ severity: 'warning' }]);
  expect(found('KIA0601', [...SHOP_REVIEWS, port(15021)])).toMatchObject([{ severity: 'info' }]);
  expect(found('KIA0601', [...SHOP_REVIEWS, port(3306)])).toMatchObject([
    {
      message:
        'Port 3306 is named db, which does not name a protocol. Istio treats port 3306 as TCP because of its number, whatever its name; Kiali still expects the protocol.',
      fix: 'Set appProtocol: tcp, or start the name with it: tcp-db.',
    },
  ]);
});

test('a port without a protocol is asked what it speaks', () => {
  expect(found('KIA0601', [...SHOP_REVIEWS, service('shop/db', [{ name: 'db', port: 8080 }])])[0].fix).toBe(
    'Set appProtocol to the protocol of the port (http, grpc, tcp and so on), or start the name with it: http-db, grpc-db or tcp-db.',
  );
});

test.each(['KIA0601', 'KIA0602'])('%s is silent where a port is none', (code) => {
  const services = [
    {
      ports: [
        { name: 'db', appProtocol: 'x', port: '80' },
        { name: 'db2', port: {} },
      ],
    },
    {
      ports: [
        { name: 'db', appProtocol: 'x' },
        { targetPort: [1], port: 9 },
      ],
    },
    { ports: [{ name: 5, port: 9, targetPort: 80 }] },
  ].map((spec, i) => manifest('Service', `shop/s${i}`, { selector: { app: 'reviews' }, ...spec }));
  expect(found(code, [...SHOP_REVIEWS, ...services])).toEqual([]);
});

describe('ports that only the API server calls', () => {
  const webhook = (kind: string): Manifest => ({
    ...manifest(`admissionregistration.k8s.io/v1/${kind}`, 'shop'),
    webhooks: [{ clientConfig: { service: { namespace: 'shop', name: 'hook' } } }],
  });
  const hook = service('shop/hook', [{ port: 443 }, { port: 8080 }]);
  const others = [
    webhook('ValidatingWebhookConfiguration'),
    webhook('MutatingWebhookConfiguration'),
    manifest('apiregistration.k8s.io/v1/APIService', 'v1.shop', {
      service: { namespace: 'shop', name: 'hook', port: 443 },
    }),
    manifest('apiextensions.k8s.io/v1/CustomResourceDefinition', 'a.shop', {
      conversion: { webhook: { clientConfig: { service: { namespace: 'shop', name: 'hook' } } } },
    }),
  ];
  const paths = (...set: Manifest[]): string[] =>
    found('KIA0601', [...SHOP_REVIEWS, hook, ...set]).map(({ path }) => path);

  test('need no protocol', () => {
    expect(paths()).toEqual(['spec.ports[0]', 'spec.ports[1]']);
    others.forEach((each) => expect(paths(each)).toEqual(['spec.ports[1]']));
  });
});

testCases('KIA060', [
  {
    name: 'ports that name their protocol, and ports for UDP',
    manifests: [
      SHOP,
      service('shop/web', [
        80,
        { name: 'grpc', port: 81 },
        { name: 'x', port: 82, appProtocol: 'http2' },
        { name: 'y', port: 83, protocol: 'UDP' },
      ]),
    ],
    finds: [],
  },
  {
    name: 'an appProtocol that Istio does not know',
    manifests: [SHOP, service('shop/web', [{ name: 'http', port: 80, appProtocol: 'htp' }])],
    finds: ['KIA0602 error Service shop/web spec.ports[0].appProtocol'],
  },
  {
    name: 'a Service outside of the mesh',
    manifests: [namespace('shop'), service('shop/web', [{ name: 'x', port: 80 }])],
    finds: [],
  },
]);

test('KIA0602 names the protocol that was meant', () => {
  expect(textsOf('KIA0602', [SHOP, service('shop/web', [{ name: 'http', port: 80, appProtocol: 'htp' }])])).toEqual([
    [
      'Istio does not know the appProtocol "htp" of port 80. It assumes TCP or detects the protocol, so there may be no HTTP routes, retries and metrics.',
      'Write http.',
    ],
  ]);
});
