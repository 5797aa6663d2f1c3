import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  authorizationPolicy,
  deployment,
  gateway,
  INGRESS,
  ingressPods,
  manifest,
  requestAuthentication,
  server,
  SHOP,
} from '../../manifests';
import { found, placesOf, textsOf } from '../found';

const WEB = { app: 'web' };
const selector = { matchLabels: WEB };
const ISSUER = 'https://id.example.com';
const login = (spec: object = {}, key = 'shop/login', issuer = ISSUER): Manifest =>
  requestAuthentication(key, { selector, jwtRules: [{ issuer, jwksUri: 'https://id.example.com/keys' }], ...spec });
const policy = (rule: object, spec: object = {}, key = 'shop/web', metadata: object = {}): Manifest =>
  authorizationPolicy(key, { selector, rules: [rule], ...spec }, metadata);
const from = (source: object): object => ({ from: [{ source }] });
const pods = [SHOP, deployment('shop/web', WEB)];
const places = (...manifests: Manifest[]): string[] =>
  placesOf('CDI0414', [...pods, ...manifests], { world: 'closed' });
const ANY = from({ requestPrincipals: ['*'] });
const AT = 'AuthorizationPolicy shop/web spec.rules[0]';

test.each([
  [ANY, 'from[0].source.requestPrincipals'],
  [from({ notRequestPrincipals: ['*'] }), 'from[0].source.notRequestPrincipals'],
  [{ when: [{ key: 'request.auth.claims[role]', values: ['admin'] }] }, 'when[0]'],
  [{ when: [{ key: 'request.auth.principal', values: ['*'] }] }, 'when[0]'],
  [{ when: [{ key: 'request.auth.audiences', notValues: ['x'] }] }, 'when[0]'],
])('%j without a RequestAuthentication', (rule, path) => {
  expect(places(policy(rule))).toEqual([`error ${AT}.${path}`]);
  expect(places(policy(rule), login())).toEqual([]);
  expect(placesOf('CDI0414', [...pods, policy(rule)])).toEqual([`warning ${AT}.${path}`]);
});

test('what it says', () => {
  const text = (rule: object, spec: object = {}): string => textsOf('CDI0414', [...pods, policy(rule, spec)])[0][0];
  expect(text(ANY)).toBe(
    'No RequestAuthentication checks tokens for the pods of this policy, so no request has what requestPrincipals looks at, whatever token it carries: requestPrincipals matches no request. Requests that it should allow get 403, unless another rule allows them.',
  );
  expect(text(from({ notRequestPrincipals: ['*'] }), { action: 'DENY' })).toContain(
    'notRequestPrincipals matches every request. Requests that it should leave out are denied too.',
  );
});

test('one that is for other pods, or checks nothing', () => {
  const other = { selector: { matchLabels: { app: 'cart' } } };
  expect(places(policy(ANY), login(other))).toHaveLength(1);
  expect(places(policy(ANY), login({ jwtRules: [] }))).toHaveLength(1);
  expect(places(policy(ANY), login({}, 'books/login'))).toHaveLength(1);
  expect(places(policy(ANY), login({}, 'istio-system/login'))).toEqual([]);
  expect(places(policy(ANY), login({ selector: undefined }))).toEqual([]);
  expect(places(policy(ANY, {}, 'istio-system/web'), login())).toEqual([]);
});

test('where nothing is known of the pods it is a note, and any that may be for them counts', () => {
  const away = policy(ANY, {}, 'books/web');
  expect(placesOf('CDI0414', [away])).toEqual([
    'info AuthorizationPolicy books/web spec.rules[0].from[0].source.requestPrincipals',
  ]);
  expect(placesOf('CDI0414', [away, login({ selector: undefined }, 'books/login')])).toEqual([]);
  expect(placesOf('CDI0414', [away, login({}, 'istio-system/login')])).toEqual([]);
  expect(placesOf('CDI0414', [away, login()])).toHaveLength(1);
  const everywhere = policy(ANY, { selector: undefined }, 'istio-system/all');
  expect(placesOf('CDI0414', [everywhere, login()])).toEqual([]);
});

test('at a gateway', () => {
  const edge = [
    ingressPods('istio-system'),
    gateway('istio-system/edge', server(80, 'HTTP', ['*'])),
    policy(ANY, { selector: { matchLabels: INGRESS } }, 'istio-system/edge'),
  ];
  expect(placesOf('CDI0414', edge, { world: 'closed' })).toEqual([
    'error AuthorizationPolicy istio-system/edge spec.rules[0].from[0].source.requestPrincipals',
  ]);
  const own = login({ selector: { matchLabels: INGRESS } }, 'istio-system/login');
  expect(placesOf('CDI0414', [...edge, own])).toEqual([]);
  expect(placesOf('CDI0414', [...edge, login()])).toHaveLength(1);
});

test.each([`${ISSUER}/*`, `${ISSUER}/alice`, `${ISSUER}/al*`, '*', '*/alice', '*.example.com/alice', '*lice'])(
  '%s may be the principal of a token',
  (value) => {
    expect(places(login(), policy(from({ requestPrincipals: [value] })))).toEqual([]);
  },
);

test.each([
  'https://other.example.com/*',
  `${ISSUER}//*`,
  `${ISSUER}`,
  'id.example.com/*',
  '*.example.org/alice',
  'https://id.*',
  'http:*',
])('%s is the principal of none', (value) => {
  expect(places(login(), policy(from({ requestPrincipals: ['*', value] })))).toEqual([
    `error ${AT}.from[0].source.requestPrincipals[1]`,
  ]);
  const when = { when: [{ key: 'request.auth.principal', values: [value] }] };
  expect(places(login(), policy(when))).toEqual([`error ${AT}.when[0].values[0]`]);
});

test('an issuer that ends with a slash', () => {
  const slash = login({}, 'shop/login', `${ISSUER}/`);
  expect(places(slash, policy(from({ requestPrincipals: [`${ISSUER}//*`] })))).toEqual([]);
  expect(textsOf('CDI0414', [...pods, slash, policy(from({ requestPrincipals: [`${ISSUER}/*`] }))])).toEqual([
    [
      `"${ISSUER}/*" is the principal of no token that is checked here: RequestAuthentication shop/login takes tokens of "${ISSUER}/", and a principal is the issuer, a slash and the subject. It matches no request. Requests that it should allow get 403, unless another rule allows them.`,
      `Write "${ISSUER}//*", with the subject in place of * where only one is meant.`,
    ],
  ]);
});

test('several issuers, and one that is not named', () => {
  const second = login({}, 'shop/second', 'https://other.example.com');
  const other = policy(from({ requestPrincipals: ['https://other.example.com/*'] }));
  expect(places(login(), second, other)).toEqual([]);
  const open = login({ jwtRules: [{ jwksUri: 'https://id.example.com/keys' }] });
  expect(places(open, other)).toEqual([]);
});

test('policies that are only tried or logged, and tokens that are read by an EnvoyFilter', () => {
  expect(places(policy(ANY, {}, 'shop/web', { annotations: { 'istio.io/dry-run': 'true' } }))).toEqual([]);
  expect(found('CDI0414', [...pods, policy(ANY, { action: 'AUDIT' })]).map(({ severity }) => severity)).toEqual([
    'warning',
  ]);
  const filter = manifest('EnvoyFilter', 'shop/jwt', {
    configPatches: [
      { applyTo: 'HTTP_FILTER', patch: { operation: 'MERGE', value: { name: 'envoy.filters.http.jwt_authn' } } },
    ],
  });
  expect(places(policy(ANY), filter)).toEqual([]);
});
