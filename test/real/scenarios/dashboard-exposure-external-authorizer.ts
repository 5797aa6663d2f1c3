import { Chart } from 'cdk8s';
import { Dashboard, DashboardExposure, IngressedService, IngressTls, Login, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const AUTHORIZER = 'auth/authorizer-v1';
const KIALI = 'https://dash.example.com/kiali';
const ALLOWED = 'whom the authorizer lets in sees Kiali';
const DENIED = 'whom it refuses gets its answer';
const WITH_PORT = 'a port after the host is no way around it';
const PREFLIGHT = 'it is not asked about a CORS preflight';
const OTHER_HOST = 'it is not asked about another host of the same pods';

const exposed = charts((app) => {
  new DashboardExposure(new Chart(app, 'dash', { namespace: 'istio-system' }), 'Dashboards', {
    dashboards: [Dashboard.kiali()],
    host: 'dash.example.com',
    tls: IngressTls.credential('dash'),
    login: Login.externalAuthorizer('oauth2-proxy', { corsPreflight: true }),
  });
  new IngressedService(new Chart(app, 'shop', { namespace: 'shop' }), 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
  });
});

/** What stands in for the authorizer answers as the cookie of its session says. */
const meshConfig = `
extensionProviders:
  - name: oauth2-proxy
    envoyExtAuthzHttp:
      service: authorizer.auth.svc.cluster.local
      port: 8080
      includeRequestHeadersInCheck: [x-behave]
`;
const noSession = { 'x-behave': 'status=401' };
const operationOf = (manifests: Manifest[]) => find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation;

scenario({
  title:
    'DashboardExposure with an external authorizer: it decides who sees the dashboards, and is asked about nothing else',
  manifests: [
    ...ingressGateway(),
    meshedNamespace('shop'),
    ...application('istio-system', 'kiali', 20001, ['v1']),
    ...application('auth', 'authorizer', 8080, ['v1']),
    ...application('shop', 'web', 8080, ['v1']),
    ...exposed,
  ],
  meshConfig,
  credentials: [{ secret: 'istio-system/dash', hosts: ['dash.example.com'] }],
  requests: [
    { name: ALLOWED, url: KIALI, expect: { status: 200, backend: 'istio-system/kiali-v1', attempts: 2 } },
    { name: DENIED, url: KIALI, headers: noSession, expect: { status: 401, backend: AUTHORIZER, attempts: 1 } },
    {
      name: WITH_PORT,
      url: KIALI,
      headers: { ...noSession, host: 'dash.example.com:8443' },
      expect: { status: 401, backend: AUTHORIZER, attempts: 1 },
    },
    {
      name: PREFLIGHT,
      method: 'OPTIONS',
      url: KIALI,
      headers: noSession,
      expect: { status: 401, backend: 'istio-system/kiali-v1', attempts: 1 },
    },
    {
      name: OTHER_HOST,
      url: 'http://shop.example.com/',
      headers: noSession,
      expect: { status: 401, backend: 'shop/web-v1', attempts: 1 },
    },
  ],
  negatives: [
    {
      change: 'the provider has a name that MeshConfig does not have',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.provider.name = 'other';
      },
      because: { [ALLOWED]: { status: 403, attempts: 0 } },
    },
    {
      change: 'the policy names the host without its ports',
      mutate: (manifests) => {
        operationOf(manifests).hosts = ['dash.example.com'];
      },
      because: { [WITH_PORT]: { status: 401, backend: 'istio-system/kiali-v1' } },
    },
    {
      change: 'the policy names neither hosts nor methods',
      mutate: (manifests) => {
        const operation = operationOf(manifests);
        delete operation.hosts;
        delete operation.notMethods;
        operation.ports = ['8080', '8443'];
      },
      because: {
        [PREFLIGHT]: { status: 401, attempts: 1, backend: AUTHORIZER },
        [OTHER_HOST]: { status: 401, backend: AUTHORIZER },
      },
    },
  ],
});
