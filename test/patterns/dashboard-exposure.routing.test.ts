import 'cdk8s-istio/jest';
import type {
  DashboardExposureProps,
  DashboardOptions,
  ExternalAuthorizerOptions,
  JwtLoginOptions,
  RequestOptions,
  ServiceDashboardOptions,
  SourceRangesOptions,
  Trace,
} from 'cdk8s-istio';
import {
  ClientAddress,
  Condition,
  Dashboard,
  DashboardExposure,
  Externals,
  Gateway,
  GatewayServer,
  GatewayWorkload,
  IngressTls,
  Login,
  Mesh,
  ServerTls,
} from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const HOST = 'dash.example.com';
const KIALI = `https://${HOST}/kiali/console`;
const ISSUER = 'https://issuer.example.com';
const TOKEN = { claims: { iss: ISSUER, sub: 'alice', groups: ['operators'] } };
const [HEAD, BODY] = [{ alg: 'RS256' }, { ...TOKEN.claims, exp: 4102444800 }].map((part) =>
  Buffer.from(JSON.stringify(part)).toString('base64url'),
);
/** The same as text, signed by nobody. */
const TOKEN_TEXT = `${HEAD}.${BODY}.${'A'.repeat(342)}`;
const JWT: JwtLoginOptions = { issuer: ISSUER, jwksUri: `${ISSUER}/jwks.json` };

/** A load balancer in front tells the address of the client. */
const TRUSTING = { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } };

const ADDONS = [
  Externals.service('kiali', {
    namespace: 'istio-system',
    ports: [{ port: 20001, name: 'http' }],
    pods: [{ app: 'kiali' }],
  }),
  Externals.service('grafana', {
    namespace: 'istio-system',
    ports: [{ port: 3000, name: 'service' }],
    pods: [{ app: 'grafana' }],
  }),
  Externals.service('kiali', { namespace: 'tools', ports: [{ port: 20001, name: 'http' }], pods: [{ app: 'kiali' }] }),
];

function meshOf(props: (shop: Shop) => Partial<DashboardExposureProps>): Mesh {
  const shop = new Shop();
  shop.object('Namespace', { name: 'istio-system' });
  const given = props(shop);
  const access = given.login === undefined && given.allowAnonymous === undefined ? { login: Login.jwt(JWT) } : {};
  new DashboardExposure(shop.chart, 'Dashboards', {
    dashboards: [Dashboard.kiali()],
    host: HOST,
    tls: IngressTls.credential('dash-cert'),
    ...access,
    ...given,
  });
  return Mesh.of(shop.app, { externals: ADDONS, meshConfig: TRUSTING });
}

/** With a token of the issuer. */
function signedIn(mesh: Mesh, url = KIALI, options: RequestOptions = {}): Trace {
  return mesh.request(url, { ...TOKEN, ...options });
}

testOptions<Shop, DashboardExposureProps>({
  struct: 'DashboardExposureProps',
  mesh: meshOf,
  urls: [KIALI, `http://${HOST}/kiali`],
  options: {
    dashboards: {
      given: () => ({ dashboards: [Dashboard.kiali(), Dashboard.grafana({ path: '/grafana' })] }),
      expect: (mesh) => {
        expect(signedIn(mesh)).toReach('istio-system/kiali');
        expect(signedIn(mesh, `https://${HOST}/grafana/login`)).toReach('istio-system/grafana');
        expect(signedIn(mesh, `https://${HOST}/kialix`)).toFail('NoRoute');
      },
    },
    host: {
      given: () => ({ host: 'tools.example.com' }),
      expect: (mesh) => {
        expect(signedIn(mesh, 'https://tools.example.com/kiali')).toReach('istio-system/kiali');
        expect(mesh.get('https://tools.example.com/kiali')).toBeDenied();
      },
    },
    login: {
      kinds: {
        'by tokens': {
          given: () => ({ login: Login.jwt(JWT) }),
          without: () => ({ allowAnonymous: true }),
          expect: (mesh) => {
            expect(signedIn(mesh)).toReach('istio-system/kiali');
            expect(mesh.get(KIALI)).toBeDenied();
            expect(mesh.request(KIALI, { method: 'OPTIONS' })).toBeDenied();
            expect(mesh.get(KIALI, { headers: { host: `${HOST}:8443` } })).toBeDenied();
            expect(mesh.get(KIALI, { claims: { iss: 'https://other.example.com', sub: 'alice' } })).toFail();
            expect(mesh.get(`http://${HOST}/kiali`)).toRedirectTo(`https://${HOST}/kiali`);
          },
        },
        'by addresses': {
          given: () => ({
            login: Login.sourceRanges(['203.0.113.0/24'], { clientAddress: ClientAddress.FORWARDED }),
          }),
          without: () => ({ allowAnonymous: true }),
          expect: (mesh) => {
            expect(mesh.get(KIALI, { headers: { 'x-forwarded-for': '203.0.113.7' } })).toReach('istio-system/kiali');
            expect(mesh.get(KIALI, { headers: { 'x-forwarded-for': '198.51.100.7' } })).toBeDenied();
          },
        },
        'by addresses of connections': {
          given: () => ({
            login: Login.sourceRanges(['203.0.113.0/24'], { clientAddress: ClientAddress.CONNECTION }),
          }),
          without: () => ({ allowAnonymous: true }),
          expect: (mesh) => {
            const forged = { headers: { 'x-forwarded-for': '203.0.113.7' } };
            expect(mesh.get(KIALI, { clientAddress: '203.0.113.7' })).toReach('istio-system/kiali');
            expect(mesh.get(KIALI, { clientAddress: '198.51.100.7' })).toBeDenied();
            expect(mesh.get(KIALI, { clientAddress: '198.51.100.7', ...forged })).toBeDenied();
          },
        },
        'by an authorizer that MeshConfig does not have': {
          given: () => ({ login: Login.externalAuthorizer('oauth2-proxy') }),
          without: () => ({ allowAnonymous: true }),
          expect: (mesh) => expect(mesh.get(KIALI)).toBeDenied(),
        },
      },
    },
    allowAnonymous: {
      given: () => ({ allowAnonymous: true }),
      expect: (mesh) => expect(mesh.get(KIALI)).toReach('istio-system/kiali'),
    },
    workload: {
      given: () => ({ workload: GatewayWorkload.helmRelease('edge', { namespace: 'edge' }) }),
      expect: (mesh) => {
        expect(signedIn(mesh).hops[0].proxy).toBe('edge/edge');
        expect(signedIn(mesh)).toReach('istio-system/kiali');
        expect(mesh.get(KIALI)).toBeDenied();
      },
    },
    namespace: {
      given: () => ({ namespace: 'tools' }),
      expect: (mesh) => expect(signedIn(mesh)).toReach('tools/kiali'),
    },
    name: { given: () => ({ name: 'tools' }), because: 'it names the objects' },
    tls: {
      given: () => ({ tls: IngressTls.elsewhere() }),
      expect: (mesh) => {
        expect(signedIn(mesh, `http://${HOST}/kiali`)).toReach('istio-system/kiali');
        expect(mesh.get(`http://${HOST}/kiali`)).toBeDenied();
      },
    },
    gateway: {
      given: ({ chart }) => ({
        tls: undefined,
        gateway: new Gateway(chart, 'Shared', {
          servers: [GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential('dash-cert') })],
        }),
      }),
      expect: (mesh) => {
        expect(signedIn(mesh)).toReach('istio-system/kiali');
        expect(mesh.get(KIALI)).toBeDenied();
        // The shared Gateway has no port for plain HTTP.
        expect(mesh.get(`http://${HOST}/kiali`)).toFail('NoListener');
      },
    },
    httpPort: {
      given: () => ({
        workload: GatewayWorkload.istioIngress({ ports: [{ port: 443 }, { port: 8080 }] }),
        httpPort: 8080,
      }),
      expect: (mesh) => expect(mesh.get(`http://${HOST}:8080/kiali`)).toRedirectTo(`https://${HOST}/kiali`),
    },
  },
});

testOptions<Shop, DashboardOptions>({
  struct: 'DashboardOptions',
  mesh: (options) =>
    meshOf((shop) => {
      const given = options(shop);
      return { dashboards: [Dashboard.grafana(given)], host: given.host === undefined ? HOST : undefined };
    }),
  urls: [],
  options: {
    path: {
      given: () => ({ path: '/grafana' }),
      expect: (mesh) => {
        const trace = signedIn(mesh, `https://${HOST}/grafana/login`);
        expect(trace).toReach('istio-system/grafana');
        // Grafana serves "/".
        expect(trace.outcomes).toMatchObject([{ seen: { path: '/login' } }]);
        expect(signedIn(mesh, `https://${HOST}/login`)).toFail('NoRoute');
      },
    },
    host: {
      given: () => ({ host: 'grafana.example.com' }),
      expect: (mesh) => {
        expect(signedIn(mesh, 'https://grafana.example.com/')).toReach('istio-system/grafana');
        expect(mesh.get('https://grafana.example.com/')).toBeDenied();
      },
    },
  },
});

testOptions<Shop, ServiceDashboardOptions>({
  struct: 'ServiceDashboardOptions',
  mesh: (options) =>
    meshOf((shop) => {
      const ports = [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'http-ui', port: 8081, targetPort: 9090 },
      ];
      const service = shop.serviceOf('reports', ports);
      shop.deployment('reports');
      const given = options(shop);
      return {
        dashboards: [Dashboard.of(service, { port: 80, path: '/reports', ...given })],
        host: given.host === undefined ? HOST : undefined,
      };
    }),
  urls: [],
  options: {
    port: {
      given: () => ({ port: 'http-ui' }),
      expect: (mesh) =>
        expect(signedIn(mesh, `https://${HOST}/reports`).outcomes).toMatchObject([
          { workload: 'shop/reports', port: 9090 },
        ]),
    },
    stripPath: {
      given: () => ({ stripPath: true }),
      expect: (mesh) =>
        expect(signedIn(mesh, `https://${HOST}/reports/7`).outcomes).toMatchObject([{ seen: { path: '/7' } }]),
    },
    path: {
      given: () => ({ path: '/monthly' }),
      expect: (mesh) => expect(signedIn(mesh, `https://${HOST}/monthly`)).toReach('shop/reports'),
    },
    host: {
      given: () => ({ host: 'reports.example.com' }),
      expect: (mesh) => expect(signedIn(mesh, 'https://reports.example.com/reports')).toReach('shop/reports'),
    },
  },
});

testOptions<Shop, JwtLoginOptions>({
  struct: 'JwtLoginOptions',
  mesh: (options) => meshOf((shop) => ({ login: Login.jwt({ ...JWT, ...options(shop) }) })),
  urls: [KIALI],
  options: {
    issuer: {
      given: () => ({ issuer: 'https://other.example.com' }),
      expect: (mesh) => {
        expect(mesh.get(KIALI, { claims: { iss: 'https://other.example.com', sub: 'bob' } })).toReach(
          'istio-system/kiali',
        );
      },
    },
    jwksUri: {
      given: () => ({ jwksUri: `${ISSUER}/keys` }),
      because: 'the token of a question counts as one that the issuer signed, whatever its keys',
    },
    jwks: {
      given: () => ({ jwksUri: undefined, jwks: '{"keys":[]}' }),
      because: 'the token of a question counts as one that the issuer signed, whatever its keys',
    },
    audiences: {
      given: () => ({ audiences: ['dashboards'] }),
      expect: (mesh) => {
        expect(mesh.get(KIALI, { claims: { ...TOKEN.claims, aud: 'dashboards' } })).toReach('istio-system/kiali');
        expect(mesh.get(KIALI, { claims: { ...TOKEN.claims, aud: 'shop' } })).toBeDenied();
      },
    },
    claims: {
      given: () => ({ claims: [Condition.claim('groups', ['operators'])] }),
      expect: (mesh) => {
        expect(signedIn(mesh)).toReach('istio-system/kiali');
        expect(mesh.get(KIALI, { claims: { ...TOKEN.claims, groups: ['staff'] } })).toBeDenied();
      },
    },
    fromHeaders: {
      given: () => ({ fromHeaders: [{ name: 'x-dash-token' }] }),
      because: 'a question says what the token holds, and not where it is',
    },
    fromCookies: {
      given: () => ({ fromCookies: ['dash'] }),
      because: 'a question says what the token holds, and not where it is',
    },
    forwardToken: {
      given: () => ({ forwardToken: true }),
      expect: (mesh) => {
        const authorization = `Bearer ${TOKEN_TEXT}`;
        const { outcomes } = mesh.get(KIALI, { headers: { authorization } });
        expect(outcomes).toMatchObject([{ workload: 'istio-system/kiali', seen: { headers: { authorization } } }]);
      },
    },
    corsPreflight: {
      given: () => ({ corsPreflight: true }),
      expect: (mesh) => {
        expect(mesh.request(KIALI, { method: 'OPTIONS' })).toReach('istio-system/kiali');
        expect(mesh.get(KIALI)).toBeDenied();
      },
    },
  },
});

testOptions<Shop, ExternalAuthorizerOptions>({
  struct: 'ExternalAuthorizerOptions',
  mesh: (options) => meshOf((shop) => ({ login: Login.externalAuthorizer('oauth2-proxy', options(shop)) })),
  urls: [KIALI],
  options: {
    corsPreflight: {
      given: () => ({ corsPreflight: true }),
      expect: (mesh) => {
        expect(mesh.request(KIALI, { method: 'OPTIONS' })).toReach('istio-system/kiali');
        expect(mesh.get(KIALI)).toBeDenied();
      },
    },
  },
});

testOptions<Shop, SourceRangesOptions>({
  struct: 'SourceRangesOptions',
  mesh: (options) =>
    meshOf((shop) => ({
      login: Login.sourceRanges(['203.0.113.0/24'], { clientAddress: ClientAddress.CONNECTION, ...options(shop) }),
    })),
  urls: [KIALI],
  options: {
    clientAddress: {
      given: () => ({ clientAddress: ClientAddress.FORWARDED }),
      expect: (mesh) => {
        expect(mesh.get(KIALI, { headers: { 'x-forwarded-for': '203.0.113.7' } })).toReach('istio-system/kiali');
        expect(mesh.get(KIALI, { headers: { 'x-forwarded-for': '198.51.100.7' } })).toBeDenied();
        expect(
          mesh.get(KIALI, { clientAddress: '198.51.100.7', headers: { 'x-forwarded-for': '203.0.113.7' } }),
        ).toReach('istio-system/kiali');
      },
    },
  },
});
