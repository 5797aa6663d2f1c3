import { Mesh } from '../../lib/mesh/reading/mesh';
import type { RouteListener } from '../../lib/mesh/route-parents';
import { allRoutes, isMeant, isolates, parentsOf, sharesHost } from '../../lib/mesh/route-parents';
import { apiGateway, manifest } from '../manifests';

const listener = (name: string, hostname = '', more: object = {}): RouteListener => ({
  path: name,
  listener: { name, port: 80, protocol: 'HTTP', ...more },
  port: 80,
  hostname,
  kinds: ['HTTPRoute'],
  ...more,
});

test('the parents of a route, and the listeners of those that istiod serves', () => {
  const mesh = new Mesh([
    manifest('GatewayClass', 'nginx', { controllerName: 'gateway.nginx.org/nginx-gateway-controller' }),
    ...['istio', 'nginx', 'istio-remote'].map((gatewayClassName) =>
      apiGateway(`shop/${gatewayClassName}`, {
        gatewayClassName,
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname: 'a.example.com' }],
      }),
    ),
    manifest('gateway.networking.k8s.io/v1/ListenerSet', 'blog/more', {
      parentRef: { name: 'istio', namespace: 'shop' },
      listeners: [{ name: 'https', protocol: 'HTTPS' }],
    }),
    manifest('HTTPRoute', 'blog/web', {
      parentRefs: [
        ...['istio', 'nginx', 'istio-remote', 'elsewhere'].map((name) => ({ name, namespace: 'shop' })),
        { kind: 'ListenerSet', name: 'more' },
        { group: '', kind: 'Service', name: 'web' },
        { kind: 'Service', name: 'web' },
      ],
    }),
  ]);
  const [route] = allRoutes(mesh);
  expect(
    parentsOf(mesh, route).map(({ path, kind, namespace, isOpen, listeners }) => [
      path,
      kind,
      namespace,
      isOpen,
      listeners.map((each) => [each.listener.name, each.port, each.hostname]),
    ]),
  ).toEqual([
    ['spec.parentRefs[0]', 'Gateway', 'shop', false, [['http', 80, 'a.example.com']]],
    ['spec.parentRefs[1]', 'Gateway', 'shop', true, []],
    ['spec.parentRefs[2]', 'Gateway', 'shop', true, []],
    ['spec.parentRefs[3]', 'Gateway', 'shop', true, []],
    ['spec.parentRefs[4]', 'ListenerSet', 'blog', false, [['https', 443, '']]],
    ['spec.parentRefs[5]', 'Service', 'blog', true, []],
    ['spec.parentRefs[6]', 'unknown', 'blog', true, []],
  ]);
});

test.each([
  [{}, true],
  [{ sectionName: 'http' }, true],
  [{ sectionName: 'http', port: 80 }, true],
  [{ sectionName: 'https' }, false],
  [{ port: 81 }, false],
  [{ sectionName: 'http', port: 81 }, false],
])('%j means the listener: %s', (ref, meant) => {
  expect(isMeant({ name: 'edge', ...ref }, listener('http'))).toBe(meant);
});

test.each([
  ['', 'a.example.com', true],
  ['*.example.com', 'a.example.com', true],
  ['*.example.com', 'a.b.example.com', true],
  ['*.example.com', 'example.com', false],
  ['a.example.com', '*.example.com', true],
  ['a.example.com', '*', true],
  ['a.example.com', 'b.example.com', false],
])('listener %s and route %s share a host: %s', (hostname, host, shared) => {
  expect(sharesHost(listener('x', hostname), host)).toBe(shared);
});

test('which listener has a host to itself', () => {
  const wild = listener('wild', '*.example.com');
  const own = listener('own', 'a.example.com');
  const elsewhere = listener('elsewhere', 'b.example.com', { port: 81 });
  const all = [listener('all'), wild, own, elsewhere];
  const of = (each: RouteListener, host: string): string | undefined => isolates(all, each, host)?.path;
  expect(of(all[0], 'a.example.com')).toBe('wild');
  expect(of(all[0], 'a.example.org')).toBeUndefined();
  expect(of(wild, 'a.example.com')).toBe('own');
  expect(of(wild, 'b.example.com')).toBeUndefined();
  expect(of(wild, '*.example.com')).toBeUndefined();
  expect(of(own, 'a.example.com')).toBeUndefined();
});
