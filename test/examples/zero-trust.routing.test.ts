import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import type { Trace } from 'cdk8s-istio';
import { Mesh } from 'cdk8s-istio';
import { ZeroTrustChart } from '../../examples/zero-trust/chart';

const pod = (name: string, namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec: { serviceAccountName: name, containers: [] },
});
/** A namespace that nobody has labelled, and one of the mesh. */
const OTHERS = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
  pod('plain', 'default'),
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { 'istio-injection': 'enabled' } } },
  pod('store', 'other'),
];
const mesh = Mesh.of(new ZeroTrustChart(new App()), { externals: OTHERS });

function ask(from: string, url: string, method = 'GET'): Trace {
  return mesh.from(`shop/${from}`).request(url, { method });
}

test('store and orders may call each other', () => {
  expect(ask('store', 'http://orders/')).toReach('shop/orders');
  expect(ask('store', 'http://orders/orders/7')).toReach('shop/orders');
  expect(ask('orders', 'http://store/')).toReach('shop/store');
});

describe('denied', () => {
  test.each([
    ['another path', 'store', 'http://orders/admin', 'GET'],
    ['another method', 'store', 'http://orders/', 'POST'],
    ['a path that leads out of what is allowed', 'store', 'http://orders/orders/../admin', 'GET'],
    ['what only the other one may', 'orders', 'http://store/orders/7', 'GET'],
    ['who is not named', 'reports', 'http://orders/', 'GET'],
    ['nor for the other', 'reports', 'http://store/', 'GET'],
    ['nobody is named for reports', 'store', 'http://reports/', 'GET'],
  ])('%s', (_, from, url, method) => {
    const trace = ask(from, url, method);
    expect(trace).toBeDenied();
    expect(trace).toRespond(403);
  });

  test('who has the name of one that may, but in another namespace', () => {
    expect(mesh.from('other/store').get('http://orders.shop/')).toBeDenied();
  });
});

test('plain text gets no answer at all', () => {
  const trace = mesh.from('default/plain').get('http://orders.shop/');
  expect(trace).toFail('TlsMismatch');
  expect(trace.outcomes).toMatchObject([{ connection: 'closed' }]);
});

test('a host that is not of the namespace is refused by the sidecar', () => {
  const trace = ask('store', 'http://www.example.com/');
  expect(trace).toFail('UnknownHost');
  expect(trace).toRespond(502);
  expect(ask('store', 'https://www.example.com/')).toFail('UnknownAddress');
});
