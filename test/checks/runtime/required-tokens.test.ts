import {
  authorizationPolicy,
  deployment,
  gateway,
  INGRESS,
  ingressPods,
  requestAuthentication,
  server,
  SHOP,
  virtualService,
} from '../../manifests';
import { found, placesOf, textsOf } from '../found';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

const WEB = { app: 'web' };
const jwtRules = [{ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/keys' }];
const selector = { matchLabels: WEB };
const login = (spec: object = {}, key = 'shop/login'): Manifest =>
  requestAuthentication(key, { selector, jwtRules, ...spec });
const policy = (spec: object, metadata?: object, key = 'shop/policy'): Manifest =>
  authorizationPolicy(key, spec, metadata);
const pods = [SHOP, deployment('shop/web', WEB)];
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0406', [...pods, ...manifests]);

const OPEN = ['warning RequestAuthentication shop/login spec.jwtRules'];
const DENY = { action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] };
const ALLOW = { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] };
const CLAIM = { rules: [{ when: [{ key: 'request.auth.claims[role]', values: ['admin'] }] }] };
const HEADER = { action: 'DENY', rules: [{ when: [{ key: 'request.headers[Authorization]', notValues: ['*'] }] }] };
const CUSTOM = { action: 'CUSTOM', provider: { name: 'login' }, rules: [{}] };
const PATH = { rules: [{ to: [{ operation: { paths: ['/items/*'] } }] }] };

test('tokens that nothing asks for are found', () => {
  expect(places(login())).toEqual(OPEN);
  expect(places(login({ selector: undefined }))).toEqual(OPEN);
  expect(places(login(), policy(PATH))).toEqual(OPEN);
});

test('where there are no rules there are no tokens', () => {
  expect(places(login({ jwtRules: [] }))).toEqual([]);
  expect(places(login({ jwtRules: undefined }))).toEqual([]);
});

test.each([DENY, ALLOW, CLAIM, HEADER, CUSTOM, {}])(
  'a policy that asks for one, asks an authorizer or lets nobody in: %#',
  (spec) => {
    expect(places(login(), policy(spec))).toEqual([]);
    expect(places(login(), policy({ ...spec, selector }))).toEqual([]);
    expect(places(login(), policy(spec, {}, 'istio-system/policy'))).toEqual([]);
  },
);

test('not one that is for other pods, does not refuse, or is tried only', () => {
  expect(places(login(), policy({ ...DENY, selector: { matchLabels: { app: 'cart' } } }))).toEqual(OPEN);
  expect(places(login(), policy(DENY, {}, 'books/policy'))).toEqual(OPEN);
  expect(places(login(), policy({ ...ALLOW, action: 'AUDIT' }))).toEqual(OPEN);
  expect(places(login(), policy(DENY, { annotations: { 'istio.io/dry-run': 'true' } }))).toEqual(OPEN);
  expect(places(login(), policy({}, { annotations: { 'istio.io/dry-run': 'true' } }))).toEqual(OPEN);
});

test('of several pods one is enough', () => {
  const both = [deployment('shop/cart', { app: 'cart' }), login({ selector: undefined })];
  expect(places(...both, policy({ ...DENY, selector }))).toEqual(OPEN);
  expect(textsOf('CDI0406', [...pods, ...both, policy({ ...DENY, selector })])[0][0]).toContain(
    'pass to the pods of shop/cart.',
  );
});

test('one of the root namespace is for the pods of all', () => {
  const everywhere = login({ selector: undefined }, 'istio-system/login');
  expect(places(everywhere)).toEqual(['warning RequestAuthentication istio-system/login spec.jwtRules']);
  expect(places(everywhere, policy(DENY))).toEqual([]);
});

test('at a gateway', () => {
  const edge = [
    ingressPods('istio-system'),
    gateway('istio-system/edge', server(80, 'HTTP', ['*'])),
    login({ selector: { matchLabels: INGRESS } }, 'istio-system/login'),
  ];
  const route = (name: string) =>
    virtualService('shop/web', {
      hosts: ['shop.example.com'],
      gateways: ['istio-system/edge'],
      http: [{ match: [{ headers: { [name]: { exact: 'admin' } } }], route: [{ destination: { host: 'web' } }] }],
    });
  const found = ['warning RequestAuthentication istio-system/login spec.jwtRules'];
  expect(places(...edge)).toEqual(found);
  expect(places(...edge, route('x-role'))).toEqual(found);
  expect(places(...edge, route('@request.auth.claims.role'))).toEqual([]);
  expect(places(...edge, policy(DENY, {}, 'istio-system/policy'))).toEqual([]);
  expect(places(...edge, policy(DENY))).toEqual(found);
});

test('where nothing is known of the pods, a policy that may be for them is enough', () => {
  const elsewhere = login({}, 'books/login');
  const found = ['warning RequestAuthentication books/login spec.jwtRules'];
  expect(places(elsewhere)).toEqual(found);
  expect(places(elsewhere, policy(DENY))).toEqual(found);
  expect(
    places(
      elsewhere,
      policy({ ...DENY, selector: { matchLabels: { app: 'web', version: 'v1' } } }, {}, 'books/policy'),
    ),
  ).toEqual([]);
  expect(places(elsewhere, policy(DENY, {}, 'istio-system/policy'))).toEqual([]);
  expect(textsOf('CDI0406', [elsewhere])[0][0]).toContain('pass to the pods that it is for.');
  const everywhere = login({}, 'istio-system/login');
  expect(placesOf('CDI0406', [everywhere, policy(DENY, {}, 'books/policy')])).toEqual([]);
});

test.each([
  { forwardOriginalToken: true },
  { outputPayloadToHeader: 'x-payload' },
  { outputClaimToHeaders: [{ header: 'x-user', claim: 'sub' }] },
])('an application that gets the token may refuse requests itself: %j', (handsOn) => {
  const given = login({ jwtRules: [{ ...jwtRules[0], ...handsOn }] });
  expect(found('CDI0406', [...pods, given]).map(({ severity }) => severity)).toEqual(['info']);
  expect(places(login({ jwtRules: [...jwtRules, { ...jwtRules[0], ...handsOn }] }))).toEqual(OPEN);
});

test('what it says', () => {
  const fix =
    'Add an AuthorizationPolicy for the same pods: action: DENY, from: [{source: {notRequestPrincipals: ["*"]}}], to: [{operation: {ports: [the HTTP ports], notMethods: [OPTIONS]}}].';
  const message =
    'Tokens are checked where there are some, and nothing asks for one: requests without a token pass to the pods of shop/web.';
  expect(textsOf('CDI0406', [...pods, login()])).toEqual([[message, fix]]);
  expect(textsOf('CDI0406', [...pods, login({ jwtRules: [{ ...jwtRules[0], forwardOriginalToken: true }] })])).toEqual([
    [`${message} The application gets the token or its claims, and can refuse them itself.`, fix],
  ]);
});
