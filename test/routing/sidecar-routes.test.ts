import { sidecarOf } from '../../lib/mesh/proxies';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { VirtualHost } from '../../lib/routing/route-table';
import { routeConfig, virtualHostFor } from '../../lib/routing/route-table';
import { manifest, service, virtualService } from '../manifests';
import { linesOf, meshOf, rule, textOf, under, web, WEB } from './tables';

type Labels = Record<string, string>;

const CLIENT: [namespace: string, labels?: Labels] = ['shop', { app: 'client' }];

/** What a client has on a port, by domain; unknown hosts left out. */
function table(
  manifests: readonly Manifest[],
  [namespace, labels]: [string, Labels?] = CLIENT,
  name = '80',
  meshConfig = {},
): Record<string, string> {
  const mesh = meshOf(manifests, 'listed', meshConfig);
  const hosts = routeConfig(mesh, sidecarOf(namespace, labels), name) ?? [];
  const named = hosts.filter(({ name: own }) => own !== 'allow_any' && own !== 'block_all');
  return Object.fromEntries(
    named.flatMap(({ domains, routes }) => domains.map((each) => [each, routes.map(textOf).join(' | ')])),
  );
}

const http = (port: number): object => ({ name: `http-${port}`, port });
const inMesh = (key: string, hosts: string[], ...rules: object[]): Manifest =>
  virtualService(key, { hosts, http: rules });
const FROM_NOBODY = { sourceLabels: { app: 'nobody' } };

test('of two VirtualServices for a host the older is asked, and the other one as if it were not there (e07)', () => {
  const manifests = [
    web,
    inMesh('shop/z-old', ['web'], rule('v1', under('/old'))),
    inMesh('shop/a-new', ['web'], rule('v2')),
  ];
  expect(table(manifests)[WEB]).toBe('/old -> 80 web.shop v1');
  const { ignored } = virtualHostFor(meshOf(manifests), sidecarOf('shop'), 80, WEB) as VirtualHost;
  expect(ignored.map(({ object, why }) => [object.key, why])).toEqual([['shop/a-new', 'other']]);
});

test('one that has no route for the client makes room for the next (e08)', () => {
  const manifests = [
    web,
    inMesh('shop/z-old', ['web'], rule('v1', FROM_NOBODY)),
    inMesh('shop/a-new', ['web'], rule('v2')),
  ];
  expect(table(manifests)[WEB]).toBe('* -> 80 web.shop v2');
  const { ignored } = virtualHostFor(meshOf(manifests), sidecarOf('shop'), 80, WEB) as VirtualHost;
  expect(ignored.map(({ object, why }) => [object.key, why])).toEqual([['shop/z-old', 'empty']]);
});

test('without a route for the client the Service has its own (e09)', () => {
  const manifests = [web, inMesh('shop/v', ['web'], rule('v1', { sourceNamespace: 'other' }))];
  expect(table(manifests, ['other'])[WEB]).toBe('* -> 80 web.shop v1');
  expect(table(manifests, ['shop'])[WEB]).toBe('* -> 80 web.shop');
});

test('beside gateways the source does not count (e10)', () => {
  expect(
    table([
      web,
      inMesh('shop/v', ['web'], rule('v2', { gateways: ['mesh'], ...FROM_NOBODY, sourceNamespace: 'x' }), rule('v1')),
    ])[WEB],
  ).toBe('* -> 80 web.shop v2');
});

test("private rules of the client's namespace first, then those exported to it, then those for all (e11)", () => {
  const exported = (key: string, to: string[], subset: string): Manifest =>
    virtualService(key, { hosts: [WEB], exportTo: to, http: [rule(subset)] });
  const manifests = [
    web,
    inMesh('shop/pub', [WEB], rule('v1')),
    exported('shop/given', ['third'], 'v4'),
    exported('other/private', ['.'], 'v2'),
    inMesh('other/pub2', [WEB], rule('v3')),
  ];
  expect(['other', 'shop', 'third'].map((namespace) => table(manifests, [namespace])[WEB])).toEqual([
    '* -> 80 web.shop v2',
    '* -> 80 web.shop v1',
    '* -> 80 web.shop v4',
  ]);
});

test('a host shuts out wildcards, also without a route for the client; of wildcards the longest counts (e12, e13)', () => {
  const api = service('shop/api', [http(80)]);
  const manifests = [
    web,
    api,
    service('shop/rest', [http(80)]),
    inMesh('shop/wide', ['*.svc.cluster.local'], rule('v1')),
    inMesh('shop/narrow', ['*.shop.svc.cluster.local'], rule('v2')),
    inMesh('shop/exact', ['api'], rule('v3', under('/x'))),
    inMesh('shop/exact2', ['web'], rule('v4', FROM_NOBODY)),
  ];
  const found = table(manifests);
  expect([found[WEB], found['api.shop.svc.cluster.local'], found['rest.shop.svc.cluster.local']]).toEqual([
    '* -> 80 web.shop',
    '/x -> 80 web.shop v3',
    '* -> 80 web.shop v2',
  ]);
  const { ignored } = virtualHostFor(
    meshOf(manifests),
    sidecarOf('shop'),
    80,
    'api.shop.svc.cluster.local',
  ) as VirtualHost;
  expect(ignored.map(({ object, why }) => [object.key, why])).toEqual([
    ['shop/narrow', 'wildcard'],
    ['shop/wide', 'wildcard'],
  ]);
});

test('the names of a Service (e14)', () => {
  const manifests = [{ ...web, spec: { ...(web.spec as object), clusterIP: '10.0.0.1' } }];
  expect(Object.keys(table(manifests, ['shop'])).sort()).toEqual([
    '10.0.0.1',
    'web',
    'web.shop',
    'web.shop.svc',
    'web.shop.svc.cluster.local',
    'web.shop.svc.cluster.local.',
  ]);
  expect(Object.keys(table(manifests, ['other'])).sort()).toEqual([
    '10.0.0.1',
    'web.shop',
    'web.shop.svc',
    'web.shop.svc.cluster.local',
    'web.shop.svc.cluster.local.',
  ]);
});

test('pods of a headless Service have names below it (e52)', () => {
  expect(Object.keys(table([service('shop/db', [http(80)], { clusterIP: 'None' })], ['other'])).sort()).toEqual([
    '*.db.shop',
    '*.db.shop.svc',
    '*.db.shop.svc.cluster.local',
    '*.db.shop.svc.cluster.local.',
    'db.shop',
    'db.shop.svc',
    'db.shop.svc.cluster.local',
    'db.shop.svc.cluster.local.',
  ]);
});

test('a Service that is only another name is one of the host that it stands for (e70)', () => {
  const manifests = [web, service('shop/old', [http(80)], { type: 'ExternalName', externalName: WEB })];
  const found = table(manifests);
  expect(found['old.shop']).toBe('* -> 80 web.shop');
  expect(Object.keys(found)).toHaveLength(10);
  // As a destination too, and with rules of its own.
  const rules = [...manifests, inMesh('shop/v', ['web'], { route: [{ destination: { host: 'old' } }] })];
  expect(table(rules)[WEB]).toBe('* -> 80 web.shop');
});

test('hosts that no registry knows are hosts of port 80, and take a name from a Service (e16, e86)', () => {
  const found = table([web, inMesh('shop/v', ['web.shop', 'Legacy.internal', '*.corp'], rule('v2'))]);
  expect([found['web.shop'], found.web, found['legacy.internal'], found['*.corp']]).toEqual([
    '* -> 80 web.shop v2',
    '* -> 80 web.shop',
    '* -> 80 web.shop v2',
    '* -> 80 web.shop v2',
  ]);
});

test('on other ports only beside a host of a Service with that port (e17, e88)', () => {
  const at8080 = manifest('Service', 'shop/web', { ports: [http(8080)] });
  const alone = table([at8080, inMesh('shop/v', ['web.shop', 'foo.example.com'], rule('v2'))], CLIENT, '8080');
  expect([alone['web.shop'], alone['foo.example.com']]).toEqual(['* -> 8080 web.shop', undefined]);
  const together = table([at8080, inMesh('shop/v', ['web', 'foo.example.com'], rule('v2'))], CLIENT, '8080');
  expect([together['web.shop'], together['foo.example.com']]).toEqual([
    '* -> 8080 web.shop v2',
    '* -> 8080 web.shop v2',
  ]);
});

test('a VirtualService that is not asked for a Service still has its other hosts', () => {
  const found = table(
    [
      manifest('Service', 'shop/web', { ports: [http(8080)] }),
      inMesh('shop/a', ['web'], rule('v1')),
      inMesh('shop/b', ['web', 'b.example.com'], rule('v2')),
    ],
    CLIENT,
    '8080',
  );
  expect([found[WEB], found['b.example.com']]).toEqual(['* -> 8080 web.shop v1', '* -> 8080 web.shop v2']);
});

test('a destination without port has that of the listener, whatever its Service has (e56)', () => {
  const to = (host: string, ...match: object[]): object => ({ match, route: [{ destination: { host } }] });
  const manifests = [
    web,
    service('shop/m', [http(80), http(81)]),
    service('shop/s', [http(7000)]),
    inMesh('shop/v', ['web'], to('m', under('/multi')), to('s', under('/single')), to('web', under('/'))),
    inMesh('shop/m', ['m'], to('m', under('/'))),
  ];
  expect(table(manifests)[WEB]).toBe('/multi -> 80 m.shop | /single -> 80 s.shop | / -> 80 web.shop');
  expect(table(manifests, CLIENT, '81')['m.shop']).toBe('/ -> 81 m.shop');
});

test('ports of other protocols have no virtual host; of unknown ones the address chooses the service (e51)', () => {
  const manifests = [
    service('shop/a', [{ name: 'tcp', port: 80 }]),
    service('shop/b', [{ name: 'web', port: 80 }]),
    inMesh('shop/v', ['a', 'b'], rule('v2')),
  ];
  const found = table(manifests);
  expect([found['a.shop'], found['b.shop']]).toEqual([undefined, '* -> 80 web.shop v2']);
  const sniffed = routeConfig(meshOf(manifests), sidecarOf('shop'), 'b.shop.svc.cluster.local:80');
  expect(linesOf(sniffed)).toEqual(['*: * -> 80 web.shop v2']);
});

test('hosts that nobody knows', () => {
  const of = (meshConfig: object, ...more: Manifest[]): string[] =>
    linesOf(routeConfig(meshOf(more, 'listed', meshConfig), sidecarOf('shop'), '80'));
  const policy = (mode: string): object => ({ outboundTrafficPolicy: { mode } });
  expect(of({})).toEqual(['*: * -> PassthroughCluster']);
  expect(of(policy('REGISTRY_ONLY'))).toEqual(['*: * -> 502']);
  expect(of(policy('ALLOW_ANY_DYNAMIC_DNS'))).toEqual(['*: * -> AllowAnyDynamicDNSCluster']);
  const proxy = { host: 'proxy.shop.svc.cluster.local', port: { number: 3128 } };
  const sidecar = manifest('Sidecar', 'shop/default', {
    outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: proxy },
  });
  expect(of(policy('REGISTRY_ONLY'), sidecar)).toEqual(['*: * -> 3128 proxy.shop']);
});

test('a ServiceEntry has its host alone, also below a domain that is like one of the cluster', () => {
  const entry = manifest('ServiceEntry', 'shop/e', {
    hosts: ['web.shop', '*.example.com'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'DNS',
  });
  const found = table([web, entry], ['other']);
  expect(Object.keys(found).sort()).toEqual([
    '*.example.com',
    '*.example.com.',
    'web.shop',
    'web.shop.',
    'web.shop.svc',
    'web.shop.svc.cluster.local',
    'web.shop.svc.cluster.local.',
  ]);
  expect(found['web.shop']).toBe('* -> 80 web.shop');
});

test('a listener that is a proxy for all ports has them in its hosts', () => {
  const sidecar = manifest('Sidecar', 'shop/default', {
    egress: [{ port: { number: 3128, name: 'proxy', protocol: 'HTTP_PROXY' }, hosts: ['*/*'] }],
  });
  const manifests = [sidecar, service('shop/a', [http(80), http(81), { name: 'tcp', port: 82 }])];
  const found = table(manifests, CLIENT, '3128');
  expect([found.a, found['a:80'], found['a:81'], found['a:82']]).toEqual([
    '* -> 80 a.shop',
    '* -> 80 a.shop',
    '* -> 81 a.shop',
    undefined,
  ]);
});

test('one host has what the whole table has for it', () => {
  const manifests = [
    web,
    service('shop/api', [http(80)]),
    inMesh('shop/a', ['web.shop', 'api', 'made.up'], rule('v1')),
    inMesh('shop/b', ['*.shop.svc.cluster.local', '*.up'], rule('v2')),
  ];
  const mesh = meshOf(manifests);
  const client = sidecarOf('shop');
  const all = (routeConfig(mesh, client, '80') ?? []).filter(({ name }) => name !== 'allow_any');
  expect(all.map(({ name }) => name)).toEqual([
    '*.up:80',
    'api.shop.svc.cluster.local:80',
    'made.up:80',
    'web.shop.svc.cluster.local:80',
    'web.shop:80',
  ]);
  const one = all.map(({ name }) => virtualHostFor(mesh, client, 80, name.slice(0, -':80'.length)));
  const shown = (hosts: readonly (VirtualHost | undefined)[]): unknown =>
    hosts.map(
      (host) => host && { name: host.name, domains: [...host.domains].sort(), routes: host.routes.map(textOf) },
    );
  expect(shown(one)).toEqual(shown(all));
  expect(virtualHostFor(mesh, client, 80, 'nobody.example')).toBeUndefined();
});
