import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { reachable } from '../../../lib/routing/reachable/reachable';
import type { Access } from '../../../lib/routing/reachable/reachable';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  manifest,
  namespace,
  peerAuthentication,
  requestAuthentication,
  service,
  serviceEntry,
  SHOP,
  sidecar,
  virtualService,
} from '../../manifests';
import { outcomes } from '../calls';
import { meshOf } from '../tables';

const pods = (key: string): Manifest => {
  const name = key.slice(key.indexOf('/') + 1);
  return deployment(key, { app: name }, { serviceAccountName: name });
};
const port = { name: 'http', port: 80, targetPort: 8080 };
const SET: readonly Manifest[] = [
  SHOP,
  namespace('pay', { 'istio-injection': 'enabled' }),
  namespace('old'),
  service('pay/api', [port]),
  pods('pay/api'),
  pods('shop/checkout'),
  pods('shop/web'),
  pods('old/plain'),
];
const DENY = authorizationPolicy('pay/default-deny', {});
const allow = (key: string, ...rules: object[]): Manifest => authorizationPolicy(key, { rules });
const by = (account: string): object => ({
  from: [{ source: { principals: [`cluster.local/ns/shop/sa/${account}`] } }],
});
const to = (operation: object): object => ({ to: [{ operation }] });

/** `pay/api, shop/web http://api.pay:80 | POST /charge: pay/api | 403 Denied`, without what is the same for all. */
function lines(manifests: readonly Manifest[], meshConfig = {}): string[] {
  return [...reachable(meshOf(manifests, 'listed', meshConfig))].map(lineOf);
}

function lineOf({ callers, way, kinds }: Access): string {
  const who = way.gateway === undefined ? callers.map(({ name }) => name).join(', ') : `outside by ${way.gateway.name}`;
  const texts = kinds.map(({ kind, trace }) => {
    const what = kind?.description ?? '';
    const found = trace === undefined ? 'not known' : outcomes(trace).join(' + ');
    return what === '' ? found : `${what}: ${found}`;
  });
  const host = way.host.replace('.svc.cluster.local', '');
  return [`${who} ${way.form}://${host}:${way.port}`, ...texts].join(' | ');
}

describe('callers', () => {
  test('are one where nothing tells them apart', () => {
    expect(lines(SET)).toEqual([
      'api http://api.pay:80 | pay/api',
      'checkout, web http://api.pay:80 | pay/api',
      'plain http://api.pay:80 | pay/api',
    ]);
  });

  test('of a namespace that no file shows may have a sidecar or not', () => {
    expect(lines([...SET, pods('unseen/web')])).toEqual([
      'api http://api.pay:80 | pay/api',
      'checkout, web http://api.pay:80 | pay/api',
      'plain http://api.pay:80 | pay/api',
      'web http://api.pay:80 | pay/api',
    ]);
  });

  test('are told apart by the rules of policies', () => {
    expect(
      lines([
        ...SET,
        DENY,
        allow('pay/checkout', { ...by('checkout'), ...to({ methods: ['POST'], paths: ['/charge'] }) }),
      ]),
    ).toEqual([
      'api http://api.pay:80 | 403 Denied',
      'checkout http://api.pay:80 | POST /charge: pay/api | 403 Denied',
      'web http://api.pay:80 | 403 Denied',
      'plain http://api.pay:80 | 403 Denied',
    ]);
  });

  test('without a sidecar do not come through mutual TLS', () => {
    expect(lines([...SET, peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } })])).toEqual([
      'api http://api.pay:80 | pay/api',
      'checkout, web http://api.pay:80 | pay/api',
      'plain http://api.pay:80 | closed TlsMismatch NR',
    ]);
  });

  test('are told apart by labels that rules ask for', () => {
    const rules = virtualService('pay/api', {
      hosts: ['api'],
      http: [
        {
          match: [{ sourceLabels: { app: 'web' } }],
          fault: { abort: { httpStatus: 500, percentage: { value: 100 } } },
          route: [{ destination: { host: 'api' } }],
        },
        { route: [{ destination: { host: 'api' } }] },
      ],
    });
    expect(lines([...SET, rules])).toContain('web http://api.pay:80 | 500 fault');
    expect(lines([...SET, rules])).toContain('checkout http://api.pay:80 | pay/api');
  });

  test('of a namespace with a DestinationRule of its own have another view', () => {
    const rule = destinationRule('shop/api', {
      host: 'api.pay.svc.cluster.local',
      trafficPolicy: { tls: { mode: 'DISABLE' } },
    });
    const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
    expect(
      lines([...SET, pods('other/web'), namespace('other', { 'istio-injection': 'enabled' }), rule, strict]),
    ).toEqual([
      'api http://api.pay:80 | pay/api',
      'checkout, web http://api.pay:80 | 503 TlsMismatch UC',
      'plain http://api.pay:80 | closed TlsMismatch NR',
      'web http://api.pay:80 | pay/api',
    ]);
  });

  test('with a Sidecar that lets nothing else out', () => {
    const own = sidecar('shop/web', {
      workloadSelector: { labels: { app: 'web' } },
      egress: [{ hosts: ['./*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    expect(lines([...SET, own])).toContain('web http://api.pay:80 | closed UnknownAddress UH');
    expect(lines([...SET, own])).toContain('checkout http://api.pay:80 | pay/api');
  });
});

describe('ways', () => {
  test('a port of each protocol', () => {
    const ports = [
      { name: 'grpc-api', port: 50051 },
      { name: 'tls-db', port: 5432 },
      { name: 'tcp-x', port: 9000 },
      { name: 'other', port: 7000 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ];
    expect(lines([SHOP, service('shop/web', ports), pods('shop/web')])).toEqual([
      'web grpc://web.shop:50051 | shop/web',
      'web tls://web.shop:5432 | shop/web',
      'web tcp://web.shop:9000 | shop/web',
      'web http://web.shop:7000 | shop/web',
      'web tcp://web.shop:7000 | shop/web',
    ]);
  });

  test('hosts outside, by REGISTRY_ONLY too, and hosts that only rules have', () => {
    const manifests = [
      SHOP,
      pods('shop/web'),
      service('shop/web', [port]),
      serviceEntry('shop/stripe', {
        hosts: ['api.stripe.com', '*.example.com'],
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      virtualService('shop/made-up', { hosts: ['made.up'], http: [{ directResponse: { status: 200 } }] }),
    ];
    expect(lines(manifests, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })).toEqual([
      'web http://web.shop:80 | shop/web',
      'web tls://*.example.com:443 | any.example.com',
      'web tls://api.stripe.com:443 | api.stripe.com',
      'web http://made.up:80 | 200 directResponse',
    ]);
  });

  const server = (number: number, protocol: string, more: object = {}): object => ({
    port: { number, name: `${protocol.toLowerCase()}-${number}`, protocol },
    hosts: ['shop.example.com'],
    ...more,
  });
  const front = (...servers: object[]): Manifest =>
    manifest('Gateway', 'shop/front', { selector: { istio: 'ingressgateway' }, servers });
  const rules = (spec: object): Manifest =>
    virtualService('shop/front', { hosts: ['shop.example.com'], gateways: ['front'], ...spec });
  const web = [SHOP, service('shop/web', [port]), pods('shop/web')];
  const route = [{ destination: { host: 'web' } }];

  test('clients outside come to the hosts of gateways', () => {
    const redirect = { tls: { httpsRedirect: true } };
    const ends = { tls: { mode: 'SIMPLE', credentialName: 'cert' } };
    expect(
      lines([
        ...web,
        front(server(80, 'HTTP', redirect), server(443, 'HTTPS', ends)),
        rules({ http: [{ match: [{ uri: { prefix: '/shop' } }], route }] }),
      ]).slice(1),
    ).toEqual([
      'outside by istio-ingressgateway http://shop.example.com:80 | 301 https://shop.example.com/',
      'outside by istio-ingressgateway https://shop.example.com:443 | /shop*: shop/web | 404 NoRoute NR',
    ]);
  });

  test('with a certificate where a server asks for one, and not at all where only the mesh has it', () => {
    const tls = (mode: string): object => ({ tls: { mode, credentialName: 'cert' } });
    expect(
      lines([
        ...web,
        front(server(443, 'HTTPS', tls('MUTUAL')), server(444, 'HTTPS', { tls: { mode: 'ISTIO_MUTUAL' } })),
        rules({ http: [{ route }] }),
      ]).slice(1),
    ).toEqual(['outside by istio-ingressgateway https://shop.example.com:443 | shop/web']);
  });

  test('connections that a gateway passes through, or does not read', () => {
    expect(
      lines([
        SHOP,
        service('shop/web', [{ ...port, name: 'tcp' }]),
        pods('shop/web'),
        front(server(443, 'TLS', { tls: { mode: 'PASSTHROUGH' } }), { ...server(31400, 'TCP'), hosts: ['*'] }),
        virtualService('shop/front', {
          hosts: ['shop.example.com', '*'],
          gateways: ['front'],
          tls: [
            {
              match: [{ port: 443, sniHosts: ['shop.example.com'] }],
              route: [{ destination: { host: 'web', port: { number: 80 } } }],
            },
          ],
          tcp: [{ match: [{ port: 31400 }], route: [{ destination: { host: 'web', port: { number: 80 } } }] }],
        }),
      ]).slice(1),
    ).toEqual([
      'outside by istio-ingressgateway tls://shop.example.com:443 | shop/web',
      'outside by istio-ingressgateway tcp://*:31400 | shop/web',
    ]);
  });

  test('a policy compares the path that a rewrite has made', () => {
    const rewritten = rules({
      http: [
        {
          match: [{ uri: { prefix: '/pay/' } }],
          rewrite: { uri: '/' },
          route: [{ destination: { host: 'api.pay.svc.cluster.local' } }],
        },
      ],
    });
    const gateway = [pods('istio-system/istio-ingressgateway')];
    expect(
      lines([
        ...SET,
        ...gateway,
        front(server(80, 'HTTP')),
        rewritten,
        allow('pay/charge', to({ methods: ['POST'], paths: ['/charge', '/a*'] })),
      ]).at(-1),
    ).toBe(
      'outside by istio-ingressgateway http://shop.example.com:80 | POST /pay/* and /charge, /a* after the rewrite: pay/api | /pay/*: 403 Denied | 404 NoRoute NR',
    );
  });

  test('a policy of the gateway is asked before its routes', () => {
    const admin = authorizationPolicy('istio-system/admin', { action: 'DENY', rules: [to({ paths: ['/admin*'] })] });
    expect(lines([...web, admin, front(server(80, 'HTTP')), rules({ http: [{ route }] })]).at(-1)).toBe(
      'outside by istio-ingressgateway http://shop.example.com:80 | /admin*: 403 Denied | shop/web',
    );
  });
});

test('tokens, and those who have none', () => {
  const manifests = [
    ...SET,
    requestAuthentication('pay/login', { jwtRules: [{ issuer: 'https://login.example' }] }),
    allow('pay/tokens', { from: [{ source: { requestPrincipals: ['https://login.example/*'] } }] }),
  ];
  expect(lines(manifests)[1]).toBe(
    'checkout, web http://api.pay:80 | with a token of https://login.example/*: pay/api | 403 Denied',
  );
});

test('shares, each with the policies of its pods', () => {
  const version = (name: string): Manifest => deployment(`pay/${name}`, { app: 'api', version: name });
  const subsets = ['v1', 'v2'].map((name) => ({ name, labels: { version: name } }));
  const route = subsets.map(({ name }, i) => ({
    destination: { host: 'api', subset: name },
    weight: i === 0 ? 80 : 20,
  }));
  const manifests = [
    SHOP,
    namespace('pay', { 'istio-injection': 'enabled' }),
    service('pay/api', [port]),
    version('v1'),
    version('v2'),
    pods('shop/web'),
    destinationRule('pay/api', { host: 'api', subsets }),
    virtualService('pay/api', { hosts: ['api'], http: [{ route }] }),
    authorizationPolicy('pay/v2', { selector: { matchLabels: { version: 'v2' } }, rules: [to({ methods: ['GET'] })] }),
  ];
  expect(lines(manifests)[1]).toBe(
    'web http://api.pay:80 | GET: 80 % pay/v1 + 20 % pay/v2 | 80 % pay/v1 + 20 % 403 Denied',
  );
});

test('routes of the Gateway API', () => {
  const route = manifest('HTTPRoute', 'pay/api', {
    parentRefs: [{ group: '', kind: 'Service', name: 'api' }],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/v1' }, method: 'POST' }],
        backendRefs: [{ name: 'api', port: 80 }],
      },
    ],
  });
  expect(lines([...SET, route])[1]).toBe('checkout, web http://api.pay:80 | POST /v1/*: pay/api | 404 NoRoute NR');
});

test.each<[string, readonly Manifest[], readonly string[]]>([
  ['nothing', [], []],
  [
    'a Service without pods',
    [SHOP, pods('shop/web'), service('shop/gone', [port])],
    ['web http://gone.shop:80 | 503 NoEndpoint UH'],
  ],
  ['pods without a Service', [SHOP, pods('shop/web')], []],
  [
    'delegates in a circle',
    [
      SHOP,
      pods('shop/web'),
      service('shop/web', [port]),
      virtualService('shop/a', {
        hosts: ['web'],
        http: [{ delegate: { name: 'b' } }, { route: [{ destination: { host: 'web' } }] }],
      }),
      virtualService('shop/b', { http: [{ delegate: { name: 'b' } }] }),
    ],
    ['web http://web.shop:80 | 503 NoCluster NC'],
  ],
  [
    'an expression that Envoy refuses fits nothing',
    [
      SHOP,
      pods('shop/web'),
      service('shop/web', [port]),
      virtualService('shop/a', {
        hosts: ['web'],
        http: [
          { match: [{ uri: { regex: '(' } }], directResponse: { status: 418 } },
          { route: [{ destination: { host: 'web' } }] },
        ],
      }),
    ],
    ['web http://web.shop:80 | ~ (: not known | shop/web'],
  ],
])('%s', (_, manifests, expected) => {
  expect(lines(manifests)).toEqual(expected);
});
