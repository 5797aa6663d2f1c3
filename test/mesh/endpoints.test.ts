import { endpointsOf } from '../../lib/mesh/endpoints';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { deployment, manifest } from '../manifests';

const WEB = { host: 'web.shop.svc.cluster.local', namespace: 'shop' };
const service = (port: object, spec: object = {}): Manifest =>
  manifest('Service', 'shop/web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, ...port }], ...spec });
const pods = (key: string, labels: object = {}, ports: object[] = []): Manifest =>
  deployment(key, { app: 'web', ...labels }, { containers: [{ name: 'app', ports }] });
const vm = (key: string, spec: object, labels: Record<string, string> = { app: 'web' }): Manifest =>
  manifest('WorkloadEntry', key, { address: '10.0.0.1', labels, ...spec });
const entry = (spec: object, key = 'shop/e'): Manifest =>
  manifest('ServiceEntry', key, {
    hosts: ['a.com'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    ...spec,
  });

function found(manifests: Manifest[], labels: Record<string, string> = {}, service = WEB, port = 80): unknown[] {
  return endpointsOf(new Mesh(manifests), service, port, labels).map((each) =>
    [each.object.key, each.path, each.address, each.port].filter((part) => part !== undefined && part !== '').join(' '),
  );
}
const ofEntry = (manifests: Manifest[], labels: Record<string, string> = {}): unknown[] =>
  found(manifests, labels, { host: 'a.com', namespace: 'shop' });

test('the pods of a Service in its namespace, by the labels of its selector and of a subset', () => {
  const manifests = [
    service({}),
    pods('shop/v1', { version: 'v1' }),
    pods('shop/v2', { version: 'v2' }),
    pods('front/v1'),
  ];
  expect(found(manifests)).toEqual(['shop/v1 80', 'shop/v2 80']);
  expect(found(manifests, { version: 'v2' })).toEqual(['shop/v2 80']);
  expect(found(manifests, { version: 'v3' })).toEqual([]);
  expect(found(manifests, {}, WEB, 81)).toEqual([]);
});

test('no selector, no endpoints', () => {
  expect(found([service({}, { selector: undefined }), pods('shop/v1')])).toEqual([]);
  expect(found([service({}, { selector: {} }), pods('shop/v1')])).toEqual([]);
});

test("the port of the pods: a number, or the name of a container's port", () => {
  const named = pods('shop/v1', {}, [{ name: 'web', containerPort: 8080 }]);
  expect(found([service({ targetPort: 9090 }), named])).toEqual(['shop/v1 9090']);
  expect(found([service({ targetPort: 'web' }), named, pods('shop/v2')])).toEqual(['shop/v1 8080']);
});

// cases/routing/e78
test('a Service takes WorkloadEntries too, with addresses and in its namespace', () => {
  const manifests = [
    service({ targetPort: 8080 }),
    vm('shop/a', {}),
    vm('shop/b', { ports: { http: 9090 } }),
    vm('shop/c', { address: 'vm.example.com' }),
    vm('front/d', {}),
    vm('shop/e', {}, { app: 'other' }),
  ];
  expect(found(manifests)).toEqual(['shop/a 10.0.0.1 8080', 'shop/b 10.0.0.1 9090']);
  expect(found([service({ targetPort: 'web' }), vm('shop/a', {}), vm('shop/b', { ports: { web: 1 } })])).toEqual([
    'shop/b 10.0.0.1 1',
  ]);
  expect(found([service({}, { clusterIP: 'None' }), vm('shop/a', {})])).toEqual([]);
});

test('the endpoints that a ServiceEntry lists', () => {
  const endpoints = [
    { address: '10.0.0.1', labels: { version: 'v1' } },
    { address: '10.0.0.2', ports: { http: 8080 } },
    { address: 'unix:///a/b' },
  ];
  expect(ofEntry([entry({ endpoints })])).toEqual([
    'shop/e spec.endpoints[0] 10.0.0.1 80',
    'shop/e spec.endpoints[1] 10.0.0.2 8080',
    'shop/e spec.endpoints[2] /a/b 0',
  ]);
  expect(ofEntry([entry({ endpoints })], { version: 'v1' })).toEqual(['shop/e spec.endpoints[0] 10.0.0.1 80']);
});

test('the host itself where a name is to be looked up and nothing is listed', () => {
  const ports = [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 }];
  expect(ofEntry([entry({ resolution: 'DNS', ports })])).toEqual(['shop/e a.com 8080']);
  expect(ofEntry([entry({ resolution: 'DNS_ROUND_ROBIN' })])).toEqual(['shop/e a.com 80']);
  expect(ofEntry([entry({})])).toEqual([]);
  expect(ofEntry([entry({ resolution: 'NONE' })])).toEqual([]);
});

test('what the workloadSelector of a ServiceEntry takes', () => {
  const selecting = entry({ workloadSelector: { labels: { app: 'web' } } });
  expect(ofEntry([selecting, pods('shop/v1'), pods('front/v1'), vm('shop/a', { ports: { http: 8080 } })])).toEqual([
    'shop/a 10.0.0.1 8080',
    'shop/v1 80',
  ]);
});

test('ServiceEntries of one host and namespace share their endpoints', () => {
  const one = (key: string, address: string): Manifest => entry({ endpoints: [{ address }] }, key);
  expect(ofEntry([one('shop/x', '10.0.0.1'), one('shop/y', '10.0.0.2'), one('front/z', '10.0.0.3')])).toEqual([
    'shop/x spec.endpoints[0] 10.0.0.1 80',
    'shop/y spec.endpoints[0] 10.0.0.2 80',
  ]);
});

test('the labels of the metadata of a WorkloadEntry count before those of its spec', () => {
  const both: Manifest = { ...vm('shop/a', {}, { app: 'web', version: 'v1' }) };
  both.metadata = { ...(both.metadata as object), labels: { version: 'v2' } };
  expect(found([service({}), both], { version: 'v2' })).toEqual(['shop/a 10.0.0.1 80']);
  expect(found([service({}), both], { version: 'v1' })).toEqual([]);
});

test('whether there is a proxy', () => {
  const hasProxy = (...manifests: Manifest[]): boolean[] =>
    endpointsOf(new Mesh([service({}), ...manifests]), WEB, 80).map((each) => each.hasProxy);
  expect(hasProxy(pods('shop/a'))).toEqual([true]);
  expect(hasProxy(pods('shop/a', { 'sidecar.istio.io/inject': 'false' }))).toEqual([false]);
  expect(hasProxy(manifest('Namespace', 'shop'), pods('shop/a'))).toEqual([false]);
  expect(hasProxy(pods('shop/a'), manifest('Gateway', 'shop/g', { selector: { app: 'web' } }))).toEqual([false]);
  expect(hasProxy(vm('shop/a', {}))).toEqual([false]);
  expect(hasProxy(vm('shop/a', { serviceAccount: 'a' }))).toEqual([true]);
  expect(
    hasProxy(vm('shop/a', { serviceAccount: 'a' }, { app: 'web', 'security.istio.io/tlsMode': 'disabled' })),
  ).toEqual([false]);
});
