import 'cdk8s-istio/jest';
import { Duration } from 'cdk8s';
import type { IngressedServiceProps, IngressRouteOptions, IngressTlsOptions } from 'cdk8s-istio';
import {
  Destination,
  Fault,
  Gateway,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressRoute,
  IngressTls,
  Mesh,
  networking,
  OutcomeKind,
  Retries,
  Rewrite,
  RouteOrder,
  ServerTls,
  ServiceRef,
} from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const URL = 'http://shop.example.com/';
const TLS_URL = 'https://shop.example.com/';
const WEB = ServiceRef.fromName('web', { namespace: 'shop' });
const PARTNER = { certificateUris: ['spiffe://partner.example.com/ns/web/sa/web'] };

/** The shop, and a second application with two ports. */
class TwoServices extends Shop {
  public readonly api = this.serviceOf('api', [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'http-admin', port: 8081, targetPort: 9090 },
  ]);
  public readonly apiPods = this.deployment('api');

  /** A Service in front of one version of the shop. */
  public ofVersion(version: string): ReturnType<Shop['object']> {
    const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
    return this.object('Service', { name: `web-${version}` }, { selector: { app: 'web', version }, ports });
  }
}

function meshOf(props: (shop: TwoServices) => Partial<IngressedServiceProps>): Mesh {
  const shop = new TwoServices();
  shop.ingress(props(shop));
  return Mesh.of(shop.app);
}

const onPorts = (...ports: number[]): GatewayWorkload =>
  GatewayWorkload.istioIngress({ ports: ports.map((port) => ({ port })) });
/** A header that a page of another origin asks for before it calls. */
const PREFLIGHT = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
const CORS = { allowOrigins: [{ exact: 'https://app.example.com' }], allowMethods: ['GET'] };

testOptions<TwoServices, IngressedServiceProps>({
  struct: 'IngressedServiceProps',
  mesh: meshOf,
  urls: [URL],
  options: {
    service: {
      kinds: {
        'another Service': {
          given: ({ api }) => ({ service: api, port: 80 }),
          expect: (mesh) => expect(mesh.get(URL)).toReach('shop/api'),
        },
        'a release': {
          given: (shop) => ({ service: shop.canary({ split: 20 }) }),
          expect: (mesh) => expect(mesh.get(URL)).toSplit({ v1: 80, v2: 20 }),
        },
        'the preview of a release': {
          given: (shop) => ({ service: shop.canary().preview }),
          expect: (mesh) => expect(mesh.get(URL)).toReach('v2'),
        },
      },
    },
    port: {
      given: ({ api }) => ({ service: api, port: 'http-admin' }),
      without: ({ api }) => ({ service: api, port: 'http' }),
      expect: (mesh) => expect(mesh.get(URL).outcomes).toMatchObject([{ workload: 'shop/api', port: 9090 }]),
    },
    hosts: {
      given: () => ({ hosts: ['*.example.org'] }),
      expect: (mesh) => {
        expect(mesh.get('http://www.example.org/')).toReach(WEB);
        expect(mesh.get(URL)).toFail('NoVirtualHost');
      },
    },
    routes: {
      given: ({ api }) => ({
        routes: [
          IngressRoute.exact('/health', { directResponse: { status: 204 } }),
          IngressRoute.prefix('/api/', { service: api, port: 80 }),
        ],
      }),
      expect: (mesh) => {
        expect(mesh.get(`${URL}health`)).toRespond(204);
        expect(mesh.get(`${URL}api/v1`)).toReach('shop/api');
        expect(mesh.get(`${URL}apis`)).toFail('NoRoute');
        expect(mesh.get(URL)).toFail('NoRoute');
      },
    },
    routeOrder: {
      given: (shop) => ({ routes: beta(shop), routeOrder: RouteOrder.AS_WRITTEN }),
      without: (shop) => ({ routes: beta(shop) }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`, { headers: { 'x-beta': 'yes' } })).toReach('shop/api'),
    },
    workload: {
      given: () => ({ workload: GatewayWorkload.helmRelease('edge', { namespace: 'edge' }) }),
      expect: (mesh) => expect(mesh.get(URL).hops[0]).toMatchObject({ kind: 'gateway', proxy: 'edge/edge' }),
    },
    name: { given: () => ({ name: 'front' }), because: 'it names the objects' },
    timeout: {
      given: () => ({ timeout: Duration.seconds(5) }),
      expect: (mesh) => expect(mesh.get(URL).outcomes[0].timeout).toBe('5s'),
    },
    retries: {
      given: () => ({ retries: Retries.onServerErrors(4) }),
      expect: (mesh) => expect(mesh.get(URL).outcomes[0].retries?.attempts).toBe(4),
    },
    corsPolicy: {
      given: () => ({ corsPolicy: CORS }),
      expect: (mesh) =>
        expect(mesh.request(URL, { method: 'OPTIONS', headers: PREFLIGHT }).outcomes).toMatchObject([{ by: 'cors' }]),
    },
    headers: {
      given: () => ({ headers: { request: { set: { 'x-front': 'shop' } } } }),
      expect: (mesh) => expect(mesh.get(URL).outcomes[0].seen?.headers).toEqual({ 'x-front': 'shop' }),
    },
    tls: {
      kinds: {
        'with a certificate': {
          given: () => ({ tls: IngressTls.credential('shop-cert') }),
          expect: (mesh) => {
            expect(mesh.get(TLS_URL)).toReach(WEB);
            expect(mesh.get(URL)).toRedirectTo(TLS_URL, 301);
          },
        },
        'of clients with a certificate': {
          given: () => ({ tls: IngressTls.mutual('shop-cert') }),
          without: () => ({ tls: IngressTls.credential('shop-cert') }),
          expect: (mesh) => {
            expect(mesh.get(TLS_URL, PARTNER)).toReach(WEB);
            expect(mesh.get(TLS_URL)).toFail('CertificateRejected');
          },
        },
        'that ends elsewhere: no redirect': {
          given: () => ({ tls: IngressTls.elsewhere() }),
          without: () => ({ tls: IngressTls.credential('shop-cert') }),
          expect: (mesh) => expect(mesh.get(URL)).toReach(WEB),
        },
      },
    },
    gateway: {
      given: ({ chart }) => ({
        gateway: new Gateway(chart, 'Shared', {
          servers: [GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential('shop-cert') })],
        }),
      }),
      expect: (mesh) => {
        expect(mesh.get(TLS_URL)).toReach(WEB);
        expect(mesh.get(URL)).toFail('NoListener');
      },
    },
    httpPort: {
      kinds: {
        'plain HTTP': {
          given: () => ({ workload: onPorts(80, 8080), httpPort: 8080 }),
          without: () => ({ workload: onPorts(80, 8080) }),
          expect: (mesh) => {
            expect(mesh.get('http://shop.example.com:8080/')).toReach(WEB);
            expect(mesh.get(URL)).toFail('NoListener');
          },
        },
        'a redirect to HTTPS': {
          given: () => ({
            workload: onPorts(443, 8080),
            httpPort: 8080,
            hosts: ['shop.example.com', 'www.example.com'],
            tls: IngressTls.credential('shop-cert'),
          }),
          expect: (mesh) => {
            expect(mesh.get('http://shop.example.com:8080/')).toRedirectTo(TLS_URL, 301);
            expect(mesh.get('http://WWW.example.com:8080/a')).toRedirectTo('https://www.example.com/a', 301);
          },
        },
      },
    },
  },
});

/** Two routes of which neither takes all requests of the other. */
function beta({ api, service }: TwoServices): IngressRoute[] {
  return [
    IngressRoute.prefix('/', { match: [HttpMatch.header('x-beta', 'yes')], service: api, port: 80 }),
    IngressRoute.exact('/cart', { service }),
  ];
}

testOptions<TwoServices, IngressRouteOptions>({
  struct: 'IngressRouteOptions',
  mesh: (options) =>
    meshOf((shop) => ({ timeout: Duration.seconds(10), routes: [IngressRoute.prefix('/cart', options(shop))] })),
  urls: [`${URL}cart`],
  options: {
    noTimeout: {
      given: () => ({ noTimeout: true }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes[0].timeout).toBeUndefined(),
    },
    service: {
      given: ({ api }) => ({ service: api, port: 80 }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`)).toReach('shop/api'),
    },
    port: {
      given: ({ api }) => ({ service: api, port: 8081 }),
      without: ({ api }) => ({ service: api, port: 80 }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes).toMatchObject([{ workload: 'shop/api', port: 9090 }]),
    },
    match: {
      given: () => ({ match: [HttpMatch.method('POST'), HttpMatch.queryParam('beta', '1')] }),
      expect: (mesh) => {
        expect(mesh.request(`${URL}cart`, { method: 'POST' })).not.toFail();
        expect(mesh.get(`${URL}cart?beta=1`)).not.toFail();
        expect(mesh.get(`${URL}cart`)).toFail('NoRoute');
      },
    },
    name: { given: () => ({ name: 'cart' }), because: 'it is for the access log' },
    rewrite: {
      given: () => ({ rewrite: Rewrite.uri('/basket', { authority: 'web.internal' }) }),
      expect: (mesh) =>
        expect(mesh.get(`${URL}cart/7?a=b`).outcomes[0].seen).toMatchObject({
          host: 'web.internal',
          path: '/basket/7?a=b',
        }),
    },
    fault: {
      kinds: {
        'an abort': {
          given: () => ({ fault: Fault.abort(503, { percentage: 25 }) }),
          expect: (mesh) =>
            expect(mesh.get(`${URL}cart`).outcomes.filter(({ by }) => by === 'fault')).toMatchObject([
              { share: 0.25, kind: OutcomeKind.RESPONSE, status: 503 },
            ]),
        },
        'a delay': {
          given: () => ({ fault: Fault.delay(Duration.seconds(2)) }),
          expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes[0].delay).toBe('2s'),
        },
      },
    },
    mirrors: {
      given: ({ api }) => ({ mirrors: [{ destination: Destination.service(api, { port: 80 }) }] }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes[0].mirrors).toEqual(['shop/api']),
    },
    redirect: {
      given: () => ({ redirect: { uri: '/basket', redirectCode: 308 } }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`)).toRedirectTo(`${URL}basket`, 308),
    },
    directResponse: {
      given: () => ({ directResponse: { status: 410, body: { string: 'gone' } } }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`)).toRespond(410, 'gone'),
    },
    route: {
      given: (shop) => ({
        route: [
          Destination.service(shop.ofVersion('v1'), { weight: 90 }),
          Destination.service(shop.api, { port: 80, weight: 10 }),
        ],
      }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`)).toSplit({ 'web-v1': 90, api: 10 }),
    },
    timeout: {
      given: () => ({ timeout: Duration.millis(1500) }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes[0].timeout).toBe('1500ms'),
    },
    retries: {
      given: () => ({ retries: Retries.none() }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes[0].retries?.attempts ?? 0).toBe(0),
    },
    corsPolicy: {
      given: () => ({ corsPolicy: CORS }),
      expect: (mesh) =>
        expect(mesh.request(`${URL}cart`, { method: 'OPTIONS', headers: PREFLIGHT }).outcomes).toMatchObject([
          { by: 'cors' },
        ]),
    },
    headers: {
      given: () => ({ headers: { request: { add: { 'x-route': 'cart' } } } }),
      expect: (mesh) => expect(mesh.get(`${URL}cart`).outcomes[0].seen?.headers).toEqual({ 'x-route': 'cart' }),
    },
  },
});

testOptions<TwoServices, IngressTlsOptions>({
  struct: 'IngressTlsOptions',
  mesh: (options) =>
    meshOf((shop) => ({
      workload: onPorts(80, 443, 8443),
      tls: IngressTls.credential('shop-cert', options(shop)),
    })),
  urls: [URL, TLS_URL],
  options: {
    redirect: {
      given: () => ({ redirect: false }),
      expect: (mesh) => expect(mesh.get(URL)).toReach(WEB),
    },
    plainHttp: {
      given: () => ({ plainHttp: false }),
      expect: (mesh) => {
        expect(mesh.get(URL)).toFail('NoListener');
        expect(mesh.get(TLS_URL)).not.toFail();
      },
    },
    port: {
      given: () => ({ port: 8443 }),
      expect: (mesh) => {
        expect(mesh.get('https://shop.example.com:8443/')).not.toFail();
        expect(mesh.get(URL)).toRedirectTo('https://shop.example.com:8443/');
      },
    },
    settings: {
      given: () => ({ settings: { minProtocolVersion: networking.ServerTlsSettingsTlsProtocol.TLSV1_3 } }),
      because: 'whether client and gateway agree on a version and ciphers is not a question of routes',
    },
    hsts: { given: () => ({ hsts: Duration.days(365) }), because: 'browsers read the header, and the request is over' },
    hstsIncludeSubDomains: {
      given: () => ({ hsts: Duration.days(365), hstsIncludeSubDomains: true }),
      because: 'browsers read it',
    },
  },
});
