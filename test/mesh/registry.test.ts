import type { AgeOrder } from '../../lib/mesh/age';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { RegistryService } from '../../lib/mesh/registry';
import { registry } from '../../lib/mesh/registry';
import { manifest } from '../manifests';

const entry = (key: string, hosts: string[], more: object = {}): Manifest =>
  manifest('ServiceEntry', key, {
    hosts,
    resolution: 'STATIC',
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    ...more,
  });
const service = (key: string, spec: object = {}, annotations: Record<string, string> = {}): Manifest =>
  manifest('Service', key, { ports: [{ name: 'http', port: 80 }], ...spec }, { annotations });
const port = (number: number): object => ({ number, name: `http-${number}`, protocol: 'HTTP' });
const of = (manifests: Manifest[], age: AgeOrder = 'listed') => registry(new Mesh(manifests, [], { age }));
const where = (service: RegistryService | undefined): string | undefined =>
  service && `${service.object.kind} ${service.object.key}`;

test('a Service', () => {
  const [found] = of([
    service('shop/web', {
      clusterIP: '10.0.0.1',
      selector: { app: 'web' },
      ports: [
        { name: 'grpc-a', port: 80, targetPort: 8080 },
        { name: 'a', port: 3306, targetPort: 'mysql' },
        { port: 90, targetPort: 0, appProtocol: 'kubernetes.io/h2c' },
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'http-nothing' },
      ],
    }),
  ]).all;
  expect(found).toMatchObject({
    host: 'web.shop.svc.cluster.local',
    namespace: 'shop',
    resolution: 'ClientSideLB',
    headless: false,
    addresses: ['10.0.0.1'],
    external: false,
    meshExternal: false,
    selector: { app: 'web' },
    aliases: [],
    ports: [
      { number: 80, name: 'grpc-a', protocol: 'GRPC', targetPort: 8080 },
      { number: 3306, name: 'a', protocol: 'TCP', targetPort: 'mysql' },
      { number: 90, name: '', protocol: 'HTTP2', targetPort: undefined },
      { number: 53, name: 'dns', protocol: 'UDP', targetPort: undefined },
    ],
  });
});

test('a Service without an address, and one that is another name', () => {
  const { all } = of([
    service('shop/db', { clusterIP: 'None' }),
    service('shop/old', { type: 'ExternalName', externalName: 'new.shop.svc.cluster.local' }),
    service('shop/nothing', { type: 'ExternalName' }),
  ]);
  expect(
    all.map(({ resolution, headless, addresses, meshExternal, aliasFor }) => [
      resolution,
      headless,
      addresses,
      meshExternal,
      aliasFor,
    ]),
  ).toEqual([
    ['Passthrough', true, [], false, undefined],
    ['Alias', false, [], true, 'new.shop.svc.cluster.local'],
    ['ClientSideLB', false, [], false, undefined],
  ]);
});

test('the hosts of a ServiceEntry, by name', () => {
  const { all } = of([
    entry('shop/e', ['b.com', '*.a.com', 'b.com'], {
      resolution: 'NONE',
      addresses: ['10.1.0.0/16'],
      location: 'MESH_INTERNAL',
      workloadSelector: { labels: { app: 'e' } },
      ports: [
        { number: 443, name: 'x', protocol: 'tls', targetPort: 8443 },
        { number: 3306, name: 'http', protocol: 'anything' },
      ],
    }),
  ]);
  const same = {
    namespace: 'shop',
    resolution: 'Passthrough',
    headless: false,
    addresses: ['10.1.0.0/16'],
    external: true,
    meshExternal: false,
    selector: { app: 'e' },
    ports: [
      { number: 443, name: 'x', protocol: 'TLS', targetPort: 8443 },
      { number: 3306, name: 'http', protocol: 'Unsupported' },
    ],
  };
  expect(all).toMatchObject([
    { host: '*.a.com', ...same },
    { host: 'b.com', ...same },
  ]);
});

test.each([
  ['STATIC', 'ClientSideLB'],
  ['DNS', 'DNSLB'],
  ['DNS_ROUND_ROBIN', 'DNSRoundRobinLB'],
  ['DYNAMIC_DNS', 'DynamicDNS'],
  [undefined, 'Passthrough'],
])('resolution %s is %s', (resolution, expected) => {
  expect(of([entry('shop/e', ['a.com'], { resolution })]).all[0].resolution).toBe(expected);
});

test('the oldest come first: as listed, or by the name of the Service and the host of the entry', () => {
  const manifests = [service('shop/z'), entry('shop/a', ['y.com']), service('shop/b')];
  expect(of(manifests).all.map(({ host }) => host.split('.')[0])).toEqual(['z', 'y', 'b']);
  expect(of(manifests, 'named').all.map(({ host }) => host.split('.')[0])).toEqual(['b', 'y', 'z']);
});

describe('one host in several places (cases/routing/e77)', () => {
  const HOST = 'web.shop.svc.cluster.local';
  const manifests = [
    entry('a/old', [HOST]),
    entry('front/own', [HOST]),
    entry('b/hidden', [HOST], { exportTo: ['.'] }),
    service('shop/web'),
  ];

  test.each([
    ['its own namespace first', 'front', 'ServiceEntry front/own'],
    ['its own namespace first, hidden or not', 'b', 'ServiceEntry b/hidden'],
    ['the Service otherwise', 'other', 'Service shop/web'],
  ])('%s', (_, namespace, expected) => {
    expect(where(of(manifests).find(HOST, namespace))).toBe(expected);
  });

  test('the oldest of entries', () => {
    const entries = [entry('b/x', ['a.com']), entry('a/x', ['a.com'])];
    expect(where(of(entries).find('a.com', 'other'))).toBe('ServiceEntry b/x');
    expect(where(of(entries, 'named').find('a.com', 'other'))).toBe('ServiceEntry a/x');
  });

  test('an entry for some namespaces before an older one for all', () => {
    const entries = [entry('a/x', ['a.com']), entry('b/x', ['a.com'], { exportTo: ['other'] })];
    expect(where(of(entries).find('a.com', 'other'))).toBe('ServiceEntry b/x');
  });

  test('a gateway takes the Service, its own namespace or not', () => {
    expect(where(of(manifests).findAtGateway(HOST, 'front'))).toBe('Service shop/web');
    expect(where(of(manifests.slice(0, 3)).findAtGateway(HOST, 'front'))).toBe('ServiceEntry a/old');
  });

  test('nothing where nobody sees it', () => {
    expect(of(manifests).find('web.front.svc.cluster.local', 'front')).toBeUndefined();
    expect(of([entry('a/x', ['a.com'], { exportTo: ['~'] })]).find('a.com', 'a')).toBeUndefined();
  });

  test('by host and namespace: a Service, or the oldest', () => {
    const mixed = of([entry('shop/old', [HOST]), entry('shop/new', [HOST]), service('shop/web')]);
    expect(where(mixed.at(HOST, 'shop'))).toBe('Service shop/web');
    expect(where(of(manifests.slice(0, 1)).at(HOST, 'a'))).toBe('ServiceEntry a/old');
    expect(mixed.at(HOST, 'front')).toBeUndefined();
  });
});

describe('entries of one namespace for one host', () => {
  const ports = (...entries: Manifest[]): number[] | undefined =>
    of(entries)
      .find('a.com', 'front')
      ?.ports.map(({ number }) => number);

  test('are one with the ports of all', () => {
    expect(ports(entry('a/x', ['a.com']), entry('a/y', ['a.com'], { ports: [port(90), port(80)] }))).toEqual([80, 90]);
  });

  test.each([
    ['resolution', { resolution: 'DNS' }],
    ['selector', { workloadSelector: { labels: { a: 'b' } } }],
    ['exportTo', { exportTo: ['*'] }],
  ])('the older one alone where they differ in %s', (_, more) => {
    expect(ports(entry('a/x', ['a.com']), entry('a/y', ['a.com'], { ports: [port(90)], ...more }))).toEqual([80]);
  });

  test('the older one alone where they differ in labels', () => {
    const other = { ...entry('a/y', ['a.com'], { ports: [port(90)] }) };
    other.metadata = { ...(other.metadata as object), labels: { a: 'b' } };
    expect(ports(entry('a/x', ['a.com']), other)).toEqual([80]);
  });

  test('those of another namespace are not added', () => {
    expect(ports(entry('a/x', ['a.com']), entry('b/y', ['a.com'], { ports: [port(90)] }))).toEqual([80]);
  });
});

test('other names of a host, and names of names (cases/routing/e70)', () => {
  const alias = (key: string, externalName: string): Manifest => service(key, { type: 'ExternalName', externalName });
  const full = (name: string, namespace: string): string => `${name}.${namespace}.svc.cluster.local`;
  const services = of([
    service('shop/web'),
    alias('shop/one', full('web', 'shop')),
    alias('front/two', full('one', 'shop')),
    alias('shop/ring', full('round', 'shop')),
    alias('shop/round', full('ring', 'shop')),
  ]);
  expect(services.withHost(full('web', 'shop'))[0].aliases).toEqual([
    { host: full('two', 'front'), namespace: 'front' },
    { host: full('one', 'shop'), namespace: 'shop' },
  ]);
  expect(services.all.filter(({ aliases }) => aliases.length > 0)).toHaveLength(1);
});

test('what a namespace sees', () => {
  const services = of([
    service('shop/all'),
    service('shop/own', {}, { 'networking.istio.io/exportTo': '.' }),
    service('shop/some', {}, { 'networking.istio.io/exportTo': 'front,back' }),
  ]);
  const names = (list: readonly RegistryService[]): string[] => list.map(({ object }) => object.name);
  expect(names(services.public)).toEqual(['all']);
  expect(names(services.exportedTo('shop'))).toEqual(['own']);
  expect(names(services.exportedTo('front'))).toEqual(['some']);
  expect(names(services.exportedTo('other'))).toEqual([]);
  expect(names(services.in('shop'))).toEqual(['all', 'own', 'some']);
  expect(names(services.overlapping('*.shop.svc.cluster.local')).sort()).toEqual(['all', 'own', 'some']);
  expect(names(services.overlapping('own.shop.svc.cluster.local'))).toEqual(['own']);
});
