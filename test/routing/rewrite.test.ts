import type { HttpMatchRequest, HttpRoute } from '../../imports/networking';
import { virtualService } from '../manifests';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Request } from '../../lib/routing/call';
import type { RouteEntry } from '../../lib/routing/http-routes';
import { httpRoutes } from '../../lib/routing/http-routes';
import { httpsLocation, locationOf, responseHeaders, rewritten } from '../../lib/routing/rewrite';

const entry = (rule: object, bySegments?: boolean): RouteEntry => {
  const object = new MeshObject<'networking.istio.io/VirtualService'>(
    virtualService('shop/m', {
      hosts: ['m.example.com'],
      http: [{ route: [{ destination: { host: 'web' } }], ...rule }],
    }),
  );
  const scope = {
    mesh: new Mesh([]),
    proxy: { namespace: 'shop', labels: {} },
    gateway: 'mesh',
    port: 80,
    lookup: () => undefined,
  };
  return { ...httpRoutes(object, scope)[0], bySegments };
};

const request = (path: string, more: Partial<Request> = {}): Request => ({
  version: '1.1',
  method: 'GET',
  scheme: 'http',
  authority: 'm.example.com',
  path,
  headers: [],
  ...more,
});

const prefix = (text: string, more: HttpMatchRequest = {}): HttpMatchRequest[] => [{ uri: { prefix: text }, ...more }];

// The cases of e44, which real Envoys have answered.
test.each<[object, string, string]>([
  [{ match: prefix('/p'), rewrite: { uri: '/' } }, '/p/x?y=1', '//x?y=1'],
  [{ match: prefix('/p'), rewrite: { uri: '/' } }, '/p', '/'],
  [{ match: prefix('/p'), rewrite: { uri: '/' } }, '/pets', '/ets'],
  [{ match: prefix('/q/'), rewrite: { uri: '/' } }, '/q/x', '/x'],
  [{ match: prefix('/r'), rewrite: { uri: '/new' } }, '/r/x', '/new/x'],
  [{ match: [{ uri: { exact: '/e/x' } }], rewrite: { uri: '/new' } }, '/e/x?a', '/new?a'],
  [{ match: [{ uri: { regex: '/f/.*' } }], rewrite: { uri: '/new' } }, '/f/x/y?a', '/new?a'],
  [
    { match: prefix('/g/'), rewrite: { uriRegexRewrite: { match: '/g/([^/]+)/(.*)', rewrite: '/\\2/\\1' } } },
    '/g/a/x/y?q',
    '/x/y/a?q',
  ],
  [{ match: [{ headers: { 'x-n': { exact: 'yep' } } }], rewrite: { uri: '/all' } }, '/foo/x', '/allfoo/x'],
  [{ match: prefix('/Ig', { ignoreUriCase: true }), rewrite: { uri: '/new' } }, '/iG/x', '/new/x'],
  [{ match: prefix('/x') }, '/x?y', '/x?y'],
])('%j, %s', (rule, path, expected) => {
  expect(rewritten(entry(rule), request(path)).path).toBe(expected);
});

test('a prefix of the Gateway API that goes away leaves one slash', () => {
  const route = entry({ match: prefix('/rw'), rewrite: { uri: '/' } }, true);
  expect(['/rw/x?q', '/rw', '/rw/'].map((path) => rewritten(route, request(path)).path)).toEqual(['/x?q', '/', '/']);
});

test('the Host: that of the rewrite, of the headers of the rule, and of the destination if it is one of several', () => {
  const set = (host: string): object => ({ headers: { request: { set: { Host: host } } } });
  const host = (rule: HttpRoute): string | undefined => {
    const route = entry(rule);
    return rewritten(route, request('/'), route.rule?.destinations[0]).authority;
  };
  const destination = { destination: { host: 'web' }, weight: 1 };
  expect(host({ rewrite: { authority: 'a' }, ...set('b') })).toBe('a');
  expect(host(set('b'))).toBe('b');
  expect(host({ ...set('b'), route: [{ ...destination, ...set('c') }] })).toBe('b');
  expect(host({ ...set('b'), route: [{ ...destination, ...set('c') }, destination] })).toBe('c');
  expect(host({})).toBe('m.example.com');
});

test('headers of the rule first, then those of the destination', () => {
  const route = entry({
    headers: {
      request: { set: { 'X-A': 'route' }, add: { 'x-b': 'route' }, remove: ['x-c'] },
      response: { set: { 'x-r': 'route' } },
    },
    route: [
      {
        destination: { host: 'web' },
        headers: {
          request: { set: { 'x-a': 'dest' }, add: { 'x-b': 'dest' }, remove: ['x-d'] },
          response: { set: { 'x-r': 'dest' } },
        },
      },
    ],
  });
  const destination = route.rule?.destinations[0];
  const given = ['x-a', 'x-b', 'x-c', 'x-d'].map((name) => [name, 'given'] as const);
  expect(rewritten(route, request('/', { headers: given }), destination).headers).toEqual([
    ['x-a', 'dest'],
    ['x-b', 'given'],
    ['x-b', 'route'],
    ['x-b', 'dest'],
  ]);
  expect(responseHeaders(route, destination)).toEqual([['x-r', 'dest']]);
});

// The cases of e45, which real Envoys have answered.
test.each<[HttpRoute['redirect'], Partial<Request>, string]>([
  [{ uri: '/new' }, { path: '/u/x?a=b' }, 'http://m.example.com/new?a=b'],
  [{ authority: 'other.example.org' }, { path: '/u/x?y' }, 'http://other.example.org/u/x?y'],
  [{ scheme: 'https' }, {}, 'https://m.example.com/u'],
  [{ scheme: 'https' }, { authority: 'm.example.com:80' }, 'https://m.example.com/u'],
  [{ scheme: 'https' }, { authority: 'm.example.com:8080' }, 'https://m.example.com:8080/u'],
  [{ port: 8443 }, {}, 'http://m.example.com:8443/u'],
  [{ scheme: 'https', port: 443 }, {}, 'https://m.example.com/u'],
  [{ prefixRewrite: '/new' }, { path: '/u/x?y' }, 'http://m.example.com/new/x?y'],
  [{ uri: '/new?z=1' }, { path: '/u?a=b' }, 'http://m.example.com/new?z=1'],
])('redirect %j, %j', (redirect, more, expected) => {
  const route = entry({ match: prefix('/u'), redirect, route: undefined });
  expect(locationOf(route, request('/u', { headers: [['x-forwarded-proto', 'http']], ...more }), { port: 80 })).toBe(
    expected,
  );
});

test('the number of the server, and the redirect of a whole server', () => {
  const route = entry({
    match: prefix('/u'),
    redirect: { scheme: 'https', derivePort: 'FROM_REQUEST_PORT' },
    route: undefined,
  });
  expect(locationOf(route, request('/u'), { port: 80 })).toBe('https://m.example.com:80/u');
  expect(httpsLocation(request('/u?x', { authority: 'm.example.com:8080' }))).toBe('https://m.example.com:8080/u?x');
});

test('of variables that Envoy fills in nobody knows the value', () => {
  const set = { 'x-ip': '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% 100%%', 'x-share': '100%%', 'x-rest': '50%' };
  const add = { 'x-own': '%REQ(x-a)%' };
  const route = entry({ headers: { request: { set, add } } });
  expect(rewritten(route, request('/')).headers).toEqual([
    ['x-ip', '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% 100%%', 'open'],
    ['x-rest', '50%'],
    ['x-share', '100%'],
    ['x-own', '%REQ(x-a)%', 'open'],
  ]);
});
