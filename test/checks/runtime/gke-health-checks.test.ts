import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, service, virtualService, gateway, server } from '../../manifests';
import { placesOf, textsOf } from '../found';

const front = (annotation?: string): Manifest =>
  service(
    'istio-system/istio-ingressgateway',
    [{ name: 'http', port: 80, targetPort: 8080 }],
    {},
    annotation === undefined ? {} : { annotations: { 'cloud.google.com/backend-config': annotation } },
  );
const backend = (healthCheck?: object): Manifest =>
  manifest('cloud.google.com/v1/BackendConfig', 'istio-system/health', { healthCheck });
const policy = (type: string, health: object, name = 'istio-ingressgateway'): Manifest =>
  manifest('networking.gke.io/v1/HealthCheckPolicy', 'istio-system/health', {
    targetRef: { group: '', kind: 'Service', name },
    default: { config: { type, [`${type.toLowerCase()}HealthCheck`]: health } },
  });
const READY = { port: 15021, requestPath: '/healthz/ready' };
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0402', manifests);
const DEFAULT = '{"default": "health"}';
const OF_BACKEND = ['error BackendConfig istio-system/health spec.healthCheck'];
const OF_POLICY = ['error HealthCheckPolicy istio-system/health spec.default.config'];

test.each<[string, object, string[]]>([
  ['readiness', { type: 'HTTP', ...READY }, []],
  ['the root', { type: 'HTTP', requestPath: '/' }, OF_BACKEND],
  [
    'the path of readiness on the port of the requests',
    { type: 'HTTP', port: 8080, requestPath: '/healthz/ready' },
    OF_BACKEND,
  ],
  ['another path on the status port', { type: 'HTTP', port: 15021, requestPath: '/' }, OF_BACKEND],
  ['TLS on the status port', { type: 'HTTPS', ...READY }, OF_BACKEND],
  ['a port of the nodes', { type: 'HTTP', port: 31_234, requestPath: '/healthz/ready' }, []],
  ['a connection', { type: 'TCP', port: 15021 }, []],
])('a BackendConfig that asks for %s', (_, health, expected) => {
  expect(places(front(DEFAULT), backend(health))).toEqual(expected);
  expect(places(front('{"ports": {"80": "health"}}'), backend(health))).toEqual(expected);
});

test('a HealthCheckPolicy', () => {
  expect(places(front(), policy('HTTP', READY))).toEqual([]);
  expect(places(front(), policy('HTTP', { requestPath: '/' }))).toEqual(OF_POLICY);
  expect(places(front(), policy('GRPC', { port: 8080 }))).toEqual([]);
});

test('not of other Services, without a health check, or where a VirtualService may answer', () => {
  expect(places(service('istio-system/web'), policy('HTTP', { requestPath: '/' }, 'web'))).toEqual([]);
  expect(places(front(DEFAULT), backend())).toEqual([]);
  expect(places(front('{'), backend({ type: 'HTTP' }))).toEqual([]);
  const all = virtualService('shop/all', {
    hosts: ['*'],
    gateways: ['front'],
    http: [{ directResponse: { status: 200 } }],
  });
  expect(
    places(front(DEFAULT), backend({ type: 'HTTP' }), gateway('shop/front', server(80, 'HTTP', ['*'])), all),
  ).toEqual([]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0402', [front(DEFAULT), backend({ type: 'HTTP', port: 15021, requestPath: '/' })])).toEqual([
    [
      'The health check of the load balancer requests / on port 15021 of istio-ingressgateway, an Istio gateway, which serves only /healthz/ready there and answers 404. All pods are unhealthy, and clients get 502 or 503.',
      'Write type: HTTP, port: 15021 and requestPath: /healthz/ready.',
    ],
  ]);
});
