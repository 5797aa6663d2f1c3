import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { DiffEffect } from '../../lib/report/diff-data';
import { breaks, changesAnything } from '../../lib/report/diff-verdict';
import {
  authorizationPolicy,
  deployment,
  manifest,
  namespace,
  requestAuthentication,
  service,
  serviceEntry,
  virtualService,
} from '../manifests';
import { reported, told } from './told';

/* What a change does to requests, in small meshes. */

const MESH: readonly Manifest[] = [
  namespace('shop', { 'istio-injection': 'enabled' }),
  service('shop/reviews', [{ name: 'http', port: 80 }], { selector: { app: 'reviews' } }),
  deployment('shop/reviews', { app: 'reviews' }),
  deployment('shop/web', { app: 'web' }),
  manifest('Gateway', 'istio-system/front', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  }),
];
const front = (http: object[], hosts = ['*']): Manifest =>
  virtualService('shop/front', { hosts, gateways: ['istio-system/front'], http });
const REVIEWS = [{ destination: { host: 'reviews' } }];

test('names that a rule for all hosts asks for', () => {
  const rules = (authority: object): Manifest[] => [
    ...MESH,
    front([{ match: [{ authority }], route: REVIEWS }, { directResponse: { status: 404 } }]),
  ];
  expect(told(rules({ exact: 'a.example.com' }), rules({ prefix: 'b.' }))).toEqual([
    '1 kind of requests breaks',
    'http://*/* with host a.example.com  from outside  shop/reviews → 404 by the proxy',
    '1 kind of requests arrives now',
    'http://*/* with host b.*  from outside  404 by the proxy → shop/reviews',
  ]);
});

test('filters that no trace follows, when they come, change and go', () => {
  const filter = (status: number): Manifest =>
    manifest('EnvoyFilter', 'istio-system/lua', {
      workloadSelector: { labels: { istio: 'ingressgateway' } },
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: { context: 'GATEWAY' },
          patch: { operation: 'INSERT_BEFORE', value: { name: 'lua', status } },
        },
      ],
    });
  const rules = [...MESH, front([{ route: REVIEWS }])];
  const lines = (change: string): readonly string[] => [
    '1 kind of requests may be treated otherwise',
    `http://*/*  from outside  ${change}`,
  ];
  const what = 'what an EnvoyFilter or a plugin does, which is not followed';
  expect(told(rules, [...rules, filter(403)])).toEqual(lines(`depends now on ${what}`));
  expect(told([...rules, filter(403)], [...rules, filter(503)])).toEqual(lines('may change'));
  expect(told([...rules, filter(403)], rules)).toEqual(lines(`depends no longer on ${what}`));
  expect(told([...rules, filter(403)], [...rules, filter(403)])).toEqual([]);
});

test('plugins that run in proxies', () => {
  const plugin = (url: string, app: string): Manifest =>
    manifest('WasmPlugin', 'shop/auth', { selector: { matchLabels: { app } }, url, phase: 'AUTHN' });
  const rules = MESH.slice(0, -1);
  const line = 'http://reviews.shop/*  from all 2 workloads  ';
  expect(told(rules, [...rules, plugin('oci://a', 'reviews')])).toContain(
    `${line}depends now on what an EnvoyFilter or a plugin does, which is not followed`,
  );
  expect(told([...rules, plugin('oci://a', 'reviews')], [...rules, plugin('oci://b', 'reviews')])).toContain(
    `${line}may change`,
  );
  expect(told(rules, [...rules, plugin('oci://a', 'other')])).toEqual([]);
});

const inBlocks = (blocks: string[], action = 'ALLOW'): Manifest =>
  authorizationPolicy('shop/blocks', {
    action,
    selector: { matchLabels: { app: 'reviews' } },
    rules: [{ from: [{ source: { ipBlocks: blocks } }] }],
  });

test('policies by addresses of pods that no file shows', () => {
  const rules = MESH.slice(0, -1);
  const changed = reported([...rules, inBlocks(['10.0.0.0/8'])], [...rules, inBlocks(['11.0.0.0/8'])]);
  expect(changed.changes.map(({ effect, mayChangeBy = [] }) => [effect, mayChangeBy[0].object?.name])).toEqual([
    ['possible', 'blocks'],
  ]);
  expect(breaks(changed)).toBe(true);
  expect(told(rules, [...rules, inBlocks(['10.0.0.0/8'], 'DENY')])).toEqual([
    '1 kind of requests may be treated otherwise',
    'http://reviews.shop/*  from all 2 workloads  may be denied  depends now on a policy that asks what no file shows',
  ]);
  expect(breaks(reported([...rules, inBlocks(['10.0.0.0/8'], 'DENY')], rules))).toBe(false);
});

const atGateway = (source: object, more: object = {}): Manifest =>
  authorizationPolicy('istio-system/blocks', {
    selector: { matchLabels: { istio: 'ingressgateway' } },
    rules: [{ from: [{ source }] }],
    ...more,
  });

test('policies of a gateway by the address of the client', () => {
  const rules = [...MESH, front([{ route: REVIEWS }])];
  const old = [...rules, atGateway({ remoteIpBlocks: ['10.0.0.0/8'] })];
  const moved = reported(old, [...rules, atGateway({ remoteIpBlocks: ['11.0.0.0/8'] })]);
  expect(told(old, [...rules, atGateway({ remoteIpBlocks: ['11.0.0.0/8'] })])).toEqual([
    '1 kind of requests is denied now',
    'http://*/* with client address in 10.0.0.0/8  from outside  shop/reviews → 403, denied',
    '1 kind of requests is allowed now',
    'http://*/* with client address in 11.0.0.0/8  from outside  403, denied → shop/reviews',
  ]);
  expect(moved.changes.map(({ example }) => example?.clientAddress)).toEqual(['10.0.0.1', '11.0.0.1']);
  expect(breaks(moved)).toBe(true);
  expect(told(old, [...rules, atGateway({ remoteIpBlocks: ['0.0.0.0/0'] })])).toEqual([
    '1 kind of requests is allowed now',
    'http://*/* with client address in 0.0.0.0/0, but not with client address in 10.0.0.0/8  from outside  403, denied → shop/reviews',
  ]);
  expect(told(rules, old)).toEqual([
    '1 kind of requests is denied now',
    'http://*/*, but not with client address in 10.0.0.0/8  from outside  shop/reviews → 403, denied',
  ]);
});

test('policies of a gateway that deny paths to clients of other networks', () => {
  const rules = [...MESH, front([{ route: REVIEWS }])];
  const policy = atGateway(
    {},
    {
      action: 'DENY',
      rules: [
        {
          from: [{ source: { notIpBlocks: ['10.0.0.0/8', '10.1.0.0/16'] } }],
          to: [{ operation: { paths: ['/admin*'] } }],
        },
      ],
    },
  );
  expect(told(rules, [...rules, policy])).toEqual([
    '1 kind of requests is denied now',
    'http://*/admin* with client address outside 10.0.0.0/8, 10.1.0.0/16  from outside  shop/reviews → 403, denied',
  ]);
});

test('policies of pods behind a gateway by the address of its client, and conditions on addresses', () => {
  const rules = [...MESH, front([{ route: REVIEWS }])];
  const policy = (values: string[]): Manifest =>
    authorizationPolicy('shop/blocks', {
      selector: { matchLabels: { app: 'reviews' } },
      rules: [{ when: [{ key: 'remote.ip', values }] }],
    });
  const lines = told([...rules, policy(['10.0.0.0/8'])], [...rules, policy(['10.0.0.0/16'])]);
  expect(lines).toContain(
    'http://*/* with client address in 10.0.0.0/8, but not with client address in 10.0.0.0/16  from outside  shop/reviews → 403, denied',
  );
});

const login = (...jwtRules: object[]): Manifest => requestAuthentication('shop/login', { jwtRules });
const issuer = (name: string, more: object = {}): object => ({ issuer: `https://${name}.example.com`, ...more });

test('tokens for which no policy asks', () => {
  const rules = [...MESH, front([{ route: REVIEWS }])].slice(0, -2);
  const at = 'http://reviews.shop/*';
  const from = 'from all 2 workloads';
  expect(told([...rules, login(issuer('a'))], [...rules, login(issuer('b'))])).toEqual([
    '1 kind of requests is denied now',
    `${at} with a token of https://a.example.com  ${from}  shop/reviews → 401, no valid token`,
    '1 kind of requests is allowed now',
    `${at} with a token of https://b.example.com  ${from}  401, no valid token → shop/reviews`,
  ]);
  expect(told(rules, [...rules, login(issuer('a'))])).toEqual([
    '1 kind of requests is denied now',
    `${at} with a token that is not of https://a.example.com  ${from}  shop/reviews → 401, no valid token`,
  ]);
  expect(told([...rules, login(issuer('a'))], rules)).toEqual([
    '1 kind of requests is allowed now',
    `${at} with a token that is not of https://a.example.com  ${from}  401, no valid token → shop/reviews`,
  ]);
  expect(
    told([...rules, login(issuer('a', { audiences: ['x'] }))], [...rules, login(issuer('a', { audiences: ['y'] }))]),
  ).toEqual([
    '1 kind of requests is denied now',
    `${at} with a token of https://a.example.com for x and without a token of https://a.example.com for y  ${from}  shop/reviews → 403, no valid token`,
    '1 kind of requests is allowed now',
    `${at} without a token of https://a.example.com for x and with a token of https://a.example.com for y  ${from}  403, no valid token → shop/reviews`,
  ]);
  expect(told([...rules, login(issuer('a'))], [...rules, login(issuer('a'), issuer('b'))])).toEqual([
    '1 kind of requests is allowed now',
    `${at} with a token of https://b.example.com  ${from}  401, no valid token → shop/reviews`,
  ]);
});

test('a policy that refuses what has no valid token tells it from a token that is there', () => {
  const rules = [...MESH, front([{ route: REVIEWS }])].slice(0, -2);
  const needsToken = authorizationPolicy('shop/needs-token', {
    action: 'DENY',
    rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }], to: [{ operation: { paths: ['/api/*'] } }] }],
  });
  const at = 'http://reviews.shop';
  const from = 'from all 2 workloads';
  expect(told(rules, [...rules, login(issuer('a')), needsToken])).toEqual([
    '2 kinds of requests are denied now',
    `${at}/* with a token that is not of https://a.example.com  ${from}  shop/reviews → 401, no valid token`,
    `${at}/api/* without a token  ${from}  shop/reviews → 403, denied`,
  ]);
  expect(told([...rules, login(issuer('a')), needsToken], [...rules, needsToken])).toEqual([
    '1 kind of requests is denied now',
    `${at}/api/* with a token of https://a.example.com and without a valid token  ${from}  shop/reviews → 403, denied`,
    '1 kind of requests is allowed now',
    `${at}/* with a token that is not of https://a.example.com, but not /api/* without a valid token  ${from}  401, no valid token → shop/reviews`,
    '1 kind of requests fails in another way',
    `${at}/api/* with a token that is not of https://a.example.com and without a valid token  ${from}  401, no valid token → 403, denied`,
  ]);
});

test('a condition that a policy asks besides is told as it is refused', () => {
  const policy = (operation: object, more: object = {}): Manifest =>
    authorizationPolicy('shop/reads', {
      rules: [{ to: [{ operation: { methods: ['GET'], ...operation } }], ...more }],
    });
  const rules = [...MESH, front([{ route: REVIEWS }])].slice(0, -2);
  const from = 'from all 2 workloads  shop/reviews → 403, denied';
  const heading = '1 kind of requests is denied now';
  const when = [{ key: 'request.headers[x-tenant]', values: ['a'] }];
  expect(told([...rules, policy({})], [...rules, policy({ notPaths: ['/internal/*'] })])).toEqual([
    heading,
    `GET http://reviews.shop/internal/*  ${from}`,
  ]);
  expect(told([...rules, policy({})], [...rules, policy({}, { when })])).toEqual([
    heading,
    `GET http://reviews.shop/*, but not with header x-tenant: a  ${from}`,
  ]);
});

const stripe = serviceEntry('shop/stripe', {
  hosts: ['api.stripe.com'],
  ports: [
    { number: 443, name: 'tls', protocol: 'TLS' },
    { number: 8080, name: 'http', protocol: 'HTTP' },
  ],
  resolution: 'DNS',
});

test('a ServiceEntry is gone, and all who ask for its host reach it past the mesh', () => {
  const rules = [...MESH.slice(0, -1), namespace('plain'), deployment('plain/old', { app: 'old' })];
  const gone = reported([...rules, stripe], rules);
  expect(told([...rules, stripe], rules)).toEqual([
    '1 kind of requests arrives as before, on other terms',
    'http://api.stripe.com:8080/*  from all of shop  retries 2 → none',
  ]);
  expect([gone.hosts, breaks(gone)]).toEqual([[], false]);
});

test('a ServiceEntry is gone, and sidecars let nothing else out', () => {
  const rules = [...MESH.slice(0, -1), namespace('plain'), deployment('plain/old', { app: 'old' })];
  const context = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
  const gone = reported([...rules, stripe], rules, context);
  expect(gone.hosts.map(({ host, port, callers }) => [host, port, callers])).toEqual([
    ['api.stripe.com', 443, ['shop/reviews', 'shop/web']],
    ['api.stripe.com', 8080, ['shop/reviews', 'shop/web']],
  ]);
  expect([gone.changes, breaks(gone)]).toEqual([[], true]);
});

test('a Service is gone whose VirtualService stays', () => {
  const rules = [...MESH.slice(0, -1), namespace('plain'), deployment('plain/old', { app: 'old' })];
  const stays = virtualService('shop/reviews', { hosts: ['reviews'], http: [{ route: REVIEWS }] });
  const after = [...rules, stays].filter(({ kind }) => kind !== 'Service');
  expect(told([...rules, stays], after)).toEqual([
    '2 kinds of requests break',
    'http://reviews.shop/*  from plain/old  shop/reviews → unknown host',
    'http://reviews.shop/*  from all of shop  shop/reviews → unknown host',
  ]);
});

test('a Service becomes a name for a host outside', () => {
  const alias = manifest('Service', 'shop/reviews', { type: 'ExternalName', externalName: 'reviews.example.com' });
  const rules = MESH.slice(0, -1);
  const after = rules.map((each) => (each.kind === 'Service' ? alias : each));
  expect(told(rules, after)).toEqual([
    '1 kind of requests goes elsewhere',
    "http://reviews.shop/*  from all 2 workloads  shop/reviews → reviews.example.com  retries 2 → none  mutual TLS → plain text  identity the client's own → none",
  ]);
});

const BOTH_CASES = [
  [
    'a prefix',
    { prefix: '/api/' },
    { uri: { prefix: '/api/' }, ignoreUriCase: true },
    '/api/* in any case, but not /api/*',
  ],
  ['a path', { exact: '/api' }, { uri: { exact: '/api' }, ignoreUriCase: true }, '/api in any case, but not /api'],
  ['an expression', { regex: '/api/.*' }, { uri: { regex: '(?i)/api/.*' } }, ' ~ (?i)/api/.*, but not ~ /api/.*'],
] as const;

test.each(BOTH_CASES)('%s in any case', (_, uri, wider, text) => {
  const rules = (match: object): Manifest[] => [
    ...MESH,
    front([{ match: [match], route: REVIEWS }, { directResponse: { status: 404 } }]),
  ];
  expect(told(rules({ uri }), rules(wider))).toEqual([
    '1 kind of requests arrives now',
    `http://*${text}  from outside  404 by the proxy → shop/reviews`,
  ]);
  expect(told(rules(wider), rules({ uri }))).toEqual([
    '1 kind of requests breaks',
    `http://*${text}  from outside  shop/reviews → 404 by the proxy`,
  ]);
  const queried = (match: object): Manifest[] => rules({ ...match, queryParams: { q: { exact: '1' } } });
  expect(told(queried({ uri }), queried(wider))[0]).toBe('1 kind of requests arrives now');
});

test('a star in a path, and a template', () => {
  const rules = [...MESH, front([{ route: REVIEWS }])];
  const deny = (path: string): Manifest =>
    atGateway({}, { action: 'DENY', rules: [{ to: [{ operation: { paths: [path] } }] }] });
  expect(told([...rules, deny('/a/*/b')], [...rules, deny('/a/{*}/b')])).toEqual([
    '1 kind of requests is denied now',
    'http://*/a/{*}/b  from outside  shop/reviews → 403, denied',
    '1 kind of requests is allowed now',
    'http://*/a/*/b  from outside  403, denied → shop/reviews',
  ]);
});

test('what could not be compared counts as a change', () => {
  const report = reported([], []);
  const [change] = reported(
    [...MESH, front([{ route: REVIEWS }])],
    [...MESH, front([{ redirect: { uri: '/' } }])],
  ).changes;
  const unknown = { ...report, changes: [{ ...change, effect: DiffEffect.UNKNOWN }] };
  expect([changesAnything(report), changesAnything(unknown), breaks(unknown)]).toEqual([false, true, false]);
});

test('tokens, where no other ones are taken', () => {
  const timed = (timeout: string): Manifest =>
    virtualService('shop/reviews', { hosts: ['reviews'], http: [{ route: REVIEWS, timeout }] });
  const rules = [...MESH.slice(0, -1), login(issuer('a'))];
  expect(told([...rules, timed('1s')], [...rules, timed('2s')])).toEqual([
    '1 kind of requests arrives as before, on other terms',
    'http://reviews.shop/*  from all 2 workloads  timeout 1s → 2s',
  ]);
});

test('settings of the mesh that are not read', () => {
  const config = (mode: string): Manifest => ({
    ...manifest('ConfigMap', 'istio-system/istio'),
    data: { mesh: `outboundTrafficPolicy: {mode: ${mode}}` },
  });
  expect(reported([...MESH, config('ALLOW_ANY')], [...MESH, config('REGISTRY_ONLY')]).notes).toEqual([
    'ConfigMap istio-system/istio has changed and is not read: what it sets for the mesh is not compared. What counts, before and after, is meshConfig of the settings (--settings).',
  ]);
});
