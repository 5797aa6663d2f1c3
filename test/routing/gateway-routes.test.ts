import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { routeConfig } from '../../lib/routing/route-table';
import { gateway, manifest, server, virtualService } from '../manifests';
import { gatewayProxy, ingress, linesOf, meshOf, rule, under, web } from './tables';

/** What the gateway has in a route configuration, from real istiod where a case names one. */
function routes(manifests: readonly Manifest[], name = 'http.8080'): string[] {
  const mesh = meshOf([...ingress, web, ...manifests]);
  return linesOf(routeConfig(mesh, gatewayProxy(mesh), name));
}

const http = (...hosts: string[]): object => server(80, 'HTTP', hosts);
const at = (key: string, gateways: string[], hosts: string[], ...rules: object[]): Manifest =>
  virtualService(key, { hosts, gateways, http: rules });
const FRONT = ['istio-system/front'];

test('rules of several VirtualServices: the older first, those that take everything last, nothing behind the own (e01)', () => {
  expect(
    routes([
      gateway('istio-system/front', http('*.example.com')),
      at('shop/a-old', FRONT, ['m.example.com'], rule('v1', under('/early')), rule('v1'), rule('v2', under('/after'))),
      at(
        'shop/b-new',
        FRONT,
        ['m.example.com'],
        rule('v2', { uri: { exact: '/early/b' } }),
        rule('v2', under('/b')),
        rule('v2'),
      ),
    ]),
  ).toEqual([
    'm.example.com: /early -> 80 web.shop v1 | =/early/b -> 80 web.shop v2 | /b -> 80 web.shop v2 | * -> 80 web.shop v1 | * -> 80 web.shop v2',
  ]);
});

test('by name where all are made in one second', () => {
  const manifests = [
    ...ingress,
    web,
    gateway('istio-system/front', http('*')),
    at('shop/b', FRONT, ['m.example.com'], rule(201, under('/x'))),
    at('shop/a', FRONT, ['m.example.com'], rule(202, under('/x'))),
  ];
  const lines = (age: 'listed' | 'named'): string[] => {
    const mesh = meshOf(manifests, age);
    return linesOf(routeConfig(mesh, gatewayProxy(mesh), 'http.8080'));
  };
  expect(lines('listed')).toEqual(['m.example.com: /x -> 201 | /x -> 202']);
  expect(lines('named')).toEqual(['m.example.com: /x -> 202 | /x -> 201']);
});

test('a host has the rules of a wildcard too only where the server names both (e02, e81)', () => {
  const both = [
    at('shop/wild', FRONT, ['*.example.com'], rule('v1')),
    at('shop/exact', FRONT, ['x.example.com'], rule('v2', under('/only'))),
  ];
  expect(routes([gateway('istio-system/front', http('*.example.com')), ...both])).toEqual([
    '*.example.com: * -> 80 web.shop v1',
    'x.example.com: /only -> 80 web.shop v2',
  ]);
  expect(routes([gateway('istio-system/front', http('x.example.com', '*.example.com')), ...both])).toEqual([
    '*.example.com: * -> 80 web.shop v1',
    'x.example.com: /only -> 80 web.shop v2 | * -> 80 web.shop v1',
  ]);
});

test('servers of several Gateways share a port, and each VirtualService counts for its own Gateway (e36)', () => {
  expect(
    routes([
      gateway('istio-system/g1', http('*.example.com')),
      gateway('istio-system/g2', http('a.example.com')),
      at('shop/on-g1', ['istio-system/g1'], ['a.example.com'], rule('v1', under('/one'))),
      at('shop/on-g2', ['istio-system/g2'], ['a.example.com'], rule('v2')),
      at('shop/on-g2-b', ['istio-system/g2'], ['b.example.com'], rule('v2')),
    ]),
  ).toEqual(['a.example.com: /one -> 80 web.shop v1 | * -> 80 web.shop v2']);
});

test('httpsRedirect holds for a host at all servers, and needs no VirtualService (e37)', () => {
  expect(
    routes([
      gateway('istio-system/g1', http('a.example.com', 'b.example.com')),
      gateway('istio-system/g2', server(80, 'HTTP', ['a.example.com', '*.example.com'], { httpsRedirect: true })),
      at('shop/a', ['istio-system/g1'], ['a.example.com'], rule('v1')),
      at('shop/b', ['istio-system/g1'], ['b.example.com'], rule('v1')),
    ]),
  ).toEqual(['*.example.com: TLS', 'a.example.com: TLS | * -> 80 web.shop v1', 'b.example.com: * -> 80 web.shop v1']);
});

test('httpsRedirect without VirtualService answers nobody for a host with a namespace (e96)', () => {
  expect(
    routes([
      gateway(
        'istio-system/front',
        server(80, 'HTTP', ['shop/r.example.com', './s.example.com', '*/t.example.com'], { httpsRedirect: true }),
      ),
      at('shop/v', FRONT, ['r.example.com'], rule(201, under('/x'))),
    ]),
  ).toEqual([
    'istio-system/s.example.com: TLS',
    'shop/r.example.com: TLS',
    't.example.com: TLS',
    'r.example.com: TLS | /x -> 201',
  ]);
});

test('hosts of servers with the namespace of the VirtualServices (e38)', () => {
  expect(
    routes([
      gateway('istio-system/front', http('shop/a.example.com', './b.example.com', 'other/*', '*/c.example.com')),
      at('shop/a', FRONT, ['a.example.com'], rule(201)),
      at('shop/b', FRONT, ['b.example.com'], rule(202)),
      at('shop/c', FRONT, ['c.example.com'], rule(203)),
      at('istio-system/b2', FRONT, ['b.example.com'], rule(204)),
      at('other/d', FRONT, ['d.example.com'], rule(205)),
    ]),
  ).toEqual([
    'a.example.com: * -> 201',
    'b.example.com: * -> 204',
    'c.example.com: * -> 203',
    'd.example.com: * -> 205',
  ]);
});

test("a VirtualService for more hosts than the server has the server's (e39)", () => {
  expect(
    routes([
      gateway('istio-system/front', http('a.example.com')),
      at('shop/w', FRONT, ['*.example.com'], rule('v1')),
      at('shop/star', FRONT, ['*'], rule('v2')),
    ]),
  ).toEqual(['a.example.com: * -> 80 web.shop v1 | * -> 80 web.shop v2']);
});

test('names of Gateways, and whom a VirtualService is exported to (e40)', () => {
  const hidden = { exportTo: ['.'] };
  expect(
    routes([
      gateway('istio-system/front', http('*')),
      gateway('shop/local', http('*.local.example')),
      at('shop/short', ['local'], ['short.local.example'], rule(201)),
      at('shop/slash', FRONT, ['slash.example.com'], rule(202)),
      at('shop/dotted', ['front.istio-system.svc.cluster.local'], ['dotted.example.com'], rule(203)),
      at('shop/beside', ['./local'], ['beside.local.example'], rule(204)),
      at('shop/elsewhere', ['front'], ['wrong.example.com'], rule(205)),
      virtualService('shop/hidden', { hosts: ['hidden.example.com'], gateways: FRONT, ...hidden, http: [rule(206)] }),
      virtualService('shop/given', {
        hosts: ['given.example.com'],
        gateways: FRONT,
        exportTo: ['istio-system'],
        http: [rule(207)],
      }),
    ]),
  ).toEqual([
    'beside.local.example: * -> 204',
    'dotted.example.com: * -> 203',
    'given.example.com: * -> 207',
    'short.local.example: * -> 201',
    'slash.example.com: * -> 202',
  ]);
});

test('match.port is the number of the server, and not the port of the pods (e41)', () => {
  const manifests = [
    gateway('istio-system/front', http('*.example.com'), server(9000, 'HTTP', ['*.example.com'])),
    at('shop/p80', FRONT, ['p.example.com'], rule(201, { port: 80 })),
    at('shop/p8080', FRONT, ['q.example.com'], rule(202, { port: 8080 })),
    at('shop/odd', FRONT, ['odd.example.com'], rule(203, { port: 9000 })),
  ];
  expect(routes(manifests)).toEqual(['p.example.com: * -> 201']);
  expect(routes(manifests, 'http.9000')).toEqual(['odd.example.com: * -> 203']);
});

test('of two servers on one listener the first decides on match.port (e97)', () => {
  expect(
    routes([
      gateway('istio-system/front', http('a.example.com'), server(8080, 'HTTP', ['b.example.com'])),
      at('shop/v', FRONT, ['*.example.com'], rule(201, { port: 80 }), rule(202, { port: 8080 })),
    ]),
  ).toEqual(['a.example.com: * -> 201', 'b.example.com: * -> 201']);
});

test('a server with TLS has its own route configuration with all hosts of its Gateway that fit (e43)', () => {
  const tls = { mode: 'SIMPLE', credentialName: 'c' };
  const manifests = [
    gateway(
      'istio-system/front',
      server(443, 'HTTPS', ['*.example.com'], tls),
      server(444, 'HTTPS', ['a.example.com'], tls),
    ),
    at('shop/a', FRONT, ['a.example.com'], rule(201)),
    at('shop/b', FRONT, ['b.example.com'], rule(202)),
  ];
  expect(routes(manifests, 'https.443.https-443.front.istio-system')).toEqual([
    'a.example.com: * -> 201',
    'b.example.com: * -> 202',
  ]);
  expect(routes(manifests, 'https.444.https-444.front.istio-system')).toEqual(['a.example.com: * -> 201']);
  expect(routes(manifests, 'https.445.https-445.front.istio-system')).toEqual([]);
});

test('a destination without port has the only port of its Service, else the number of the server (e63)', () => {
  const to = (host: string, ...match: object[]): object => ({ match, route: [{ destination: { host } }] });
  expect(
    routes([
      manifest('Service', 'shop/s', { ports: [{ name: 'http', port: 7000 }] }),
      manifest('Service', 'shop/m', {
        ports: [
          { name: 'http', port: 7000 },
          { name: 'http-b', port: 7001 },
        ],
      }),
      gateway('istio-system/front', http('*.example.com')),
      at(
        'shop/v',
        FRONT,
        ['v.example.com'],
        to('m', under('/m')),
        to('nobody.example.org', under('/n')),
        to('s', under('/')),
      ),
    ]),
  ).toEqual(['v.example.com: /m -> 80 m.shop | /n -> 80 nobody.example.org | / -> 7000 s.shop']);
});

test('rules for the mesh do not count, nor VirtualServices of the mesh (e72, e73)', () => {
  expect(
    routes([
      gateway('istio-system/front', http('*.example.com')),
      at(
        'shop/v',
        ['mesh', ...FRONT],
        ['web.example.com'],
        rule('v1', { gateways: FRONT, ...under('/x') }),
        rule('v2', { gateways: ['mesh'], ...under('/x') }),
        rule('v2', under('/b')),
      ),
      virtualService('shop/w', { hosts: ['web.example.com'], http: [rule(503)] }),
    ]),
  ).toEqual(['web.example.com: /x -> 80 web.shop v1 | /b -> 80 web.shop v2']);
});

test('what takes everything (e74)', () => {
  expect(
    routes([
      gateway('istio-system/front', http('*.example.com')),
      at('shop/a', FRONT, ['m.example.com'], rule(201, { uri: { regex: '.*' } }), rule(202, under('/never'))),
      at('shop/b', FRONT, ['m.example.com'], rule(203, under('/b'))),
      at(
        'shop/c',
        FRONT,
        ['c.example.com'],
        rule(204, { ...under('/'), headers: { x: { exact: '1' } } }),
        rule(205, under('/alt'), under('/'), under('/dead')),
        rule(206, under('/never')),
      ),
      at('shop/d', FRONT, ['d.example.com'], rule(207, { uri: { regex: '/.*' } })),
      at('shop/d2', FRONT, ['d.example.com'], rule(208, under('/late'))),
    ]),
  ).toEqual([
    'c.example.com: / x -> 204 | /alt -> 205 | / -> 205',
    'd.example.com: ~/.* -> 207 | /late -> 208',
    'm.example.com: /b -> 203 | ~.* -> 201',
  ]);
});

test('a server without rules (e93)', () => {
  expect(routes([gateway('istio-system/front', http('*.example.com'))])).toEqual(['*: ']);
});

test("the source is that of the gateway's pods (e94)", () => {
  expect(
    routes([
      gateway('istio-system/front', http('*')),
      at(
        'shop/v',
        FRONT,
        ['*'],
        rule('v1', { sourceLabels: { app: 'nobody' }, ...under('/') }),
        rule('v1', { sourceNamespace: 'nowhere', ...under('/x') }),
        rule('v2', { sourceLabels: { istio: 'ingressgateway' }, ...under('/y') }),
      ),
    ]),
  ).toEqual(['*: /y -> 80 web.shop v2']);
});

test("private rules of the gateway's namespace first, then those exported to it by name (e95)", () => {
  expect(
    routes([
      gateway('istio-system/front', http('*.example.com')),
      at('shop/a-public', FRONT, ['a.example.com'], rule(201, under('/x'))),
      virtualService('shop/b-exported', {
        hosts: ['a.example.com'],
        gateways: FRONT,
        exportTo: ['istio-system'],
        http: [rule(202, under('/x'))],
      }),
      virtualService('istio-system/c-private', {
        hosts: ['a.example.com'],
        gateways: ['front'],
        exportTo: ['.'],
        http: [rule(203, under('/x/y'))],
      }),
    ]),
  ).toEqual(['a.example.com: /x/y -> 203 | /x -> 202 | /x -> 201']);
});

test('weights, redirects and answers', () => {
  const to = (...weights: number[]): object[] =>
    weights.map((weight) => ({ destination: { host: 'web', subset: `v${weight}` }, weight }));
  expect(
    routes([
      gateway('istio-system/front', http('*.example.com')),
      at(
        'shop/v',
        FRONT,
        ['v.example.com'],
        { match: [under('/one')], route: to(0) },
        { match: [under('/some')], route: to(80, 0, 20) },
        { match: [under('/none')], route: to(0, 0) },
        { match: [under('/moved')], redirect: { uri: '/' } },
        { match: [under('/found')], redirect: { uri: '/', redirectCode: 302 } },
        { match: [under('/odd')], redirect: { uri: '/', redirectCode: 304 } },
        { match: [under('/teapot')], directResponse: { status: 418 } },
      ),
    ]),
  ).toEqual([
    'v.example.com: /one -> 80 web.shop v0 | /some -> 80*80 web.shop v80 + 20*80 web.shop v20 | /none ->  | ' +
      '/moved -> redirect 301 | /found -> redirect 302 | /odd -> redirect nowhere | /teapot -> 418',
  ]);
});

test('hosts with the very same routes are one virtual host', () => {
  const mesh = meshOf([
    ...ingress,
    web,
    gateway('istio-system/front', http('*')),
    at('shop/v', FRONT, ['b.example.com', 'a.example.com', '*.example.org'], rule('v1')),
    at('shop/w', FRONT, ['c.example.com'], rule('v1')),
  ]);
  const found = routeConfig(mesh, gatewayProxy(mesh), 'http.8080') ?? [];
  expect(found.map(({ name, domains }) => ({ name, domains }))).toEqual([
    { name: 'a.example.com:80', domains: ['a.example.com', 'b.example.com', '*.example.org'] },
    { name: 'c.example.com:80', domains: ['c.example.com'] },
  ]);
});
