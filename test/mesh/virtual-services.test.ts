import type { AgeOrder } from '../../lib/mesh/age';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { VirtualService } from '../../lib/mesh/virtual-services';
import {
  destinationsOf,
  gatewayNames,
  hostsOf,
  isAskedAt,
  rulesOf,
  virtualServicesByGateway,
  virtualServicesByHost,
  virtualServicesFor,
} from '../../lib/mesh/virtual-services';
import { virtualService } from '../manifests';

const meshOf = (manifests: Manifest[], age: AgeOrder = 'listed', meshConfig = {}): Mesh =>
  new Mesh(manifests, [], { age, meshConfig });
const only = (spec: object): VirtualService =>
  meshOf([virtualService('shop/v', spec)]).find('networking.istio.io/VirtualService', 'shop', 'v')!;

test('rules with their matches, gateways and destinations', () => {
  const object = only({
    tcp: [{ match: [{ port: 1 }, { port: 2 }], route: [{ destination: { host: 'db' } }] }],
    tls: [{ match: [{ port: 443, gateways: ['mesh'], sniHosts: ['a'] }], route: [{ weight: 3 }] }],
    http: [
      {
        match: [{ gateways: ['front', 'mesh'] }, { gateways: ['./own'] }],
        route: [{ destination: { host: 'a' }, weight: 90 }, { destination: { host: 'b' } }],
        mirror: { host: 'm' },
        mirrors: [{ destination: { host: 'n' } }],
      },
      { match: [{ gateways: ['other/front'] }, {}] },
      {},
    ],
  });
  expect(
    rulesOf(object).map(({ kind, path, matches, gateways, port, destinations, mirrors }) => ({
      kind,
      path,
      matches: matches.map((each) => [each.path, each.gateways]),
      gateways,
      port,
      to: [...destinations, ...mirrors].map((each) => [each.path, each.destination.host, each.weight, each.mirror]),
    })),
  ).toEqual([
    {
      kind: 'http',
      path: 'spec.http[0]',
      matches: [
        ['spec.http[0].match[0]', ['shop/front', 'mesh']],
        ['spec.http[0].match[1]', ['shop/own']],
      ],
      gateways: ['shop/front', 'mesh', 'shop/own'],
      port: undefined,
      to: [
        ['spec.http[0].route[0].destination', 'a', 90, false],
        ['spec.http[0].route[1].destination', 'b', 0, false],
        ['spec.http[0].mirror', 'm', 0, true],
        ['spec.http[0].mirrors[0].destination', 'n', 0, true],
      ],
    },
    {
      kind: 'http',
      path: 'spec.http[1]',
      matches: [
        ['spec.http[1].match[0]', ['other/front']],
        ['spec.http[1].match[1]', undefined],
      ],
      gateways: undefined,
      port: undefined,
      to: [],
    },
    { kind: 'http', path: 'spec.http[2]', matches: [], gateways: undefined, port: undefined, to: [] },
    {
      kind: 'tls',
      path: 'spec.tls[0]',
      matches: [['spec.tls[0].match[0]', ['mesh']]],
      gateways: ['mesh'],
      port: 443,
      to: [['spec.tls[0].route[0].destination', undefined, 3, false]],
    },
    {
      kind: 'tcp',
      path: 'spec.tcp[0]',
      matches: [
        ['spec.tcp[0].match[0]', undefined],
        ['spec.tcp[0].match[1]', undefined],
      ],
      gateways: undefined,
      port: undefined,
      to: [['spec.tcp[0].route[0].destination', 'db', 0, false]],
    },
  ]);
  // Mirrors come last of all.
  expect(destinationsOf(object).map(({ destination }) => destination.host)).toEqual([
    'a',
    'b',
    undefined,
    'db',
    'm',
    'n',
  ]);
});

test.each([
  [undefined, ['mesh']],
  [[], ['mesh']],
  [
    ['mesh', 'front'],
    ['mesh', 'shop/front'],
  ],
  [
    ['other/front', './front', 'front.other', 'front.other.svc.cluster.local'],
    ['other/front', 'shop/front', 'other/front', 'other/front'],
  ],
])('gateways %j are %j', (gateways, names) => {
  expect(gatewayNames(only({ gateways }))).toEqual(names);
});

test('what names no gateway is asked at all', () => {
  expect(isAskedAt({}, 'mesh')).toBe(true);
  expect(isAskedAt({ gateways: ['mesh'] }, 'mesh')).toBe(true);
  expect(isAskedAt({ gateways: ['shop/front'] }, 'mesh')).toBe(false);
});

test('short names of hosts are completed', () => {
  expect(hostsOf(only({ hosts: ['web', 'web.shop', '*'] }), meshOf([]))).toEqual([
    'web.shop.svc.cluster.local',
    'web.shop',
    '*',
  ]);
});

const HOSTS = { hosts: ['web'] };
const keys = (list: readonly VirtualService[]): string[] => list.map(({ key }) => key);

test('private ones, those exported by name, those for all, each by age; delegates are not among them (e11, e95)', () => {
  const manifests = [
    virtualService('shop/public-b', HOSTS),
    virtualService('shop/public-a', HOSTS),
    virtualService('shop/given', { ...HOSTS, exportTo: ['other', 'third'] }),
    virtualService('other/private', { ...HOSTS, exportTo: ['.'] }),
    virtualService('other/own-name', { ...HOSTS, exportTo: ['other', 'shop'] }),
    virtualService('other/hidden', { ...HOSTS, exportTo: ['~'] }),
    virtualService('other/delegate', {}),
    virtualService('other/elsewhere', { ...HOSTS, gateways: ['front'] }),
  ];
  const of = (namespace: string, gateway = 'mesh', age: AgeOrder = 'listed'): string[] =>
    keys(virtualServicesFor(meshOf(manifests, age), namespace, gateway));
  expect(of('other')).toEqual(['other/private', 'other/own-name', 'shop/given', 'shop/public-b', 'shop/public-a']);
  expect(of('shop')).toEqual(['other/own-name', 'shop/public-b', 'shop/public-a']);
  expect(of('none')).toEqual(['shop/public-b', 'shop/public-a']);
  expect(of('none', 'mesh', 'named')).toEqual(['shop/public-a', 'shop/public-b']);
  expect(of('none', 'other/front')).toEqual(['other/elsewhere']);
  expect(of('none', 'other/nosuch')).toEqual([]);
});

test('MeshConfig decides for those that do not say whom they are exported to', () => {
  const mesh = meshOf([virtualService('shop/v', HOSTS)], 'listed', { defaultVirtualServiceExportTo: ['.'] });
  expect(keys(virtualServicesFor(mesh, 'shop', 'mesh'))).toEqual(['shop/v']);
  expect(keys(virtualServicesFor(mesh, 'other', 'mesh'))).toEqual([]);
});

test('by the gateways that they name, in the order of the manifests', () => {
  const index = virtualServicesByGateway(
    meshOf([virtualService('shop/b', { gateways: ['mesh', 'front', './front'] }), virtualService('shop/a', {})]),
  );
  expect([...index].map(([gateway, list]) => [gateway, keys(list)])).toEqual([
    ['mesh', ['shop/b', 'shop/a']],
    ['shop/front', ['shop/b']],
  ]);
});

test('found by host', () => {
  const mesh = meshOf([
    virtualService('shop/wide', { hosts: ['*.com'] }),
    virtualService('shop/narrow', { hosts: ['*.example.com', 'Capital.example.com'] }),
    virtualService('shop/second', { hosts: ['*.example.com'] }),
    virtualService('shop/exact', { hosts: ['a.example.com', 'a.example.com'] }),
  ]);
  const table = virtualServicesByHost(mesh, virtualServicesFor(mesh, 'shop', 'mesh'));
  expect(keys(table.withHost('a.example.com'))).toEqual(['shop/exact']);
  expect(keys(table.withHost('capital.example.com'))).toEqual(['shop/narrow']);
  expect(keys(table.covering('b.example.com'))).toEqual(['shop/narrow', 'shop/second', 'shop/wide']);
  expect(table.closest('a.example.com')?.key).toBe('shop/exact');
  expect(table.closest('b.example.com')?.key).toBe('shop/narrow');
  expect(table.closest('example.com')?.key).toBe('shop/wide');
  expect(table.closest('a.example.org')).toBeUndefined();
  // In lower case it is found by its host, but it is not the closest to it.
  expect(table.closest('capital.example.com')?.key).toBe('shop/narrow');
  expect(virtualServicesByHost(mesh, virtualServicesFor(mesh, 'other', 'mesh'))).toBe(table);
});
