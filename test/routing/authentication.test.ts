import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { proxies } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Claims } from '../../lib/routing/call';
import { isToldHeader } from '../../lib/routing/call';
import { gatewayRouteConfigs } from '../../lib/routing/gateway-routes';
import { RoutedRequest, misfit } from '../../lib/routing/match';
import { serverSide } from '../../lib/routing/server-side';
import {
  SHOP,
  deployment,
  manifest,
  namespace,
  requestAuthentication,
  service,
  virtualService,
  workload,
} from '../manifests';
import { jwtIssuer } from '../real/jwt';
import type { Coming } from './server-calls';
import { NOW, answerOf, callTo, inShort, policyFor, said } from './server-calls';

const ISSUER = jwtIssuer('https://issuer.example');
const STRANGER = jwtIssuer(ISSUER.name);
const RULE = { issuer: ISSUER.name, jwks: ISSUER.jwks };
const CLAIMS = { sub: 'u1', groups: ['dev', 'ops'], scope: 'read write', aud: ['app'], exp: NOW + 3600 };
const TOKEN = ISSUER.token(CLAIMS);

const bearer = (token: string): Coming => ({ headers: { authorization: `Bearer ${token}` } });
const pods = (name: string): Manifest[] => [
  deployment(`shop/${name}`, { app: name }),
  service(`shop/${name}`, [{ name: 'http', port: 80, targetPort: 8080 }]),
];
const login = (rule: object = RULE, key = 'shop/jwt', more: object = {}): Manifest =>
  requestAuthentication(key, { jwtRules: [rule], ...more });
const details = (manifests: readonly Manifest[], coming: Coming): string | undefined => {
  const { outcome } = answerOf(manifests, coming);
  return outcome === 'accepted' ? undefined : outcome.details;
};

describe('tokens at a sidecar (cases/routing/e57)', () => {
  const claim = (path: string, key: string, value: string): object => ({
    to: [{ operation: { paths: [path] } }],
    when: [{ key, values: [value] }],
  });
  const manifests = [
    SHOP,
    ...pods('a'),
    ...pods('b'),
    ...pods('c'),
    login(),
    policyFor('b', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }),
    policyFor('c', {
      rules: [
        claim('/g', 'request.auth.claims[groups]', 'ops'),
        claim('/s', 'request.auth.claims[scope]', 'write'),
        claim('/n', 'request.auth.claims[nest][a]', 'b'),
        claim('/a', 'request.auth.audiences', 'app'),
        { to: [{ operation: { paths: ['/p'] } }], from: [{ source: { requestPrincipals: [`${ISSUER.name}/u1`] } }] },
      ],
    }),
  ];

  test.each<[string, string, Coming, string]>([
    ['none passes', 'a', {}, 'accepted'],
    ['a good one', 'a', bearer(TOKEN), 'accepted'],
    ['of another key', 'a', bearer(STRANGER.token(CLAIMS)), '401 Unauthenticated'],
    ['expired', 'a', bearer(ISSUER.token({ exp: NOW - 3600 })), '401 Unauthenticated'],
    [
      'of an unknown issuer',
      'a',
      bearer(ISSUER.token({ ...CLAIMS, iss: 'https://other.example' })),
      '401 Unauthenticated',
    ],
    ['not a token', 'a', bearer('abc'), '401 Unauthenticated'],
    ['Basic is no token', 'a', { headers: { authorization: 'Basic abc' } }, 'accepted'],
    ['in the query', 'b', { request: { path: `/?access_token=${TOKEN}` } }, 'accepted'],
    ['required and missing', 'b', {}, '403 Denied'],
    ['required and there', 'b', bearer(TOKEN), 'accepted'],
    ['without a subject', 'b', { request: { token: { claims: { iss: ISSUER.name } } } }, '403 Denied'],
    ['a claim that is a list', 'c', { ...bearer(TOKEN), request: { path: '/g' } }, 'accepted'],
    ['words in a claim', 'c', { ...bearer(TOKEN), request: { path: '/s' } }, 'accepted'],
    [
      'a claim in a claim',
      'c',
      { request: { path: '/n', token: { claims: { iss: ISSUER.name, nest: { a: 'b' } } } } },
      'accepted',
    ],
    ['the audience', 'c', { ...bearer(TOKEN), request: { path: '/a' } }, 'accepted'],
    ['the principal', 'c', { ...bearer(TOKEN), request: { path: '/p' } }, 'accepted'],
    ['without the claim', 'c', { ...bearer(ISSUER.token({ exp: NOW + 60 })), request: { path: '/g' } }, '403 Denied'],
  ])('%s', (_, name, coming, expected) => {
    expect(said(manifests, { to: `shop/${name}`, as: 'shop/client', ...coming })).toBe(expected);
  });

  test('why, as Envoy logs it', () => {
    const why = (coming: Coming): string | undefined => details(manifests, { to: 'shop/a', ...coming });
    expect(why(bearer(ISSUER.token({ exp: NOW - 3600 })))).toBe('jwt_authn_access_denied{Jwt_is_expired}');
    expect(why(bearer(ISSUER.token({ exp: NOW - 30 })))).toBeUndefined();
    expect(why(bearer(STRANGER.token(CLAIMS)))).toBe('jwt_authn_access_denied{Jwt_verification_fails}');
    expect(why(bearer(ISSUER.token({ ...CLAIMS, iss: 'x' })))).toBe(
      'jwt_authn_access_denied{Jwt_issuer_is_not_configured}',
    );
    expect(why(bearer('abc'))).toBe(
      'jwt_authn_access_denied{Jwt_is_not_in_the_form_of_Header.Payload.Signature_with_two_dots_and_3_sections}',
    );
    expect(why({ request: { token: { claims: { iss: ISSUER.name, nbf: NOW + 3600 } } } })).toBe(
      'jwt_authn_access_denied{Jwt_not_yet_valid}',
    );
  });

  test('a token that was taken is removed, and the step names the rule', () => {
    const answer = answerOf(manifests, { to: 'shop/a', ...bearer(TOKEN) });
    expect(answer.request?.headers.filter(isToldHeader)).toEqual([]);
    expect(answer.claims).toMatchObject({ sub: 'u1', scope: ['read', 'write'] });
    expect(answer.steps.at(-2)).toMatchObject({
      layer: 'authentication',
      decision: 'token taken, principal https://issuer.example/u1',
      object: { key: 'shop/jwt' },
      path: 'spec.jwtRules[0]',
    });
    const { request } = answerOf(manifests, { to: 'shop/a', request: { path: `/x?a=1&access_token=${TOKEN}&b=2` } });
    expect(request?.path).toBe('/x?a=1&b=2');
    const forwarded = [SHOP, ...pods('a'), login({ ...RULE, forwardOriginalToken: true })];
    expect(answerOf(forwarded, { to: 'shop/a', ...bearer(TOKEN) }).request?.headers.filter(isToldHeader)).toEqual([
      ['authorization', `Bearer ${TOKEN}`],
    ]);
  });
});

const A: Coming = { to: 'shop/a' };
const token = (claims: Claims, more: Coming['request'] = {}): Coming => ({
  ...A,
  request: { ...(more || {}), token: { claims: { iss: ISSUER.name, ...claims } } },
});

test('a token of which the claims are known is where the rule of its issuer looks', () => {
  const required = policyFor('a', { rules: [{ from: [{ source: { requestPrincipals: [`${ISSUER.name}/*`] } }] }] });
  const custom = login({
    ...RULE,
    jwks: undefined,
    jwksUri: 'https://issuer.example/keys',
    fromHeaders: [{ name: 'X-Token' }],
  });
  const answer = answerOf([SHOP, ...pods('a'), custom, required], token({ sub: 'u1' }));
  expect(answer).toMatchObject({ outcome: 'accepted', unknown: [] });
  expect(answer.request?.headers.filter(isToldHeader)).toEqual([]);
  expect(said([SHOP, ...pods('a'), custom, required], token({ iss: 'https://other.example', sub: 'u1' }))).toBe(
    '401 Unauthenticated',
  );
  // What no rule looks for is no token.
  expect(said([SHOP, ...pods('a'), custom], { ...A, ...bearer('abc') })).toBe('accepted');
});

test.each<[string, object, Coming, string]>([
  [
    'another header',
    { fromHeaders: [{ name: 'x-jwt', prefix: 'jwt ' }] },
    { headers: { 'x-jwt': `jwt ${TOKEN}` } },
    'accepted',
  ],
  [
    'a header without the prefix',
    { fromHeaders: [{ name: 'x-jwt', prefix: 'jwt ' }] },
    { headers: { 'x-jwt': TOKEN } },
    '403 Denied',
  ],
  ['a parameter', { fromParams: ['token'] }, { request: { path: `/?token=${TOKEN}` } }, 'accepted'],
  ['a cookie', { fromCookies: ['session'] }, { headers: { cookie: `a=b; session=${TOKEN}` } }, 'accepted'],
  ['the usual header, where another place is named', { fromParams: ['token'] }, bearer(TOKEN), '403 Denied'],
  ['a prefix in other letters', {}, { headers: { authorization: `bearer ${TOKEN}` } }, '403 Denied'],
  ['an audience that is asked for', { audiences: ['app'] }, bearer(TOKEN), 'accepted'],
  ['an audience with a scheme', { audiences: ['https://app/'] }, bearer(TOKEN), 'accepted'],
  ['another audience', { audiences: ['web'] }, bearer(TOKEN), '403 Unauthenticated'],
])('%s', (_, more, coming, expected) => {
  const required = policyFor('a', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] });
  expect(said([SHOP, ...pods('a'), login({ ...RULE, ...more }), required], { ...A, ...coming })).toBe(expected);
});

test('all RequestAuthentications count together, and one that takes the token is enough', () => {
  const second = jwtIssuer('https://second.example');
  const manifests = [
    SHOP,
    ...pods('a'),
    login(),
    login({ issuer: second.name, jwks: second.jwks }, 'istio-system/jwt', { selector: { matchLabels: { app: 'a' } } }),
    login({ issuer: 'https://third.example' }, 'shop/others', { selector: { matchLabels: { app: 'b' } } }),
  ];
  const by = (coming: Coming): string => {
    const answer = answerOf(manifests, { ...A, ...coming });
    const step = answer.steps.at(-2)!;
    return `${inShort(answer)} ${step.object?.key}: ${step.considered.map(({ what, why }) => `${what}: ${why}`).join('; ')}`;
  };
  expect(by(bearer(TOKEN))).toBe('accepted shop/jwt: tokens of https://second.example: Jwt issuer is not configured');
  expect(by(bearer(second.token({ exp: NOW + 60 })))).toBe(
    'accepted istio-system/jwt: tokens of https://issuer.example: Jwt issuer is not configured',
  );
  expect(details(manifests, { ...A, ...bearer(ISSUER.token({ exp: NOW - 3600 })) })).toBe(
    'jwt_authn_access_denied{Jwt_is_expired}',
  );
  expect(said(manifests, { ...A, ...bearer(jwtIssuer('https://third.example').token({})) })).toBe(
    '401 Unauthenticated',
  );
});

test('what proxies write of a token into headers, which clients cannot', () => {
  const writing = login({
    ...RULE,
    outputPayloadToHeader: 'X-Payload',
    outputClaimToHeaders: [
      { header: 'X-Subject', claim: 'sub' },
      { header: 'X-Level', claim: 'level' },
      { header: 'X-City', claim: 'address.city' },
      { header: 'X-Gone', claim: 'gone' },
    ],
  });
  const manifests = [SHOP, ...pods('a'), writing];
  const forged = { 'x-subject': 'root', 'x-gone': 'x', 'x-other': 'y' };
  expect(answerOf(manifests, { ...A, headers: forged }).request?.headers.filter(isToldHeader)).toEqual([
    ['x-other', 'y'],
  ]);
  const claims = { sub: 'u1', level: 3, address: { city: 'Ulm' } };
  expect(answerOf(manifests, { ...token(claims), headers: forged }).request?.headers.filter(isToldHeader)).toEqual([
    ['x-other', 'y'],
    ['x-payload', Buffer.from(JSON.stringify({ iss: ISSUER.name, ...claims })).toString('base64url')],
    ['x-subject', 'u1'],
    ['x-level', '3'],
    ['x-city', 'Ulm'],
  ]);
  const rules = [{ when: [{ key: 'request.headers[x-subject]', values: ['u1'] }] }];
  expect(said([...manifests, policyFor('a', { rules })], token(claims))).toBe('accepted');
  expect(said([...manifests, policyFor('a', { rules })], { ...A, headers: { 'x-subject': 'u1' } })).toBe('403 Denied');
});

test('a CORS preflight is let through without a look at its token, and policies still refuse it', () => {
  const preflight = { origin: 'https://x', 'access-control-request-method': 'GET' };
  const asked: Coming = {
    ...A,
    request: { method: 'OPTIONS' },
    headers: { ...preflight, authorization: 'Bearer abc' },
  };
  expect(said([SHOP, ...pods('a'), login()], asked)).toBe('accepted');
  expect(said([SHOP, ...pods('a'), login()], { ...asked, request: { method: 'GET' } })).toBe('401 Unauthenticated');
  const required = policyFor('a', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] });
  expect(said([SHOP, ...pods('a'), login(), required], asked)).toBe('403 Denied');
});

test('keys that are elsewhere are said to be unknown', () => {
  const elsewhere = [SHOP, ...pods('a'), login({ issuer: ISSUER.name, jwksUri: 'https://issuer.example/keys' })];
  const answer = answerOf(elsewhere, { ...A, ...bearer(STRANGER.token(CLAIMS)) });
  expect(answer.outcome).toBe('accepted');
  expect(answer.unknown).toMatchObject([
    {
      what: 'keys',
      text: 'Whether https://issuer.example signed the token is not known, because its keys are at https://issuer.example/keys. With another signature the answer is 401.',
    },
  ]);
  expect(said(elsewhere, { ...A, ...bearer(ISSUER.token({ exp: NOW - 3600 })) })).toBe('401 Unauthenticated');
});

describe('routes by claims at a gateway (cases/routing/e58)', () => {
  const labels = { istio: 'ingressgateway' };
  const manifests = [
    SHOP,
    namespace('istio-system'),
    workload('istio-system/ingress', { labels, annotations: { 'inject.istio.io/templates': 'gateway' } }),
    manifest('Gateway', 'istio-system/front', {
      selector: labels,
      servers: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
    }),
    login(RULE, 'istio-system/jwt', { selector: { matchLabels: labels } }),
    ...pods('a'),
    ...pods('b'),
    virtualService('shop/v', {
      hosts: ['v.example.com'],
      gateways: ['istio-system/front'],
      http: [
        {
          name: 'ops',
          match: [{ headers: { '@request.auth.claims.groups': { exact: 'ops' } } }],
          route: [{ destination: { host: 'b' } }],
        },
        {
          name: 'nogrp',
          match: [{ uri: { prefix: '/w' }, withoutHeaders: { '@request.auth.claims.groups': { exact: 'dev' } } }],
          route: [{ destination: { host: 'b' } }],
        },
        { name: 'rest', route: [{ destination: { host: 'a' } }] },
      ],
    }),
  ];
  const routeOf = (coming: Coming): string => {
    const mesh = new Mesh(manifests);
    const call = callTo(mesh, { to: 'istio-system/ingress', ...coming });
    const { outcome, request, claims } = serverSide(mesh, call, NOW);
    const [host] = gatewayRouteConfigs(mesh, proxies(mesh).gateways[0]).get('http.8080') ?? [];
    const routed = new RoutedRequest(request!, claims);
    return outcome === 'accepted'
      ? host.routes.find((route) => misfit(route, routed) === undefined)!.name
      : inShort({ outcome });
  };

  test.each<[string, Coming, string]>([
    ['a claim', bearer(TOKEN), 'ops'],
    ['no token', {}, 'rest'],
    ['no such claim', { ...bearer(ISSUER.token({ exp: NOW + 60 })), request: { path: '/w' } }, 'nogrp'],
    ['a header of that name', { headers: { '@request.auth.claims.groups': 'ops', 'x-groups': 'ops' } }, 'rest'],
    ['a bad token', bearer('abc'), '401 Unauthenticated'],
  ])('%s', (_, coming, expected) => {
    expect(routeOf(coming)).toBe(expected);
  });
});
