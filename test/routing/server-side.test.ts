import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  INJECTED,
  SHOP,
  deployment,
  manifest,
  namespace,
  peerAuthentication,
  pod,
  service,
  sidecar,
  workload,
} from '../manifests';
import type { Coming } from './server-calls';
import { APP, answerOf, policyFor, said, strict } from './server-calls';

const PORT = (name: string, port: number, targetPort = port): object => ({ name, port, targetPort });
const API: readonly Manifest[] = [
  SHOP,
  namespace('other', INJECTED),
  service('shop/api', [
    PORT('http', 80, 8080),
    PORT('http-adm', 90, 9090),
    PORT('http-x', 91, 9091),
    PORT('tcp', 5432),
    PORT('auto', 7000),
  ]),
  workload('shop/api'),
];
const MESH: Coming = { as: 'shop/client' };
const FOREIGN: Coming = { connection: { tls: 'foreign' } };

describe('PeerAuthentication (cases/routing/e28)', () => {
  const manifests = [
    ...API,
    strict('istio-system/mesh'),
    strict('shop/ns-old', 'PERMISSIVE'),
    strict('shop/ns-new'),
    peerAuthentication('shop/w', {
      ...APP('api'),
      portLevelMtls: { 9090: { mode: 'STRICT' }, 91: { mode: 'STRICT' } },
    }),
  ];

  test.each<[string, Coming, string]>([
    ['namespace over mesh, the older of two', {}, 'accepted'],
    ['STRICT for a port of the pods', { port: 9090 }, 'closed TlsMismatch'],
    ['the port of the Service has no effect', { port: 9091 }, 'accepted'],
    ['a sidecar gets in', { port: 9090, as: 'shop/client' }, 'accepted'],
  ])('%s', (_, coming, expected) => {
    expect(said(manifests, coming)).toBe(expected);
  });

  test('the step names the field that decides, and what came close', () => {
    const [first, second] = answerOf(manifests, {}).steps;
    expect(first).toMatchObject({
      layer: 'mutualTls',
      decision: 'PERMISSIVE, so it takes mutual TLS and plain text; plain text comes',
      object: { key: 'shop/ns-old' },
      path: 'spec.mtls.mode',
    });
    expect(first.considered.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'PeerAuthentication shop/w: it says no mode for this port',
      'PeerAuthentication istio-system/mesh: shop/ns-old spec.mtls.mode comes first',
    ]);
    expect(second).toMatchObject({
      layer: 'filterChain',
      decision: 'requests are read on port 8080',
      object: { key: 'shop/api' },
      path: 'spec.ports[0]',
    });
    const { outcome } = answerOf(manifests, { port: 9090 });
    expect(outcome).toMatchObject({ flags: 'NR', details: 'filter_chain_not_found' });
  });
});

test('a workload that disables mutual TLS takes plain text in a STRICT namespace (cases/routing/e29)', () => {
  const manifests = [...API, strict('shop/ns'), strict('shop/w', 'DISABLE', APP('api'))];
  expect(said(manifests, {})).toBe('accepted');
  expect(answerOf(manifests, {}).identity).toBeUndefined();
  expect(said([...API, strict('shop/ns')], {})).toBe('closed TlsMismatch');
});

test('a PeerAuthentication of the root namespace that selects pods is named as one that counts for none (cases/routing/e30)', () => {
  const manifests = [...API, strict('istio-system/w', 'STRICT', APP('api'))];
  expect(said(manifests, {})).toBe('accepted');
  expect(answerOf(manifests, {}).steps[0].considered).toMatchObject([
    { what: 'PeerAuthentication istio-system/w', why: 'one of the root namespace that selects pods counts for none' },
  ]);
});

test('of two that select the pods the older counts, and UNSET is not said (cases/routing/e91)', () => {
  const manifests = [
    SHOP,
    deployment('shop/a', { app: 'a', tier: 'x' }),
    deployment('shop/b', { app: 'b', tier: 'x' }),
    service('shop/a', [PORT('http', 80, 8080)]),
    service('shop/b', [PORT('http', 80, 8080)]),
    strict('shop/first', 'PERMISSIVE', APP('a')),
    strict('shop/second', 'STRICT', { selector: { matchLabels: { tier: 'x' } } }),
    strict('shop/unset', 'UNSET'),
    strict('istio-system/mesh'),
  ];
  expect(said(manifests, { to: 'shop/a' })).toBe('accepted');
  expect(said(manifests, { to: 'shop/b' })).toBe('closed TlsMismatch');
  expect(answerOf(manifests, { to: 'shop/a' }).steps[0].considered.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    'PeerAuthentication shop/second: shop/first is older and selects the pods too',
    'PeerAuthentication shop/unset: shop/first spec.mtls.mode comes first',
    'PeerAuthentication istio-system/mesh: shop/first spec.mtls.mode comes first',
  ]);
});

describe('what comes to which port, by mode', () => {
  const of = (mode: string): Manifest[] => [...API, strict('shop/all', mode)];
  const BYTES: Coming = { port: 5432, request: false };
  const AUTO: Coming = { port: 7000 };
  const NOBODY: Coming = { port: 7777 };

  test.each<[string, string, Coming, string]>([
    ['plain text', 'STRICT', {}, 'closed TlsMismatch'],
    ['plain text', 'PERMISSIVE', {}, 'accepted'],
    ['plain text', 'DISABLE', {}, 'accepted'],
    ['mutual TLS', 'STRICT', MESH, 'accepted'],
    ['mutual TLS', 'PERMISSIVE', MESH, 'accepted'],
    ['mutual TLS (cases/routing/e31)', 'DISABLE', MESH, 'closed TlsMismatch'],
    ['foreign TLS', 'STRICT', FOREIGN, 'closed CertificateRejected'],
    ['foreign TLS (cases/routing/e69)', 'PERMISSIVE', FOREIGN, 'closed TlsMismatch'],
    ['foreign TLS', 'DISABLE', FOREIGN, 'closed TlsMismatch'],
    ['bytes to a port for bytes', 'STRICT', BYTES, 'closed TlsMismatch'],
    ['bytes to a port for bytes', 'PERMISSIVE', BYTES, 'accepted'],
    ['bytes to a port for bytes, mutual TLS', 'STRICT', { ...BYTES, ...MESH }, 'accepted'],
    ['bytes to a port for bytes, mutual TLS', 'DISABLE', { ...BYTES, ...MESH }, 'closed TlsMismatch'],
    ['foreign TLS to a port for bytes', 'STRICT', { ...BYTES, ...FOREIGN }, 'closed CertificateRejected'],
    ['foreign TLS to a port for bytes (cases/routing/e69)', 'PERMISSIVE', { ...BYTES, ...FOREIGN }, 'accepted'],
    ['foreign TLS to a port for bytes', 'DISABLE', { ...BYTES, ...FOREIGN }, 'accepted'],
    ['a request to a port without a protocol', 'PERMISSIVE', AUTO, 'accepted'],
    ['bytes to a port without a protocol', 'PERMISSIVE', { ...AUTO, request: false }, 'accepted'],
    ['foreign TLS to a port without a protocol', 'PERMISSIVE', { ...AUTO, ...FOREIGN }, 'accepted'],
    ['plain text to a port of no Service (cases/routing/e76)', 'PERMISSIVE', NOBODY, 'accepted'],
    ['plain text to a port of no Service (cases/routing/e76)', 'STRICT', NOBODY, 'closed TlsMismatch'],
    ['bytes to a port for requests', 'PERMISSIVE', { request: false }, '400 BadRequest'],
    ['HTTP/1.0 to a port for requests', 'PERMISSIVE', { request: { version: '1.0' } }, '426 UpgradeRequired'],
    ['HTTP/1.0 to a port without a protocol', 'PERMISSIVE', { ...AUTO, request: { version: '1.0' } }, 'accepted'],
  ])('%s, %s', (_, mode, coming, expected) => {
    expect(said(of(mode), coming)).toBe(expected);
  });

  test('who calls is known where the sidecar ends mutual TLS, and nowhere else', () => {
    expect(answerOf(of('PERMISSIVE'), MESH).identity).toBe('cluster.local/ns/shop/sa/client');
    expect(answerOf(of('PERMISSIVE'), { ...BYTES, ...FOREIGN }).identity).toBeUndefined();
  });
});

describe('pods without a sidecar', () => {
  const manifests = [
    SHOP,
    service('shop/bare'),
    deployment('shop/bare', { app: 'bare', 'sidecar.istio.io/inject': 'false' }),
  ];

  test.each<[string, Coming, string]>([
    ['plain text', {}, 'accepted'],
    ['TLS of the application', FOREIGN, 'accepted'],
    ['mutual TLS of a sidecar (cases/routing/e31)', MESH, 'closed TlsMismatch'],
  ])('%s', (_, coming, expected) => {
    const answer = answerOf(manifests, { to: 'shop/bare', ...coming });
    expect(said(manifests, { to: 'shop/bare', ...coming })).toBe(expected);
    expect(answer.steps[0].decision).toContain('the pods have no sidecar');
  });

  test('what takes the connections of pods may not be known', () => {
    const ambient = [namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }), workload('shop/api')];
    expect(answerOf(ambient, {}).unknown).toEqual([]);
    const single = [namespace('shop', { 'istio.io/rev': 'stable' }), pod('shop/api')];
    expect(answerOf(single, {}).unknown).toMatchObject([{ what: 'injection', objects: [{ kind: 'Pod' }] }]);
    expect(answerOf(manifests, { to: 'shop/bare' }).unknown).toEqual([]);
  });

  test('a port that connections come to past the sidecar', () => {
    const past = [
      SHOP,
      workload('shop/api', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }),
      strict('shop/all'),
    ];
    expect(said(past, {})).toBe('accepted');
    expect(said(past, MESH)).toBe('closed TlsMismatch');
    expect(said(past, { port: 8081 })).toBe('closed TlsMismatch');
  });
});

test('of two Services of a port the older says what is read; a rule on paths then denies every connection (cases/routing/e68)', () => {
  const named = (key: string, port: object): Manifest => service(key, [port], { selector: { app: 'api' } });
  const deny = policyFor('api', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/secret'] } }] }] });
  const services = [named('shop/a-tcp', PORT('tcp', 80, 8080)), named('shop/b-http', PORT('http', 81, 8080))];
  const manifests = [SHOP, workload('shop/api'), ...services, deny];
  const answer = answerOf(manifests, { ...MESH, request: { path: '/ok' } });
  expect(said(manifests, { ...MESH, request: { path: '/ok' } })).toBe('closed Denied');
  expect(answer.steps[1]).toMatchObject({
    decision: 'connections on port 8080 are bytes, whatever is in them',
    object: { key: 'shop/a-tcp' },
    considered: [{ what: 'Service shop/b-http', why: 'an older Service leads to the port too' }],
  });
  const turned = [SHOP, workload('shop/api'), ...services.reverse(), deny];
  expect(said(turned, { ...MESH, request: { path: '/ok' } })).toBe('accepted');
  expect(said(turned, { ...MESH, request: { path: '/secret' } })).toBe('403 Denied');
});

test('a Sidecar with ingress listeners says what is read, and other ports are as unknown ones (cases/routing/e83)', () => {
  const ingress = [{ port: { number: 9999, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8080' }];
  const manifests = [
    SHOP,
    workload('shop/api'),
    service('shop/api', [PORT('http', 80, 9999), PORT('tcp', 81, 8081)]),
    sidecar('shop/api', { workloadSelector: { labels: { app: 'api' } }, ingress }),
    strict('shop/api', 'STRICT', APP('api')),
  ];
  const path = policyFor('api', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/secret'] } }] }] });
  expect(said(manifests, { ...MESH, port: 8081 })).toBe('accepted');
  expect(said(manifests, { port: 8081 })).toBe('closed TlsMismatch');
  expect(said([...manifests, path], { ...MESH, port: 8081, request: { path: '/secret' } })).toBe('403 Denied');
  expect(answerOf(manifests, { ...MESH, port: 9999 }).steps[1]).toMatchObject({
    object: { kind: 'Sidecar' },
    path: 'spec.ingress[0]',
  });
});

test('a port of no Service is read as it comes, and policies hold there (cases/routing/e76)', () => {
  const rules = [{ to: [{ operation: { paths: ['/secret'], ports: ['7777'] } }] }];
  const manifests = [...API, policyFor('api', { action: 'DENY', rules })];
  expect(said(manifests, { port: 7777 })).toBe('accepted');
  expect(said(manifests, { port: 7777, request: { path: '/secret' } })).toBe('403 Denied');
});

describe('a gateway', () => {
  const front: readonly Manifest[] = [
    namespace('istio-system'),
    workload('istio-system/ingress', {
      labels: { istio: 'ingressgateway' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
    }),
    manifest('Gateway', 'istio-system/front', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
    }),
  ];
  const AT: Coming = { to: 'istio-system/ingress', request: { authority: 'v.example.com' } };

  test('PeerAuthentication has no effect on its servers (cases/routing/e85)', () => {
    const answer = answerOf([...front, strict('istio-system/m')], AT);
    expect(answer.outcome).toBe('accepted');
    expect(answer.steps[0].considered).toMatchObject([
      { what: 'PeerAuthentication istio-system/m', why: 'it has no effect on the servers of a gateway' },
    ]);
  });

  test('policies of its own namespace and the root are asked before routing (cases/routing/e61)', () => {
    const gateway = { selector: { matchLabels: { istio: 'ingressgateway' } }, action: 'DENY' };
    const policies = [
      manifest('AuthorizationPolicy', 'istio-system/gw', {
        ...gateway,
        rules: [{ to: [{ operation: { paths: ['/int*'] } }] }],
      }),
      manifest('AuthorizationPolicy', 'shop/gw2', { ...gateway, rules: [{}] }),
    ];
    const denied = answerOf([...front, ...policies], {
      ...AT,
      request: { authority: 'zzz.example.com', path: '/int' },
    });
    expect(denied.outcome).toMatchObject({
      name: 'Denied',
      status: 403,
      details: 'rbac_access_denied_matched_policy[ns[istio-system]-policy[gw]-rule[0]]',
    });
    expect(said([...front, ...policies], { ...AT, request: { path: '/pub/x' } })).toBe('accepted');
  });

  test.each<[string, string, Coming, string]>([
    ['ipBlocks: the peer', 'notIpBlocks', { connection: { address: '127.0.50.7' } }, 'accepted'],
    ['another peer', 'notIpBlocks', { connection: { address: '127.0.51.7' } }, '403 Denied'],
    [
      'remoteIpBlocks: the peer too, whatever X-Forwarded-For says',
      'notRemoteIpBlocks',
      { connection: { address: '127.0.51.7' }, headers: { 'x-forwarded-for': '127.0.50.7' } },
      '403 Denied',
    ],
    [
      'the right peer',
      'notRemoteIpBlocks',
      { connection: { address: '127.0.50.7' }, headers: { 'x-forwarded-for': '1.2.3.4' } },
      'accepted',
    ],
    [
      'what a load balancer tells by the PROXY protocol',
      'notRemoteIpBlocks',
      { connection: { address: '10.0.0.1', client: { address: '127.0.50.7' } } },
      'accepted',
    ],
  ])('%s (cases/routing/e59)', (_, field, coming, expected) => {
    const policy = manifest('AuthorizationPolicy', 'istio-system/gw', {
      action: 'DENY',
      rules: [{ from: [{ source: { [field]: ['127.0.50.0/24'] } }] }],
    });
    expect(said([...front, policy], { ...AT, ...coming })).toBe(expected);
  });

  test.each<[string | undefined, string]>([
    ['1.1.1.1, 9.9.9.9', 'accepted'],
    [undefined, '403 Denied'],
    ['9.9.9.9, 1.1.1.1', '403 Denied'],
  ])('one trusted proxy, X-Forwarded-For %s: %s (cases/routing/e60)', (forwarded, expected) => {
    const policy = manifest('AuthorizationPolicy', 'istio-system/gw', {
      action: 'DENY',
      rules: [{ from: [{ source: { notRemoteIpBlocks: ['9.9.9.0/24'] } }] }],
    });
    const headers = forwarded === undefined ? undefined : { 'x-forwarded-for': forwarded };
    const settings = { meshConfig: { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } } };
    expect(said([...front, policy], { ...AT, headers, connection: { address: '127.0.0.1' } }, settings)).toBe(expected);
  });

  test('a certificate counts only where a server asks for one', () => {
    const policy = manifest('AuthorizationPolicy', 'istio-system/gw', {
      rules: [{ from: [{ source: { principals: ['*'] } }] }],
    });
    const shown: Coming = {
      ...AT,
      connection: { tls: 'foreign', clientCertificate: { dnsNames: ['client.example.com'] } },
    };
    expect(said([...front, policy], shown)).toBe('403 Denied');
    const servers = [
      {
        port: { number: 8080, name: 'https', protocol: 'HTTPS' },
        hosts: ['*'],
        tls: { mode: 'MUTUAL', credentialName: 'c' },
      },
    ];
    const asking = manifest('Gateway', 'istio-system/front', { selector: { istio: 'ingressgateway' }, servers });
    expect(said([...front.slice(0, 2), asking, policy], shown)).toBe('accepted');
    expect(said([...front.slice(0, 2), asking, policy], { ...AT, connection: { tls: 'foreign' } })).toBe('403 Denied');
  });
});

describe('behind a gateway', () => {
  const GATEWAY: Coming = { as: 'istio-system/istio-ingressgateway' };
  const rules = [
    {
      from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway'] } }],
      to: [{ operation: { paths: ['/int*'], hosts: ['v.example.com'] } }],
    },
  ];

  test('the gateway calls, with the rewritten path and the host of the client (cases/routing/e61)', () => {
    const manifests = [...API, policyFor('api', { rules })];
    const at = (authority: string): Coming => ({ ...GATEWAY, request: { authority, path: '/int/x' } });
    expect(said(manifests, at('v.example.com'))).toBe('accepted');
    expect(said(manifests, at('v.example.com:80'))).toBe('403 Denied');
  });

  test.each<[string, Coming, string]>([
    [
      'ipBlocks: the gateway',
      { request: { path: '/aip' }, connection: { address: '127.2.0.1', client: { address: '127.0.50.7' } } },
      '403 Denied',
    ],
    [
      'remoteIpBlocks: its client',
      { request: { path: '/arip' }, connection: { address: '127.2.0.1', client: { address: '127.0.50.7' } } },
      'accepted',
    ],
    [
      'a client in the mesh can write it',
      { request: { path: '/arip' }, headers: { 'x-forwarded-for': '127.0.50.7' } },
      'accepted',
    ],
    [
      'the last entry counts',
      { request: { path: '/arip' }, headers: { 'x-forwarded-for': '127.0.50.7, 9.9.9.9' } },
      '403 Denied',
    ],
  ])('%s (cases/routing/e59)', (_, coming, expected) => {
    const deny = policyFor('api', {
      action: 'DENY',
      rules: [
        { from: [{ source: { notIpBlocks: ['127.0.50.0/24'] } }], to: [{ operation: { paths: ['/aip'] } }] },
        { from: [{ source: { notRemoteIpBlocks: ['127.0.50.0/24'] } }], to: [{ operation: { paths: ['/arip'] } }] },
      ],
    });
    expect(said([...API, deny], { ...GATEWAY, ...coming })).toBe(expected);
  });

  test('a client of the gateway whose address no file shows is not the one that X-Forwarded-For names', () => {
    const deny = policyFor('api', { action: 'DENY', rules: [{ from: [{ source: { remoteIpBlocks: ['9.9.9.9'] } }] }] });
    const headers = { 'x-forwarded-for': '9.9.9.9' };
    expect(said([...API, deny], { ...GATEWAY, headers })).toBe('403 Denied');
    const { outcome, unknown } = answerOf([...API, deny], { ...GATEWAY, headers, connection: { client: {} } });
    expect([outcome, ...unknown.map(({ what }) => what)]).toEqual(['accepted', 'policy']);
  });
});

test('the path is normalized before policies compare it, and so goes on (cases/routing/e33)', () => {
  const deny = policyFor('api', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/secret'] } }] }] });
  expect(said([...API, deny], { request: { path: '/x/../secret?a=b' } })).toBe('403 Denied');
  expect(
    said(
      [...API, deny],
      { request: { path: '/x/../secret' } },
      { meshConfig: { pathNormalization: { normalization: 'NONE' } } },
    ),
  ).toBe('accepted');
  expect(answerOf(API, { request: { path: '/x/../y?a=../b' } }).request?.path).toBe('/y?a=../b');
});
