import { sidecarOf } from '../../lib/mesh/proxies';
import type { Proxy } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { SidecarScope } from '../../lib/mesh/sidecar-scope';
import { sidecarScope } from '../../lib/mesh/sidecar-scope';
import { manifest, service, to } from '../manifests';

const FAR = 'far.third.svc.cluster.local';
const web = service('shop/web', [80]);
const api = service('other/api', [80]);
const far = service('third/far', [80, 90]);

const sidecar = (key: string, egress: object[], more: object = {}): Manifest =>
  manifest('Sidecar', key, { egress, ...more });
const hosts = (...list: string[]): object => ({ hosts: list });
const route = (key: string, host: string, destination: string, more: object = {}): Manifest =>
  manifest('VirtualService', key, { hosts: [host], http: [{ ...to(destination), ...more }] });
const entry = (key: string, host: string, more: object = {}): Manifest =>
  manifest('ServiceEntry', key, {
    hosts: [host],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    ...more,
  });

function scope(
  manifests: Manifest[],
  proxy: string | Proxy = 'shop',
  context: Partial<MeshContext> = {},
): SidecarScope {
  return sidecarScope(new Mesh(manifests, [], context), typeof proxy === 'string' ? sidecarOf(proxy) : proxy);
}

/** The hosts of routes of a port, those of clusters with their ports, and the VirtualServices. */
function seen(found: SidecarScope, port = 80): { routes: string[]; clusters: string[]; virtualServices: string[] } {
  const short = (host: string): string => host.replace('.svc.cluster.local', '');
  for (const each of found.services(port)) {
    expect(found.find(each.host, port)).toEqual(each);
  }
  return {
    routes: found.services(port).map(({ host }) => short(host)),
    clusters: found
      .allServices()
      .map(({ host, ports }) => `${short(host)}:${ports.map(({ number }) => number).join()}`),
    virtualServices: found.virtualServices(port).map(({ key }) => key),
  };
}

test('without a Sidecar everything that is exported', () => {
  const found = scope([web, api, far, route('third/v', 'far', 'far')]);
  expect(found.sidecar).toBeUndefined();
  expect(seen(found)).toEqual({
    routes: ['web.shop', 'api.other', 'far.third'],
    clusters: ['web.shop:80', 'api.other:80', 'far.third:80,90'],
    virtualServices: ['third/v'],
  });
  expect(seen(found, 90).routes).toEqual(['far.third']);
  expect(found.find(FAR, 8080)).toBeUndefined();
  expect(found.outboundTrafficPolicy).toEqual({ mode: 'ALLOW_ANY', place: {} });
});

// cases/routing/e53
test('what imported VirtualServices send requests to has a cluster, and is no host of routes', () => {
  const manifests = [
    web,
    api,
    far,
    sidecar('shop/default', [hosts('./*')], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }),
    route('shop/v', 'web', FAR),
    route('other/x', 'web.shop.svc.cluster.local', 'api'),
  ];
  const found = scope(manifests);
  expect(seen(found)).toEqual({
    routes: ['web.shop'],
    clusters: ['web.shop:80', 'far.third:80,90'],
    virtualServices: ['shop/v'],
  });
  expect(found.sidecar?.key).toBe('shop/default');
  expect(found.outboundTrafficPolicy).toEqual({
    mode: 'REGISTRY_ONLY',
    egressProxy: undefined,
    place: { object: found.sidecar, path: 'spec.outboundTrafficPolicy' },
  });
  expect(seen(scope(manifests, 'other')).routes).toEqual(['web.shop', 'api.other', 'far.third']);
});

test.each<[string, object, string[]]>([
  ['the port that is named', { route: [{ destination: { host: FAR, port: { number: 90 } } }] }, ['far.third:90']],
  ['nothing where the service has no such port', { route: [{ destination: { host: FAR, port: { number: 1 } } }] }, []],
  ['copies of requests', { ...to('web'), mirror: { host: FAR } }, ['far.third:80,90']],
  ['rules for other namespaces', { ...to(FAR), match: [{ sourceNamespace: 'other' }, {}] }, []],
  [
    'rules for this namespace',
    { ...to(FAR), match: [{ sourceNamespace: 'other' }, { sourceNamespace: 'shop' }] },
    ['far.third:80,90'],
  ],
])('destinations of VirtualServices: %s', (_, http, clusters) => {
  const virtualService = manifest('VirtualService', 'shop/v', { hosts: ['web'], http: [http] });
  const found = scope([web, far, sidecar('shop/default', [hosts('./*')]), virtualService]);
  expect(seen(found).clusters).toEqual(['web.shop:80', ...clusters]);
});

// cases/routing/e54
test('the Sidecar of the root namespace is for all without one of their own, and `.` is their own namespace', () => {
  const manifests = [
    web,
    api,
    sidecar('istio-system/root', [hosts('./*')]),
    sidecar('shop/gold', [hosts('*/*')], { workloadSelector: { labels: { tier: 'gold' } } }),
  ];
  expect(seen(scope(manifests, 'other')).routes).toEqual(['api.other']);
  expect(seen(scope(manifests)).routes).toEqual(['web.shop']);
  expect(scope(manifests).sidecar?.key).toBe('istio-system/root');
  expect(seen(scope(manifests, sidecarOf('shop', { tier: 'gold' }))).routes).toEqual(['web.shop', 'api.other']);
});

test('those that select pods come first, then the oldest; one of the root namespace that selects is for that namespace alone', () => {
  const manifests = [
    sidecar('shop/a', [hosts('./*')]),
    sidecar('shop/b', [hosts('./*')]),
    sidecar('shop/c', [hosts('./*')], { workloadSelector: { labels: { app: 'web' } } }),
    sidecar('istio-system/d', [hosts('./*')], { workloadSelector: { labels: { app: 'web' } } }),
  ];
  expect(scope(manifests).sidecar?.key).toBe('shop/a');
  expect(scope(manifests, sidecarOf('shop', { app: 'web' })).sidecar?.key).toBe('shop/c');
  expect(scope(manifests, sidecarOf('other', { app: 'web' })).sidecar).toBeUndefined();
  expect(scope([...manifests].reverse()).sidecar?.key).toBe('shop/b');
  expect(scope([...manifests].reverse(), 'shop', { age: 'named' }).sidecar?.key).toBe('shop/a');
});

test('no Sidecar applies to a gateway', () => {
  const gateway: Proxy = { kind: 'gateway', namespace: 'shop', labels: {}, name: 'edge' };
  const found = scope([web, api, sidecar('shop/default', [hosts('./*')]), route('shop/v', 'web', FAR), far], gateway);
  expect(found.sidecar).toBeUndefined();
  expect(seen(found).routes).toEqual(['web.shop', 'api.other', 'far.third']);
});

// cases/routing/e89
test('a VirtualService is imported with one of its hosts', () => {
  const both = manifest('VirtualService', 'shop/v', {
    hosts: ['web', 'api.other.svc.cluster.local'],
    http: [to('web')],
  });
  const found = scope([web, api, both, sidecar('other/s', [hosts('shop/web.shop.svc.cluster.local')])], 'other');
  expect(seen(found)).toEqual({ routes: ['web.shop'], clusters: ['web.shop:80'], virtualServices: ['shop/v'] });
});

// cases/routing/e90
test('a listener with a port is alone for that port', () => {
  const egress = [
    { port: { number: 80, protocol: 'HTTP', name: 'http' }, ...hosts('./web.shop.svc.cluster.local') },
    hosts('*/*'),
  ];
  const found = scope([web, api, far, sidecar('shop/s', egress)]);
  expect(seen(found)).toEqual({
    routes: ['web.shop'],
    clusters: ['web.shop:80', 'api.other:80', 'far.third:80,90'],
    virtualServices: [],
  });
  expect(seen(found, 90).routes).toEqual(['far.third']);
  expect(found.listener(80)?.port).toBe(80);
});

test('a listener with a port has services as far as they have it, and a proxy for all ports has all', () => {
  const listener = (protocol: string): object[] => [{ port: { number: 90, protocol, name: 'x' }, ...hosts('*/*') }];
  expect(seen(scope([web, far, sidecar('shop/s', listener('HTTP'))]), 90)).toEqual({
    routes: ['far.third'],
    clusters: ['far.third:90'],
    virtualServices: [],
  });
  expect(scope([web, far, sidecar('shop/s', listener('HTTP'))]).listener(80)).toBeUndefined();
  expect(seen(scope([web, far, sidecar('shop/s', listener('HTTP_PROXY'))]), 90)).toEqual({
    routes: ['web.shop', 'far.third'],
    clusters: ['web.shop:80', 'far.third:80,90'],
    virtualServices: [],
  });
});

test.each<[string[], string[]]>([
  [['*/*'], ['web.shop', 'api.other', 'far.third']],
  [['./*'], ['web.shop']],
  [
    ['other/*', 'third/*'],
    ['api.other', 'far.third'],
  ],
  [['*/far.third.svc.cluster.local'], ['far.third']],
  [['*/*.third.svc.cluster.local'], ['far.third']],
  [
    ['third/far.third.svc.cluster.local', './web.shop.svc.cluster.local'],
    ['far.third', 'web.shop'],
  ],
  [['shop/far.third.svc.cluster.local'], []],
  [['~/*'], []],
  [
    ['*/*', '~third/*'],
    ['web.shop', 'api.other'],
  ],
  [
    ['*/*', '~/*.shop.svc.cluster.local'],
    ['api.other', 'far.third'],
  ],
  [
    ['*/*', '~./*'],
    ['api.other', 'far.third'],
  ],
  [['nothing'], []],
  [['a/b/c'], []],
])('hosts %j', (list, expected) => {
  expect(seen(scope([web, api, far, sidecar('shop/s', [hosts(...list)])])).routes).toEqual(expected);
});

test.each<[string[], string[]]>([
  [['*/*'], ['shop/a', 'third/b']],
  [['shop/*'], ['shop/a']],
  [['*/web.shop.svc.cluster.local'], ['shop/a']],
  [['*/x.third.svc.cluster.local'], ['third/b']],
  [['third/*.svc.cluster.local'], ['third/b']],
  [['*/*', '~/*.third.svc.cluster.local'], ['shop/a']],
  [['*/*', '~shop/*'], ['third/b']],
])('VirtualServices of hosts %j', (list, expected) => {
  const routes = [route('shop/a', 'web', 'web'), route('third/b', '*.third.svc.cluster.local', FAR)];
  expect(seen(scope([web, far, ...routes, sidecar('other/s', [hosts(...list)])], 'other')).virtualServices).toEqual(
    expected,
  );
});

describe('several services with one host', () => {
  const manifests = [entry('a/x', 'a.com'), entry('shop/x', 'a.com'), entry('hidden/x', 'a.com', { exportTo: ['.'] })];
  const home = (found: SidecarScope): (string | undefined)[] => [
    found.find('a.com', 80)?.namespace,
    found.service('a.com')?.namespace,
  ];

  test('that of the own namespace, then the oldest', () => {
    expect(home(scope(manifests))).toEqual(['shop', 'shop']);
    expect(home(scope(manifests, 'other'))).toEqual(['a', 'a']);
  });

  test('only the namespace that is imported', () => {
    expect(home(scope([...manifests, sidecar('shop/s', [hosts('a/*')])]))).toEqual(['a', 'a']);
    expect(home(scope([...manifests, sidecar('shop/s', [hosts('hidden/a.com')])]))).toEqual([undefined, undefined]);
  });

  test('of one namespace: the youngest with the port for routes, all ports for clusters', () => {
    const two = [
      entry('a/x', 'a.com'),
      entry('a/y', 'a.com', {
        ports: [
          { number: 80, name: 'b', protocol: 'TCP' },
          { number: 90, name: 'c', protocol: 'TCP' },
        ],
      }),
    ];
    const found = scope(two);
    expect(found.find('a.com', 80)?.object.name).toBe('y');
    expect(found.service('a.com')?.ports.map(({ number, protocol }) => [number, protocol])).toEqual([
      [80, 'HTTP'],
      [90, 'TCP'],
    ]);
  });

  test('one that nobody sees has a cluster where a VirtualService of its namespace sends requests to it', () => {
    const hidden = entry('shop/x', 'a.com', { exportTo: ['~'] });
    const found = scope([hidden, route('shop/v', 'b.com', 'a.com')]);
    expect(home(found)).toEqual([undefined, 'shop']);
    expect(home(scope([hidden, route('shop/v', 'b.com', 'a.com')], 'other'))).toEqual([undefined, undefined]);
  });
});

test('other names of a service are imported one by one', () => {
  const alias = (key: string): Manifest =>
    manifest('Service', key, { type: 'ExternalName', externalName: FAR, ports: [{ port: 80 }] });
  const manifests = [far, alias('third/a'), alias('other/b')];
  const names = (...list: string[]): string[] | undefined =>
    scope([...manifests, sidecar('shop/s', [hosts(...list)])])
      .find(FAR, 80)
      ?.aliases.map(({ host }) => host.split('.')[0]);
  expect(names('*/*')).toEqual(['b', 'a']);
  expect(names('*/*.third.svc.cluster.local')).toEqual(['a']);
  expect(names(`third/${FAR}`)).toEqual([]);
  // What names the namespace comes first, also where something else imports all: as istiod has it in the random mesh 12899.
  expect(names('*/*', `third/${FAR}`)).toEqual([]);
});

test('the policy for unknown hosts of a Sidecar that does not say which is REGISTRY_ONLY', () => {
  expect(scope([sidecar('shop/s', [hosts('*/*')], { outboundTrafficPolicy: {} })]).outboundTrafficPolicy.mode).toBe(
    'REGISTRY_ONLY',
  );
  const meshConfig = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
  const any = sidecar('shop/s', [hosts('*/*')], { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } });
  expect(scope([any], 'shop', { meshConfig }).outboundTrafficPolicy.mode).toBe('ALLOW_ANY');
  expect(scope([any], 'other', { meshConfig }).outboundTrafficPolicy).toMatchObject({ mode: 'REGISTRY_ONLY' });
});

test('proxies with one Sidecar in one namespace share what they see', () => {
  const mesh = new Mesh([web]);
  expect(sidecarScope(mesh, sidecarOf('shop', { a: 'b' }))).toBe(sidecarScope(mesh, sidecarOf('shop')));
  expect(sidecarScope(mesh, sidecarOf('shop'))).not.toBe(sidecarScope(mesh, sidecarOf('other')));
});
