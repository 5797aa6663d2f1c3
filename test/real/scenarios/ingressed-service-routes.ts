import { Chart, Duration } from 'cdk8s';
import { Fault, IngressedService, IngressRoute, Retries, Rewrite, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'http://shop.example.com';
const WEB = 'shop/web-v1';
const GATEWAY = 'istio-system/istio-ingressgateway';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
    corsPolicy: { allowOrigins: [{ exact: 'https://app.example.com' }], allowMethods: ['GET', 'PUT'], maxAge: '24h' },
    routes: [
      IngressRoute.prefix('/slow', { timeout: Duration.millis(300) }),
      IngressRoute.prefix('/flaky', { retries: Retries.onServerErrors(2) }),
      IngressRoute.prefix('/once', { retries: Retries.none() }),
      IngressRoute.prefix('/old', { rewrite: Rewrite.uri('/new') }),
      IngressRoute.prefix('/broken', { fault: Fault.abort(418) }),
      IngressRoute.prefix('/gone', { directResponse: { status: 410 } }),
      IngressRoute.prefix('/moved', { redirect: { uri: '/new' } }),
      IngressRoute.prefix('/tenant', {
        headers: { request: { set: { 'x-tenant': 'a' }, remove: ['x-debug'] }, response: { remove: ['content-type'] } },
      }),
      IngressRoute.prefix('/api', { service: ServiceRef.fromName('api', { ports: [{ port: 8080 }] }) }),
      IngressRoute.all(),
    ],
  });
});

const rule = (path: string) => (route: { match?: { uri: { prefix?: string } }[] }) =>
  route.match?.[0]!.uri.prefix === path;

scenario({
  title:
    'Each path has its own policy: timeout, retries, rewrite, fault, answer, redirect, headers, Service; CORS for all',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'api', 8080, ['v1']),
    ...shop,
  ],
  requests: [
    {
      name: 'a slow answer is cut off after the timeout',
      url: `${HOST}/slow`,
      headers: { 'x-behave': 'delay=1000' },
      expect: { status: 504 },
    },
    {
      name: 'a server error is tried again twice',
      url: `${HOST}/flaky`,
      headers: { 'x-behave': 'status=503' },
      expect: { status: 503, attempts: 3 },
    },
    {
      name: 'nothing is tried again without retries',
      url: `${HOST}/once`,
      headers: { 'x-behave': 'status=503' },
      expect: { status: 503, attempts: 1 },
    },
    {
      name: 'the path is rewritten',
      url: `${HOST}/old/item?id=1`,
      expect: { status: 200, sees: { path: '/new/item?id=1' } },
    },
    { name: 'a fault answers instead of the service', url: `${HOST}/broken`, expect: { status: 418, attempts: 0 } },
    { name: 'the gateway answers itself', url: `${HOST}/gone`, expect: { status: 410 } },
    { name: 'the gateway redirects', url: `${HOST}/moved`, expect: { status: 301, redirect: `${HOST}/new` } },
    {
      name: 'headers are set and removed',
      url: `${HOST}/tenant`,
      headers: { 'x-tenant': 'b', 'x-debug': '1' },
      expect: {
        status: 200,
        header: { 'content-type': null },
        sees: { header: { 'x-tenant': 'a', 'x-debug': null } },
      },
    },
    {
      name: 'another Service has its own path',
      url: `${HOST}/api/items`,
      expect: { status: 200, backend: 'shop/api-v1' },
    },
    { name: 'all other paths reach the service', url: `${HOST}/blog`, expect: { status: 200, backend: WEB } },
    {
      name: 'a preflight of the allowed origin is answered at the gateway',
      url: `${HOST}/`,
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'PUT' },
      expect: {
        status: 200,
        attempts: 0,
        header: {
          'access-control-allow-origin': 'https://app.example.com',
          'access-control-allow-methods': 'GET,PUT',
          'access-control-max-age': '86400',
        },
      },
    },
    {
      name: 'another origin is not allowed',
      url: `${HOST}/`,
      headers: { origin: 'https://evil.example.com' },
      expect: { status: 200, header: { 'access-control-allow-origin': null } },
    },
  ],
  negatives: [
    {
      change: 'there is no timeout',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService').spec.http.find(rule('/slow')).timeout;
      },
      because: { 'a slow answer is cut off after the timeout': { status: 200 } },
    },
    {
      change: 'retries are left to Istio',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService').spec.http.find(rule('/flaky')).retries;
        delete find(manifests, 'VirtualService').spec.http.find(rule('/once')).retries;
      },
      because: {
        'a server error is tried again twice': { status: 503, attempts: 1 },
      },
    },
    {
      change: 'the rewrite has another path',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http.find(rule('/old')).rewrite.uri = '/newer';
      },
      because: { 'the path is rewritten': { status: 200, sees: { path: '/newer/item?id=1' } } },
    },
    {
      change: 'the route for every path stands first',
      mutate: (manifests) => {
        const { http } = find(manifests, 'VirtualService').spec;
        http.unshift(http.pop());
      },
      because: {
        'another Service has its own path': { status: 200, backend: WEB },
        'the gateway answers itself': { status: 200, accessLog: [{ proxy: GATEWAY, path: '/gone', status: 200 }] },
        'a fault answers instead of the service': { status: 200, attempts: 1 },
        'the gateway redirects': { status: 200 },
        'headers are set and removed': { status: 200, sees: { header: { 'x-tenant': 'b' } } },
      },
    },
    {
      change: 'the allowed origin is another one',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http.forEach(
          (route: { corsPolicy: { allowOrigins: object[] } }) =>
            (route.corsPolicy.allowOrigins = [{ exact: 'https://evil.example.com' }]),
        );
      },
      because: {
        'a preflight of the allowed origin is answered at the gateway': {
          header: { 'access-control-allow-origin': null },
        },
        'another origin is not allowed': { header: { 'access-control-allow-origin': 'https://evil.example.com' } },
      },
    },
  ],
});
