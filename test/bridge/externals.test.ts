import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, Externals, GatewayWorkload, World } from 'cdk8s-istio';

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
const policy = (rule: object, labels?: object, namespace = 'edge'): object => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'policy', namespace },
  spec: { ...(labels && { selector: { matchLabels: labels } }), action: 'DENY', rules: [rule] },
});
const istio = (manifests: object[], externals: unknown[]): string[] =>
  check(manifests, { world: World.CLOSED, externals })
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

describe('the service account of a gateway', () => {
  const found = (principal: string, ...externals: unknown[]): string[] =>
    check([policy({ from: [{ source: { principals: [principal] } }] })], { world: World.CLOSED, externals })
      .filter(({ code }) => code === 'KIA0106')
      .map(({ message }) => message);
  const nobody = (principal: string): string =>
    `No workload runs with the identity ${principal}. The rule matches no caller.`;
  const edge = (name: string): string => `cluster.local/ns/edge/sa/${name}`;

  test('of the chart gateway it is the name of the release', () => {
    const external = Externals.gatewayWorkload(GatewayWorkload.helmRelease('istio-ingress', { namespace: 'edge' }));
    expect(found(edge('istio-ingress'), external)).toEqual([]);
    expect(found(edge('istio-ingress-service-account'), external)).toEqual([
      nobody(edge('istio-ingress-service-account')),
    ]);
  });

  test('unless its values name another', () => {
    const external = Externals.gatewayWorkload(
      GatewayWorkload.helmRelease('istio-ingress', { namespace: 'edge', serviceAccount: 'door' }),
    );
    expect(found(edge('door'), external)).toEqual([]);
    expect(found(edge('istio-ingress'), external)).toEqual([nobody(edge('istio-ingress'))]);
  });

  test('of istioctl install it ends with -service-account', () => {
    const identity = (name: string): string => `cluster.local/ns/istio-system/sa/${name}`;
    expect(found(identity('istio-ingressgateway-service-account'), Externals.istioIngressGateway())).toEqual([]);
    expect(found(identity('istio-egressgateway-service-account'), Externals.istioEgressGateway())).toEqual([]);
    expect(found(identity('istio-ingressgateway'), Externals.istioIngressGateway())).toEqual([
      nobody(identity('istio-ingressgateway')),
    ]);
  });

  const options = { namespace: 'edge', service: 'door', selector: { app: 'door' } };
  test.each(['door', 'default', 'anything'])('of any other it is not known, and may be %s', (name) => {
    const external = Externals.gatewayWorkload(GatewayWorkload.of(options));
    expect(found(edge(name), external)).toEqual([]);
    expect(found(`*/sa/${name}`, external)).toEqual([]);
    expect(found('cluster.local/ns/ed*', external)).toEqual([]);
    expect(found('cluster.local/ns/shop/sa/door', external)).toEqual([nobody('cluster.local/ns/shop/sa/door')]);
    expect(found('*/ns/shop/sa/door', external)).toEqual([nobody('*/ns/shop/sa/door')]);
  });

  test('and known where it is given', () => {
    const external = Externals.gatewayWorkload(GatewayWorkload.of({ ...options, serviceAccount: 'keeper' }));
    expect(found(edge('keeper'), external)).toEqual([]);
    expect(found(edge('door'), external)).toEqual([nobody(edge('door'))]);
  });

  test('a name that Kubernetes would not take', () => {
    expect(() => Externals.gatewayWorkload(GatewayWorkload.of({ ...options, serviceAccount: 'A B' }))).toThrow(
      'serviceAccount: "A B" is not a name for a Kubernetes object',
    );
  });

  test('of a Service of another team it is not known', () => {
    const external = (more: object): unknown =>
      Externals.service('payments', { namespace: 'billing', ports: [{ port: 80 }], ...more });
    const payments = 'cluster.local/ns/billing/sa/payments';
    expect(found(payments, external({}))).toEqual([]);
    expect(found(payments, external({ serviceAccount: 'payments' }))).toEqual([]);
    expect(found(payments, external({ serviceAccount: 'other' }))).toEqual([nobody(payments)]);
  });
});

describe('the labels of a gateway', () => {
  const found = (labels: object, external: unknown): string[] =>
    check([policy({}, labels)], { world: World.CLOSED, externals: [external] })
      .filter(({ source }) => source !== 'schema')
      .map(({ code, path }) => `${code} ${path}`);

  test('those that the chart gives its pods can be selected', () => {
    const external = Externals.gatewayWorkload(GatewayWorkload.helmRelease('istio-edge', { namespace: 'edge' }));
    for (const labels of [{ istio: 'edge' }, { app: 'istio-edge' }, { 'app.kubernetes.io/name': 'istio-edge' }]) {
      expect(found(labels, external)).toEqual([]);
    }
    expect(found({ app: 'edge' }, external)).toContain('IST0127 spec.selector.matchLabels');
  });

  test('those of another gateway are the ones that are given', () => {
    const external = Externals.gatewayWorkload(
      GatewayWorkload.of({ namespace: 'edge', service: 'door', selector: { istio: 'door' } }),
    );
    expect(found({ istio: 'door' }, external)).toEqual([]);
    expect(found({ app: 'door' }, external)).toContain('IST0127 spec.selector.matchLabels');
  });
});

test('the Service of a gateway has the ports of its chart', () => {
  const ports = (external: unknown): object[] =>
    (external as { items: { kind: string; spec: { type?: string; ports: object[] } }[] }).items
      .filter(({ kind }) => kind === 'Service')
      .map(({ spec }) => [spec.type, spec.ports]);
  const status = { name: 'status-port', port: 15021, targetPort: 15021 };
  const installed = [
    { name: 'http2', port: 80, targetPort: 8080 },
    { name: 'https', port: 443, targetPort: 8443 },
  ];
  expect(ports(Externals.istioIngressGateway())).toEqual([['LoadBalancer', [status, ...installed]]]);
  expect(ports(Externals.istioEgressGateway())).toEqual([['ClusterIP', installed]]);
  expect(ports(Externals.gatewayWorkload(GatewayWorkload.helmRelease('door', { namespace: 'edge' })))).toEqual([
    [
      'LoadBalancer',
      [status, { name: 'http2', port: 80, targetPort: 80 }, { name: 'https', port: 443, targetPort: 443 }],
    ],
  ]);
  const own = { namespace: 'edge', service: 'door', selector: { app: 'door' }, ports: [{ port: 8443 }] };
  expect(ports(Externals.gatewayWorkload(GatewayWorkload.of(own)))).toEqual([
    [undefined, [{ name: 'port-8443', port: 8443, targetPort: 8443 }]],
  ]);
  const named = { ...own, ports: [{ port: 8443, name: 'https-admin' }] };
  expect(ports(Externals.gatewayWorkload(GatewayWorkload.of(named)))).toEqual([
    [undefined, [{ name: 'https-admin', port: 8443, targetPort: 8443 }]],
  ]);
});

describe('the namespace of a Service', () => {
  const payments = Externals.service('payments', {
    namespace: 'billing',
    ports: [{ port: 80, name: 'http' }],
    pods: [{ app: 'payments' }],
  });
  const unenforced = (...externals: unknown[]): string[] =>
    check([policy({}, { app: 'payments' }, 'billing')], { world: World.CLOSED, externals }).map(({ code }) => code);

  test('is taken for one of the mesh, as one that nobody tells of', () => {
    expect(unenforced(payments)).toEqual([]);
  });

  test('has the labels that are told, before or after', () => {
    const namespace = Externals.namespace('billing');
    expect(unenforced(payments, namespace)).toEqual(['IST0127']);
    expect(unenforced(namespace, payments)).toEqual(['IST0127']);
  });
});

test('a Service whose pods nobody told of has no selector', () => {
  const list = Externals.service('payments', { namespace: 'billing', ports: [{ port: 80 }] });
  expect((list as { items: object[] }).items[1]).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'payments', namespace: 'billing' },
    spec: { selector: undefined, ports: [{ port: 80 }] },
  });
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
