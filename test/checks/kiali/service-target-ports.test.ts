import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, service, SHOP, SHOP_REVIEWS, workload } from '../../manifests';
import { found, testCases, textsOf } from '../found';

test('a port that is none', () => {
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
  expect(found('KIA0701', [...SHOP_REVIEWS, ...services])).toEqual([]);
});

test('KIA0701 lists ports that are ports', () => {
  const pods = (...ports: object[]): Manifest =>
    workload('shop/db', { spec: { containers: [{ name: 'db', image: 'db', ports }] } }, { labels: { app: 'db' } });
  const db = service('shop/db', [{ name: 'tcp', port: 9 }]);
  expect(found('KIA0701', [...SHOP_REVIEWS, db, pods({ containerPort: '9' })])).toEqual([]);
  expect(found('KIA0701', [...SHOP_REVIEWS, db, pods({ name: 'x' }, { containerPort: 80 })])[0].fix).toMatch(
    /the containers have 80\.$/,
  );
});

const web = (...ports: object[]): Manifest =>
  workload('shop/web', { spec: { containers: [{ name: 'web', ports }] } }, { labels: { app: 'web' } });

testCases('KIA0701', [
  {
    name: 'ports of the containers by number and by name',
    manifests: [
      SHOP,
      service('shop/web', [80, { name: 'http', port: 81, targetPort: 'admin' }]),
      web({ containerPort: 80 }, { name: 'admin', containerPort: 8081 }),
    ],
    finds: [],
  },
  {
    name: 'ports that no container has',
    manifests: [
      SHOP,
      service('shop/web', [
        { name: 'http', port: 80 },
        { name: 'http-b', port: 81, targetPort: 8081 },
        { name: 'http-c', port: 82, targetPort: 'admin' },
      ]),
      web({ name: 'web', containerPort: 8080 }),
    ],
    finds: ['ports[0].port', 'ports[1].targetPort', 'ports[2].targetPort'].map(
      (field) => `KIA0701 warning Service shop/web spec.${field}`,
    ),
  },
  { name: 'pods that are not among the manifests', manifests: [SHOP, service('shop/web')], finds: [] },
]);

test('it says which ports there are', () => {
  const byName = service('shop/web', [{ name: 'http', port: 80, targetPort: 'http' }]);
  expect(textsOf('KIA0701', [SHOP, service('shop/web'), web({ name: 'web', containerPort: 8080 })])).toEqual([
    [
      'Port 80 leads to port 80 of the pods, which no container of Deployment web has. Connections are refused unless the server listens there anyway.',
      'Write the targetPort that the server listens on; the containers have 8080 (web).',
    ],
  ]);
  expect(textsOf('KIA0701', [SHOP, byName, web()])).toEqual([
    [
      'Port 80 leads to port http of the pods, which no container of Deployment web has. A port name that no container has does not resolve: connections are refused.',
      'Add a port with name: http to a container of the Deployment.',
    ],
  ]);
});
