import * as fc from 'fast-check';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import type { Mesh } from '../../../lib/mesh/reading/mesh';
import type { Caller, Request } from '../../../lib/routing/call';
import type { Access } from '../../../lib/routing/reachable/reachable';
import { reachable } from '../../../lib/routing/reachable/reachable';
import { callOn } from '../../../lib/routing/reachable/way';
import type { Trace } from '../../../lib/routing/trace';
import { trace } from '../../../lib/routing/tracer';
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
import { outcomes } from '../calls';
import { meshOf } from '../tables';

/* What `reachable` says of random meshes is what the tracer says of random requests. */

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
  requestAuthentication('pay/login', { jwtRules: [{ issuer: ISSUER }] }),
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

const mesh: fc.Arbitrary<Mesh> = fc
  .record({ rules, front: rules, policies, strict: fc.boolean() })
  .map(({ rules: http, front, policies: specs, strict }) =>
    meshOf([
      ...STANDING,
      virtualService('pay/api', { hosts: ['api'], http }),
      virtualService('pay/front', { hosts: ['pay.example.com'], gateways: ['istio-system/front'], http: front }),
      ...specs.map((spec, i) => authorizationPolicy(`pay/policy-${i}`, spec)),
      ...(strict ? [peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } })] : []),
    ]),
  );

const request = fc.record({
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
});

/** What becomes of calls, without what they look like to whoever gets them. */
function fate(found: Trace): string[] {
  return outcomes(found)
    .map((text) => text.replace(/http:\/\/\S*/, ''))
    .sort();
}

function callers({ callers: all, way }: Access): readonly Caller[] {
  return way.gateway === undefined ? all.map((workload) => ({ kind: 'workload', workload })) : [{ kind: 'outside' }];
}

test('any request is one of one kind, and has what its kind has, whoever of the callers asks', () => {
  fc.assert(
    fc.property(mesh, fc.array(request, { minLength: 12, maxLength: 12 }), (made, asked) => {
      for (const access of reachable(made)) {
        const base = access.way.requests?.base;
        for (const { path, method, headers, token } of base === undefined ? [] : asked) {
          const one: Request = {
            ...base!,
            path: path.join(''),
            method,
            headers,
            ...(token !== undefined && { token: { claims: token } }),
          };
          const kinds = access.kinds.filter(({ kind }) => kind!.includes(one));
          expect(kinds).toHaveLength(1);
          const [{ trace: told }] = kinds;
          for (const from of told === undefined ? [] : callers(access)) {
            expect(fate(trace(made, callOn(access.way, from, one)))).toEqual(fate(told!));
          }
        }
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

test('each kind is traced by a request that is one of it', () => {
  fc.assert(
    fc.property(mesh, (made) => {
      for (const { kinds, way } of reachable(made)) {
        for (const { kind, trace: told } of kinds) {
          expect(kind === undefined).toBe(way.requests === undefined);
          expect(told === undefined).toBe(kind?.approximate ?? false);
          expect(kind?.request === undefined || kind.includes(kind.request)).toBe(true);
          const inside = kind?.request === undefined ? [] : kinds.filter((each) => each.kind!.includes(kind.request!));
          expect(inside).toHaveLength(kind?.request === undefined ? 0 : 1);
        }
      }
    }),
    { seed: 2, numRuns: 40 },
  );
});
