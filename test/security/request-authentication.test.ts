import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  GatewayWorkload,
  IstioChecks,
  JwtRule,
  PolicyTarget,
  RequestAuthentication,
  type JwtRuleOptions,
} from '../../lib';
import { problemsOf, specOf, thrown } from '../networking/subject';
import { jwtIssuer } from '../real/jwt';
import { shop } from './subject';

const issuer = 'https://issuer.example.com';
const rule = JwtRule.of({ issuer });
const web = PolicyTarget.labels({ app: 'web' });
const { jwks } = jwtIssuer(issuer);

test('the whole object', () => {
  const { chart, cart } = shop();
  new RequestAuthentication(chart, 'Login', {
    metadata: { name: 'login' },
    target: PolicyTarget.workload(cart),
    jwtRules: [JwtRule.of({ issuer, jwksUri: `${issuer}/keys` }), JwtRule.of({ jwksUri: 'http://keys.shop/keys' })],
  });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'RequestAuthentication')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'login', namespace: 'shop' },
    spec: {
      selector: { matchLabels: cart.matchLabels },
      jwtRules: [{ issuer, jwksUri: `${issuer}/keys` }, { jwksUri: 'http://keys.shop/keys' }],
    },
  });
});

test('every field of a rule', () => {
  const options: JwtRuleOptions = {
    issuer,
    jwks,
    audiences: ['shop', 'books'],
    fromHeaders: [{ name: 'x-token', prefix: 'Token ' }, { name: 'x-other' }],
    fromParams: ['token'],
    fromCookies: ['session'],
    outputPayloadToHeader: 'x-jwt-payload',
    outputClaimToHeaders: [{ header: 'x-user', claim: 'sub' }],
    forwardOriginalToken: true,
    timeout: Duration.seconds(3),
    spaceDelimitedClaims: ['roles'],
  };
  const target = PolicyTarget.gateway('waypoint');
  expect(specOf(new RequestAuthentication(shop().chart, 'Login', { target, jwtRules: [JwtRule.of(options)] }))).toEqual(
    {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
      jwtRules: [{ ...options, timeout: '3s' }],
    },
  );
});

const problems = (props: object | undefined): string[] =>
  problemsOf(() => new RequestAuthentication(shop().chart, 'Login', props as never));

const RULES = "[JwtRule.of({ issuer: 'https://issuer.example.com' })]";

test.each<[string, object | undefined, ...string[]]>([
  ['nothing', undefined, `jwtRules: is needed. Write ${RULES}.`],
  ['no rules', { jwtRules: [] }, `jwtRules: is empty. Write ${RULES}.`],
  ['one rule', { jwtRules: rule }, `jwtRules: an object of class JwtRule is not a list. Write ${RULES}.`],
  ['plain rules', { jwtRules: [{ issuer }] }, `jwtRules[0]: {"issuer":"${issuer}"} is not a JwtRule. Write ${RULES}.`],
  [
    'no target',
    { jwtRules: [rule], target: 'cart' },
    'target: "cart" is not a PolicyTarget. Write PolicyTarget.workload(deployment), or PolicyTarget.labels({ app: \'cart\' }).',
  ],
])('%s is refused', (_what, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});

const KEY_SET = 'Write what the issuer publishes: \'{"keys":[...]}\'.';
const EXAMPLE = "{ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/.well-known/jwks.json' }";
const HEADER = 'is not the name of a header. Write one such as "x-jwt-payload".';

test.each<[string, object, ...string[]]>([
  ['no object', 'a' as never, `"a" does not fit here. Write ${EXAMPLE}.`],
  ['neither issuer nor keys', {}, `issuer: is needed where no keys are given. Write ${EXAMPLE}.`],
  ['no text', { issuer: 5, jwks }, 'issuer: 5 is not a non-empty string. Write "https://issuer.example.com".'],
  [
    'an issuer that publishes no keys',
    { issuer: 'team@example.com' },
    "jwksUri: is needed: \"team@example.com\" is not a URL, so istiod can't ask it where its keys are, and every token would be refused. Write jwksUri: 'https://...' or jwks.",
  ],
  [
    'keys twice',
    { issuer, jwks, jwksUri: issuer },
    'jwks: stands beside jwksUri, and the keys come from one of them. Leave one of them out.',
  ],
  [
    'a file',
    { issuer, jwksUri: 'file:///keys' },
    'jwksUri: "file:///keys" is not an address that istiod can fetch keys from. Write one such as "https://issuer.example.com/.well-known/jwks.json".',
  ],
  [
    'no JSON',
    { issuer, jwks: 'keys' },
    `jwks: is not a key set that Istio can read. It is not a JSON object. ${KEY_SET}`,
  ],
  [
    'an object',
    { issuer, jwks: { keys: [] } },
    `jwks: is not a key set that Istio can read. It is not a text: write JSON.stringify(keys). ${KEY_SET}`,
  ],
  [
    'a private key',
    { issuer, jwks: '{"keys":[{"kty":"oct","k":"YQ"}]}' },
    'jwks: keys[0] is a private key, which everyone would have who can read the policy. Write the public one, and replace both.',
  ],
  ['no audiences', { issuer, audiences: [] }, "audiences: is empty, so it would match nothing. Write ['shop']."],
  ['one parameter', { issuer, fromParams: 'token' }, 'fromParams: "token" is not a list. Write [\'token\'].'],
  [
    'an empty cookie',
    { issuer, fromCookies: [''] },
    'fromCookies[0]: "" is not a non-empty string. Write \'session\'.',
  ],
  [
    'no claims',
    { issuer, spaceDelimitedClaims: [] },
    "spaceDelimitedClaims: is empty, so it would match nothing. Write ['roles'].",
  ],
  ['a bad header', { issuer, outputPayloadToHeader: 'a b' }, `outputPayloadToHeader: "a b" ${HEADER}`],
  ['a header without name', { issuer, fromHeaders: [{ prefix: 'a' }] }, `fromHeaders[0].name: "" ${HEADER}`],
  [
    'headers that are none',
    { issuer, fromHeaders: ['x-token'], outputClaimToHeaders: [] },
    "fromHeaders[0]: \"x-token\" does not fit here. Write [{ name: 'x-token', prefix: 'Token ' }].",
    "outputClaimToHeaders: is empty. Write [{ header: 'x-user', claim: 'sub' }], or leave outputClaimToHeaders out.",
  ],
  [
    'a claim without name',
    { issuer, outputClaimToHeaders: [{ header: 'x.y' }] },
    `outputClaimToHeaders[0].header: "x.y" ${HEADER}`,
    'outputClaimToHeaders[0].claim: undefined is not the name of a claim. Write one such as "sub".',
  ],
  [
    'a text',
    { issuer, forwardOriginalToken: 'true' },
    'forwardOriginalToken: "true" is neither true nor false. Write true without quotes.',
  ],
  [
    'a time',
    { issuer, timeout: '5s' },
    'timeout: "5s" is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.',
  ],
])('a rule with %s is refused', (_what, options, ...messages) => {
  expect(
    problems({ jwtRules: [JwtRule.of(options as never)] }).map((line) => line.replace(/^jwtRules\[0\](\.|: )/, '')),
  ).toEqual(messages);
});

test('what a header does not have is refused', () => {
  expect(
    problems({ jwtRules: [JwtRule.of({ issuer, fromHeaders: [{ name: 'x-token', prefx: 'a' } as never] })] }),
  ).toEqual(['jwtRules[0].fromHeaders[0].prefx: unknown field of JWTHeader. Did you mean prefix?']);
});

const NO_TOKEN = [{ source: { notRequestPrincipals: ['*'] } }];

test('a token is required of requests to the HTTP ports of a Service, CORS preflights aside', () => {
  const { chart, cart, cartService } = shop();
  const login = new RequestAuthentication(chart, 'Login', {
    target: PolicyTarget.podsOf(cartService),
    jwtRules: [rule],
  });
  const policy = login.requireToken();
  expect(policy.node.path).toBe('shop/Login/RequireToken');
  expect(specOf(policy)).toEqual({
    selector: { matchLabels: cart.matchLabels },
    action: 'DENY',
    rules: [{ from: NO_TOKEN, to: [{ operation: { notMethods: ['OPTIONS'], ports: ['8080'] } }] }],
  });
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test('of requests to a gateway, in its namespace', () => {
  const { chart } = shop();
  const login = new RequestAuthentication(chart, 'Login', {
    metadata: { namespace: 'istio-system' },
    target: PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress()),
    jwtRules: [rule],
  });
  const policy = login.requireToken({
    metadata: { name: 'require-token' },
    exceptMethods: [],
    exceptPaths: ['/public/*'],
  });
  expect([policy.namespace, policy.name]).toEqual(['istio-system', 'require-token']);
  expect(specOf(policy)).toEqual({
    selector: { matchLabels: { istio: 'ingressgateway' } },
    action: 'DENY',
    rules: [{ from: NO_TOKEN, to: [{ operation: { notPaths: ['/public/*'], ports: ['8080', '80', '8443', '443'] } }] }],
  });
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test('of requests to ports that are said', () => {
  const login = new RequestAuthentication(shop().chart, 'Login', { target: web, jwtRules: [rule] });
  expect(specOf(login.requireToken({ ports: [8080], exceptMethods: ['OPTIONS', 'HEAD'] }))).toMatchObject({
    rules: [{ to: [{ operation: { notMethods: ['OPTIONS', 'HEAD'], ports: ['8080'] } }] }],
  });
});

test('what is wrong with requireToken', () => {
  const { chart, cartService } = shop();
  const login = new RequestAuthentication(chart, 'Login', { target: web, jwtRules: [rule] });
  expect(thrown(() => login.requireToken())).toEqual([
    'shop/Login (RequestAuthentication.requireToken): 1 problem',
    'ports: is needed, because the target does not tell its HTTP ports, and on any other port every connection would be refused. Write requireToken({ ports: [8080] }).',
  ]);
  expect(
    problemsOf(() => login.requireToken({ ports: ['http'], exceptMethods: ['options'], exceptPaths: ['a'] })),
  ).toEqual([
    'exceptMethods[0]: "options" is not a method of HTTP as clients send it. Write "OPTIONS".',
    'exceptPaths[0]: "a" never matches, because every path begins with "/". Write "/a".',
    'ports[0]: the ports of pods that are found by their labels are not known, so port "http" can\'t be looked up. Write its number on the pods.',
  ]);
  const cart = new RequestAuthentication(chart, 'Cart', { target: PolicyTarget.podsOf(cartService), jwtRules: [rule] });
  expect(problemsOf(() => cart.requireToken({ ports: [6379] }))).toEqual([
    'ports[0]: port 6379 has the name "redis", which Istio takes for Redis (Service "cart"). There are no requests to compare notRequestPrincipals, notMethods with, and the rule would deny every connection there. If it speaks HTTP, name it "http"; otherwise leave notRequestPrincipals, notMethods out.',
  ]);
  cart.requireToken();
  expect(problemsOf(() => cart.requireToken())).toEqual(['was called before. Call it once, with all ports.']);
});

test('a Service without HTTP ports', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const service = new kplus.Service(chart, 'Service', {
    metadata: { name: 'db' },
    ports: [{ name: 'tcp', port: 5432 }],
  });
  service.selectLabel('app', 'db');
  const login = new RequestAuthentication(chart, 'Login', { target: PolicyTarget.podsOf(service), jwtRules: [rule] });
  expect(problemsOf(() => login.requireToken())).toEqual([
    'ports: port 5432 has the name "tcp", which Istio takes for TCP (Service "db"). Requests with a token come to HTTP ports only. If one speaks HTTP, name it "http".',
  ]);
});
