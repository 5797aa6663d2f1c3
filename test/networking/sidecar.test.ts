import { Testing } from 'cdk8s';
import { CaptureMode, ServerTlsSettingsTlsMode } from '../../imports/networking';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { DefaultEndpoint } from '../../lib/networking/default-endpoint';
import { Destination } from '../../lib/networking/destination';
import { EgressHost } from '../../lib/networking/egress-host';
import { EgressListener } from '../../lib/networking/egress-listener';
import { OutboundTrafficPolicy } from '../../lib/networking/outbound-traffic-policy';
import { ServerTls } from '../../lib/networking/server-tls';
import { Sidecar } from '../../lib/networking/sidecar';
import { chart, problemsOf, refusal, specOf, thrown, written } from './subject';

const ratings = ServiceRef.fromName('ratings', { namespace: 'books', ports: [{ port: 9080 }] });
const own = EgressHost.sameNamespace();
const make = (props: unknown) => () => new Sidecar(chart(), 'Sidecar', props as never);
const certificate = {
  mode: ServerTlsSettingsTlsMode.SIMPLE,
  serverCertificate: '/certs/tls.crt',
  privateKey: '/certs/tls.key',
};
const { NONE, IPTABLES } = CaptureMode;

test('the whole object', () => {
  const scope = chart();
  new Sidecar(scope, 'Sidecar', {
    metadata: { name: 'web' },
    workloadSelector: { labels: { app: 'web' } },
    egress: [
      EgressListener.anyPort([own, EgressHost.service(ratings)]),
      EgressListener.port({
        port: 3306,
        protocol: 'MYSQL',
        portName: 'mysql',
        hosts: [EgressHost.host('*', 'db.example.com')],
      }),
    ],
    ingress: [{ port: 8080, protocol: 'HTTP', portName: 'http', defaultEndpoint: DefaultEndpoint.localhost(8081) }],
    outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
    inboundConnectionPool: { tcp: { maxConnections: 100 } },
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        workloadSelector: { labels: { app: 'web' } },
        ingress: [{ port: { number: 8080, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8081' }],
        egress: [
          { port: { number: 3306, protocol: 'MYSQL', name: 'mysql' }, hosts: ['*/db.example.com'] },
          { hosts: ['./*', 'books/ratings.books.svc.cluster.local'] },
        ],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        inboundConnectionPool: { tcp: { maxConnections: 100 } },
      },
    },
  ]);
});

test.each([
  ['any', EgressHost.any(), '*/*'],
  ['none', EgressHost.none(), '~/*'],
  ['a namespace', EgressHost.namespace('books'), 'books/*'],
  ['the own namespace', own, './*'],
  ['a Service', EgressHost.service(ratings), 'books/ratings.books.svc.cluster.local'],
  ['a Service by name', EgressHost.service('web'), 'shop/web.shop.svc.cluster.local'],
  ['a host', EgressHost.host('egress', '*.example.com'), 'egress/*.example.com'],
  ['a host of any namespace', EgressHost.host('*', 'a.example.com'), '*/a.example.com'],
  ['all but a namespace', EgressHost.except(EgressHost.namespace('prod')), '~prod/*'],
  ['all but a Service', EgressHost.except(EgressHost.service(ratings)), '~books/ratings.books.svc.cluster.local'],
  ['all but a host', EgressHost.except(EgressHost.host('*', 'a.example.com')), '~*/a.example.com'],
])('EgressHost: %s', (_, host, text) => {
  expect(written(host)).toBe(text);
});

test.each([
  [
    EgressHost.namespace('Books!'),
    'namespace: "Books!" is not a namespace. Write a name, "." for that of the Sidecar or "*" for any.',
  ],
  [
    EgressHost.namespace(undefined as never),
    'namespace: undefined is not a namespace. Write a name, "." for that of the Sidecar or "*" for any.',
  ],
  [
    EgressHost.host('~', 'a.com'),
    'namespace: "~" is not a namespace. Write a name, "." for that of the Sidecar or "*" for any.',
  ],
  [
    EgressHost.host('books', 'ratings'),
    'host: "ratings" has no dot, but Istio needs the full name. For a Service write EgressHost.service(service).',
  ],
  [
    EgressHost.host('books', 'http://a.com'),
    'host: "http://a.com" has a scheme, but a host is only a name. Write "a.com".',
  ],
  [EgressHost.host('books', 5 as never), 'host: 5 is not a host. Write a DNS name such as "shop.example.com".'],
  [
    EgressHost.service(5 as never),
    "service: 5 is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
  ],
  [
    EgressHost.except(EgressHost.any()),
    "EgressHost.except cannot exclude */*. Write EgressHost.except(EgressHost.namespace('prod')).",
  ],
  [
    EgressHost.except(EgressHost.except(own)),
    "EgressHost.except cannot exclude ~./*. Write EgressHost.except(EgressHost.namespace('prod')).",
  ],
  [
    EgressHost.except('prod/*' as never),
    'EgressHost.except cannot exclude "prod/*". Write EgressHost.except(EgressHost.namespace(\'prod\')).',
  ],
])('%j is rejected', (host, message) => {
  expect(refusal(host)).toEqual([message]);
});

test('exclusions need Istio 1.31', () => {
  const scope = chart();
  MeshSettings.set(scope.node.root, { istioVersion: IstioVersion.V1_30 });
  expect(refusal(EgressHost.except(own), scope)).toEqual([
    'EgressHost.except exists since Istio 1.31, and this App targets 1.30. List the hosts instead.',
  ]);
});

test.each([
  ['any port', EgressListener.anyPort([own]), { hosts: ['./*'] }],
  [
    'any port, not captured',
    EgressListener.anyPort([own], { bind: '127.0.0.1', captureMode: NONE }),
    { hosts: ['./*'], bind: '127.0.0.1', captureMode: 'NONE' },
  ],
  ['a port', EgressListener.port({ port: 80, hosts: [own] }), { port: { number: 80 }, hosts: ['./*'] }],
  [
    'a port with everything',
    EgressListener.port({
      port: 80,
      protocol: 'HTTP',
      portName: 'http',
      bind: '::1',
      captureMode: IPTABLES,
      hosts: [own],
    }),
    { port: { number: 80, protocol: 'HTTP', name: 'http' }, bind: '::1', captureMode: 'IPTABLES', hosts: ['./*'] },
  ],
  [
    'a socket',
    EgressListener.unixSocket({ path: '/run/db.sock', protocol: 'TCP', hosts: [own] }),
    { port: { number: 0, protocol: 'TCP' }, bind: 'unix:///run/db.sock', hosts: ['./*'] },
  ],
  [
    'an abstract socket',
    EgressListener.unixSocket({ path: '@db', captureMode: NONE, hosts: [own] }),
    { port: { number: 0 }, bind: 'unix://@db', captureMode: 'NONE', hosts: ['./*'] },
  ],
  ['exclusions', EgressListener.anyPort([EgressHost.any(), EgressHost.except(own)]), { hosts: ['*/*', '~./*'] }],
])('EgressListener: %s', (_, listener, json) => {
  expect(written(listener)).toEqual(json);
});

const PROTOCOLS = 'HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP, TLS';
const NO_HOST =
  'hosts: is empty, but must list the hosts that the sidecar imports. Write [EgressHost.sameNamespace()], or [EgressHost.none()] for no host.';

test.each([
  ['no hosts', EgressListener.anyPort([]), NO_HOST],
  ['a host twice', EgressListener.anyPort([own, own]), 'hosts[1]: ./* is given twice.'],
  [
    'the own namespace by name',
    EgressListener.anyPort([own, EgressHost.namespace('shop')]),
    'hosts[1]: shop/* is given twice.',
  ],
  [
    'a host that is covered',
    EgressListener.anyPort([own, EgressHost.host('shop', 'a.com')]),
    'hosts[1]: shop/a.com is covered by shop/* before it. Omit it.',
  ],
  [
    'a Service of another namespace',
    EgressListener.anyPort([EgressHost.host('pay', 'reviews.books.svc.cluster.local')]),
    'hosts[0]: pay/reviews.books.svc.cluster.local imports nothing: reviews.books.svc.cluster.local is a Service of namespace books. Write EgressHost.host("books", "reviews.books.svc.cluster.local").',
  ],
  [
    'a Service of another namespace as one of the own',
    EgressListener.anyPort([EgressHost.host('.', 'reviews.books.svc.cluster.local')]),
    'hosts[0]: ./reviews.books.svc.cluster.local imports nothing: reviews.books.svc.cluster.local is a Service of namespace books. Write EgressHost.host("books", "reviews.books.svc.cluster.local").',
  ],
  [
    'a port that its hosts do not have',
    EgressListener.port({
      port: 8080,
      hosts: [EgressHost.service(ServiceRef.fromName('reviews', { ports: [{ port: 80, targetPort: 8080 }] }))],
    }),
    'port: 8080 is not a port of these hosts, so the listener would serve nothing. They have: 80.',
  ],
  [
    'a host that covers',
    EgressListener.anyPort([EgressHost.host('shop', 'a.com'), own]),
    'hosts[1]: ./* covers shop/a.com before it. Omit that.',
  ],
  [
    'any and others',
    EgressListener.anyPort([EgressHost.any(), own]),
    'hosts: EgressHost.any() already covers every host. Omit the others, or omit it.',
  ],
  [
    'none and others',
    EgressListener.anyPort([EgressHost.none(), own]),
    'hosts: EgressHost.none() cannot be combined with others. Omit the others, or omit it.',
  ],
  [
    'only exclusions',
    EgressListener.anyPort([EgressHost.except(own)]),
    'hosts: only excludes hosts, so no host would be imported. Import hosts first, for example with EgressHost.any().',
  ],
  [
    'a bind address',
    EgressListener.anyPort([own], { bind: 'lo' }),
    'bind: "lo" is not an IP address. Write one such as \'127.0.0.1\', or omit it.',
  ],
  [
    'a port',
    EgressListener.port({ port: 70000, hosts: [own] }),
    'port: 70000 is not a port number (a whole number, 1 to 65535).',
  ],
  [
    'a protocol',
    EgressListener.port({ port: 53, protocol: 'UDP', hosts: [own] }),
    `protocol: "UDP" is not a protocol of sidecars. Write one of: ${PROTOCOLS}.`,
  ],
  [
    'a port name',
    EgressListener.port({ port: 80, portName: 'A', hosts: [own] }),
    'portName: "A" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [
    'a relative path',
    EgressListener.unixSocket({ path: 'db.sock', hosts: [own] }),
    "path: \"db.sock\" is not the absolute path of a file. Write one such as '/run/app.sock', or '@name' for an abstract socket.",
  ],
  [
    'a folder',
    EgressListener.unixSocket({ path: '/run/', hosts: [own] }),
    "path: \"/run/\" is not the absolute path of a file. Write one such as '/run/app.sock', or '@name' for an abstract socket.",
  ],
  [
    'a path with a scheme',
    EgressListener.unixSocket({ path: 'unix:///run/a', hosts: [own] }),
    'path: "unix:///run/a" has a scheme, and a path is needed. Write "/run/a".',
  ],
  [
    'a socket that is captured',
    EgressListener.unixSocket({ path: '/run/a', captureMode: IPTABLES, hosts: [own] }),
    'captureMode: iptables cannot capture traffic for a socket. Write NONE, or omit it.',
  ],
  [
    'JavaScript: hosts as text',
    EgressListener.anyPort('./*' as never),
    'hosts: "./*" is not a list. Write [EgressHost.sameNamespace()].',
  ],
  ['JavaScript: no hosts', EgressListener.anyPort(undefined as never), NO_HOST],
  [
    'JavaScript: a host as text',
    EgressListener.anyPort(['./*' as never]),
    'hosts[0]: "./*" is not an EgressHost. Write EgressHost.namespace(\'shop\'), EgressHost.service(service) or EgressHost.any().',
  ],
  [
    'JavaScript: no options',
    EgressListener.port(undefined as never),
    'undefined does not fit here. Write EgressListener.anyPort([EgressHost.sameNamespace()]).',
  ],
  [
    'JavaScript: no port',
    EgressListener.port({ hosts: [own] } as never),
    'port: undefined is not a port number (a whole number, 1 to 65535).',
  ],
  [
    'JavaScript: no path',
    EgressListener.unixSocket({ hosts: [own] } as never),
    "path: undefined is not the path of a socket. Write '/run/app.sock', or '@name' for an abstract one.",
  ],
  [
    'JavaScript: a capture mode',
    EgressListener.anyPort([own], { captureMode: 'no' as never }),
    'captureMode: "no" is not one of its values. Write one of: DEFAULT, IPTABLES, NONE.',
  ],
])('EgressListener with %s is rejected', (_, listener, message) => {
  expect(refusal(listener)).toEqual([message]);
});

test.each([
  [DefaultEndpoint.localhost(80), '127.0.0.1:80'],
  [DefaultEndpoint.localhostIpv6(80), '[::1]:80'],
  [DefaultEndpoint.podIp(80), '0.0.0.0:80'],
  [DefaultEndpoint.podIpv6(80), '[::]:80'],
  [DefaultEndpoint.unixSocket('/run/app.sock'), 'unix:///run/app.sock'],
])('%j is written', (endpoint, text) => {
  expect(written(endpoint)).toBe(text);
});

test.each([
  [DefaultEndpoint.localhost(0), 'port: 0 is not a port number (a whole number, 1 to 65535).'],
  [DefaultEndpoint.podIp(undefined as never), 'port: undefined is not a port number (a whole number, 1 to 65535).'],
  [
    DefaultEndpoint.unixSocket('app.sock'),
    "path: \"app.sock\" is not the absolute path of a file. Write one such as '/run/app.sock', or '@name' for an abstract socket.",
  ],
  [
    DefaultEndpoint.unixSocket(undefined as never),
    "path: undefined is not the path of a socket. Write '/run/app.sock', or '@name' for an abstract one.",
  ],
])('%j is rejected', (endpoint, message) => {
  expect(refusal(endpoint)).toEqual([message]);
});

test.each([
  [OutboundTrafficPolicy.registryOnly(), { mode: 'REGISTRY_ONLY' }],
  [OutboundTrafficPolicy.allowAny(), { mode: 'ALLOW_ANY' }],
  [
    OutboundTrafficPolicy.egressProxy(Destination.service(ratings)),
    { mode: 'ALLOW_ANY', egressProxy: { host: 'ratings.books.svc.cluster.local', port: { number: 9080 } } },
  ],
])('%j is written', (policy, json) => {
  expect(written(policy)).toEqual(json);
});

test.each([
  [
    OutboundTrafficPolicy.egressProxy(Destination.service(ratings, { weight: 10 })),
    'egressProxy.weight: everything goes to the one proxy. Omit the weight.',
  ],
  [
    OutboundTrafficPolicy.egressProxy(Destination.host('proxy.example.com')),
    'egressProxy.port: is needed. Write Destination.service(proxy, { port: 3128 }).',
  ],
  [
    OutboundTrafficPolicy.egressProxy('proxy' as never),
    'egressProxy: "proxy" does not fit here. Write Destination.service(proxy, { port: 3128 }).',
  ],
])('%j is rejected', (policy, message) => {
  expect(refusal(policy)).toEqual([message]);
});

test('an ingress listener with every field is written', () => {
  const sidecar = make({
    ingress: [
      {
        port: 9443,
        protocol: 'HTTPS',
        portName: 'https',
        bind: '10.0.0.1',
        captureMode: NONE,
        defaultEndpoint: DefaultEndpoint.unixSocket('/run/app.sock'),
        tls: ServerTls.of(certificate),
        connectionPool: { tcp: { maxConnections: 1 } },
      },
    ],
  })();
  expect(specOf(sidecar)).toEqual({
    ingress: [
      {
        port: { number: 9443, protocol: 'HTTPS', name: 'https' },
        bind: '10.0.0.1',
        captureMode: 'NONE',
        defaultEndpoint: 'unix:///run/app.sock',
        tls: certificate,
        connectionPool: { tcp: { maxConnections: 1 } },
      },
    ],
  });
});

const egress = [EgressListener.anyPort([own])];
const GATEWAYS =
  'is for gateways. For a sidecar write serverCertificate, privateKey and caCertificates: paths of files in the pod.';
const ingress = (listener: object) => ({ ingress: [{ port: 9443, protocol: 'HTTPS', ...listener }] });

test.each([
  [
    'an empty selector',
    { workloadSelector: { labels: {} }, egress },
    "workloadSelector.labels: is empty. Write the labels of the pods, for example { app: 'reviews' }, or omit workloadSelector for all pods.",
  ],
  [
    'a wildcard in the selector',
    { workloadSelector: { labels: { app: 'a*' } }, egress },
    'workloadSelector.labels.app: "app=a*" selects nothing: labels are compared literally, without wildcards. Write the whole label.',
  ],
  [
    'two listeners for any port',
    { egress: [...egress, ...egress] },
    'egress[1]: is a second listener for any port. Add its hosts to the first one.',
  ],
  [
    'a port twice',
    { egress: [80, 80].map((port) => EgressListener.port({ port, hosts: [own] })) },
    'egress[1].port: 80 already has a listener. Add the hosts to that one.',
  ],
  [
    'a socket twice',
    { egress: [1, 2].map(() => EgressListener.unixSocket({ path: '/a', hosts: [own] })) },
    'egress[1].path: unix:///a already has a listener. Add the hosts to that one.',
  ],
  [
    'an ingress port twice',
    { ingress: [{ port: 80 }, { port: 80 }] },
    'ingress[1].port: 80 already has a listener. Write another port.',
  ],
  [
    'TLS on a port without TLS',
    ingress({ protocol: 'HTTP', tls: ServerTls.of(certificate) }),
    'ingress[0].tls: needs a port with protocol HTTPS or TLS. Write one of them.',
  ],
  ['TLS by a Secret', ingress({ tls: ServerTls.credential('a') }), `ingress[0].tls.credentialName: ${GATEWAYS}`],
  ['TLS by Secrets', ingress({ tls: ServerTls.credentials(['a']) }), `ingress[0].tls.credentialNames: ${GATEWAYS}`],
  [
    'TLS with subjectAltNames',
    ingress({ tls: ServerTls.of({ ...certificate, subjectAltNames: ['a'] }) }),
    `ingress[0].tls.subjectAltNames: ${GATEWAYS}`,
  ],
  [
    'Istio mutual TLS',
    ingress({ tls: ServerTls.istioMutual() }),
    "ingress[0].tls.mode: ISTIO_MUTUAL is for gateways. Write SIMPLE or MUTUAL; Istio's own mutual TLS needs no tls here.",
  ],
  [
    'an HTTP pool on a TCP port',
    ingress({ protocol: 'TCP', connectionPool: { http: { maxRetries: 1 } } }),
    "ingress[0].connectionPool.http: has no effect, because the port is not declared as HTTP. Write protocol: 'HTTP', 'HTTP2' or 'GRPC'.",
  ],
  [
    'an empty pool',
    ingress({ connectionPool: {} }),
    'ingress[0].connectionPool: is empty, and Istio rejects that. Omit it, or write tcp or http.',
  ],
  [
    'an empty inbound pool',
    { inboundConnectionPool: {} },
    'inboundConnectionPool: is empty, and Istio rejects that. Omit it, or write tcp or http.',
  ],
  [
    'JavaScript: props as text',
    'a',
    '"a" does not fit here. Write { egress: [EgressListener.anyPort([EgressHost.sameNamespace()])] }.',
  ],
  [
    'JavaScript: egress as text',
    { egress: './*' },
    'egress: "./*" is not a list. Write [EgressListener.anyPort([EgressHost.sameNamespace()])].',
  ],
  [
    'JavaScript: a listener as data',
    { egress: [{ hosts: ['./*'] }] },
    'egress[0]: {"hosts":["./*"]} is not an EgressListener. Write EgressListener.anyPort([EgressHost.sameNamespace()]).',
  ],
  [
    'JavaScript: ingress as a number',
    { ingress: 80 },
    "ingress: 80 is not a list. Write [{ port: 8080, protocol: 'HTTP' }].",
  ],
  [
    'JavaScript: an ingress listener as a number',
    { ingress: [80] },
    "ingress[0]: 80 does not fit here. Write { port: 8080, protocol: 'HTTP' }.",
  ],
  [
    'JavaScript: an ingress listener that is undefined',
    { ingress: [undefined] },
    "ingress[0]: undefined does not fit here. Write { port: 8080, protocol: 'HTTP' }.",
  ],
  [
    'JavaScript: an endpoint as text',
    ingress({ defaultEndpoint: '127.0.0.1:80' }),
    'ingress[0].defaultEndpoint: "127.0.0.1:80" does not fit here. Write DefaultEndpoint.localhost(8080).',
  ],
  [
    'JavaScript: TLS as text',
    ingress({ tls: 'SIMPLE' }),
    'ingress[0].tls: "SIMPLE" does not fit here. Write ServerTls.of({ mode: ..., serverCertificate: \'/etc/certs/tls.crt\', ... }).',
  ],
  [
    'JavaScript: a policy as text',
    { egress, outboundTrafficPolicy: 'ALLOW_ANY' },
    'outboundTrafficPolicy: "ALLOW_ANY" does not fit here. Write OutboundTrafficPolicy.registryOnly().',
  ],
  ['JavaScript: a selector as text', { workloadSelector: 'app', egress }, 'workloadSelector: "app" is not an object.'],
  ['JavaScript: a pool as a number', { inboundConnectionPool: 5 }, 'inboundConnectionPool: 5 is not an object.'],
])('%s is rejected', (_, props, message) => {
  expect(problemsOf(make(props))).toEqual([message]);
});

test('listeners are added, that for any port stays last', () => {
  const sidecar = new Sidecar(chart(), 'Sidecar', { egress });
  sidecar.addEgress(EgressListener.port({ port: 80, hosts: [own] }));
  sidecar.addIngress({ port: 8080 });
  expect(specOf(sidecar)).toEqual({
    egress: [{ port: { number: 80 }, hosts: ['./*'] }, { hosts: ['./*'] }],
    ingress: [{ port: { number: 8080 } }],
  });
});

test('a listener that is added is rejected with its place, and not kept', () => {
  const sidecar = new Sidecar(chart(), 'Sidecar', { egress, ingress: [{ port: 80 }] });
  expect(thrown(() => sidecar.addEgress(egress[0]))).toEqual([
    'test/Sidecar (Sidecar): 1 problem',
    'egress[1]: is a second listener for any port. Add its hosts to the first one.',
  ]);
  expect(problemsOf(() => sidecar.addIngress({ port: 80 }))).toEqual([
    'ingress[1].port: 80 already has a listener. Write another port.',
  ]);
  expect(specOf(sidecar)).toEqual({ egress: [{ hosts: ['./*'] }], ingress: [{ port: { number: 80 } }] });
});

test('two Sidecars for all pods of a namespace are rejected', () => {
  const scope = chart();
  new Sidecar(scope, 'First', { egress });
  new Sidecar(scope, 'Elsewhere', { metadata: { namespace: 'other' }, egress });
  new Sidecar(scope, 'Selected', { workloadSelector: { labels: { app: 'a' } }, egress });
  expect(problemsOf(() => new Sidecar(scope, 'Second', { egress }))).toEqual([
    "workloadSelector: is required: test/First already applies to all pods of namespace shop, and Istio uses only one such Sidecar. Write { labels: { app: '...' } }.",
  ]);
});

test('a Sidecar that says nothing is rejected in the end', () => {
  const says = 'Sidecar is empty. Give it hosts: egress: [EgressListener.anyPort([EgressHost.sameNamespace()])].';
  expect(make({})().node.validate()).toEqual([says]);
  expect(make({ outboundTrafficPolicy: OutboundTrafficPolicy.allowAny() })().node.validate()).toEqual([]);
});
