import { Chart } from 'cdk8s';
import { IngressedService, IngressRoute, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'http://shop.example.com';
const BELOW = 'a path below the prefix is served';
const SEGMENT = 'a path with any segment in the middle is served';
const ORIGIN = 'the origin is allowed';
const DOMAIN = 'an origin of the domain is allowed';
const OTHER = 'another origin is not';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
    corsPolicy: {
      allowOrigins: [{ exact: 'https://app.example.com' }, { regex: 'https://[^/:]+\\.example\\.org' }],
    },
    routes: [IngressRoute.prefix('/api/'), IngressRoute.regex('/orders/[^/]+/items')],
  });
});

/** The rule of a path, by the comparison that the pattern wrote. */
const path = (uri: object, from: 'prefix' | 'regex') => (manifests: Manifest[]) => {
  const { http } = find(manifests, 'VirtualService').spec;
  http.find((route: { match: [{ uri: object }] }) => from in route.match[0].uri).match[0].uri = uri;
};

const origin = (match: object, index: number) => (manifests: Manifest[]) => {
  for (const { corsPolicy } of find(manifests, 'VirtualService').spec.http) {
    corsPolicy.allowOrigins[index] = match;
  }
};

const from = (value: string) => ({ url: `${HOST}/api/v1`, headers: { origin: value } });
const allowed = (value: string | null) => ({ status: 200, header: { 'access-control-allow-origin': value } });

scenario({
  title: 'Globs and parameters in paths and origins without scheme fit no request; what is to be written instead does',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...shop],
  requests: [
    { name: BELOW, url: `${HOST}/api/v1`, expect: { status: 200 } },
    { name: SEGMENT, url: `${HOST}/orders/17/items`, expect: { status: 200 } },
    { name: ORIGIN, ...from('https://app.example.com'), expect: allowed('https://app.example.com') },
    { name: DOMAIN, ...from('https://www.example.org'), expect: allowed('https://www.example.org') },
    { name: OTHER, ...from('https://evil.example.com'), expect: allowed(null) },
  ],
  negatives: [
    ...[
      { prefix: '/api/*' },
      { prefix: '/api*' },
      { exact: '/api/*' },
      { regex: '/api/*' },
      { regex: '^/api/*' },
      { prefix: '/api/{id}' },
      { prefix: '/api/.*' },
      { prefix: 'api/' },
      { regex: 'api/.*' },
    ].map((uri) => ({
      change: `the path is ${JSON.stringify(uri)}`,
      mutate: path(uri, 'prefix'),
      because: { [BELOW]: { status: 404 } },
    })),
    ...[{ exact: '/orders/{id}/items' }, { regex: '/orders/*/items' }, { regex: '/orders/:id/items' }].map((uri) => ({
      change: `the path is ${JSON.stringify(uri)}`,
      mutate: path(uri, 'regex'),
      because: { [SEGMENT]: { status: 404 } },
    })),
    ...[
      { exact: 'app.example.com' },
      { exact: 'https://app.example.com/' },
      { exact: 'https://App.example.com' },
      { exact: 'https://app.example.com:443' },
      { prefix: 'app.example' },
      { regex: 'app\\.example\\.com' },
      { regex: 'https://app\\.example\\.com/.*' },
    ].map((match) => ({
      change: `the allowed origin is ${JSON.stringify(match)}`,
      mutate: origin(match, 0),
      because: { [ORIGIN]: allowed(null) },
    })),
    ...[{ exact: 'https://*.example.org' }, { regex: 'https://*.example.org' }].map((match) => ({
      change: `the allowed origin is ${JSON.stringify(match)}`,
      mutate: origin(match, 1),
      because: { [DOMAIN]: allowed(null) },
    })),
    {
      change: 'the allowed origin is {"exact":"*"}, which is left alone',
      mutate: origin({ exact: '*' }, 0),
      because: { [OTHER]: allowed('https://evil.example.com') },
    },
  ],
});
