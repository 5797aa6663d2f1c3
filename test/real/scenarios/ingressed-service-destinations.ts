import { Chart, Duration } from 'cdk8s';
import {
  Destination,
  Fault,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  Rewrite,
  ServiceRef,
} from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'http://shop.example.com';
const [WEB, API, AUDIT] = ['shop/web-v1', 'shop/api-v1', 'shop/audit-v1'] as const;
const COPY = 'a route has its requests copied, and the copies answer nobody';
const SHARES = 'a route shares its requests between two Services';
const CONDITIONS = 'a route asks for method and query together';
const NAMED = 'the name of a route is in the access log';
const SLOWED = 'a fault holds requests up';
const HTTPS_ONLY = 'a host without plain HTTP is not found there';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = (name: string): ServiceRef => ServiceRef.fromName(name, { ports: [{ port: 8080 }] });
  new IngressedService(chart, 'Shop', {
    service: service('web'),
    hosts: ['shop.example.com', '*.shop.example.com'],
    routes: [
      IngressRoute.prefix('/orders', { mirrors: [{ destination: Destination.service(service('audit')) }] }),
      IngressRoute.prefix('/shared', {
        route: [
          Destination.service(service('web'), { weight: 70 }),
          Destination.service(service('api'), { weight: 30 }),
        ],
      }),
      IngressRoute.prefix('/items', {
        service: service('api'),
        match: [HttpMatch.allOf(HttpMatch.method('PUT'), HttpMatch.queryParam('draft', '1'))],
      }),
      IngressRoute.prefix('/named', { name: 'a-name', rewrite: Rewrite.authority('internal.example.com') }),
      IngressRoute.prefix('/slowed', { fault: Fault.delay(Duration.seconds(3)), timeout: Duration.seconds(1) }),
      IngressRoute.all(),
    ],
  });
  new IngressedService(chart, 'Closed', {
    service: service('web'),
    hosts: ['closed.example.com'],
    tls: IngressTls.credential('closed', { plainHttp: false, hsts: Duration.days(1) }),
  });
});

const rule = (path: string) => (route: { match?: { uri: { prefix?: string } }[] }) =>
  route.match?.[0]!.uri.prefix === path;

scenario({
  title:
    'Where the requests of a path go: copies, shares, further conditions; hosts by wildcard, and hosts without plain HTTP',
  manifests: [
    ...ingressGateway(),
    ...['web', 'api', 'audit'].flatMap((name) => application('shop', name, 8080, ['v1'])),
    ...shop,
  ],
  credentials: [{ secret: 'istio-system/closed', hosts: ['closed.example.com'] }],
  requests: [
    {
      name: COPY,
      url: `${HOST}/orders`,
      count: 20,
      expect: { status: 200, share: { [WEB]: 1 }, alsoSeenBy: { [AUDIT]: { host: 'shop.example.com' } } },
    },
    { name: SHARES, url: `${HOST}/shared`, count: 300, expect: { status: 200, share: { [WEB]: 0.7, [API]: 0.3 } } },
    { name: CONDITIONS, url: `${HOST}/items?draft=1`, method: 'PUT', expect: { status: 200, backend: API } },
    {
      name: 'one of them alone does not do',
      url: `${HOST}/items`,
      method: 'PUT',
      expect: { status: 200, backend: WEB },
    },
    {
      name: NAMED,
      url: `${HOST}/named`,
      expect: {
        status: 200,
        sees: { header: { host: 'internal.example.com' } },
        accessLog: [{ proxy: 'istio-system/istio-ingressgateway', route: 'a-name' }],
      },
    },
    {
      name: SLOWED,
      url: `${HOST}/slowed`,
      expect: { status: 200, accessLog: [{ proxy: 'istio-system/istio-ingressgateway', flags: 'DI' }] },
    },
    {
      name: 'a wildcard takes every host below it',
      url: 'http://eu.shop.example.com/',
      expect: { status: 200, backend: WEB },
    },
    { name: HTTPS_ONLY, url: 'http://closed.example.com/', expect: { status: 404 } },
    {
      name: 'and is served with TLS',
      url: 'https://closed.example.com/',
      expect: { status: 200, backend: WEB, header: { 'strict-transport-security': 'max-age=86400' } },
    },
  ],
  negatives: [
    {
      change: 'nothing is copied',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService', 'shop').spec.http.find(rule('/orders')).mirrors;
      },
      because: { [COPY]: { status: 200, share: { [WEB]: 1 }, attempts: 1 } },
    },
    {
      change: 'the weights are swapped',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'shop').spec.http.find(rule('/shared')).route.reverse();
        const [first, second] = find(manifests, 'VirtualService', 'shop').spec.http.find(rule('/shared')).route;
        [first.weight, second.weight] = [second.weight, first.weight];
      },
      because: { [SHARES]: { status: 200, share: { [WEB]: 0.3, [API]: 0.7 } } },
    },
    {
      change: 'the method is another one, names and faults are gone',
      mutate: (manifests) => {
        const { http } = find(manifests, 'VirtualService', 'shop').spec;
        http.find(rule('/items')).match[0].method = { exact: 'POST' };
        delete http.find(rule('/named')).name;
        delete http.find(rule('/slowed')).fault;
      },
      because: {
        [CONDITIONS]: { status: 200, backend: WEB },
        [NAMED]: { status: 200, accessLog: [{ proxy: 'istio-system/istio-ingressgateway', path: '/named' }] },
        [SLOWED]: { status: 200, accessLog: [{ proxy: 'istio-system/istio-ingressgateway', path: '/slowed' }] },
      },
    },
    {
      change: 'the Gateway opens plain HTTP for the host',
      mutate: (manifests) => {
        const { spec } = find(manifests, 'Gateway', 'closed');
        spec.servers.push({ hosts: spec.servers[0].hosts, port: { number: 80, name: 'http', protocol: 'HTTP' } });
      },
      because: { [HTTPS_ONLY]: { status: 200 } },
    },
  ],
});
