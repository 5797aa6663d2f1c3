import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { fixtureCodes, loadFixture } from '../checks/fixture';
import type { Case, CaseKind } from './case';
import { deployment, namespace, object, service } from './case';

const STRICT_REGISTRY = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
const NO_AUTO_MTLS = { meshConfig: { enableAutoMtls: false } };
const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const WITH_WAYPOINT = { ...AMBIENT, 'istio.io/use-waypoint': 'waypoint' };

const REVIEWS = [
  service('shop/reviews'),
  deployment('shop/reviews-v1', { app: 'reviews', version: 'v1' }, { serviceAccountName: 'reviews' }),
];
const MESHED = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
};
const WAYPOINT = k8sGateway('shop/waypoint', { gatewayClassName: 'istio-waypoint' });

const make =
  (kind: CaseKind) =>
  (key: string, spec: object = {}): Manifest =>
    object(kind, key, spec);
const virtualService = make('VirtualService');
const destinationRule = make('DestinationRule');
const serviceEntry = make('ServiceEntry');
const gateway = make('Gateway');
const sidecar = make('Sidecar');
const peerAuthentication = make('PeerAuthentication');
const authorizationPolicy = make('AuthorizationPolicy');
const requestAuthentication = make('RequestAuthentication');

function k8sGateway(key: string, spec: object = {}): Manifest {
  return object('K8sGateway', key, {
    gatewayClassName: 'istio',
    listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
    ...spec,
  });
}

/** A VirtualService with one route. */
function routed(key: string, host: string, destination: object = { host }, more: object = {}): Manifest {
  return virtualService(key, { hosts: [host], http: [{ route: [{ destination }] }], ...more });
}

function tls(key: string, host: string, mode: string): Manifest {
  return destinationRule(key, { host, trafficPolicy: { tls: { mode } } });
}

function mtls(key: string, mode: string, selector?: object): Manifest {
  return peerAuthentication(key, { selector, mtls: { mode } });
}

function entry(key: string, host: string, more: object = {}): Manifest {
  return serviceEntry(key, { hosts: [host], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], ...more });
}

function egress(key: string, ...hosts: string[]): Manifest {
  return sidecar(key, { egress: [{ hosts }] });
}

function rule(key: string, from: object): Manifest {
  return authorizationPolicy(key, { rules: [{ from: [{ source: from }] }] });
}

function operation(key: string, to: object): Manifest {
  return authorizationPolicy(key, { rules: [{ to: [{ operation: to }] }] });
}

function server(key: string, hosts: string[], selector: object = { istio: 'ingressgateway' }): Manifest {
  return gateway(key, { selector, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }] });
}

function route(key: string, parent: object, backend: object = { name: 'reviews', port: 80 }): Manifest {
  return object('HTTPRoute', key, { parentRefs: [parent], rules: [{ backendRefs: [backend] }] });
}

function listening(key: string, namespaces: object): Manifest {
  return k8sGateway(key, { listeners: [{ name: 'a', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces } }] });
}

const labelled = (labels: object): object => ({ matchLabels: labels });
const SUBSETS = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v9', labels: { version: 'v9' } },
];

const MANIFESTS: Readonly<Record<string, readonly Manifest[]>> = {
  'KIA0002 PeerAuthentications of two namespaces': [mtls('shop/a', 'STRICT'), mtls('cart/a', 'STRICT')],
  'KIA0002 Sidecars where there are no pods': [egress('shop/a', './*'), egress('shop/b', './*')],
  'KIA0002 Sidecars': [...REVIEWS, egress('shop/a', './*'), egress('shop/b', './*')],
  'KIA0002 RequestAuthentications are merged': [requestAuthentication('shop/a'), requestAuthentication('shop/b')],
  'KIA0003 three that share a pod': [
    ...REVIEWS,
    ...['a', 'b', 'c'].map((name) => mtls(`shop/${name}`, 'STRICT', labelled({ app: 'reviews' }))),
  ],
  'KIA0003 selectors that meet on no pod': [
    ...REVIEWS,
    mtls('shop/a', 'STRICT', labelled({ version: 'v1' })),
    mtls('shop/b', 'STRICT', labelled({ version: 'v2' })),
  ],
  'KIA0004 the labels of a pod in another namespace': [
    ...REVIEWS,
    authorizationPolicy('cart/a', { selector: labelled({ app: 'reviews' }) }),
    requestAuthentication('cart/a', { selector: labelled({ app: 'reviews' }) }),
    mtls('cart/a', 'STRICT', labelled({ app: 'reviews' })),
    sidecar('cart/a', { workloadSelector: { labels: { app: 'reviews' } } }),
  ],
  'KIA0004 the labels of a WorkloadGroup': [
    object('WorkloadGroup', 'shop/vm', { metadata: { labels: { app: 'vm' } }, template: {} }),
    authorizationPolicy('shop/a', { selector: labelled({ app: 'vm' }) }),
  ],
  'KIA0004 the gateway that istiod runs': [
    k8sGateway('shop/public'),
    authorizationPolicy('shop/a', { selector: labelled({ 'gateway.networking.k8s.io/gateway-name': 'public' }) }),
  ],
  'KIA0005 all three kinds': [
    routed('shop/a', 'api.example.com', undefined, { exportTo: ['nowhere'] }),
    destinationRule('shop/a', { host: '*.example.com', exportTo: ['.', 'nowhere'] }),
    entry('shop/a', 'api.example.com', { exportTo: ['nowhere', 'gone'] }),
  ],
  'KIA0005 not in ambient mode': [
    namespace('shop', AMBIENT),
    entry('shop/a', 'api.example.com', { exportTo: ['nowhere'] }),
  ],
  'KIA0005 exported to another namespace only': [
    namespace('cart'),
    entry('shop/a', 'api.example.com', { exportTo: ['cart'] }),
  ],
  'KIA0101 patterns': [
    ...REVIEWS,
    rule('shop/a', { namespaces: ['*', 'sh*', '*op', 'shop', 'x*', '*x', 'istio-system'] }),
  ],
  'KIA0102 patterns': [
    operation('shop/a', {
      methods: ['get', 'GE*', '*ET', '*', 'FETCH', 'X*', '*X', '**', '*E*', ' GET', 'helloworld.Greeter'],
    }),
  ],
  'KIA0104 ALLOW_ANY': [operation('shop/a', { hosts: ['missing'] })],
  'KIA0104 REGISTRY_ONLY': [operation('shop/a', { hosts: ['missing'] })],
  'KIA0104 what is not judged': [
    ...REVIEWS,
    operation('shop/a', {
      hosts: ['*', 'rev*', '*.example.com', 'www.example.com', 'example.com', 'reviews', 'reviews.shop'],
    }),
  ],
  'KIA0104 a namespace that exists': [
    ...REVIEWS,
    operation('cart/a', { hosts: ['gone.shop', 'reviews.shop', 'reviews'] }),
  ],
  'KIA0104 the host of a VirtualService': [
    routed('shop/a', 'front', { host: 'api.example.com' }),
    operation('shop/a', { hosts: ['front'] }),
    operation('cart/a', { hosts: ['front', 'front.shop'] }),
  ],
  'KIA0105 all fields': [
    mtls('shop/a', 'DISABLE'),
    authorizationPolicy('shop/a', {
      rules: [
        {
          from: [
            { source: { principals: ['*'], notPrincipals: ['x'], namespaces: ['shop'], notNamespaces: ['cart'] } },
          ],
          when: [
            { key: 'source.namespace', values: ['shop'] },
            { key: 'connection.sni', values: ['x'] },
            { key: 'source.ip', values: ['10.0.0.1'] },
          ],
        },
      ],
    }),
  ],
  'KIA0105 nothing is said': [rule('shop/a', { namespaces: ['shop'] })],
  'KIA0105 PERMISSIVE': [mtls('shop/a', 'PERMISSIVE'), rule('shop/a', { namespaces: ['shop'] })],
  'KIA0105 mesh PERMISSIVE': [mtls('istio-system/a', 'PERMISSIVE'), rule('shop/a', { namespaces: ['shop'] })],
  'KIA0105 mesh DISABLE': [mtls('istio-system/a', 'DISABLE'), rule('shop/a', { namespaces: ['shop'] })],
  'KIA0105 mesh DISABLE and namespace STRICT': [
    mtls('istio-system/a', 'DISABLE'),
    mtls('shop/a', 'STRICT'),
    rule('shop/a', { namespaces: ['shop'] }),
  ],
  'KIA0105 clients of the namespace in plain text': [
    mtls('shop/a', 'PERMISSIVE'),
    tls('shop/a', '*.shop.svc.cluster.local', 'DISABLE'),
    rule('shop/a', { namespaces: ['shop'] }),
  ],
  'KIA0105 clients of the mesh with mTLS': [
    tls('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    rule('shop/a', { namespaces: ['shop'] }),
  ],
  'KIA0105 STRICT for the workload': [
    ...REVIEWS,
    mtls('shop/a', 'DISABLE'),
    mtls('shop/b', 'STRICT', labelled({ app: 'reviews' })),
    authorizationPolicy('shop/a', {
      selector: labelled({ app: 'reviews' }),
      rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
    }),
  ],
  'KIA0105 DISABLE for the workload': [
    ...REVIEWS,
    mtls('shop/b', 'DISABLE', labelled({ app: 'reviews' })),
    authorizationPolicy('shop/a', {
      selector: labelled({ app: 'reviews' }),
      rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
    }),
  ],
  'KIA0105 PERMISSIVE for the workload, clients of the Service in plain text': [
    ...REVIEWS,
    tls('shop/a', 'reviews', 'DISABLE'),
    mtls('shop/b', 'PERMISSIVE', labelled({ app: 'reviews' })),
    authorizationPolicy('shop/a', {
      selector: labelled({ app: 'reviews' }),
      rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
    }),
  ],
  'KIA0105 without automatic mTLS': [rule('shop/a', { namespaces: ['shop'] })],
  'KIA0105 without automatic mTLS, both sides': [
    mtls('shop/a', 'STRICT'),
    tls('shop/a', '*.shop.svc.cluster.local', 'ISTIO_MUTUAL'),
    rule('shop/a', { namespaces: ['shop'] }),
  ],
  'KIA0106 forms': [
    ...REVIEWS,
    rule('shop/a', {
      principals: [
        '*',
        'cluster.local/ns/shop/sa/reviews',
        'cluster.local/ns/shop/*',
        '*/sa/reviews',
        '*shop*',
        'cluster.local/ns/shop/sa/gone',
        'cluster.local/ns/gone/*',
        '*/sa/gone',
        '*gone*',
        'spiffe://cluster.local/ns/shop/sa/reviews',
        'reviews',
      ],
    }),
  ],
  'KIA0106 an account that nobody uses': [
    ...REVIEWS,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'idle', namespace: 'shop' } },
    rule('shop/a', { principals: ['cluster.local/ns/shop/sa/idle'] }),
  ],
  'difference: an account of pods that do not run now is known': [
    object('Deployment', 'shop/a', {
      replicas: 0,
      template: { metadata: { labels: { app: 'a' } }, spec: { serviceAccountName: 'a' } },
    }),
    rule('shop/a', { principals: ['cluster.local/ns/shop/sa/a'] }),
  ],
  'KIA0108 trust domains': [
    ...REVIEWS,
    rule('shop/a', {
      principals: ['old.example/ns/shop/sa/reviews', 'other.example/ns/shop/sa/reviews', 'other.example/ns/shop/*'],
    }),
  ],
  'KIA0201 with subsets and without': [
    ...REVIEWS,
    destinationRule('shop/a', { host: 'reviews', subsets: [SUBSETS[0]] }),
    destinationRule('shop/b', { host: 'reviews.shop' }),
  ],
  'KIA0201 other subsets': [
    ...REVIEWS,
    destinationRule('shop/a', { host: 'reviews', subsets: [SUBSETS[0]] }),
    destinationRule('shop/b', { host: 'reviews', subsets: [SUBSETS[1]] }),
  ],
  'KIA0201 a wildcard above': [
    ...REVIEWS,
    destinationRule('shop/a', { host: '*.svc.cluster.local' }),
    destinationRule('shop/b', { host: 'reviews' }),
  ],
  'KIA0201 ends of labels are no wildcard': [
    destinationRule('shop/a', { host: '*.op.svc.cluster.local' }),
    destinationRule('shop/b', { host: 'reviews' }),
  ],
  'KIA0201 mTLS for all beside one': [
    ...REVIEWS,
    tls('shop/a', '*.shop.svc.cluster.local', 'ISTIO_MUTUAL'),
    tls('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    tls('shop/b', 'reviews', 'ISTIO_MUTUAL'),
  ],
  'KIA0201 not imported by the Sidecar': [
    ...REVIEWS,
    egress('shop/default', './reviews.shop.svc.cluster.local'),
    destinationRule('shop/a', { host: 'reviews' }),
    destinationRule('shop/b', { host: 'reviews' }),
    destinationRule('shop/c', { host: 'ratings' }),
    destinationRule('shop/d', { host: 'ratings' }),
  ],
  'KIA0201 the Sidecar of the root namespace': [
    ...REVIEWS,
    egress('istio-system/default', 'istio-system/*'),
    destinationRule('shop/a', { host: 'reviews' }),
    destinationRule('shop/b', { host: 'reviews' }),
  ],
  'KIA0201 private to two namespaces': [
    ...REVIEWS,
    destinationRule('shop/a', { host: 'reviews', exportTo: ['.'] }),
    destinationRule('cart/a', { host: 'reviews.shop.svc.cluster.local', exportTo: ['.'] }),
  ],
  'KIA0202 ALLOW_ANY': [destinationRule('shop/a', { host: 'missing' })],
  'KIA0202 REGISTRY_ONLY': [destinationRule('shop/a', { host: 'missing' })],
  'KIA0202 the name of an application': [
    ...REVIEWS.slice(1),
    destinationRule('shop/a', { host: 'reviews' }),
    destinationRule('cart/a', { host: 'reviews.shop' }),
  ],
  'KIA0202 a Service that is not exported': [
    service('shop/reviews', {}, { annotations: { 'networking.istio.io/exportTo': '.' } }),
    destinationRule('cart/a', { host: 'reviews.shop.svc.cluster.local' }),
  ],
  'KIA0202 ServiceEntries': [
    entry('shop/a', '*.example.com'),
    destinationRule('shop/a', { host: 'api.example.com' }),
    destinationRule('shop/b', { host: 'api.example.org' }),
    destinationRule('shop/c', { host: '*.example.org' }),
  ],
  'KIA0203 used': [
    ...REVIEWS,
    destinationRule('shop/a', { host: 'reviews', subsets: SUBSETS }),
    routed('shop/a', 'reviews', { host: 'reviews', subset: 'v9' }),
  ],
  'KIA0203 not used': [...REVIEWS, destinationRule('shop/a', { host: 'reviews', subsets: SUBSETS })],
  'KIA0203 endpoints of a ServiceEntry': [
    entry('shop/a', 'api.example.com', { endpoints: [{ address: '10.0.0.1', labels: { version: 'v1' } }] }),
    destinationRule('shop/a', { host: 'api.example.com', subsets: SUBSETS }),
  ],
  'KIA0203 a host that is not known': [destinationRule('shop/a', { host: 'missing', subsets: SUBSETS })],
  'KIA0209 alone': [...REVIEWS, destinationRule('shop/a', { host: 'reviews', subsets: [{ name: 'all' }] })],
  'KIA0209 beside a good one': [
    ...REVIEWS,
    destinationRule('shop/a', { host: 'reviews', subsets: [{ name: 'all' }, SUBSETS[0]] }),
  ],
  'KIA0209 beside a bad one': [
    ...REVIEWS,
    destinationRule('shop/a', { host: 'reviews', subsets: [{ name: 'all' }, SUBSETS[1]] }),
  ],
  'KIA0204 mesh and port': [
    ...REVIEWS,
    tls('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    destinationRule('shop/a', { host: 'reviews' }),
    destinationRule('shop/b', {
      host: 'other',
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }] },
    }),
  ],
  'KIA0204 the same host': [
    ...REVIEWS,
    tls('shop/a', 'reviews.shop.svc.cluster.local', 'ISTIO_MUTUAL'),
    destinationRule('shop/b', { host: 'reviews' }),
  ],
  'KIA0204 another namespace': [
    tls('cart/a', '*.cart.svc.cluster.local', 'ISTIO_MUTUAL'),
    destinationRule('shop/b', { host: 'reviews' }),
  ],
  'KIA0205 with a policy': [tls('istio-system/a', '*.local', 'ISTIO_MUTUAL'), mtls('istio-system/a', 'STRICT')],
  'KIA0205 a policy with a selector': [
    tls('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    mtls('istio-system/a', 'STRICT', labelled({ app: 'istiod' })),
  ],
  'KIA0206 the policy of the mesh': [
    tls('shop/a', '*.shop.svc.cluster.local', 'ISTIO_MUTUAL'),
    mtls('istio-system/a', 'PERMISSIVE'),
  ],
  'KIA0206 DISABLE is no policy': [
    tls('shop/a', '*.shop.svc.cluster.local', 'ISTIO_MUTUAL'),
    mtls('shop/a', 'DISABLE'),
  ],
  'KIA0207 PERMISSIVE': [
    tls('shop/a', '*.shop.svc.cluster.local', 'DISABLE'),
    mtls('shop/a', 'PERMISSIVE'),
    mtls('istio-system/a', 'STRICT'),
  ],
  'KIA0208 DISABLE of the namespace': [
    tls('shop/a', '*.shop.svc.cluster.local', 'DISABLE'),
    mtls('shop/a', 'DISABLE'),
    mtls('istio-system/a', 'STRICT'),
  ],
  'KIA0208 for the mesh': [tls('istio-system/a', '*.local', 'DISABLE'), mtls('istio-system/a', 'STRICT')],
  'KIA0301 hosts': [
    server('shop/a', ['a.example.com']),
    server('shop/b', ['A.EXAMPLE.com']),
    server('shop/c', ['*.example.org']),
    server('shop/d', ['b.example.org']),
    server('shop/e', ['*.c.example.net']),
    server('shop/f', ['*.example.net']),
    server('shop/g', ['x.example.info'], { istio: 'other' }),
    server('shop/h', ['x.example.info']),
  ],
  'KIA0301 namespaces': [
    server('shop/a', ['shop/a.example.com']),
    server('shop/b', ['cart/a.example.com']),
    server('cart/c', ['shop/b.example.com']),
    server('cart/d', ['./b.example.com', '*/c.example.com']),
    server('cart/e', ['shop/c.example.com']),
  ],
  'KIA0301 everything': [server('shop/a', ['*']), server('shop/b', ['a.example.com'])],
  'KIA0302 no selector, and the pods of istiod': [
    server('shop/a', ['a.example.com'], {}),
    server('shop/b', ['b.example.com'], { istio: 'pilot' }),
  ],
  'KIA0302 pods of another namespace': [
    deployment('edge/proxy', { istio: 'edge' }),
    server('shop/a', ['a.example.com'], { istio: 'edge' }),
  ],
  'KIA0401 automatic mTLS': [mtls('istio-system/a', 'STRICT')],
  'KIA0501 the rule of the mesh': [mtls('shop/a', 'STRICT'), tls('istio-system/a', '*.local', 'ISTIO_MUTUAL')],
  'KIA0505 the rule of the mesh': [mtls('shop/a', 'DISABLE'), tls('istio-system/a', '*.local', 'MUTUAL')],
  'KIA0505 DISABLE of the namespace': [
    mtls('shop/a', 'DISABLE'),
    tls('istio-system/a', '*.local', 'ISTIO_MUTUAL'),
    tls('shop/a', '*.shop.svc.cluster.local', 'DISABLE'),
  ],
  'KIA0506 PERMISSIVE': [mtls('istio-system/a', 'PERMISSIVE'), tls('istio-system/a', '*.local', 'ISTIO_MUTUAL')],
  'KIA0601 names': [
    deployment('shop/a', { app: 'a' }),
    service('shop/a', {
      ports: ['http', 'http-', 'http-x', 'HTTP', 'grpc-web', 'httpx', 'web', 'udp', 'tcp-1', undefined].map(
        (name, i) => ({ name, port: 80 + i, targetPort: 'http' }),
      ),
    }),
  ],
  'KIA0601 no sidecar': [
    deployment('shop/a', { app: 'a', 'sidecar.istio.io/inject': 'false' }),
    service('shop/a', { ports: [{ name: 'web', port: 80 }] }),
  ],
  'KIA0601 no pods, no selector and UDP': [
    service('shop/a', {
      ports: [
        { name: 'web', port: 80 },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    }),
    service('shop/b', { selector: undefined, ports: [{ name: 'web', port: 80 }] }),
  ],
  'KIA0602 protocols': [
    deployment('shop/a', { app: 'a' }),
    service('shop/a', {
      ports: ['http', 'HTTP2', 'kubernetes.io/h2c', 'kubernetes.io/WSS', 'amqp', '', 'http '].map((appProtocol, i) => ({
        name: `p${i}`,
        port: 80,
        appProtocol,
      })),
    }),
  ],
  'KIA0701 names and numbers': [
    deployment('shop/a', { app: 'a' }),
    service('shop/a', {
      ports: [
        { name: 'http-0', port: 80 },
        { name: 'http-1', port: 81 },
        { name: 'http-2', port: 82, targetPort: 80 },
        { name: 'http-3', port: 83, targetPort: 'http' },
        { name: 'http-4', port: 84, targetPort: 'admin' },
      ],
    }),
  ],
  'KIA1004 hosts': [
    ...REVIEWS,
    entry('shop/a', '*.example.com'),
    egress(
      'cart/a',
      './*',
      '*/*',
      '~/*',
      'shop/*',
      'shop/reviews.shop.svc.cluster.local',
      'shop/gone.shop.svc.cluster.local',
      '*/api.example.com',
      '*/api.example.org',
      './*.cart.svc.cluster.local',
      'shop/*.shop.svc.cluster.local',
      'shop/reviews',
    ),
  ],
  'KIA1006 another root namespace': [
    sidecar('mesh/a', { workloadSelector: { labels: { app: 'x' } } }),
    sidecar('istio-system/a', { workloadSelector: { labels: { app: 'x' } } }),
  ],
  'KIA1101 ALLOW_ANY': [routed('shop/a', 'reviews')],
  'KIA1101 REGISTRY_ONLY': [
    virtualService('shop/a', {
      hosts: ['a.example.com'],
      http: [{ route: [{ destination: { host: 'gone' } }] }],
      tcp: [{ route: [{ destination: { host: 'gone.shop' } }] }],
      tls: [{ match: [{ sniHosts: ['a.example.com'] }], route: [{ destination: { host: 'gone.example.com' } }] }],
    }),
  ],
  'KIA1101 forms of a Service': [
    ...REVIEWS,
    ...['reviews', 'reviews.shop', 'reviews.shop.svc', 'reviews.shop.svc.cluster.local'].map((host, i) =>
      routed(`shop/a${i}`, `a${i}.example.com`, { host }),
    ),
    routed('cart/a', 'b.example.com', { host: 'reviews' }),
  ],
  'KIA1101 a ServiceEntry of somebody else': [
    entry('cart/a', 'api.example.com', { exportTo: ['.'] }),
    routed('shop/a', 'api.example.com'),
  ],
  'KIA1101 mirrors are not looked at': [
    ...REVIEWS,
    virtualService('shop/a', {
      hosts: ['reviews'],
      http: [{ route: [{ destination: { host: 'reviews' } }], mirror: { host: 'gone' } }],
    }),
  ],
  'KIA1102 names': [
    ...REVIEWS,
    server('shop/edge', ['a.example.com']),
    routed(
      'shop/a',
      'a.example.com',
      { host: 'reviews' },
      { gateways: ['mesh', 'edge', 'shop/edge', 'edge.shop', 'edge.shop.svc.cluster.local'] },
    ),
    routed('cart/a', 'b.example.com', { host: 'reviews.shop' }, { gateways: ['edge'] }),
  ],
  'KIA1102 in a match': [
    ...REVIEWS,
    virtualService('shop/a', {
      hosts: ['reviews'],
      http: [{ match: [{ gateways: ['gone'] }], route: [{ destination: { host: 'reviews' } }] }],
    }),
  ],
  'KIA1104 weights': [
    ...REVIEWS,
    ...[0, 1, 99, 100].map((weight) =>
      virtualService(`shop/a${weight}`, {
        hosts: [`a${weight}.example.com`],
        http: [{ route: [{ destination: { host: 'reviews' }, weight }] }],
      }),
    ),
  ],
  'KIA1105 forms of one host': [
    ...REVIEWS,
    virtualService('shop/a', {
      hosts: ['reviews'],
      http: [{ route: ['reviews', 'reviews.shop.svc'].map((host) => ({ destination: { host }, weight: 50 })) }],
    }),
    virtualService('shop/b', {
      hosts: ['b.example.com'],
      tcp: [
        {
          route: [
            { destination: { host: 'reviews', subset: 'a' }, weight: 50 },
            { destination: { host: 'reviews' }, weight: 50 },
          ],
        },
      ],
    }),
  ],
  'KIA1106 gateways': [
    ...REVIEWS,
    routed('shop/a', 'x.example.com', { host: 'reviews' }, { gateways: ['shop/one'] }),
    routed('shop/b', 'x.example.com', { host: 'reviews' }, { gateways: ['shop/two'] }),
    routed('shop/c', 'y.example.com', { host: 'reviews' }, { gateways: ['shop/one'] }),
    routed('shop/d', 'y.example.com', { host: 'reviews' }, { gateways: ['shop/two', 'shop/one'] }),
  ],
  'KIA1106 the wildcard of a namespace': [
    ...REVIEWS,
    routed('shop/a', '*', { host: 'reviews' }),
    routed('shop/b', 'reviews'),
    routed('cart/c', 'cart', { host: 'reviews.shop' }),
  ],
  'KIA1106 private to two namespaces': [
    ...REVIEWS,
    routed('shop/a', 'reviews', { host: 'reviews' }, { exportTo: ['.'] }),
    routed('cart/a', 'reviews.shop.svc.cluster.local', undefined, { exportTo: ['.'] }),
  ],
  'KIA1107 wildcards': [
    ...REVIEWS,
    destinationRule('shop/a', { host: '*.svc.cluster.local', subsets: [SUBSETS[0]] }),
    routed('shop/a', 'reviews', { host: 'reviews', subset: 'v1' }),
    routed('shop/b', 'b.example.com', { host: 'reviews', subset: 'v2' }),
  ],
  'KIA1107 not imported': [
    ...REVIEWS,
    egress('shop/default', 'istio-system/*'),
    routed('shop/a', 'reviews', { host: 'reviews', subset: 'v2' }),
  ],
  'KIA1211 private to two namespaces': [
    entry('shop/a', 'api.example.com', { exportTo: ['.'] }),
    entry('cart/a', 'api.example.com', { exportTo: ['.'] }),
  ],
  'KIA1211 case of the host, and another port': [
    entry('shop/a', 'api.example.com'),
    entry('shop/b', 'API.example.com'),
    entry('shop/c', 'api.example.com', { ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] }),
  ],
  'KIA1212 case of the protocol': [
    entry('shop/a', 'api.example.com'),
    entry('shop/b', 'api.example.com', { ports: [{ number: 443, name: 'tls', protocol: 'tls' }] }),
  ],
  'KIA1301 selectors': [
    MESHED,
    ...REVIEWS,
    deployment('shop/cart', { app: 'cart' }),
    authorizationPolicy('shop/a', { selector: labelled({ app: 'reviews' }) }),
    authorizationPolicy('cart/a'),
  ],
  'difference: a policy of the root namespace covers': [MESHED, ...REVIEWS, authorizationPolicy('istio-system/a')],
  'KIA1401 allowed namespaces': [
    namespace('shop', { 'istio-injection': 'enabled', team: 'a' }),
    service('shop/reviews'),
    listening('edge/all', { from: 'All' }),
    listening('edge/same', { from: 'Same' }),
    listening('edge/label', { from: 'Selector', selector: { matchLabels: { team: 'a' } } }),
    listening('edge/expression', {
      from: 'Selector',
      selector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['a'] }] },
    }),
    listening('edge/name', { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }),
    ...['all', 'same', 'label', 'expression', 'name', 'gone'].map((name) =>
      route(`shop/${name}`, { name, namespace: 'edge' }),
    ),
  ],
  'difference: routes of the mesh need no ReferenceGrant': [
    ...REVIEWS,
    route('cart/a', { name: 'gone', kind: 'Service', group: '' }, { name: 'reviews', namespace: 'shop', port: 80 }),
    object('GRPCRoute', 'cart/b', { rules: [{ backendRefs: [{ name: 'reviews', namespace: 'shop', port: 80 }] }] }),
    object('ReferenceGrant', 'shop/a', {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'cart' }],
      to: [{ group: '', kind: 'Service' }],
    }),
  ],
  'KIA1402 dotted names and other kinds': [
    ...REVIEWS,
    route('shop/a', { name: 'x', kind: 'Mesh' }, { name: 'reviews.shop', port: 80 }),
    route(
      'shop/b',
      { name: 'x', kind: 'Mesh' },
      { name: 'pool', kind: 'InferencePool', group: 'inference.networking.k8s.io' },
    ),
  ],
  'KIA1501 the same name in two namespaces': [
    k8sGateway('shop/a', { listeners: [{ name: 'a', hostname: 'a.example.com', port: 80, protocol: 'HTTP' }] }),
    k8sGateway('cart/a', { listeners: [{ name: 'a', hostname: 'a.example.com', port: 80, protocol: 'HTTP' }] }),
  ],
  'KIA1701 an account of another namespace': [
    ...REVIEWS,
    object('WorkloadGroup', 'shop/a', { metadata: { labels: { app: 'a' } }, template: { serviceAccount: 'reviews' } }),
    object('WorkloadGroup', 'cart/a', { metadata: { labels: { app: 'a' } }, template: { serviceAccount: 'reviews' } }),
  ],
  'KIA1702 no labels': [
    object('WorkloadGroup', 'shop/a', { metadata: {}, template: {} }),
    object('WorkloadGroup', 'shop/b', { metadata: { labels: {} }, template: {} }),
    object('WorkloadGroup', 'shop/c', { template: {} }),
  ],
  'ambient: the opt-out of a Service': [
    namespace('shop', WITH_WAYPOINT),
    WAYPOINT,
    service('shop/reviews', {}, { labels: { 'istio.io/use-waypoint': 'none' } }),
    authorizationPolicy('shop/a', {
      targetRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
      rules: [{ to: [{ operation: { methods: ['GET'] } }] }],
    }),
    routed('shop/a', 'reviews'),
  ],
  'ambient: rules of connections': [
    namespace('shop', AMBIENT),
    rule('shop/a', { namespaces: ['shop'] }),
    object('Telemetry', 'shop/a', { metrics: [{}] }),
    virtualService('shop/a', { hosts: ['reviews'], tcp: [{ route: [{ destination: { host: 'reviews' } }] }] }),
    routed('shop/b', 'b.example.com', { host: 'reviews' }, { gateways: ['shop/edge'] }),
    ...REVIEWS,
  ],
  'ambient: opted out pods': [
    namespace('shop', AMBIENT),
    deployment('shop/a', { app: 'a', 'istio.io/dataplane-mode': 'none' }),
    authorizationPolicy('shop/a', {
      selector: labelled({ app: 'a' }),
      rules: [{ to: [{ operation: { paths: ['/'] } }] }],
    }),
  ],
  'ambient: the waypoint of another namespace': [
    namespace('shop', { ...WITH_WAYPOINT, 'istio.io/use-waypoint-namespace': 'edge' }),
    ...REVIEWS,
    k8sGateway('edge/waypoint', { gatewayClassName: 'istio-waypoint' }),
  ],
  'ambient: a waypoint for nothing': [
    namespace('shop', WITH_WAYPOINT),
    ...REVIEWS,
    object(
      'K8sGateway',
      'shop/waypoint',
      { gatewayClassName: 'istio-waypoint' },
      { labels: { 'istio.io/waypoint-for': 'none' } },
    ),
  ],
  'ambient: policies of no namespace of their own': [
    ...REVIEWS,
    authorizationPolicy('shop/a', {
      selector: labelled({ app: 'reviews' }),
      rules: [{ to: [{ operation: { methods: ['GET'] } }] }],
    }),
    requestAuthentication('shop/a'),
  ],
  'namespaces that are not of the mesh': [
    namespace('shop', {}),
    routed('shop/a', 'reviews'),
    destinationRule('shop/a', { host: 'gone' }),
    service('shop/a', { ports: [{ name: 'web', port: 80 }] }),
  ],
  'a revision makes a namespace one of the mesh': [
    namespace('shop', { 'istio.io/rev': 'stable' }),
    routed('shop/a', 'reviews'),
  ],
  'difference: a rule that turns mutual TLS on for the mesh stands beside others': [
    ...REVIEWS,
    object('DestinationRule', 'shop/mesh', {
      host: '*.svc.cluster.local',
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    }),
    object('DestinationRule', 'shop/reviews', { host: 'reviews.shop.svc.cluster.local' }),
  ],
  'difference: a VirtualService is no rival of itself': [
    ...REVIEWS,
    virtualService('shop/a', { hosts: ['*', 'reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] }),
  ],
  'difference: selectors reach no further than their namespace': [
    ...REVIEWS,
    mtls('cart/a', 'STRICT', labelled({ app: 'reviews' })),
    mtls('cart/b', 'STRICT', labelled({ version: 'v1' })),
  ],
  'difference: policies of the root namespace are for all namespaces': [
    ...REVIEWS,
    authorizationPolicy('istio-system/a', { selector: labelled({ app: 'reviews' }) }),
  ],
  'difference: all gateways are looked at': [
    ...REVIEWS,
    virtualService('shop/a', {
      hosts: ['reviews'],
      gateways: ['gone'],
      http: [{ match: [{ gateways: ['lost'] }], route: [{ destination: { host: 'reviews' } }] }],
    }),
  ],
  'difference: ~ is no namespace': [entry('shop/a', 'api.example.com', { exportTo: ['~'] })],
  'difference: a GatewayClass that is declared exists': [
    object('GatewayClass', 'nginx', { controllerName: 'nginx.org/gateway-controller' }),
    k8sGateway('shop/a', { gatewayClassName: 'nginx' }),
  ],
};

function contextOf(name: string): Case['context'] {
  const code = name.slice(0, 7);
  if (code === 'KIA1301' || name.includes('root namespace covers')) {
    return { include: ['KIA1301'] };
  }
  if (name.includes('REGISTRY_ONLY')) {
    return STRICT_REGISTRY;
  }
  if (name.includes('trust domains')) {
    return { trustDomainAliases: ['old.example'] };
  }
  if (name.includes('another root namespace')) {
    return { rootNamespace: 'mesh' };
  }
  const off = ['KIA0205', 'KIA0206', 'KIA0501'].includes(code) || name.includes('without automatic mTLS');
  return off ? NO_AUTO_MTLS : undefined;
}

/** The fixtures of Kiali's codes, which are the plainest cases of each, and those of its rules in detail. */
export function allCases(): Record<string, Case> {
  const cases: Record<string, Case> = {};
  for (const code of fixtureCodes().filter((each) => each.startsWith('KIA'))) {
    for (const which of ['wrong', 'right'] as const) {
      const { manifests, settings } = loadFixture(code, which)!;
      const { meshConfig = {}, include = [], otherClusters } = settings;
      if (otherClusters !== undefined) {
        // The program that was asked has one cluster.
        continue;
      }
      cases[`${code} ${which}`] = {
        manifests: manifests as Manifest[],
        context: { meshConfig: meshConfig as Record<string, unknown>, include },
      };
    }
  }
  for (const [name, manifests] of Object.entries(MANIFESTS)) {
    // Nothing undefined, as in YAML.
    cases[name] = { manifests: JSON.parse(JSON.stringify(manifests)) as Manifest[], context: contextOf(name) };
  }
  return cases;
}
