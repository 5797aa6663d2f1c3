import * as fc from 'fast-check';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import type { Request } from '../../../lib/routing/call';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  manifest,
  namespace,
  peerAuthentication,
  requestAuthentication,
  service,
  SHOP,
  virtualService,
} from '../../manifests';

/* Random meshes in which rules and policies tell much apart, and random requests that meet them. */

const ISSUER = 'https://issuer.example';
const pods = (key: string, app: string, version: string): Manifest =>
  deployment(
    key,
    { app, version },
    {
      serviceAccountName: key.slice(key.indexOf('/') + 1),
      containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }],
    },
  );
const port = { name: 'http', port: 80, targetPort: 8080 };
const STANDING: readonly Manifest[] = [
  SHOP,
  namespace('pay', { 'istio-injection': 'enabled' }),
  namespace('old'),
  service('shop/web', [port]),
  service('pay/api', [port]),
  pods('shop/web', 'web', 'v1'),
  pods('shop/worker', 'web', 'v1'),
  pods('shop/other', 'other', 'v1'),
  pods('pay/api-v1', 'api', 'v1'),
  pods('pay/api-v2', 'api', 'v2'),
  pods('old/plain', 'plain', 'v1'),
  destinationRule('pay/api', {
    host: 'api',
    subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
  }),
  manifest('Gateway', 'istio-system/front', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  }),
];

const texts = fc.constantFrom('/', '/a', '/a/', '/a/b', '/A', '/ab', '/b', '/b/c.png');
const condition = fc.oneof(
  fc.record({ exact: fc.constantFrom('1', '2') }),
  fc.record({ prefix: fc.constantFrom('1', '') }),
  fc.record({ regex: fc.constantFrom('[12]', '*', '1+') }),
  fc.constant({}),
);
const conditions = fc.dictionary(fc.constantFrom('x', 'y'), condition, { maxKeys: 2 });
const match = fc.record(
  {
    uri: fc.oneof(
      fc.record({ exact: texts }),
      fc.record({ prefix: texts }),
      fc.record({ regex: fc.constantFrom('/a.*', '/(a|b)', '/a/[a-z]', '/v[0-9]+/.*') }),
    ),
    ignoreUriCase: fc.boolean(),
    method: fc.record({ exact: fc.constantFrom('GET', 'POST') }),
    headers: conditions,
    withoutHeaders: conditions,
    queryParams: fc.dictionary(fc.constantFrom('q'), condition, { maxKeys: 1 }),
    sourceLabels: fc.constantFrom({ app: 'web' }, { app: 'other' }),
    sourceNamespace: fc.constantFrom('shop', 'pay'),
  },
  { requiredKeys: [] },
);
const destination = (subset?: string): object => ({ destination: { host: 'api.pay.svc.cluster.local', subset } });
const action = fc.oneof(
  fc.constant({ route: [destination('v1')] }),
  fc.constant({ route: [destination()], rewrite: { uri: '/' } }),
  fc.constant({ route: [destination('v2')], rewrite: { uri: '/a/', authority: 'inner.example.com' } }),
  fc.constant({
    route: [
      { ...destination('v1'), weight: 80 },
      { ...destination('v2'), weight: 20 },
    ],
  }),
  fc.constant({ route: [destination('v2')], headers: { request: { set: { x: '1' }, remove: ['y'] } } }),
  fc.constant({ redirect: { uri: '/elsewhere' } }),
  fc.constant({ directResponse: { status: 418 } }),
  fc.constant({ route: [destination('v1')], fault: { abort: { httpStatus: 500, percentage: { value: 50 } } } }),
);
const rules = fc.array(
  fc
    .tuple(fc.array(match, { maxLength: 2 }), action)
    .map(([matches, what]) => ({ ...(matches.length > 0 && { match: matches }), ...what })),
  { minLength: 1, maxLength: 4 },
);

const list = (values: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.array(values, { minLength: 1, maxLength: 2 });
const paths = list(fc.constantFrom('/a', '/a*', '/a/*', '*.png', '/b', '/{*}/b', '/a/{**}', '*'));
const operation = fc.record(
  {
    methods: list(fc.constantFrom('GET', 'POST', 'P*')),
    notMethods: list(fc.constantFrom('GET', 'DELETE')),
    paths,
    notPaths: paths,
    hosts: list(fc.constantFrom('api.pay', '*.cluster.local', 'inner.example.com')),
    ports: list(fc.constantFrom('8080', '9090')),
  },
  { requiredKeys: [] },
);
const source = fc.record(
  {
    principals: list(fc.constantFrom('cluster.local/ns/shop/sa/web', '*/sa/other')),
    notPrincipals: list(fc.constantFrom('cluster.local/ns/shop/sa/web')),
    namespaces: list(fc.constantFrom('shop', 'pay', 'istio-system')),
    ipBlocks: list(fc.constantFrom('10.0.0.0/8')),
    remoteIpBlocks: list(fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/1', '2001:db8::/32')),
    notRemoteIpBlocks: list(fc.constantFrom('10.1.0.0/16', '203.0.113.0/24')),
    requestPrincipals: list(fc.constantFrom('*', `${ISSUER}/alice`, `${ISSUER}/*`)),
  },
  { requiredKeys: [] },
);
const when = fc.oneof(
  fc.record({ key: fc.constant('request.headers[x]'), values: list(fc.constantFrom('1', '*', '2*')) }),
  fc.record({ key: fc.constant('request.headers[y]'), notValues: list(fc.constantFrom('1')) }),
  fc.record({ key: fc.constant('request.auth.claims[role]'), values: list(fc.constantFrom('admin', 'dev')) }),
  fc.record({ key: fc.constant('source.namespace'), values: list(fc.constantFrom('shop')) }),
);
const filled = (each: object): boolean => Object.keys(each).length > 0;
const policyRule = fc.record(
  {
    from: fc.array(
      source.filter(filled).map((each) => ({ source: each })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      operation.filter(filled).map((each) => ({ operation: each })),
      { minLength: 1, maxLength: 2 },
    ),
    when: fc.array(when, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const policies = fc.array(
  fc.record({
    action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY'),
    rules: fc.array(policyRule, { maxLength: 2 }),
    selector: fc.constantFrom(undefined, { matchLabels: { version: 'v2' } }),
  }),
  { maxLength: 3 },
);

/** What is drawn of a mesh. */
export interface Drawn {
  readonly rules: readonly object[];
  readonly front: readonly object[];
  readonly policies: readonly object[];
  readonly strict: boolean;
  /** Whose tokens are taken; undefined for one. */
  readonly issuers?: readonly string[];
}

export const ISSUERS: readonly string[] = [ISSUER, 'https://other.example'];

export const drawn: fc.Arbitrary<Drawn> = fc.record({ rules, front: rules, policies, strict: fc.boolean() });

/** The manifests of a mesh with what was drawn. */
export function manifestsOf({
  rules: http,
  front,
  policies: specs,
  strict,
  issuers = [ISSUER],
}: Drawn): readonly Manifest[] {
  return [
    ...STANDING,
    ...(issuers.length === 0
      ? []
      : [requestAuthentication('pay/login', { jwtRules: issuers.map((issuer) => ({ issuer })) })]),
    virtualService('pay/api', { hosts: ['api'], http }),
    virtualService('pay/front', { hosts: ['pay.example.com'], gateways: ['istio-system/front'], http: front }),
    ...specs.map((spec, i) => authorizationPolicy(`pay/policy-${i}`, spec)),
    ...(strict ? [peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } })] : []),
  ];
}

const asked = fc.record({
  path: fc.tuple(
    fc.oneof(texts, fc.constantFrom('/v1/x', '/a/b/c', '/c/b', '/abc', '/a/any')),
    fc.constantFrom('', '?q=1', '?q=2&z=3', '?q'),
  ),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  headers: fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('', '1', '2', '11')), { maxLength: 3 }),
  token: fc.constantFrom(
    undefined,
    { iss: ISSUER, sub: 'alice' },
    { iss: ISSUER, sub: 'bob', role: 'admin' },
    { iss: ISSUER, sub: 'alice', role: 'dev' },
  ),
  client: fc.constantFrom(undefined, '10.1.2.3', '10.2.2.3', '192.0.2.1', '2001:db8::1'),
});

/** A request on a way, as clients send it whose requests begin as another one does. */
export const request: fc.Arbitrary<(base: Request) => Request> = asked.map(
  ({ path, method, headers, token, client }) =>
    (base) => ({
      ...base,
      path: path.join(''),
      method,
      headers,
      ...(token !== undefined && { token: { claims: token } }),
      ...(client !== undefined && { client }),
    }),
);
