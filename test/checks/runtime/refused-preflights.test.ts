import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  gateway,
  INGRESS,
  ingressPods,
  manifest,
  requestAuthentication,
  server,
  virtualService,
} from '../../manifests';
import { placesOf, textsOf } from '../found';

const selector = { matchLabels: INGRESS };
const login = (rule: object = {}): Manifest =>
  requestAuthentication('istio-system/login', { selector, jwtRules: [{ issuer: 'https://id.example.com', ...rule }] });
const corsPolicy = { allowOrigins: [{ exact: 'https://app.example.com' }] };
const route = (http: object = {}, spec: object = {}): Manifest =>
  virtualService('shop/web', {
    hosts: ['api.example.com'],
    gateways: ['istio-system/edge'],
    http: [{ corsPolicy, route: [{ destination: { host: 'web.shop.svc.cluster.local' } }], ...http }],
    ...spec,
  });
const policy = (rules: object[], action = 'ALLOW', spec: object = {}, metadata: object = {}): Manifest =>
  authorizationPolicy('istio-system/login', { selector, action, rules, ...spec }, metadata);
const edge = [ingressPods('istio-system'), gateway('istio-system/edge', server(80, 'HTTP', ['*']))];
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0415', [...edge, login(), ...manifests]);
const FOUND = ['error AuthorizationPolicy istio-system/login spec.rules'];
const TOKEN = { from: [{ source: { requestPrincipals: ['*'] } }] };
const NO_TOKEN = { from: [{ source: { notRequestPrincipals: ['*'] } }] };
const to = (operation: object): object => ({ to: [{ operation }] });

test.each([
  [[TOKEN], 'ALLOW'],
  [[{ when: [{ key: 'request.auth.claims[role]', values: ['admin'] }] }], 'ALLOW'],
  [[{ when: [{ key: 'request.headers[Authorization]', values: ['*'] }] }], 'ALLOW'],
  [[{ ...TOKEN, ...to({ hosts: ['api.example.com'] }) }], 'ALLOW'],
  [[NO_TOKEN], 'DENY'],
  [[{ when: [{ key: 'request.headers[authorization]', notValues: ['*'] }] }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ hosts: ['api.example.com'], paths: ['/*'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ methods: ['GET', 'OPTIONS'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ notPaths: ['/public/*'] }) }], 'DENY'],
])('%j with %s asks a preflight for a token', (rules, action) => {
  expect(places(route({ match: [{ uri: { prefix: '/items' } }] }), policy(rules, action))).toEqual(FOUND);
});

test.each([
  [[TOKEN, to({ methods: ['OPTIONS'] })], 'ALLOW'],
  [[TOKEN, to({ paths: ['/items/*'] })], 'ALLOW'],
  [[TOKEN, to({ notMethods: ['GET'] })], 'ALLOW'],
  [[TOKEN, { from: [{ source: { remoteIpBlocks: ['10.0.0.0/8'] } }] }], 'ALLOW'],
  [[TOKEN, { when: [{ key: 'request.headers[origin]', values: ['https://app.example.com'] }] }], 'ALLOW'],
  [[{}], 'ALLOW'],
  [[{ ...NO_TOKEN, ...to({ notMethods: ['OPTIONS'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ methods: ['GET', 'POST'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ hosts: ['other.example.com'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ paths: ['/admin/*'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ notPaths: ['/items*'] }) }], 'DENY'],
  [[{ ...NO_TOKEN, ...to({ ports: ['8443'] }) }], 'DENY'],
  [[NO_TOKEN], 'AUDIT'],
])('%j with %s lets preflights pass, or may', (rules, action) => {
  expect(places(route({ match: [{ uri: { prefix: '/items' } }] }), policy(rules, action))).toEqual([]);
});

test('what it says', () => {
  const texts = (manifest: Manifest): [string, string][] => textsOf('CDI0415', [...edge, login(), route(), manifest]);
  expect(texts(policy([TOKEN]))).toEqual([
    [
      'Browsers send no token in a CORS preflight (OPTIONS), and no ALLOW policy lets such a request in: the gateway answers 403 before VirtualService shop/web (spec.http[0]) can answer it, and calls from other origins fail.',
      'Add a rule: to: [{operation: {methods: [OPTIONS]}}].',
    ],
  ]);
  expect(texts(policy([NO_TOKEN], 'DENY'))[0][1]).toBe(
    'Write notMethods: [OPTIONS] in the operation of the rule: to: [{operation: {notMethods: [OPTIONS]}}].',
  );
});

test('only where routes of the gateway have a corsPolicy', () => {
  expect(places(policy([TOKEN]))).toEqual([]);
  expect(places(route({ corsPolicy: undefined }), policy([TOKEN]))).toEqual([]);
  expect(places(route({}, { gateways: ['mesh'] }), policy([TOKEN]))).toEqual([]);
  expect(places(route({}, { gateways: ['istio-system/other'] }), policy([TOKEN]))).toEqual([]);
  const inMesh = { gateways: ['istio-system/edge', 'mesh'] };
  expect(places(route({ match: [{ gateways: ['mesh'] }] }, inMesh), policy([TOKEN]))).toEqual([]);
  expect(places(route({ match: [{ gateways: ['istio-system/edge'] }] }, inMesh), policy([TOKEN]))).toEqual(FOUND);
});

describe('some of the preflights', () => {
  const WARNED = FOUND.map((place) => place.replace('error', 'warning'));
  const texts = (...manifests: Manifest[]): string[] =>
    textsOf('CDI0415', [...edge, login(), ...manifests]).map(([message]) => message);

  test('of one host, or of one path', () => {
    const rules = [{ ...NO_TOKEN, ...to({ hosts: ['api.example.com'] }) }];
    expect(places(route({}, { hosts: ['api.example.com', 'www.example.com'] }), policy(rules, 'DENY'))).toEqual(WARNED);
    expect(places(route({}, { hosts: ['api.example.com'] }), policy(rules, 'DENY'))).toEqual(FOUND);
    const paths = [{ ...NO_TOKEN, ...to({ paths: ['/items*'] }) }];
    const match = [{ uri: { prefix: '/items' } }, { uri: { exact: '/' } }];
    expect(places(route({ match }), policy(paths, 'DENY'))).toEqual(WARNED);
    expect(places(route({ match: match.slice(0, 1) }), policy(paths, 'DENY'))).toEqual(FOUND);
  });

  test.each([
    [[{ ...NO_TOKEN, ...to({ notPaths: ['/healthz', '/public/*'] }) }], 'DENY', 'api.example.com/api'],
    [[{ ...TOKEN, ...to({ paths: ['/v1/*'] }) }, to({ paths: ['/public/*'] })], 'ALLOW', 'api.example.com/v1/'],
    [[TOKEN, to({ paths: ['/', '/assets/*'] })], 'ALLOW', 'api.example.com/api'],
  ])('%j with %s leaves only some paths open', (rules, action, where) => {
    const uri = { prefix: '/' };
    expect(places(route({ match: [{ uri }] }), policy(rules, action))).toEqual(WARNED);
    expect(texts(route({ match: [{ uri }] }), policy(rules, action))).toEqual([
      expect.stringContaining(`the gateway answers 403 for ${where} before VirtualService shop/web`),
    ]);
  });

  test.each([
    [[{ ...NO_TOKEN, ...to({ paths: ['/admin/*'] }) }], 'DENY'],
    [[{ ...NO_TOKEN, ...to({ notMethods: ['OPTIONS'], notPaths: ['/public/*'] }) }], 'DENY'],
    [[{ ...TOKEN, ...to({ paths: ['/v1/*'] }) }, to({ methods: ['OPTIONS'] })], 'ALLOW'],
    [[to({ paths: ['/public/*'], methods: ['GET'] })], 'ALLOW'],
  ])('%j with %s refuses none for its token', (rules, action) => {
    expect(places(route({ match: [{ uri: { prefix: '/' } }] }), policy(rules, action))).toEqual([]);
  });
});

test.each([
  [[{ ...TOKEN, ...to({ methods: ['GET', 'POST'] }) }]],
  [[{ when: [{ key: 'request.auth.claims[scope]', values: ['a'] }], ...to({ methods: ['GET'], hosts: ['*'] }) }]],
  [[{ ...TOKEN, ...to({ notMethods: ['OPTIONS', 'DELETE'] }) }]],
])('%j lets other methods in with a token, and OPTIONS never', (rules) => {
  expect(places(route(), policy(rules))).toEqual(FOUND);
  expect(places(route(), policy([...rules, to({ methods: ['OPTIONS'] })]))).toEqual([]);
});

test('a policy that refuses requests with a token too is another mistake', () => {
  expect(places(route(), policy([]))).toEqual([]);
  expect(places(route(), policy([{}], 'DENY'))).toEqual([]);
});

test('tokens in the address, other gateways, and policies that are only tried', () => {
  const inAddress = [...edge, login({ fromParams: ['token'] }), route(), policy([TOKEN])];
  expect(placesOf('CDI0415', inAddress)).toEqual([]);
  expect(places(route(), policy([TOKEN], 'ALLOW', { selector: { matchLabels: { istio: 'other' } } }))).toEqual([]);
  const tried = policy([TOKEN], 'ALLOW', {}, { annotations: { 'istio.io/dry-run': 'true' } });
  expect(places(route(), tried)).toEqual([]);
});

test('a second policy that lets OPTIONS in', () => {
  const open = authorizationPolicy('istio-system/preflights', { selector, rules: [to({ methods: ['OPTIONS'] })] });
  expect(places(route(), policy([TOKEN]), open)).toEqual([]);
});

describe('the Gateway API', () => {
  const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }];
  const set = [
    apiGateway('shop/edge', { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] }),
    requestAuthentication('shop/login', { targetRefs, jwtRules: [{ issuer: 'https://id.example.com' }] }),
  ];
  const cors = { type: 'CORS', cors: { allowOrigins: ['https://app.example.com'] } };
  const httpRoute = (rule: object = {}, spec: object = {}): Manifest =>
    manifest('HTTPRoute', 'shop/web', {
      parentRefs: [{ name: 'edge' }],
      hostnames: ['api.example.com'],
      rules: [{ filters: [cors], ...rule }],
      ...spec,
    });
  const own = (...rules: object[]): Manifest => authorizationPolicy('shop/login', { targetRefs, rules });
  const found = (...manifests: Manifest[]): string[] => placesOf('CDI0415', [...set, ...manifests]);

  test('a CORS filter of an HTTPRoute', () => {
    expect(found(httpRoute(), own(TOKEN))).toEqual(['error AuthorizationPolicy shop/login spec.rules']);
    expect(textsOf('CDI0415', [...set, httpRoute(), own(TOKEN)])[0][0]).toContain(
      'before HTTPRoute shop/web (spec.rules[0]) can answer it',
    );
  });

  test.each([
    [httpRoute(), own(TOKEN, to({ methods: ['OPTIONS'] }))],
    [httpRoute({ filters: [] }), own(TOKEN)],
    [httpRoute({}, { parentRefs: [{ name: 'other' }] }), own(TOKEN)],
    [httpRoute({}, { parentRefs: [{ name: 'edge', namespace: 'books' }] }), own(TOKEN)],
    [httpRoute({}, { parentRefs: [{ name: 'edge', kind: 'Service', group: '' }] }), own(TOKEN)],
    [httpRoute({ matches: [{ path: { type: 'Exact', value: '/a' } }] }), own(TOKEN, to({ paths: ['/a'] }))],
  ])('that is not asked for a token, or is for others: %#', (route, policy) => {
    expect(found(route, policy)).toEqual([]);
  });
});
