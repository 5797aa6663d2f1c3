import { meshGraph } from '../../lib/graph/mesh-graph';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  deployment,
  destinationRule,
  external,
  gateway,
  INGRESS,
  manifest,
  namespace,
  INJECTED,
  server,
  service,
  SHOP,
  SHOP_REVIEWS,
  subsets,
  to,
  virtualService,
} from '../manifests';
import { checkedGraphOf, edgesOf, graphOf } from './pictures';

const HOSTS = ['shop.example.com'];
const front = (...http: object[]): Manifest =>
  virtualService('shop/front', { hosts: HOSTS, gateways: ['front'], http });
const inMesh = (...http: object[]): Manifest => virtualService('shop/reviews', { hosts: ['reviews'], http });

/** Two versions of reviews behind the ingress gateway. */
const WEB = [SHOP, service('shop/reviews'), gateway('shop/front', server(80, 'HTTP', HOSTS))];
const VERSIONS = ['v1', 'v2'].map((version) => deployment(`shop/reviews-${version}`, { app: 'reviews', version }));
const RULE = destinationRule('shop/reviews', { host: 'reviews', ...subsets('v1', 'v2') });

const AT = 'host/istio-system/istio-ingressgateway/shop.example.com';
const INGRESS_ID = 'gateway/istio-system/istio-ingressgateway';

test('from outside by the gateway, host and rules to the versions', () => {
  const graph = graphOf(
    ...WEB,
    ...VERSIONS,
    RULE,
    front({ match: [{ uri: { prefix: '/reviews' } }], ...to(['reviews', 'v1', 80], ['reviews', 'v2', 20]) }),
  );
  expect(graph.nodes.map(({ id }) => id)).toEqual([
    'outside',
    INGRESS_ID,
    AT,
    'service/shop/reviews',
    'workload/shop/reviews-v1',
    'workload/shop/reviews-v2',
  ]);
  expect(graph.nodes[3]).toEqual({
    id: 'service/shop/reviews',
    kind: 'service',
    name: 'reviews',
    namespace: 'shop',
    host: 'reviews.shop.svc.cluster.local',
    versions: ['v1', 'v2'],
    object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'reviews' },
  });
  expect(edgesOf(graph)).toEqual([
    `outside --listens--> ${INGRESS_ID}`,
    `${INGRESS_ID} --listens--> ${AT}: HTTP 80 (Gateway shop/front spec.servers[0])`,
    `${AT} --routes--> service/shop/reviews: /reviews*: v1 80 % (VirtualService shop/front spec.http[0].route[0].destination)`,
    `${AT} --routes--> service/shop/reviews: /reviews*: v2 20 % (VirtualService shop/front spec.http[0].route[1].destination)`,
    'service/shop/reviews --selects--> workload/shop/reviews-v1: v1 (Service shop/reviews spec.selector)',
    'service/shop/reviews --selects--> workload/shop/reviews-v2: v2 (Service shop/reviews spec.selector)',
  ]);
});

describe('rules', () => {
  test.each<[string, Manifest[], string[]]>([
    [
      'of sidecars, those of the pods that they name as well',
      [
        inMesh(
          { match: [{ sourceLabels: { app: 'web' } }], ...to(['reviews', 'v2', 100]) },
          { match: [{ method: { exact: 'GET' } }], ...to(['reviews', 'v1', 100]) },
        ),
      ],
      [
        'host/shop/mesh/reviews --routes--> service/shop/reviews: method = GET: v1 (VirtualService shop/reviews spec.http[1].route[0].destination)',
        'host/shop/mesh/reviews --routes--> service/shop/reviews: all: v2 (VirtualService shop/reviews spec.http[0].route[0].destination)',
      ],
    ],
    [
      'with copies',
      [inMesh({ ...to('reviews'), mirror: { host: 'reviews', subset: 'v2' } })],
      [
        'host/shop/mesh/reviews --routes--> service/shop/reviews: all (VirtualService shop/reviews spec.http[0].route[0].destination)',
        'host/shop/mesh/reviews --routes--> service/shop/reviews: all: v2 copy (VirtualService shop/reviews spec.http[0].mirror)',
      ],
    ],
    [
      'of a delegate, at their own place',
      [
        front({ match: [{ uri: { prefix: '/r' } }], delegate: { name: 'part' } }),
        virtualService('shop/part', { http: [to('reviews')] }),
      ],
      [`${AT} --routes--> service/shop/reviews: /r* (VirtualService shop/part spec.http[0].route[0].destination)`],
    ],
    [
      'for connections whose requests nobody reads',
      [
        service('shop/db', [{ name: 'tcp', port: 5432 }]),
        deployment('shop/db', { app: 'db' }),
        virtualService('shop/db', {
          hosts: ['db'],
          tcp: [{ route: [{ destination: { host: 'db', port: { number: 5432 } } }] }],
        }),
      ],
      [
        'host/shop/mesh/db --routes--> service/shop/db: connections (VirtualService shop/db spec.tcp[0].route[0].destination)',
      ],
    ],
    [
      'to a host outside',
      [
        external('shop/pay', ['pay.example.com']),
        virtualService('shop/pay', { hosts: ['pay.example.com'], http: [to('pay.example.com')] }),
      ],
      [
        'host/shop/mesh/pay.example.com --routes--> external/shop/pay.example.com: all (VirtualService shop/pay spec.http[0].route[0].destination)',
      ],
    ],
    [
      'of a route of the Gateway API, at its place',
      [
        apiGateway('shop/api', {
          gatewayClassName: 'istio',
          listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname: 'api.example.com' }],
        }),
        manifest('HTTPRoute', 'shop/api', {
          parentRefs: [{ name: 'api' }],
          rules: [{ backendRefs: [{ name: 'reviews', port: 80 }] }],
        }),
      ],
      [
        'host/shop/api-istio/api.example.com --routes--> service/shop/reviews: /* (HTTPRoute shop/api spec.rules[0].backendRefs[0])',
      ],
    ],
  ])('%s', (_, manifests, expected) => {
    expect(edgesOf(graphOf(...WEB, ...VERSIONS, RULE, ...manifests), 'routes')).toEqual(expected);
  });
});

test('what a proxy answers itself stands on the host', () => {
  const tls = server(443, 'HTTPS', ['tls.example.com'], { mode: 'SIMPLE', credentialName: 'tls' });
  const redirecting = server(80, 'HTTP', ['tls.example.com'], { httpsRedirect: true });
  const { nodes } = graphOf(
    ...WEB,
    ...VERSIONS,
    gateway('shop/tls', redirecting, tls),
    front({ match: [{ uri: { exact: '/old' } }], redirect: { uri: '/new' } }, { directResponse: { status: 404 } }),
  );
  expect(nodes.flatMap(({ host, kind, answers }) => (kind === 'host' ? [[host, answers]] : []))).toEqual([
    ['shop.example.com', ['= /old: redirect 301', 'all: answer 404']],
    ['tls.example.com', ['HTTP 80: redirect to HTTPS', 'HTTPS 443: no rule, so 404']],
  ]);
});

describe('broken', () => {
  test.each<[string, Manifest[], string[]]>([
    [
      'no such host',
      [front(to('nowhere'))],
      [`${AT} --routes--> missing/nowhere.shop.svc.cluster.local: all | no host nowhere.shop.svc.cluster.local`],
    ],
    [
      'no such subset',
      [...VERSIONS, RULE, front(to(['reviews', 'v3', 100]))],
      [
        `${AT} --routes--> service/shop/reviews: all: v3 | no subset v3 of reviews.shop.svc.cluster.local in the DestinationRule that applies`,
      ],
    ],
    [
      'no such port',
      [...VERSIONS, front({ route: [{ destination: { host: 'reviews', port: { number: 81 } } }] })],
      [`${AT} --routes--> service/shop/reviews: all | reviews.shop.svc.cluster.local has no port 81, but 80`],
    ],
    [
      'no pods',
      [front(to('reviews'))],
      [`${AT} --routes--> service/shop/reviews: all | reviews.shop.svc.cluster.local has no endpoints`],
    ],
    [
      'no pods of the subset',
      [VERSIONS[0], RULE, front(to(['reviews', 'v2', 100]))],
      [
        `${AT} --routes--> service/shop/reviews: all: v2 | reviews.shop.svc.cluster.local has no endpoints in subset v2`,
      ],
    ],
  ])('%s', (_, manifests, expected) => {
    const routes = edgesOf(graphOf(...WEB, ...manifests), 'routes').map((text) => text.replace(/ \(Virtual.*$/, ''));
    expect(routes).toEqual(expected);
  });
});

test('findings stand on the edges of their place, and of no other', () => {
  const { edges } = checkedGraphOf(...WEB, ...VERSIONS, RULE, front(to(['reviews', 'v1', 50], ['reviews', 'v3', 50])));
  const found = edges.map(({ path, findings }) => [path, findings.map(({ code, severity }) => `${code} ${severity}`)]);
  expect(found).toEqual([
    [undefined, []],
    ['spec.servers[0]', []],
    ['spec.http[0].route[0].destination', []],
    ['spec.http[0].route[1].destination', ['IST0101 error', 'KIA1107 warning']],
    ['spec.selector', []],
    ['spec.selector', []],
  ]);
});

describe('gateways', () => {
  const SERVICE = (type: string): Manifest =>
    service('istio-system/egress', [443], { type, selector: { istio: 'egress' } });
  const egress = (type: string): Manifest[] => [
    SHOP,
    deployment('istio-system/egress', { istio: 'egress' }, { containers: [{ name: 'istio-proxy', image: 'auto' }] }),
    SERVICE(type),
    external('shop/pay', ['pay.example.com'], {}, [443]),
    manifest('Gateway', 'shop/out', {
      selector: { istio: 'egress' },
      servers: [server(443, 'TLS', ['pay.example.com'], { mode: 'PASSTHROUGH' })],
    }),
    virtualService('shop/pay', {
      hosts: ['pay.example.com'],
      gateways: ['out', 'mesh'],
      http: [{ match: [{ gateways: ['mesh'] }], ...to('egress.istio-system.svc.cluster.local') }],
      tls: [
        {
          match: [{ gateways: ['out'], port: 443, sniHosts: ['pay.example.com'] }],
          ...to('pay.example.com'),
        },
      ],
    }),
  ];
  test('one that the mesh calls is not called from outside', () => {
    const graph = graphOf(...egress('ClusterIP'));
    expect(edgesOf(graph, 'listens')).toEqual([
      'gateway/istio-system/egress --listens--> host/istio-system/egress/pay.example.com: TLS 443 (Gateway shop/out spec.servers[0])',
    ]);
    expect(edgesOf(graph, 'routes')).toContain(
      'host/istio-system/egress/pay.example.com --routes--> external/shop/pay.example.com: TLS passed through (VirtualService shop/pay spec.tls[0].route[0].destination)',
    );
    expect(edgesOf(graph, 'selects')).toEqual([
      'service/istio-system/egress --selects--> gateway/istio-system/egress (Service istio-system/egress spec.selector)',
    ]);
  });

  test('unless its Service is open', () => {
    expect(edgesOf(graphOf(...egress('LoadBalancer')), 'listens')[0]).toBe(
      'outside --listens--> gateway/istio-system/egress',
    );
  });

  test('a host without a rule is drawn', () => {
    expect(edgesOf(graphOf(...WEB), 'listens')).toContain(
      `${INGRESS_ID} --listens--> ${AT}: HTTP 80 (Gateway shop/front spec.servers[0])`,
    );
  });
});

describe('waypoints', () => {
  const AMBIENT = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
  const VIA = { labels: { 'istio.io/use-waypoint': 'way' } };
  const WAY = apiGateway('shop/way', {
    gatewayClassName: 'istio-waypoint',
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
  });
  const AT_WAY = 'host/shop/way/reviews';
  const reviews = (labels: object = {}): Manifest => service('shop/reviews', [80], {}, { labels });
  const THROUGH = [AMBIENT, WAY, reviews(VIA.labels), ...VERSIONS, RULE];
  const OF_LABEL = '(Service shop/reviews metadata.labels["istio.io/use-waypoint"])';

  test('one that nobody names', () => {
    const graph = graphOf(WAY);
    expect(graph).toEqual({ nodes: [expect.objectContaining({ id: 'waypoint/shop/way' })], edges: [] });
  });

  test('stands between its services and whoever calls them', () => {
    expect(edgesOf(graphOf(...THROUGH))).toEqual([
      `waypoint/shop/way --listens--> ${AT_WAY}: HTTP 80 ${OF_LABEL}`,
      `${AT_WAY} --routes--> service/shop/reviews ${OF_LABEL}`,
      'service/shop/reviews --selects--> workload/shop/reviews-v1: v1 (Service shop/reviews spec.selector)',
      'service/shop/reviews --selects--> workload/shop/reviews-v2: v2 (Service shop/reviews spec.selector)',
    ]);
  });

  test('of a whole namespace, and of a host outside', () => {
    const home = namespace('shop', { 'istio.io/dataplane-mode': 'ambient', ...VIA.labels });
    const graph = graphOf(home, WAY, reviews(), external('shop/pay', ['pay.example.com'], {}, [443]));
    const OF_NAMESPACE = '(Namespace /shop metadata.labels["istio.io/use-waypoint"])';
    expect(edgesOf(graph)).toEqual([
      `waypoint/shop/way --listens--> ${AT_WAY}: HTTP 80 ${OF_NAMESPACE}`,
      `waypoint/shop/way --listens--> host/shop/way/pay.example.com: HTTP 443 ${OF_NAMESPACE}`,
      `host/shop/way/pay.example.com --routes--> external/shop/pay.example.com ${OF_NAMESPACE}`,
      `${AT_WAY} --routes--> service/shop/reviews ${OF_NAMESPACE}`,
    ]);
  });

  test('of the addresses of pods', () => {
    const forPods = apiGateway('shop/way', WAY.spec as object, { labels: { 'istio.io/waypoint-for': 'workload' } });
    const home = namespace('shop', { 'istio.io/dataplane-mode': 'ambient', ...VIA.labels });
    expect(edgesOf(graphOf(home, forPods, reviews(), VERSIONS[0]), 'routes')).toEqual([
      'waypoint/shop/way --routes--> workload/shop/reviews-v1: addresses of pods (Namespace /shop metadata.labels["istio.io/use-waypoint"])',
    ]);
  });

  test('has the rules of its services, and no sidecar has them where there is none', () => {
    const graph = graphOf(...THROUGH, inMesh(to(['reviews', 'v1', 80], ['reviews', 'v2', 20])));
    expect(edgesOf(graph, 'routes')).toEqual([
      `${AT_WAY} --routes--> service/shop/reviews: all: v1 80 % (VirtualService shop/reviews spec.http[0].route[0].destination)`,
      `${AT_WAY} --routes--> service/shop/reviews: all: v2 20 % (VirtualService shop/reviews spec.http[0].route[1].destination)`,
    ]);
  });

  test('sidecars have rules of their own', () => {
    const sidecars = [namespace('other', INJECTED), deployment('other/web', { app: 'web' })];
    const graph = graphOf(...THROUGH, ...sidecars, inMesh(to(['reviews', 'v1', 100])));
    expect(edgesOf(graph, 'routes').map((text) => text.split(' --')[0])).toEqual(['host/shop/mesh/reviews', AT_WAY]);
  });

  test('gateways go through it where a label says so', () => {
    const ingress = { ...VIA.labels, 'istio.io/ingress-use-waypoint': 'true' };
    const routes = (labels: object): string[] =>
      edgesOf(graphOf(AMBIENT, WAY, ...WEB.slice(2), ...VERSIONS, reviews(labels), front(to('reviews'))), 'routes');
    const RULE_OF_FRONT = '(VirtualService shop/front spec.http[0].route[0].destination)';
    expect(routes(ingress)).toContain(`${AT} --routes--> ${AT_WAY}: all ${RULE_OF_FRONT}`);
    expect(routes(VIA.labels)).toContain(`${AT} --routes--> service/shop/reviews: all ${RULE_OF_FRONT}`);
  });

  describe('who may call', () => {
    const caller = (name: string): Manifest => deployment(`shop/${name}`, { app: name }, { serviceAccountName: name });
    const from = (name: string): object => ({
      from: [{ source: { principals: [`cluster.local/ns/shop/sa/${name}`] } }],
    });
    const ofPods = (...rules: object[]): Manifest =>
      authorizationPolicy('shop/pods', { selector: { matchLabels: { app: 'reviews' } }, rules });
    const calls = (policy: Manifest): string[] =>
      edgesOf(graphOf(...THROUGH, caller('web'), caller('batch'), policy), 'calls').map((text) => text.split(' (')[0]);

    test('a service, as its waypoint has it', () => {
      const policy = authorizationPolicy('shop/way', {
        targetRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
        rules: [{ ...from('web'), to: [{ operation: { methods: ['GET'] } }] }],
      });
      expect(calls(policy)).toEqual([`workload/shop/web --calls--> ${AT_WAY}: may call`]);
    });

    test.each<[string, object[], string[]]>([
      ['pods, as their ztunnel has it', [from('web')], ['workload/shop/web']],
      ['on one port', [{ ...from('web'), to: [{ operation: { ports: ['8080'] } }] }], ['workload/shop/web']],
      ['the waypoint', [from('way')], ['waypoint/shop/way']],
      ['nobody by a rule about requests', [{ ...from('web'), to: [{ operation: { methods: ['GET'] } }] }], []],
    ])('%s', (_, rules, callers) => {
      expect(calls(ofPods(...rules))).toEqual(
        callers.flatMap((id) =>
          ['v1', 'v2'].map((version) => `${id} --calls--> workload/shop/reviews-${version}: may call`),
        ),
      );
    });
  });
});

describe('who may call whom', () => {
  const OTHER = namespace('other', INJECTED);
  const caller = (key: string): Manifest =>
    deployment(key, { app: key }, { serviceAccountName: key.slice(key.indexOf('/') + 1) });
  const allow = (source: object): Manifest =>
    authorizationPolicy('shop/reviews', {
      selector: { matchLabels: { app: 'reviews' } },
      rules: [{ from: [{ source }] }],
    });
  const calls = (...manifests: Manifest[]): string[] =>
    edgesOf(graphOf(...SHOP_REVIEWS, OTHER, caller('shop/web'), caller('other/batch'), ...manifests), 'calls');

  test.each<[string, Manifest[], string[]]>([
    ['nothing restricts it', [], []],
    [
      'by the service account',
      [allow({ principals: ['cluster.local/ns/shop/sa/web'] })],
      ['workload/shop/web --calls--> workload/shop/reviews: may call (AuthorizationPolicy shop/reviews spec.rules[0])'],
    ],
    [
      'by the namespace',
      [allow({ namespaces: ['other'] })],
      [
        'workload/other/batch --calls--> workload/shop/reviews: may call (AuthorizationPolicy shop/reviews spec.rules[0])',
      ],
    ],
    ['by the certificate of another trust domain', [allow({ principals: ['old.domain/ns/shop/sa/web'] })], []],
    [
      'by any certificate',
      [allow({ principals: ['*'] })],
      ['batch', 'reviews', 'web'].map((name) =>
        expect.stringContaining(`/${name} --calls--> workload/shop/reviews: may call`),
      ),
    ],
    [
      'by the end of the certificate, in another rule',
      [
        allow({ principals: ['cluster.local/ns/shop/sa/web'] }),
        authorizationPolicy('shop/more', { rules: [{ from: [{ source: { principals: ['*/sa/batch'] } }] }] }),
      ],
      [
        'workload/other/batch --calls--> workload/shop/reviews: may call (AuthorizationPolicy shop/more spec.rules[0])',
        expect.stringContaining('workload/other/batch --calls--> workload/shop/web'),
        'workload/shop/web --calls--> workload/shop/reviews: may call (AuthorizationPolicy shop/reviews spec.rules[0])',
      ],
    ],
    ['nobody', [authorizationPolicy('shop/closed', {})], []],
    [
      'not who is denied',
      [
        allow({ namespaces: ['other', 'shop'] }),
        authorizationPolicy('shop/deny', { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }),
      ],
      [
        'workload/other/batch --calls--> workload/shop/reviews: may call (AuthorizationPolicy shop/reviews spec.rules[0])',
      ],
    ],
  ])('%s', (_, policies, expected) => {
    expect(calls(...policies)).toEqual(expected);
  });

  test('by the certificate of a trust domain that stands for that of the mesh', () => {
    const manifests = [...SHOP_REVIEWS, caller('shop/web'), allow({ principals: ['old.domain/ns/shop/sa/web'] })];
    const { edges } = meshGraph(new Mesh(manifests, [], { trustDomainAliases: ['old.domain'] }));
    expect(edges.filter(({ kind }) => kind === 'calls').map(({ from }) => from)).toEqual(['workload/shop/web']);
  });

  test('many callers of many namespaces are one node', () => {
    const many = Array.from({ length: 2000 }, (_, i) => [namespace(`n-${i}`, INJECTED), caller(`n-${i}/job`)]);
    const { nodes, edges } = graphOf(...SHOP_REVIEWS, ...many.flat(), allow({ principals: ['*'] }));
    expect(nodes.map(({ id }) => id)).toEqual(['service/shop/reviews', 'workload/*', 'workload/shop/reviews']);
    expect(edgesOf({ nodes, edges }, 'calls')).toEqual([
      'workload/* --calls--> workload/shop/reviews: 2001 workloads of 2001 namespaces may call (AuthorizationPolicy shop/reviews spec.rules[0])',
    ]);
  });

  test('many callers of one namespace are one node', () => {
    const many = Array.from({ length: 2000 }, (_, i) => caller(`other/job-${i}`));
    const { nodes, edges } = graphOf(...SHOP_REVIEWS, OTHER, ...many, allow({ namespaces: ['other'] }));
    expect(nodes.map(({ id }) => id)).toEqual(['service/shop/reviews', 'workload/other/*', 'workload/shop/reviews']);
    expect(edgesOf({ nodes, edges }, 'calls')).toEqual([
      'workload/other/* --calls--> workload/shop/reviews: 2000 workloads may call (AuthorizationPolicy shop/reviews spec.rules[0])',
    ]);
  });
});

test('a mesh without edges', () => {
  expect(graphOf(service('shop/lost'))).toEqual({
    nodes: [expect.objectContaining({ id: 'service/shop/lost' })],
    edges: [],
  });
});

test('pods of a gateway are that gateway', () => {
  const ids = graphOf(...WEB, deployment('edge/gw', INGRESS)).nodes.map(({ id }) => id);
  expect(ids).toEqual(['outside', 'gateway/edge/gw', 'host/edge/gw/shop.example.com', 'service/shop/reviews']);
});
