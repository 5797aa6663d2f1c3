import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, Externals, GatewayWorkload } from 'cdk8s-istio';

const route = (host: string, port?: number): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'route', namespace: 'shop' },
  spec: { hosts: [host], http: [{ route: [{ destination: { host, ...(port && { port: { number: port } }) } }] }] },
});
const gateway = (selector: object): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }] },
});
const istio = (manifests: object[], externals: unknown[]): string[] =>
  check(manifests, { world: 'closed', externals })
    .filter(({ source }) => source === 'istio')
    .map(({ code }) => code);

test('a Service of another team', () => {
  const host = 'payments.billing.svc.cluster.local';
  const options = { namespace: 'billing', ports: [{ port: 80, name: 'http' }] };
  expect(istio([route(host)], [])).toEqual(['IST0101']);
  expect(istio([route(host)], [Externals.service('payments', options)])).toEqual([]);
  expect(istio([route(host, 81)], [Externals.service('payments', options)])).toEqual(['IST0101']);
});

test('gateways that are installed', () => {
  expect(istio([gateway({ istio: 'edge' })], [])).toEqual(['IST0101']);
  const workload = GatewayWorkload.helmRelease('istio-edge', { namespace: 'edge' });
  expect(istio([gateway({ istio: 'edge' })], [Externals.gatewayWorkload(workload)])).toEqual([]);
  expect(istio([gateway({ istio: 'ingressgateway' })], [Externals.istioIngressGateway()])).toEqual([]);
  expect(istio([gateway({ istio: 'egressgateway' })], [Externals.istioEgressGateway()])).toEqual([]);
});

test('nothing is reported of them', () => {
  expect(check([], { externals: [route('nowhere')] })).toEqual([]);
});

test('versions of a Service: what their pods have in common selects them', () => {
  const list = Externals.service('payments', {
    namespace: 'billing',
    ports: [{ port: 80 }],
    pods: [
      { app: 'payments', version: 'v1' },
      { app: 'payments', version: 'v2' },
    ],
    serviceAccount: 'payments',
  });
  expect(list).toMatchObject({
    kind: 'List',
    items: [
      { kind: 'Namespace', metadata: { name: 'billing' } },
      { kind: 'Service', spec: { selector: { app: 'payments' }, ports: [{ port: 80 }] } },
      {
        kind: 'Deployment',
        metadata: { name: 'payments-1' },
        spec: { template: { spec: { serviceAccountName: 'payments' } } },
      },
      { kind: 'Deployment', metadata: { name: 'payments-2' } },
    ],
  });
});

test('a namespace', () => {
  expect(Externals.namespace('shop', { 'istio-injection': 'enabled' })).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'externals-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('what kubectl prints', () => {
    const file = join(folder, 'services.yaml');
    writeFileSync(
      file,
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: payments, namespace: billing}\n  spec: {ports: [{port: 80, name: http}]}\n',
    );
    expect(istio([route('payments.billing.svc.cluster.local')], [Externals.fromFile(file)])).toEqual([]);
  });

  test('a file that cannot be read', () => {
    expect(() => Externals.fromFile(join(folder, 'no.yaml'))).toThrow(/^Externals.fromFile: [^]*no.yaml  /);
    writeFileSync(join(folder, 'bad.yaml'), 'a: 1\nb: [\n');
    expect(() => Externals.fromFile(join(folder, 'bad.yaml'))).toThrow(/bad.yaml:\d/);
  });
});

test('all that is wrong is said at once', () => {
  const options = { namespace: 'Billing', ports: [{ port: 0, nmae: 'x' }, 80], pods: [{ app: 1 }], prots: [] };
  expect(() => Externals.service('Payments!', options as never)).toThrow(/^Externals.service: 7 problems\n/);
  expect(() => Externals.gatewayWorkload({} as never)).toThrow('Write a GatewayWorkload');
  expect(() => Externals.istioIngressGateway({ namespace: 'A B' })).toThrow(
    /^Externals.istioIngressGateway: 1 problem/,
  );
  expect(() => Externals.fromFile(undefined as never)).toThrow(
    'Externals.fromFile: undefined is not the path of a file.',
  );
  expect(() => Externals.namespace('a b')).toThrow('Externals.namespace: 1 problem');
});
