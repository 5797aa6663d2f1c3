import { ApiObject, Chart, Testing } from 'cdk8s';
import { Deployment, Service, ServiceType } from 'cdk8s-plus-28';
import { Problems } from '../../lib/core/problems';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { ServiceAccountRef } from '../../lib/kubernetes/service-account-ref';
import { resolvePort, resolveService, ServiceRef } from '../../lib/kubernetes/service-ref';

const chart = (namespace?: string): Chart => new Chart(Testing.app(), 'test', { namespace });

function resolve(service: unknown, scope = chart('shop')): { resolved: unknown; problems: string[] } {
  const problems = new Problems();
  const resolved = resolveService(service as never, scope, problems, 'service');
  return { resolved, problems: problems.list.map(({ field, message }) => `${field}: ${message}`) };
}

const WEB = {
  name: 'web',
  namespace: 'shop',
  fqdn: 'web.shop.svc.cluster.local',
  ports: undefined,
};

test('a reference keeps what is known', () => {
  const { name, metadata, ports } = ServiceRef.fromName('kiali', {
    namespace: 'istio-system',
    ports: [{ port: 20001 }],
  });
  expect({ name, metadata, ports }).toEqual({
    name: 'kiali',
    metadata: { namespace: 'istio-system' },
    ports: [{ port: 20001 }],
  });
});

test.each([
  ['a name', 'web', WEB],
  ['a full name', 'web.books.svc.cluster.local', { ...WEB, namespace: 'books', fqdn: 'web.books.svc.cluster.local' }],
  ['a reference', ServiceRef.fromName('web'), WEB],
  [
    'a reference with everything',
    ServiceRef.fromName('web', { namespace: 'books', ports: [{ port: 80 }] }),
    { name: 'web', namespace: 'books', fqdn: 'web.books.svc.cluster.local', ports: [{ port: 80 }] },
  ],
  ['data', { name: 'web' }, WEB],
])('%s is settled', (_, service, expected) => {
  expect(resolve(service)).toEqual({ resolved: expected, problems: [] });
});

test('a Service of cdk8s-plus is settled', () => {
  const scope = chart('shop');
  const service = new Service(scope, 'Web', { metadata: { name: 'web' }, ports: [{ port: 80, name: 'http' }] });
  const { resolved } = resolve(service, scope);
  expect(resolved).toMatchObject({ ...WEB, ports: [{ port: 80, name: 'http' }] });
});

test('an ApiObject is settled, with its ports', () => {
  const scope = chart('shop');
  const service = new ApiObject(scope, 'Web', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { ports: [{ port: 80 }] },
  });
  expect(resolve(service, scope).resolved).toMatchObject({ ...WEB, ports: [{ port: 80 }] });
});

test('the domain of the cluster is that of the mesh', () => {
  const scope = chart('shop');
  MeshSettings.set(scope.node.root, { clusterDomain: 'corp.local' });
  expect(resolve('web', scope).resolved).toEqual({ ...WEB, fqdn: 'web.shop.svc.corp.local' });
});

const NOT =
  "is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).";
const LABEL = '(lower-case letters, digits and "-", a letter or digit at both ends).';

test.each([
  [undefined, `service: undefined ${NOT}`],
  [null, `service: null ${NOT}`],
  [80, `service: 80 ${NOT}`],
  [{}, `service: {} ${NOT}`],
  [{ name: 5 }, 'service: 5 is not a name. Write the name of a Service as a string.'],
  ['Web', `service: "Web" is not the name of a Service ${LABEL}`],
  [
    'web.books',
    "service: \"web.books\" is a host, not the name of a Service. Write ServiceRef.fromName('web', { namespace: 'books' }), or Destination.host(...) for a host outside the cluster.",
  ],
  [ServiceRef.fromName('web', { namespace: 'a b' }), `service: "a b" is not the name of a namespace ${LABEL}`],
  [
    ServiceRef.fromName(undefined as never),
    'service: undefined is not a name. Write the name of a Service as a string.',
  ],
  [ServiceRef.fromName('web', { ports: 80 as never }), 'service.ports: 80 is not a list. Write ports: [{ port: 80 }].'],
])('%j is rejected', (service, message) => {
  expect(resolve(service).problems).toEqual([message]);
});

const NUMBER = 'is not a port number (a whole number, 1 to 65535).';
const ports = (...given: unknown[]): ServiceRef => ServiceRef.fromName('web', { ports: given as never });

test('ports of a reference may have names', () => {
  const { resolved, problems } = resolve(ports({ port: 80 }, { port: 90, name: 'http' }));
  expect(problems).toEqual([]);
  expect(resolved).toEqual({ ...WEB, ports: [{ port: 80 }, { port: 90, name: 'http' }] });
});

test.each([
  [ports(8080), "service.ports[0]: 8080 is not a port. Write { port: 8080, name: 'http' }."],
  [ports('8080'), 'service.ports[0]: "8080" is not a port. Write { port: 8080, name: \'http\' }.'],
  [ports({ port: '80' }), `service.ports[0]: "80" ${NUMBER} Write 80 without quotes.`],
  [ports({ port: 'http' }), `service.ports[0]: "http" ${NUMBER} Write { port: 80, name: "http" }.`],
  [ports({ port: 70000 }), `service.ports[0]: 70000 ${NUMBER}`],
  [ports(null), "service.ports[0]: null is not a port. Write { port: 80, name: 'http' }."],
  [ports({ port: 80, name: 5 }), 'service.ports[0].name: 5 is not the name of a port. Write it as a string.'],
  [ports({ port: 80, nam: 'http' }), 'service.ports[0].nam: unknown field of ServicePort. Did you mean name?'],
  [
    ServiceRef.fromName('web', null as never),
    "service: null does not fit here. Write { namespace: 'bookinfo', ports: [{ port: 80 }] }.",
  ],
  [
    ServiceRef.fromName('web', { namspace: 'bookinfo' } as never),
    'service.namspace: unknown field of ServiceRefOptions. Did you mean namespace?',
  ],
  [{ name: 'web', ports: [80] }, "service.ports[0]: 80 is not a port. Write { port: 80, name: 'http' }."],
  [{ name: 'web', ports: null }, 'service.ports: null is not a list. Write ports: [{ port: 80 }].'],
])('ports from JavaScript are checked: %#', (service, message) => {
  expect(resolve(service)).toEqual({ resolved: undefined, problems: [message] });
});

test('a Service of type ExternalName is called at any port', () => {
  const scope = chart('shop');
  const service = new Service(scope, 'Web', {
    metadata: { name: 'web' },
    type: ServiceType.EXTERNAL_NAME,
    externalName: 'www.example.com',
  });
  expect(resolve(service, scope).resolved).toEqual(WEB);
});

test('another kind is rejected', () => {
  const scope = chart('shop');
  const deployment = new Deployment(scope, 'Web', { metadata: { name: 'web' }, containers: [{ image: 'web' }] });
  expect(resolve(deployment, scope).problems).toEqual([
    'service: Deployment "web" is not a Service. Write the Service in front of it.',
  ]);
  expect(resolve(ServiceAccountRef.fromName('web'), scope).problems).toEqual([
    'service: ServiceAccount "web" is not a Service. Write the Service in front of it.',
  ]);
});

test('a namespace is needed', () => {
  expect(resolve('web', chart()).problems).toEqual([
    "service: the namespace of Service \"web\" is not known, so Istio would look for it in the namespace to which the rule is applied. Give the chart one: new Chart(app, 'id', { namespace: '...' }).",
  ]);
});

const settled = { name: 'web', namespace: 'shop', fqdn: 'web.shop.svc.cluster.local' };
const NO_PORTS =
  'Service "web" has no ports yet. Set its ports before you use it in a route, or write ServiceRef.fromName(\'web\', { ports: [{ port: 80 }] }) for one that gets them elsewhere.';
const two = { ...settled, ports: [{ port: 80, name: 'http' }, { port: 90 }] };

test.each([
  [80, settled, 80],
  [undefined, settled, undefined],
  [undefined, { ...settled, ports: [{ port: 80 }] }, 80],
  ['http', two, 80],
  [90, two, 90],
])('port %p is %p', (port, service, expected) => {
  const problems = new Problems();
  expect(resolvePort(port, service, problems, 'port')).toBe(expected);
  expect(problems.list).toEqual([]);
});

test.each([
  [0, settled, '0 is not a port number (a whole number, 1 to 65535).'],
  [
    'http',
    settled,
    'the ports of Service "web" are not known, so its port "http" cannot be looked up. Write its number.',
  ],
  [undefined, two, 'Service "web" has several ports. Write one of them: 80 (http), 90.'],
  [undefined, { ...settled, ports: [] }, NO_PORTS],
  [70, two, '70 is not a port of Service "web". It has: 80 (http), 90.'],
  ['90', two, '"90" is not a port of Service "web". It has: 80 (http), 90. Write 90 without quotes.'],
  ['grpc', { ...settled, ports: [] }, NO_PORTS],
  [
    '80',
    settled,
    'the ports of Service "web" are not known, so its port "80" cannot be looked up. Write 80 without quotes.',
  ],
])('port %p is rejected', (port, service, message) => {
  const problems = new Problems();
  expect(resolvePort(port, service, problems, 'port')).toBeUndefined();
  expect(problems.list).toEqual([{ field: 'port', message }]);
});
