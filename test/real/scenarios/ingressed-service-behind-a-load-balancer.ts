import { Chart, Duration } from 'cdk8s';
import {
  Gateway,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressTls,
  ServiceRef,
  VirtualService,
} from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const API = 'a request that the load balancer has decrypted is served, and browsers are told to keep to HTTPS';
const HEALTH = 'the health check, which asks by the address of the gateway, is answered at the gateway';
const OTHER = 'nothing else is answered without a host';

const manifests = charts((app) => {
  const api = new Chart(app, 'api', { namespace: 'prd-api' });
  new IngressedService(api, 'Api', {
    service: ServiceRef.fromName('cb-test-api', { ports: [{ port: 9000 }] }),
    hosts: ['api.example.com'],
    tls: IngressTls.elsewhere({ hsts: Duration.days(30) }),
  });
  const health = new Chart(app, 'health', { namespace: 'istio-system' });
  new VirtualService(health, 'Health', {
    hosts: ['*'],
    gateways: [
      new Gateway(health, 'HealthGateway', {
        workload: GatewayWorkload.istioIngress(),
        servers: [GatewayServer.http({ hosts: ['*'], port: 80 })],
      }),
    ],
    http: [{ match: [HttpMatch.exact('/healthz')], directResponse: { status: 200 } }],
  });
});

scenario({
  title: 'Behind a load balancer that ends TLS: no redirect, HSTS, and an answer to its health check',
  manifests: [...ingressGateway(), ...application('prd-api', 'cb-test-api', 9000, ['v1']), ...manifests],
  requests: [
    {
      name: API,
      url: 'http://api.example.com/v1/orders',
      headers: { 'x-forwarded-proto': 'https' },
      expect: {
        status: 200,
        backend: 'prd-api/cb-test-api-v1',
        header: { 'strict-transport-security': 'max-age=2592000' },
      },
    },
    { name: HEALTH, url: 'http://10.0.0.1/healthz', count: 5, expect: { status: 200, attempts: 0 } },
    { name: OTHER, url: 'http://10.0.0.1/', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the Gateway redirects, which behind a load balancer is a loop',
      mutate: (given) => {
        find(given, 'Gateway', 'api').spec.servers[0].tls = { httpsRedirect: true };
      },
      because: { [API]: { status: 301, redirect: 'https://api.example.com/v1/orders' } },
    },
    {
      change: 'the route for the health check is for a host',
      mutate: (given) => {
        given
          .filter(({ kind, metadata }) => kind === 'VirtualService' && metadata.name !== 'api')
          .forEach(({ spec }) => (spec!.hosts = ['health.example.com']));
      },
      because: { [HEALTH]: { status: 404 } },
    },
    {
      change: 'the route for the health check takes every path',
      mutate: (given) => {
        given
          .filter(({ kind, metadata }) => kind === 'VirtualService' && metadata.name !== 'api')
          .forEach(({ spec }) => delete spec!.http[0].match);
      },
      because: { [OTHER]: { status: 200 } },
    },
  ],
});
