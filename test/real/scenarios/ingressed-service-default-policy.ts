import { Chart, Duration } from 'cdk8s';
import {
  Gateway,
  GatewayServer,
  GatewayWorkload,
  IngressedService,
  IngressRoute,
  IngressTls,
  Retries,
  ServerTls,
  ServiceRef,
} from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'https://shop.example.com';
const TIMEOUT = 'a path without a policy has the timeout of the service';
const RETRIES = 'and its retries';
const HEADERS = 'and its headers, beside HSTS';
const ADDED = 'a route that was added later has them too';
const REDIRECT = 'plain HTTP is redirected by the shared Gateway';

const shop = charts((app) => {
  const platform = new Chart(app, 'platform', { namespace: 'platform' });
  const servers = { hosts: ['shop/shop.example.com'] };
  new Gateway(platform, 'Gateway', {
    metadata: { name: 'public' },
    workload: GatewayWorkload.istioIngress(),
    servers: [
      GatewayServer.http({ ...servers, httpsRedirect: true }),
      GatewayServer.https({ ...servers, tls: ServerTls.credential('shop') }),
    ],
  });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
    gateway: Gateway.fromName('public', { namespace: 'platform' }),
    tls: IngressTls.elsewhere({ hsts: Duration.days(365) }),
    timeout: Duration.millis(400),
    retries: Retries.onServerErrors(1),
    headers: { request: { set: { 'x-shop': 'main' } }, response: { set: { 'x-frame-options': 'DENY' } } },
    routes: [
      IngressRoute.all(),
      IngressRoute.prefix('/reports', { timeout: Duration.seconds(3), retries: Retries.none() }),
      IngressRoute.prefix('/embedded', { headers: { request: { set: { 'x-shop': 'embedded' } } } }),
    ],
  });
  service.addRoute(IngressRoute.prefix('/later'));
});

const all = (route: { match: [{ uri: { prefix: string } }] }) => route.match[0].uri.prefix === '/';

scenario({
  title:
    'What a service says holds for all of its paths but those that say otherwise, at a Gateway of another namespace that ends TLS',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...shop],
  credentials: [{ secret: 'istio-system/shop', hosts: ['shop.example.com'] }],
  requests: [
    { name: TIMEOUT, url: `${HOST}/`, headers: { 'x-behave': 'delay=1000' }, expect: { status: 504 } },
    { name: RETRIES, url: `${HOST}/`, headers: { 'x-behave': 'status=503' }, expect: { status: 503, attempts: 2 } },
    {
      name: HEADERS,
      url: `${HOST}/`,
      expect: {
        status: 200,
        sees: { header: { 'x-shop': 'main' } },
        header: { 'x-frame-options': 'DENY', 'strict-transport-security': 'max-age=31536000' },
      },
    },
    {
      name: 'a path with a timeout of its own may take longer',
      url: `${HOST}/reports`,
      headers: { 'x-behave': 'delay=1000' },
      expect: { status: 200 },
    },
    {
      name: 'and is not tried again',
      url: `${HOST}/reports`,
      headers: { 'x-behave': 'status=503' },
      expect: { status: 503, attempts: 1 },
    },
    {
      name: 'a path with headers of its own has those beside the others',
      url: `${HOST}/embedded`,
      expect: {
        status: 200,
        sees: { header: { 'x-shop': 'embedded' } },
        header: { 'x-frame-options': 'DENY', 'strict-transport-security': 'max-age=31536000' },
      },
    },
    { name: ADDED, url: `${HOST}/later`, headers: { 'x-behave': 'delay=1000' }, expect: { status: 504 } },
    { name: REDIRECT, url: 'http://shop.example.com/', expect: { status: 301, redirect: `${HOST}/` } },
  ],
  negatives: [
    {
      change: 'the policy is missing on the last route',
      mutate: (manifests) => {
        const route = find(manifests, 'VirtualService').spec.http.find(all);
        delete route.timeout;
        delete route.retries;
        delete route.headers;
      },
      because: {
        [TIMEOUT]: { status: 200 },
        [RETRIES]: { status: 503, attempts: 1 },
        [HEADERS]: { status: 200, header: { 'strict-transport-security': null } },
      },
    },
    {
      change: 'the added route stands behind the one for every path, whose timeout is longer',
      mutate: (manifests) => {
        const { http } = find(manifests, 'VirtualService').spec;
        const last = http.find(all);
        last.timeout = '5s';
        http.splice(http.indexOf(last), 1);
        http.unshift(last);
      },
      because: { [ADDED]: { status: 200 } },
    },
    {
      change: 'the Gateway is looked for in the namespace of the Service',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.gateways = ['public'];
      },
      because: { [HEADERS]: { status: 404 } },
    },
  ],
});
