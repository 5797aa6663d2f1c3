import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Case, CaseKind } from './case';
import { deployment, namespace, object, service } from './case';

/** How many there are. */
export const MUTATIONS = 5000;

/** Numbers that only depend on the seed. */
class Dice {
  constructor(private state: number) {}

  public below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }

  public one<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  public chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  public some<T>(items: readonly T[], most: number): T[] {
    return [...new Set(Array.from({ length: 1 + this.below(most) }, () => this.one(items)))];
  }

  /** The value, or nothing. */
  public maybe<T>(percent: number, make: () => T): T | undefined {
    return this.chance(percent) ? make() : undefined;
  }
}

type Maker = (dice: Dice, within: string) => object;

const HOSTS = [
  'reviews',
  'ratings',
  'reviews.shop',
  'reviews.shop.svc',
  'reviews.shop.svc.cluster.local',
  'ratings.shop.svc.cluster.local',
  'cart.cart.svc.cluster.local',
  'cart',
  'missing',
  'missing.cart',
  'missing.nowhere',
  'gone.shop.svc.cluster.local',
  'api.example.com',
  'www.example.com',
  '*.example.com',
  '*.shop.svc.cluster.local',
  '*.svc.cluster.local',
];
const CONCRETE = HOSTS.filter((host) => !host.startsWith('*'));
const SUBSETS = ['v1', 'v2', 'canary'];
const SELECTORS = [
  { app: 'reviews' },
  { app: 'reviews', version: 'v1' },
  { version: 'v2' },
  { app: 'missing' },
  { app: 'cart' },
];
const EXPORTS = [['.'], ['*'], ['.', 'cart'], ['shop'], ['shop', 'cart'], ['nowhere'], ['.', 'nowhere']];
const GATEWAYS = [
  'mesh',
  'edge',
  'shop/edge',
  'istio-system/edge',
  'missing',
  'cart/missing',
  'edge.shop',
  'edge.istio-system.svc.cluster.local',
];
const MODES = ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'];
const CLIENT_MODES = ['ISTIO_MUTUAL', 'DISABLE', 'SIMPLE', 'MUTUAL'];

const destination = (dice: Dice): object => ({
  host: dice.one(CONCRETE),
  subset: dice.maybe(60, () => dice.one(SUBSETS)),
});
const route = (dice: Dice): object[] => {
  const count = 1 + dice.below(3);
  const weights = [[dice.one([0, 50, 100])], [50, 50], [20, 30, 50]][count - 1];
  return weights.map((weight) => ({ destination: destination(dice), weight: weight || undefined }));
};
const tls = (dice: Dice): object => {
  const mode = dice.one(CLIENT_MODES);
  return mode === 'MUTUAL' ? { mode, credentialName: 'cert' } : { mode };
};
const policy = (dice: Dice): object => ({
  tls: dice.maybe(50, () => tls(dice)),
  outlierDetection: dice.maybe(20, () => ({ consecutive5xxErrors: 5 })),
  connectionPool: dice.maybe(10, () => ({ http: { http2MaxRequests: 5 } })),
  loadBalancer: dice.maybe(10, () => ({
    consistentHash: dice.one([{ httpHeaderName: 'x-user' }, { useSourceIp: true }]),
  })),
  portLevelSettings: dice.maybe(10, () => [{ port: { number: 80 }, tls: tls(dice) }]),
});
const target = (dice: Dice): object =>
  dice.chance(25)
    ? {
        targetRefs: [
          dice.one([
            { group: '', kind: 'Service', name: dice.one(['reviews', 'cart', 'missing']) },
            { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
          ]),
        ],
      }
    : { selector: dice.maybe(60, () => ({ matchLabels: dice.one(SELECTORS) })) };
const source = (dice: Dice): object => ({
  namespaces: dice.maybe(35, () => dice.some(['shop', 'cart', 'nowhere', 'sh*', '*op', 'no*', '*'], 2)),
  principals: dice.maybe(40, () =>
    dice.some(
      [
        'cluster.local/ns/shop/sa/reviews',
        'cluster.local/ns/shop/sa/default',
        'cluster.local/ns/shop/sa/gone',
        'cluster.local/ns/shop/*',
        'cluster.local/ns/nowhere/*',
        '*/sa/default',
        '*/sa/gone',
        'old.example/ns/shop/sa/reviews',
        'strange.example/ns/shop/sa/reviews',
        'spiffe://cluster.local/ns/shop/sa/reviews',
        '*',
      ],
      2,
    ),
  ),
  requestPrincipals: dice.maybe(15, () => ['*']),
  notNamespaces: dice.maybe(10, () => ['cart']),
});
const operation = (dice: Dice): object => ({
  methods: dice.maybe(40, () => dice.some(['GET', 'post', 'FETCH', 'GE*', '*ET', '*', 'X*', 'PO ST'], 2)),
  hosts: dice.maybe(40, () =>
    dice.some([...HOSTS.filter((host) => host !== '*.svc.cluster.local'), '*', 'reviews*', 'missing.shop'], 2),
  ),
  paths: dice.maybe(20, () => ['/api']),
});

const MAKERS: Readonly<Record<string, { readonly kind: CaseKind; readonly spec: Maker }>> = {
  vs: {
    kind: 'VirtualService',
    spec: (dice) => ({
      hosts: dice.some([...HOSTS, '*'], 2),
      gateways: dice.maybe(45, () => dice.some(GATEWAYS, 2)),
      exportTo: dice.maybe(20, () => dice.one(EXPORTS)),
      http: dice.maybe(80, () =>
        Array.from({ length: 1 + dice.below(2) }, () => ({
          match: dice.maybe(25, () => [
            { uri: { prefix: '/a' }, gateways: dice.maybe(40, () => [dice.one(GATEWAYS)]) },
          ]),
          route: route(dice),
        })),
      ),
      tcp: dice.maybe(20, () => [{ route: route(dice) }]),
      tls: dice.maybe(20, () => [{ match: [{ sniHosts: ['api.example.com'] }], route: route(dice) }]),
    }),
  },
  dr: {
    kind: 'DestinationRule',
    spec: (dice, within) => ({
      host: dice.one([...HOSTS, ...HOSTS, '*.local', `*.${within}.svc.cluster.local`]),
      exportTo: dice.maybe(20, () => dice.one(EXPORTS)),
      trafficPolicy: dice.maybe(60, () => policy(dice)),
      subsets: dice.maybe(55, () =>
        dice.some(SUBSETS, 3).map((name) => ({
          name,
          labels: dice.maybe(80, () => dice.one([{ version: 'v1' }, { version: 'v2' }, { version: 'v9' }])),
          trafficPolicy: dice.maybe(10, () => policy(dice)),
        })),
      ),
    }),
  },
  se: {
    kind: 'ServiceEntry',
    spec: (dice) => ({
      hosts: dice.some(['api.example.com', 'www.example.com', '*.example.com', 'API.example.com', 'db.internal'], 2),
      ports: dice.some([80, 443, 3306], 2).map((number) => ({
        number,
        name: `port-${number}`,
        protocol: dice.one(['HTTP', 'HTTPS', 'TCP', 'tcp', 'TLS']),
      })),
      resolution: 'STATIC',
      exportTo: dice.maybe(25, () => dice.one(EXPORTS)),
      endpoints: dice.maybe(50, () => [
        { address: '10.0.0.1', labels: dice.maybe(60, () => ({ version: dice.one(['v1', 'v9']) })) },
      ]),
    }),
  },
  gw: {
    kind: 'Gateway',
    spec: (dice) => ({
      selector: dice.one([
        { istio: 'ingressgateway' },
        { app: 'edge' },
        { app: 'missing' },
        { 'gateway.networking.k8s.io/gateway-name': 'public' },
      ]),
      servers: Array.from({ length: 1 + dice.below(2) }, (_, i) => ({
        port: { number: dice.one([80, 443]), name: `p${i}`, protocol: 'HTTP' },
        hosts: dice.some(
          [
            '*',
            'a.example.com',
            'A.example.com',
            '*.example.com',
            './a.example.com',
            'cart/a.example.com',
            'shop/*',
            'b.c.example.com',
            '*.c.example.com',
          ],
          2,
        ),
      })),
    }),
  },
  sc: {
    kind: 'Sidecar',
    spec: (dice) => ({
      workloadSelector: dice.maybe(40, () => ({ labels: dice.one(SELECTORS) })),
      egress: dice.maybe(85, () => [
        {
          hosts: dice.some(
            [
              './*',
              '*/*',
              'shop/*',
              'cart/*',
              'istio-system/*',
              './reviews.shop.svc.cluster.local',
              '*/api.example.com',
              '*/*.example.com',
              './missing.shop.svc.cluster.local',
              'shop/*.shop.svc.cluster.local',
              'cart/cart.cart.svc.cluster.local',
              '~/api.example.com',
            ],
            3,
          ),
        },
      ]),
    }),
  },
  pa: {
    kind: 'PeerAuthentication',
    spec: (dice) => ({
      selector: dice.maybe(35, () => ({ matchLabels: dice.one(SELECTORS) })),
      mtls: dice.maybe(85, () => ({ mode: dice.one(MODES) })),
    }),
  },
  ap: {
    kind: 'AuthorizationPolicy',
    spec: (dice) => ({
      ...target(dice),
      action: dice.one(['ALLOW', 'DENY']),
      rules: dice.maybe(90, () =>
        Array.from({ length: 1 + dice.below(2) }, () => ({
          from: dice.maybe(60, () => [{ source: source(dice) }]),
          to: dice.maybe(50, () => [{ operation: operation(dice) }]),
          when: dice.maybe(25, () => [
            {
              key: dice.one(['source.namespace', 'request.headers[x]', 'destination.port', 'connection.sni']),
              values: ['80'],
            },
          ]),
        })),
      ),
    }),
  },
  ra: {
    kind: 'RequestAuthentication',
    spec: (dice) => ({ ...target(dice), jwtRules: [{ issuer: 'https://id.example.com' }] }),
  },
  wp: { kind: 'WasmPlugin', spec: (dice) => ({ ...target(dice), url: 'oci://registry.example.com/filter:1' }) },
  te: {
    kind: 'Telemetry',
    spec: (dice) => ({
      ...target(dice),
      ...dice.one([
        { tracing: [{}] },
        { accessLogging: [{}] },
        { metrics: [{}] },
        { metrics: [{ overrides: [{ disabled: true }] }] },
      ]),
    }),
  },
  wg: {
    kind: 'WorkloadGroup',
    spec: (dice) => ({
      metadata: dice.maybe(80, () => ({
        labels: dice.maybe(85, () => dice.one([{ app: 'machine' }, { app: 'reviews' }])),
      })),
      template: { serviceAccount: dice.maybe(70, () => dice.one(['reviews', 'gone', 'default'])) },
    }),
  },
  kg: {
    kind: 'K8sGateway',
    spec: (dice) => ({
      gatewayClassName: dice.one(['istio', 'istio', 'istio', 'istoi', 'istio-waypoint']),
      listeners: Array.from({ length: 1 + dice.below(2) }, (_, i) => ({
        name: `l${i}`,
        port: dice.one([80, 8080]),
        protocol: 'HTTP',
        hostname: dice.maybe(70, () => dice.one(['a.example.com', 'b.example.com'])),
        allowedRoutes: dice.maybe(50, () => ({
          namespaces: dice.one([
            { from: 'All' },
            { from: 'Same' },
            { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'cart' } } },
            {
              from: 'Selector',
              selector: { matchExpressions: [{ key: 'team', operator: dice.one(['Exists', 'DoesNotExist']) }] },
            },
          ]),
        })),
      })),
      addresses: dice.maybe(20, () => [{ type: 'IPAddress', value: dice.one(['10.0.0.1', '10.0.0.2']) }]),
    }),
  },
  hr: { kind: 'HTTPRoute', spec: (dice) => k8sRoute(dice) },
  gr: { kind: 'GRPCRoute', spec: (dice) => k8sRoute(dice) },
  rg: {
    kind: 'ReferenceGrant',
    spec: (dice) => ({
      from: [
        {
          group: 'gateway.networking.k8s.io',
          kind: dice.one(['HTTPRoute', 'GRPCRoute']),
          namespace: dice.one(['shop', 'cart', 'nowhere']),
        },
      ],
      to: [{ group: '', kind: dice.one(['Service', 'Service', 'Secret']) }],
    }),
  },
};

function k8sRoute(dice: Dice): object {
  const parent = (): object =>
    dice.chance(85)
      ? {
          name: dice.one(['public', 'waypoint', 'missing']),
          namespace: dice.maybe(50, () => dice.one(['shop', 'cart'])),
        }
      : { kind: 'Service', group: '', name: dice.one(['reviews', 'missing']) };
  const backend = (): object => ({
    name: dice.one(['reviews', 'cart', 'missing', 'reviews.shop']),
    port: 80,
    namespace: dice.maybe(40, () => dice.one(['shop', 'cart'])),
  });
  return { parentRefs: [parent()], rules: [{ backendRefs: [backend()] }] };
}

const SCENES: readonly (readonly string[])[] = [
  ['vs', 'vs', 'dr', 'dr', 'se', 'gw', 'sc'],
  ['vs', 'vs', 'vs', 'dr', 'gw', 'se'],
  ['dr', 'dr', 'dr', 'pa', 'pa', 'ap'],
  ['pa', 'pa', 'dr', 'ap', 'ap', 'sc', 'ra'],
  ['ap', 'ap', 'se', 'vs', 'ra'],
  ['se', 'se', 'se', 'dr', 'sc'],
  ['gw', 'gw', 'gw', 'vs'],
  ['kg', 'kg', 'hr', 'gr', 'rg', 'gw'],
  ['wg', 'wg', 'ap', 'pa'],
  ['vs', 'dr', 'ap', 'ra', 'wp', 'te', 'kg'],
];

const LABELS: readonly (Readonly<Record<string, string>> | undefined)[] = [
  undefined,
  { 'istio-injection': 'enabled' },
  { 'istio.io/rev': 'stable' },
  { team: 'a', 'istio-injection': 'enabled' },
];
const AMBIENT: readonly Readonly<Record<string, string>>[] = [
  { 'istio.io/dataplane-mode': 'ambient' },
  { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' },
  { 'istio.io/dataplane-mode': 'ambient', 'istio-injection': 'enabled' },
  { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'none' },
  { 'istio-injection': 'enabled', 'istio.io/use-waypoint': 'waypoint' },
];

/** A small mesh with mistakes in it, the same for the same seed. */
export function mutation(seed: number): Case {
  const dice = new Dice(seed * 7919 + 17);
  const scene = seed % SCENES.length;
  const ambient = scene === SCENES.length - 1 || (scene === 8 && dice.chance(50));
  const spaces = ['shop', 'cart'];
  const labelled = spaces.flatMap((name) => {
    const labels = dice.one(ambient ? AMBIENT : LABELS);
    return labels === undefined ? [] : [namespace(name, { ...labels })];
  });
  const unmanaged = dice.maybe(8, () => namespace('cart', { team: 'b' }));
  const around = [...labelled, ...base(dice, ambient), ...(unmanaged === undefined ? [] : [unmanaged])];
  const everywhere = ambient ? spaces : [...spaces, ...spaces, 'istio-system'];
  const objects = [...SCENES[scene], ...SCENES[scene].filter(() => dice.chance(25))].map((key, i): Manifest => {
    const { kind, spec } = MAKERS[key];
    const within =
      kind === 'K8sGateway' || kind.endsWith('Route') || kind === 'WorkloadGroup'
        ? dice.one(spaces)
        : dice.one(everywhere);
    const name =
      kind === 'Gateway'
        ? dice.one(['edge', `edge-${i}`])
        : kind === 'K8sGateway'
          ? dice.one(['public', 'waypoint', `public-${i}`])
          : `${key}-${i}`;
    return object(kind, `${within}/${name}`, JSON.parse(JSON.stringify(spec(dice, within))) as object);
  });
  const meshConfig = {
    ...(dice.chance(35) ? { enableAutoMtls: dice.chance(10) } : {}),
    ...(dice.chance(35) ? { outboundTrafficPolicy: { mode: dice.one(['REGISTRY_ONLY', 'ALLOW_ANY']) } } : {}),
    ...(dice.chance(5) ? { defaultDestinationRuleExportTo: ['.'] } : {}),
  };
  const trustDomainAliases = dice.chance(20) ? ['old.example'] : [];
  return { manifests: [...around, ...objects], context: { meshConfig, trustDomainAliases } };
}

/** Services and workloads, not always all of them. */
function base(dice: Dice, ambient: boolean): Manifest[] {
  const use = ['waypoint', 'none', 'other'];
  const labels = (): { labels: Record<string, string> } => ({
    labels: ambient && dice.chance(30) ? { 'istio.io/use-waypoint': dice.one(use) } : {},
  });
  const pods = (given: Record<string, string>): Record<string, string> => ({
    ...given,
    ...(ambient && dice.chance(15) ? { 'istio.io/use-waypoint': dice.one(use) } : {}),
    ...(ambient && dice.chance(15) ? { 'istio.io/dataplane-mode': dice.one(['none', 'ambient']) } : {}),
    ...(dice.chance(5) ? { 'sidecar.istio.io/inject': dice.one(['true', 'false']) } : {}),
  });
  const port = (): object => ({
    name: dice.one(['http', 'http-web', 'web', 'grpc', undefined, 'HTTP', 'tcp-db']),
    port: dice.one([80, 8080]),
    targetPort: dice.maybe(40, () => dice.one([80, 8080, 'http', 'admin'])),
    protocol: dice.maybe(10, () => 'UDP'),
    appProtocol: dice.maybe(15, () => dice.one(['http', 'HTTP2', 'kubernetes.io/h2c', 'redis ', 'amqp'])),
  });
  const all = [
    (): Manifest => service('shop/reviews', { ports: [port()] }, labels()),
    (): Manifest =>
      service(
        'shop/ratings',
        { ports: [{ name: 'http', port: 80 }] },
        dice.chance(15) ? { annotations: { 'networking.istio.io/exportTo': dice.one(['.', '*', 'cart']) } } : {},
      ),
    (): Manifest => service('cart/cart', { ports: [port()] }, labels()),
    (): Manifest =>
      deployment('shop/reviews-v1', pods({ app: 'reviews', version: 'v1' }), { serviceAccountName: 'reviews' }),
    (): Manifest => deployment('shop/reviews-v2', pods({ app: 'reviews', version: 'v2' })),
    (): Manifest => deployment('cart/cart', pods({ app: 'cart' }), { serviceAccountName: 'cart' }),
    (): Manifest => deployment('istio-system/edge', { app: 'edge', istio: 'ingressgateway' }),
  ];
  return all.filter(() => dice.chance(80)).map((make) => JSON.parse(JSON.stringify(make())) as Manifest);
}
