import { INJECTED, namespace, service, workload } from '../../manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { testCases, textsOf } from '../found';

const SHOP = namespace('app', INJECTED);
const withPorts = (name: string, ports: object[], kind = 'Deployment', more: object = {}): Manifest =>
  workload(
    `app/${name}`,
    { labels: { app: 'web', version: name }, spec: { containers: [{ name: 'app', image: 'web:1', ports }], ...more } },
    {},
    kind,
  );
const leadingTo = (targetPort: unknown): Manifest => service('app/web', [{ name: 'http', port: 80, targetPort }]);
const WEB = { name: 'web', containerPort: 8080 };
const PLACE = 'Service app/web spec.ports[0].targetPort';

testCases('CDI0309', [
  {
    name: 'no pod has the name',
    manifests: [SHOP, withPorts('v1', [WEB]), leadingTo('http')],
    finds: [`CDI0309 error ${PLACE}`],
  },
  {
    name: 'the container lists no ports',
    manifests: [SHOP, withPorts('v1', []), leadingTo('http')],
    finds: [`CDI0309 error ${PLACE}`],
  },
  {
    name: 'only some pods have it',
    manifests: [SHOP, withPorts('v1', [WEB]), withPorts('v2', [{ ...WEB, name: 'http' }]), leadingTo('web')],
    finds: [`CDI0309 warning ${PLACE}`],
  },
  {
    name: 'a StatefulSet',
    manifests: [SHOP, withPorts('v1', [WEB], 'StatefulSet'), leadingTo('http')],
    finds: [`CDI0309 error ${PLACE}`],
  },
  {
    name: 'a number in quotes',
    manifests: [SHOP, withPorts('v1', [WEB]), leadingTo('8080')],
    finds: [`CDI0309 error ${PLACE}`],
  },
  { name: 'the name is there', manifests: [SHOP, withPorts('v1', [WEB]), leadingTo('web')], finds: [] },
  {
    name: 'a container that starts first has it',
    manifests: [
      SHOP,
      withPorts('v1', [], 'Deployment', { initContainers: [{ name: 'side', image: 'side:1', ports: [WEB] }] }),
      leadingTo('web'),
    ],
    finds: [],
  },
  { name: 'a number', manifests: [SHOP, withPorts('v1', [WEB]), leadingTo(9999)], finds: [] },
  { name: 'none', manifests: [SHOP, withPorts('v1', [WEB]), leadingTo(undefined)], finds: [] },
  { name: 'the port of the proxy', manifests: [SHOP, withPorts('v1', [WEB]), leadingTo('http-envoy-prom')], finds: [] },
  {
    name: 'the port of a proxy that is not there',
    manifests: [namespace('app'), withPorts('v1', [WEB]), leadingTo('http-envoy-prom')],
    finds: [`CDI0309 error ${PLACE}`],
  },
  { name: 'no pods', manifests: [SHOP, leadingTo('http')], finds: [] },
  {
    name: 'a Job with the same label',
    manifests: [SHOP, withPorts('v1', [WEB]), withPorts('migrate', [], 'Job'), leadingTo('web')],
    finds: [],
  },
]);

test('it says what the pods have', () => {
  expect(textsOf('CDI0309', [SHOP, withPorts('v1', [WEB]), leadingTo('http')])).toEqual([
    [
      'No container port of Deployment v1 has the name http, so port 80 of the Service has no endpoints: requests to it get 503.',
      'Write targetPort: web, or give the container port the name http.',
    ],
  ]);
  const second = withPorts('v2', [{ containerPort: 8080 }]);
  expect(textsOf('CDI0309', [SHOP, withPorts('v1', [WEB]), second, leadingTo('web')])).toEqual([
    [
      'No container port of Deployment v2 has the name web, so these pods get no requests of port 80 of the Service.',
      'Add name: web to the container port, or write targetPort: 8080.',
    ],
  ]);
  expect(textsOf('CDI0309', [SHOP, withPorts('v1', []), leadingTo('http')])).toEqual([
    [
      'No container port of Deployment v1 has the name http, so port 80 of the Service has no endpoints: requests to it get 503.',
      'Add a port with name: http to the container, or write the number of the port in targetPort.',
    ],
  ]);
  expect(textsOf('CDI0309', [SHOP, withPorts('v1', [WEB]), leadingTo('8080')])).toEqual([
    [
      '"8080" is a string, which the API server takes for the name of a port and rejects: a name has at least one letter.',
      'Write targetPort: 8080, without quotes.',
    ],
  ]);
});
