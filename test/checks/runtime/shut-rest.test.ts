import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, deployment, SHOP, service, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const WEB = { app: 'web' };
const HTTP = { name: 'http', port: 80, targetPort: 8080 };
const TCP = { name: 'tcp-debug', port: 9000 };
const set = (...ports: object[]): Manifest[] => [SHOP, service('shop/web', ports), deployment('shop/web', WEB)];
const policy = (rules: object[], spec: object = {}, key = 'shop/web', metadata: object = {}): Manifest =>
  authorizationPolicy(key, { selector: { matchLabels: WEB }, rules, ...spec }, metadata);
const FROM = { from: [{ source: { principals: ['cluster.local/ns/shop/sa/admin'] } }] };
const to = (...operations: object[]): object => ({ to: operations.map((operation) => ({ operation })) });
const GET = to({ methods: ['GET'] });
const FOUND = ['info AuthorizationPolicy shop/web spec.rules'];

test('a port that is not HTTP, where all rules look at requests', () => {
  const manifests = [...set(HTTP, TCP), policy([GET])];
  expect(placesOf('CDI0418', manifests)).toEqual(FOUND);
  expect(textsOf('CDI0418', manifests)).toEqual([
    [
      'No ALLOW policy lets anything in at port 9000 of Service shop/web (port 9000 of the pods), which is not HTTP, where rules about requests match nothing: with one ALLOW policy for the pods everything else is refused.',
      'If the port should stay open, add a rule: to: [{operation: {ports: ["9000"]}}].',
    ],
  ]);
});

test.each([
  ['all ports have requests', set(HTTP, { name: 'http-admin', port: 9000 }), [GET]],
  ['a rule takes connections', set(HTTP, TCP), [GET, FROM]],
  ['a rule names ports', set(HTTP, TCP), [to({ methods: ['GET'], ports: ['8080'] })]],
  ['the protocol of the port is not known', set(HTTP, { name: 'debug', port: 9000 }), [GET]],
  ['there is no other port', set(TCP), [GET]],
  ['the port is UDP', set(HTTP, { ...TCP, protocol: 'UDP' }), [GET]],
])('nothing where %s', (_, manifests, rules) => {
  expect(placesOf('CDI0418', [...manifests, policy(rules)])).toEqual([]);
});

test('paths that only some may ask for, and all others that nobody may', () => {
  const manifests = [...set(HTTP), policy([{ ...FROM, ...to({ paths: ['/admin/*', '/debug'] }) }])];
  expect(textsOf('CDI0418', manifests)).toEqual([
    [
      'These are all rules that allow something to the pods of shop/web, so every request for another path than /admin/* and /debug is refused with 403, whoever calls.',
      'If only these paths should be protected, write action: DENY with the callers in notPrincipals, or add a rule that allows the other paths (notPaths).',
    ],
  ]);
});

test.each([
  [[{ ...FROM, ...to({ paths: ['/admin/*'] }) }, to({ notPaths: ['/admin/*'] })]],
  [[{ ...FROM, ...to({ paths: ['/admin/*'] }, { methods: ['GET'] }) }]],
  [[{ ...FROM, ...to({ paths: ['/*'] }) }]],
  [[to({ paths: ['/items/*'] })]],
  [[{ ...FROM, ...to({ paths: ['/items/*'] }) }]],
  [[{ ...FROM, ...to({ paths: ['/administrators-guide'] }) }]],
  [[FROM]],
])('the rest is open, or meant to be closed: %j', (rules) => {
  expect(placesOf('CDI0418', [...set(HTTP), policy(rules)])).toEqual([]);
});

test('what denies by default means it', () => {
  const narrow = policy([{ ...FROM, ...to({ paths: ['/admin/*'] }) }]);
  const nothing = authorizationPolicy('shop/deny-by-default', {});
  expect(placesOf('CDI0418', [...set(HTTP), narrow, nothing])).toEqual([]);
  expect(placesOf('CDI0418', [...set(HTTP, TCP), policy([GET]), nothing])).toEqual([]);
});

test('another policy for the same pods counts, one for others or of another action does not', () => {
  const narrow = policy([{ ...FROM, ...to({ paths: ['/admin/*'] }) }]);
  expect(placesOf('CDI0418', [...set(HTTP), narrow, policy([GET], {}, 'shop/read')])).toEqual([]);
  const other = policy([GET], { selector: { matchLabels: { app: 'cart' } } }, 'shop/read');
  expect(placesOf('CDI0418', [...set(HTTP), narrow, other])).toEqual(FOUND);
  expect(
    placesOf('CDI0418', [...set(HTTP), { ...narrow, spec: { ...(narrow.spec as object), action: 'DENY' } }]),
  ).toEqual([]);
  const tried = policy([GET], {}, 'shop/read', { annotations: { 'istio.io/dry-run': 'true' } });
  expect(placesOf('CDI0418', [...set(HTTP), narrow, tried])).toEqual(FOUND);
});

test('a policy is told of once, and not of pods without a proxy', () => {
  const wide = policy([{ ...FROM, ...to({ paths: ['/admin/*'] }) }], { selector: undefined });
  expect(placesOf('CDI0418', [...set(HTTP), deployment('shop/cart', { app: 'cart' }), wide])).toEqual(FOUND);
  const plain = deployment('shop/web', { ...WEB, 'sidecar.istio.io/inject': 'false' });
  expect(placesOf('CDI0418', [SHOP, service('shop/web', [HTTP]), plain, wide])).toEqual([]);
});

describe('routes', () => {
  const route = (...http: object[]): Manifest =>
    virtualService('shop/web', {
      hosts: ['shop.example.com'],
      gateways: ['istio-system/edge'],
      http: http.map((each) => ({ route: [{ destination: { host: 'web' } }], ...each })),
    });
  const only = (operation: object): Manifest => policy([to(operation)]);
  const uri = (match: object): object => ({ match: [{ uri: match }] });
  const ITEMS = only({ paths: ['/items/*'] });
  const places = (...manifests: Manifest[]): string[] => placesOf('CDI0418', [...set(HTTP), ...manifests]);

  test('that send what nobody may ask for', () => {
    expect(places(ITEMS, route({}))).toEqual(FOUND);
    expect(places(ITEMS, route(uri({ prefix: '/items' }), uri({ exact: '/login' })))).toEqual(FOUND);
    expect(
      textsOf('CDI0418', [...set(HTTP), ITEMS, route(uri({ prefix: '/items' }), uri({ prefix: '/carts' }))]),
    ).toEqual([
      [
        'VirtualService shop/web (spec.http[1]) sends requests for /carts/ to the pods of shop/web, and no ALLOW policy lets them in, whoever calls: they get 403.',
        'If they may come in, add a rule that allows /carts/; otherwise narrow the match of the route.',
      ],
    ]);
  });

  test.each([
    [uri({ prefix: '/items' })],
    [uri({ prefix: '/items/' })],
    [uri({ exact: '/items/1' })],
    [uri({ regex: '/carts/.*' })],
    [{ ...uri({ prefix: '/shop' }), rewrite: { uri: '/items' } }],
    [{ match: [{ uri: { prefix: '/carts' }, method: { exact: 'GET' } }] }],
    [{ route: [{ destination: { host: 'cart' } }] }],
    [{ route: undefined, redirect: { uri: '/items' } }],
  ])('that send what is allowed, or may be: %j', (http) => {
    expect(places(ITEMS, route(http))).toEqual([]);
  });

  test('callers and other things that are not known may be the right ones', () => {
    expect(places(policy([FROM]), route({}))).toEqual([]);
    expect(places(only({ methods: ['GET'] }), route({}))).toEqual([]);
    expect(places(only({ hosts: ['shop.example.com'] }), route({}))).toEqual([]);
  });
});
