/*
 * Rules of AuthorizationPolicies in all their forms, each with requests and whether it matches them. Real Envoys are asked (scenarios/authorization-forms.ts),
 * and the library must say the same (test/routing/authorization-forms.test.ts). A header of the request chooses the rule that is asked.
 */
import { deployment, meshedNamespace } from './base';
import type { Manifest } from './manifest';
import { jwtIssuer } from './jwt';

/** A request by which a rule is tried. */
export interface Form {
  readonly name: string;
  readonly rule: { readonly from?: object[]; readonly to?: object[]; readonly when?: object[] };
  readonly matches: boolean;
  readonly method?: string;
  /** With query. */
  readonly path?: string;
  /** The Host header. */
  readonly host?: string;
  readonly headers?: { readonly [name: string]: string | string[] };
  /** Claims of its token. */
  readonly claims?: { readonly [name: string]: unknown };
  /** Whether the client has no sidecar. */
  readonly plain?: true;
}

const ISSUER = jwtIssuer('https://id.example.com');
export const CALLER = 'shop/checkout';
export const PLAIN_CALLER = 'shop/bare';
export const CHOSEN = 'x-form';
/** A trust domain that stands for the one of the mesh. */
export const ALIAS = 'old';

const to = (operation: object): Form['rule'] => ({ to: [{ operation }] });
const from = (source: object): Form['rule'] => ({ from: [{ source }] });
const when = (key: string, values: string[]): Form['rule'] => ({ when: [{ key, values }] });
const unless = (key: string, notValues: string[]): Form['rule'] => ({ when: [{ key, notValues }] });

const TOKEN = {
  sub: 'alice',
  aud: ['app', 'web'],
  azp: 'cli',
  scope: 'read write',
  realm: { roles: ['admin'] },
  level: 3,
};
const ME = 'cluster.local/ns/shop/sa/checkout';

const path = (value: string, sent: string, matches: boolean): Form => ({
  name: `path ${value}, ${sent}`,
  rule: to({ paths: [value] }),
  path: sent,
  matches,
});
const host = (value: string, sent: string, matches: boolean): Form => ({
  name: `host ${value}, ${sent}`,
  rule: to({ hosts: [value] }),
  host: sent,
  matches,
});
const source = (field: string, value: string, matches: boolean, plain?: true): Form => ({
  name: `${field} ${value}${plain ? ', plain text' : ''}`,
  rule: from({ [field]: [value] }),
  matches,
  plain,
});
const header = (name: string, value: string, headers: Form['headers'], matches: boolean): Form => ({
  name: `header ${name} ${value}, ${JSON.stringify(headers)}`,
  rule: when(`request.headers[${name}]`, [value]),
  headers,
  matches,
});
const token = (rule: Form['rule'], matches: boolean, claims: Form['claims'] = TOKEN): Form => ({
  name: `token ${JSON.stringify(claims)}, ${JSON.stringify(rule)}`,
  rule,
  claims,
  matches,
});

export const FORMS: readonly Form[] = [
  path('/items', '/items', true),
  path('/items', '/items?a=b', true),
  path('/items', '/Items', false),
  path('/items', '/items/', false),
  path('/items*', '/itemsand', true),
  path('*/x', '/items/x', true),
  path('*', '/', true),
  path('/a/*/b', '/a/x/b', false),
  path('/t/{*}/x', '/t/1/x', true),
  path('/t/{*}/x', '/t/1/2/x', false),
  path('/t/{*}/x', '/t//x', false),
  path('/t/{*}', '/t/a%20b', true),
  path('/t/{*}', '/t/a?b=/c', true),
  path('/u/{**}', '/u/1/2', true),
  path('/u/{**}', '/u/', true),
  path('/u/{**}', '/u', false),
  path('/u/{*}/v/{**}', '/u/1/v/2/3', true),
  path('/u/{**}/v', '/u/1/2/v', true),
  path('/u/{**}/v', '/u/v', false),
  path('/a%2Fb', '/a%2fb', false),
  path('/~x', '/%7Ex', true),
  host('web.shop', 'web.shop', true),
  host('web.shop', 'WEB.shop', true),
  host('web.shop', 'web.shop:8080', false),
  host('web.shop:*', 'web.shop:8080', true),
  host('*.shop', 'web.shop', true),
  host('*.shop', 'web.shop:8080', false),
  host('*', 'web.shop', true),
  { name: 'method GET', rule: to({ methods: ['GET'] }), matches: true },
  { name: 'method get', rule: to({ methods: ['get'] }), matches: false },
  { name: 'method P*', rule: to({ methods: ['P*'] }), method: 'PUT', matches: true },
  { name: 'method *', rule: to({ methods: ['*'] }), matches: true },
  { name: 'not method', rule: to({ notMethods: ['PUT', 'GET'] }), matches: false },
  { name: 'port of the pods', rule: to({ ports: ['8080'] }), matches: true },
  { name: 'port of the Service', rule: to({ ports: ['80'] }), matches: false },
  { name: 'not port', rule: to({ notPorts: ['80'] }), matches: true },
  { name: 'a port that is none beside one', rule: to({ ports: ['0080', '8080'] }), matches: true },
  source('principals', ME, true),
  source('principals', `spiffe://${ME}`, false),
  source('principals', 'cluster.local/ns/shop/*', true),
  source('principals', '*/sa/checkout', true),
  source('principals', '*', true),
  source('principals', '*', false, true),
  source('principals', 'cluster.local', false),
  source('notPrincipals', ME, true, true),
  source('notPrincipals', '*', false),
  source('namespaces', 'shop', true),
  source('namespaces', 's*p', true),
  source('namespaces', '*', true),
  source('namespaces', 'sho', false),
  source('namespaces', 'shop', false, true),
  source('notNamespaces', 'other', true, true),
  source('serviceAccounts', 'checkout', true),
  source('serviceAccounts', 'shop/checkout', true),
  source('serviceAccounts', 'other/checkout', false),
  source('serviceAccounts', 'check', false),
  source('trustDomains', 'cluster.local', true),
  source('trustDomains', '*.local', true),
  source('trustDomains', 'cluster', false),
  source('trustDomains', '*', false, true),
  source('principals', 'old/ns/shop/sa/checkout', true),
  source('principals', '*ld/ns/shop/sa/checkout', true),
  source('principals', 'other/ns/shop/sa/checkout', false),
  source('trustDomains', 'old', true),
  source('notPrincipals', 'old/ns/shop/sa/checkout', false),
  source('ipBlocks', '127.0.0.0/8', true),
  source('ipBlocks', '10.0.0.0/8', false),
  source('ipBlocks', '2001:db8::/32', false),
  source('notIpBlocks', '127.0.0.0/8', false),
  {
    name: 'remoteIpBlocks, the last of X-Forwarded-For',
    rule: from({ remoteIpBlocks: ['9.9.9.9'] }),
    headers: { 'x-forwarded-for': '1.1.1.1, 9.9.9.9' },
    matches: true,
  },
  {
    name: 'remoteIpBlocks, the first of X-Forwarded-For',
    rule: from({ remoteIpBlocks: ['1.1.1.1'] }),
    headers: { 'x-forwarded-for': '1.1.1.1, 9.9.9.9' },
    matches: false,
  },
  {
    name: 'remoteIpBlocks, no address in X-Forwarded-For',
    rule: from({ remoteIpBlocks: ['127.0.0.0/8'] }),
    headers: { 'x-forwarded-for': 'somebody' },
    matches: true,
  },
  header('X-Key', 'a*', { 'x-key': 'abc' }, true),
  header('x-key', '*bc', { 'x-key': 'abc' }, true),
  header('x-key', '*', { 'x-key': '' }, true),
  header('x-key', '*', {}, false),
  header('x-key', 'ABC', { 'x-key': 'abc' }, false),
  header('x-key', 'b', { 'x-key': ['a', 'b'] }, true),
  header('x-key', 'a,b', { 'x-key': ['a', 'b'] }, false),
  header('x-key', 'a,b', { 'x-key': 'a,b' }, true),
  header('host', 'web.shop', {}, true),
  header(':authority', 'web.shop', {}, true),
  header(':method', 'GET', {}, true),
  { name: 'header that is not there is not one', rule: unless('request.headers[x-key]', ['a']), matches: true },
  token(from({ requestPrincipals: ['https://id.example.com/alice'] }), true),
  token(from({ requestPrincipals: ['https://id.example.com/*'] }), true),
  token(from({ requestPrincipals: ['https://id.example.com/a*'] }), true),
  token(from({ requestPrincipals: ['*/alice'] }), true),
  token(from({ requestPrincipals: ['*.example.com/alice'] }), true),
  token(from({ requestPrincipals: ['*lice'] }), true),
  token(from({ requestPrincipals: ['https://id*'] }), false),
  token(from({ requestPrincipals: ['alice'] }), false),
  token(from({ requestPrincipals: ['*'] }), true),
  token(from({ requestPrincipals: ['*'] }), false, { sub: undefined }),
  token(from({ notRequestPrincipals: ['*'] }), false),
  { name: 'notRequestPrincipals without a token', rule: from({ notRequestPrincipals: ['*'] }), matches: true },
  token(when('request.auth.principal', ['https://id.example.com/alice']), true),
  token(when('request.auth.audiences', ['web']), true),
  token(when('request.auth.audiences', ['we']), false),
  token(when('request.auth.audiences', ['app']), true, { ...TOKEN, aud: 'app' }),
  token(when('request.auth.presenter', ['cli']), true),
  token(when('request.auth.claims[scope]', ['write']), true),
  token(when('request.auth.claims[scope]', ['read write']), false),
  token(when('request.auth.claims[scope]', ['re*']), true),
  token(when('request.auth.claims[realm][roles]', ['admin']), true),
  token(when('request.auth.claims[realm]', ['*']), false),
  token(when('request.auth.claims[level]', ['3']), false),
  token(unless('request.auth.claims[gone]', ['x']), true),
  token(when('request.auth.claims[iss]', ['https://id.example.com']), true),
  { name: 'SNI', rule: when('connection.sni', ['outbound_.80_._.web.shop.svc.cluster.local']), matches: true },
  { name: 'SNI *', rule: when('connection.sni', ['*']), matches: true },
  { name: 'SNI *, plain text', rule: when('connection.sni', ['*']), matches: false, plain: true },
  { name: 'destination.port', rule: when('destination.port', ['8080']), matches: true },
  { name: 'not destination.port', rule: unless('destination.port', ['8080']), matches: false },
  { name: 'source.ip', rule: when('source.ip', ['127.0.0.0/8']), matches: true },
  { name: 'source.principal', rule: when('source.principal', [ME]), matches: true },
  { name: 'source.namespace', rule: unless('source.namespace', ['shop']), matches: false },
  {
    name: 'one of two sources',
    rule: { from: [{ source: { namespaces: ['other'] } }, { source: { principals: [ME] } }] },
    matches: true,
  },
  { name: 'both fields of a source', rule: from({ namespaces: ['other'], principals: [ME] }), matches: false },
  { name: 'from and to', rule: { ...from({ principals: [ME] }), ...to({ methods: ['PUT'] }) }, matches: false },
];

export function headersOf(
  { headers = {}, claims, host: sent }: Form,
  i: number,
): { [name: string]: string | string[] } {
  return {
    ...headers,
    [CHOSEN]: String(i),
    ...(claims && { authorization: `Bearer ${ISSUER.token(claims as Parameters<typeof ISSUER.token>[0])}` }),
    host: sent ?? 'web.shop',
  };
}

/** The pods that are asked, and those that ask. */
export function formManifests(): Manifest[] {
  const selector = { matchLabels: { app: 'web' } };
  const pods = (name: string, labels: { [key: string]: string }): Manifest =>
    deployment('shop', name, labels, name, [
      { name: 'app', image: 'example.com/app:1', ports: [{ containerPort: 8080 }] },
    ]);
  return [
    meshedNamespace('shop'),
    meshedNamespace('other'),
    pods('checkout', { app: 'checkout' }),
    pods('bare', { app: 'bare', 'sidecar.istio.io/inject': 'false' }),
    pods('web', { app: 'web' }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector, jwtRules: [{ issuer: ISSUER.name, jwks: ISSUER.jwks }] },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        selector,
        rules: FORMS.map(({ rule }, i) => ({
          ...rule,
          when: [...(rule.when ?? []), { key: `request.headers[${CHOSEN}]`, values: [String(i)] }],
        })),
      },
    },
  ];
}
