import type { Trace } from 'cdk8s-istio';
import { Mesh, OutcomeKind } from 'cdk8s-istio';

/* What is asked wrongly, or of manifests that are wrong or out of proportion: an error that says so, or an outcome with a name. */

const istio = (kind: string, name: string, spec: object): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});
const WEB = { destination: { host: 'web.shop.svc.cluster.local' } };
const routes = (http: object[], more: object = {}): object =>
  istio('VirtualService', 'front', { hosts: ['shop.example.com'], gateways: ['front'], http, ...more });

/** A gateway before the Service `web`. */
function meshOf(...routed: object[]): Mesh {
  const labels = { app: 'web' };
  return Mesh.of([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: labels, ports: [{ name: 'http', port: 80 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [] } } },
    },
    istio('Gateway', 'front', {
      selector: { istio: 'ingressgateway' },
      servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
    }),
    ...routed,
  ]);
}

const mesh = meshOf(routes([{ route: [WEB] }]));
const URL = 'http://shop.example.com/';

describe('a question that is wrong', () => {
  test.each<[string, () => unknown, string]>([
    [
      'an unknown caller',
      () => mesh.from('shop/wbe').get(URL),
      'Mesh: 1 problem\n  from: there is no workload "shop/wbe". Did you mean shop/web?',
    ],
    [
      'a malformed URL',
      () => mesh.get('http://shop.example.com:http/'),
      'Mesh: 1 problem\n  url: "shop.example.com:http" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
    ],
    [
      'a header that has no name',
      () => mesh.get(URL, { headers: { 'x canary': 'always' } }),
      'Mesh: 1 problem\n  headers[0]: "x canary" is not the name of a header. Write for example x-canary.',
    ],
    [
      'a header over two lines',
      () => mesh.get(URL, { headers: { 'x-canary': 'always\nx-other: 1' } }),
      'Mesh: 1 problem\n  headers[0]: the value of x-canary holds a line break: "always\\nx-other: 1".',
    ],
    [
      'two places to dial',
      () => mesh.get(URL, { at: 'istio-system/istio-ingressgateway', connectTo: '10.0.0.7:80' }),
      'Mesh: 1 problem\n  at: write either this or connectTo, not both.',
    ],
    [
      'a client with a port',
      () => mesh.get(URL, { clientAddress: '203.0.113.7:443' }),
      'Mesh: 1 problem\n  clientAddress: "203.0.113.7:443" is more than an IP address. Write 203.0.113.7.',
    ],
    [
      'a client with a port behind brackets',
      () => mesh.get(URL, { clientAddress: '[2001:db8::7]:443' }),
      'Mesh: 1 problem\n  clientAddress: "[2001:db8::7]:443" is more than an IP address. Write 2001:db8::7.',
    ],
    [
      'a range of clients',
      () => mesh.get(URL, { clientAddress: '2001:db8::/32' }),
      'Mesh: 1 problem\n  clientAddress: "2001:db8::/32" is a range of addresses. Write one of them, for example 203.0.113.7.',
    ],
    ...['', 'localhost', '10.0.0', '010.0.0.1', 'fe80::1%eth0', '203.0.113.7 '].map(
      (text): [string, () => unknown, string] => [
        `a client at ${JSON.stringify(text)}`,
        () => mesh.get(URL, { clientAddress: text }),
        `Mesh: 1 problem\n  clientAddress: ${JSON.stringify(text)} is not an IP address. Write for example 203.0.113.7.`,
      ],
    ),
    [
      'a client that is a number',
      () => mesh.get(URL, { clientAddress: 7 as unknown as string }),
      'Mesh: 1 problem\n  clientAddress: 7 is not an IP address. Write for example 203.0.113.7.',
    ],
    [
      'pods that call from another address',
      () => mesh.from('shop/web').get('http://web/', { clientAddress: '203.0.113.7' }),
      'Mesh: 1 problem\n  clientAddress: pods call from an address of their own. Omit it, or ask from outside.',
    ],
    [
      'any pods that call from another address',
      () => mesh.trace({ from: 'shop/*', url: 'http://web/', clientAddress: '203.0.113.7' }),
      'Mesh: 1 problem\n  clientAddress: pods call from an address of their own. Omit it, or ask from outside.',
    ],
    [
      'everything at once',
      () => mesh.request(URL, { at: 'shop/frnt', connectTo: 'a:b:c', sni: 'shop.example.com', method: 'GE T' }),
      'Mesh: 4 problems\n  method: "GE T" is not a method. Write for example POST.\n  sni: http:// has no TLS. Omit it, or write https:// or tls://.\n  at: write either this or connectTo, not both.\n  at: there is no gateway "shop/frnt". Did you mean shop/front?',
    ],
  ])('%s', (_, ask, message) => {
    expect(ask).toThrow(new Error(message));
  });
});

describe('an outcome with a name', () => {
  const delegates = (a: string, b: string): object[] => [
    routes([{ match: [{ uri: { prefix: '/cart' } }], delegate: { name: a, namespace: 'shop' } }]),
    istio('VirtualService', 'a', { http: [{ delegate: { name: b, namespace: 'shop' } }] }),
    istio('VirtualService', 'b', { http: [{ delegate: { name: a, namespace: 'shop' } }] }),
  ];
  const text = (length: number): string => 'a'.repeat(length);

  test.each<[string, () => Trace, object]>([
    ['a host that nobody listens for', () => Mesh.of([]).get(URL), { failure: 'NoListener' }],
    ['a port that nobody listens on', () => mesh.get('http://shop.example.com:8080/'), { failure: 'NoListener' }],
    ['another host', () => mesh.get('http://other.example.com/'), { failure: 'NoVirtualHost' }],
    ['a path of a megabyte', () => mesh.get(`${URL}${text(1 << 20)}`), { status: 431, failure: 'HeadersTooLarge' }],
    [
      'delegates in a circle',
      () => meshOf(...delegates('a', 'b')).get(`${URL}cart`),
      { failure: 'NoCluster', status: 503 },
    ],
    [
      'a delegate of itself',
      () => meshOf(...delegates('a', 'a')).get(`${URL}cart`),
      { failure: 'NoCluster', status: 503 },
    ],
    [
      'an expression that takes for ever where it is tried backwards',
      () => meshOf(routes([{ match: [{ uri: { regex: '/(a+)+$' } }], route: [WEB] }])).get(`${URL}${text(50_000)}!`),
      { failure: 'NoRoute' },
    ],
    [
      'an expression that RE2 does not take',
      () => meshOf(routes([{ match: [{ uri: { regex: '/(?=a)' } }], route: [WEB] }])).get(`${URL}a`),
      { kind: OutcomeKind.FAILURE },
    ],
  ])('%s', (_, ask, outcome) => {
    expect(ask().outcomes).toMatchObject([outcome]);
  });

  test('ten thousand hosts of one VirtualService', () => {
    const hosts = Array.from({ length: 10_000 }, (__, i) => `host-${i}.example.com`);
    const many = meshOf(routes([{ route: [WEB] }], { hosts }));
    for (const host of [hosts[0], hosts[9_999]]) {
      expect(many.get(`http://${host}/`).shareOf('shop/web')).toBe(1);
    }
    expect(many.get('http://host-10000.example.com/').outcomes).toMatchObject([{ failure: 'NoVirtualHost' }]);
  });
});

describe('manifests that the API server would refuse are followed as far as they can be read, and the trace says so', () => {
  test.each<[string, object, object]>([
    [
      'a redirect to a number',
      routes([{ match: [{ uri: { exact: '/old' } }], redirect: { uri: 5 } }, { route: [WEB] }]),
      { workload: 'shop/web' },
    ],
    ['hosts that are a text', routes([{ route: [WEB] }], { hosts: 'shop.example.com' }), { failure: 'NoVirtualHost' }],
    ['rules that are an object', routes({ route: [WEB] } as never), { failure: 'NoVirtualHost' }],
    ['a weight that is a text', routes([{ route: [{ ...WEB, weight: 'all' }] }]), { workload: 'shop/web' }],
  ])('%s', (_, refused, outcome) => {
    const trace = meshOf(refused).get(URL);
    expect(trace.outcomes).toMatchObject([outcome]);
    expect(trace.unknown).toMatchObject([
      { what: 'refused', objects: [{ object: { kind: 'VirtualService', name: 'front' } }] },
    ]);
    expect(trace.unknown[0].text).toMatch(/^\w+/);
  });
});
