import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';
import { variants } from '../variants';

const ROUTE = { route: [{ destination: { host: 'reviews' } }] };
const LABEL = 'a'.repeat(63);
const DOMAIN = [LABEL, LABEL, LABEL, LABEL].join('.');

function virtualService(spec: object, metadata: object = {}): Manifest[] {
  return [manifest('VirtualService', 'shop/reviews', spec, metadata)];
}

const each = <T>(what: string, values: readonly T[], spec: (value: T) => object): [string, Manifest[]][] =>
  variants(what, values, (value) => virtualService(spec(value)));

const HOSTS = [
  'reviews',
  'reviews.shop.svc.cluster.local',
  'Reviews.Shop',
  'reviews.',
  'reviews..shop',
  '.reviews',
  '.',
  '',
  '*',
  '*.',
  '*.com',
  '*.example.com',
  '*a.com',
  '*-a.com',
  '*-.com',
  '**.com',
  'a*.com',
  'a.*.com',
  '*.*.com',
  '1',
  '1.2.3',
  'a.1',
  'a.007',
  'a.0x1',
  'a.9223372036854775807',
  'a.9223372036854775808',
  '-a.com',
  'a-.com',
  'a_b.com',
  'ä.com',
  'a b.com',
  'a.com\n',
  `${LABEL}.com`,
  `${LABEL}a.com`,
  `*${LABEL}.com`,
  `*${LABEL.slice(1)}.com`,
  DOMAIN,
  `${DOMAIN}.`,
  `${DOMAIN.slice(1)}.`,
  '10.0.0.1',
  '10.0.0.256',
  '010.0.0.1',
  '::1',
  'fe80::1%eth0',
  '10.0.0.0/8',
  'shop/reviews',
  'outbound_.80_._.reviews.shop',
];

const GATEWAYS: string[][] = [
  [],
  ['mesh'],
  ['gateway'],
  ['mesh', 'gateway'],
  [''],
  ['a_b'],
  ['1'],
  ['UPPER'],
  ['istio-system/gateway'],
  ['istio-system/gateway', 'istio-system/other'],
  ['istio-system/'],
  ['/gateway'],
  ['/'],
  ['a/b/c'],
  ['a.b/c'],
  ['a/b.c'],
  ['Istio/Gateway'],
  ['a_b/c'],
  ['a/b_c'],
  [`${LABEL}/a`],
  [`${LABEL}a/a`],
  [`a/${LABEL}a`],
  ['gateway.istio-system'],
  ['gateway.istio-system.svc.cluster.local'],
  ['gateway.'],
  ['.gateway'],
  ['gateway.1'],
  ['gateway', 'a_b/c'],
  ['a_b/c', 'gateway'],
  ['gateway', 'gateway.istio-system'],
  ['istio-system/a', 'gateway.istio-system', '/'],
  ['mesh', '/'],
];

const SNI_HOSTS = [
  'outbound_.80_._.reviews.shop',
  'outbound_.80_.v1_.reviews.shop',
  'outbound_._._.reviews.shop',
  'outbound_.a_._.reviews.shop',
  'outbound_.80_._.1',
  'outbound_.80_._.',
  'outbound_.80_._',
  'outbound_80_',
  'outbound_',
  'outbound_a1_b_c_d',
  `outbound_.80_._.${'a'.repeat(239)}`,
  `outbound_.80_._.${'a'.repeat(240)}`,
];

const HOST_SETS = [
  ['a.com', 'b.com'],
  ['a.com', 'a.com'],
  ['a.com', 'A.com'],
  ['a.com', 'a.com.'],
  ['a.com', '*.com'],
  ['*.com', 'a.com'],
  ['*.com', '*.com'],
  ['*.com', '*.a.com'],
  ['*.a.com', '*.com'],
  ['*.a.com', 'a.com'],
  ['*.a.com', 'ba.com'],
  ['*a.com', 'ba.com'],
  ['*a.com', 'a.com'],
  ['*-a.com', 'b-a.com'],
  ['*a.com', '*ba.com'],
  ['*a.com', '*b.com'],
  ['10.0.0.1', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.2'],
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['a.com', 'a.com', '-'],
];

const EXPORT_TO = [
  [],
  ['.'],
  ['*'],
  ['~'],
  ['shop'],
  ['Shop'],
  [''],
  ['a.b'],
  ['a_b'],
  [LABEL],
  [`${LABEL}a`],
  ['.', 'other'],
  ['.', 'shop'],
  ['shop', '.'],
  ['shop', 'shop'],
  ['.', '.'],
  ['*', '*'],
  ['*', 'shop'],
  ['.', '*'],
  ['~', '~'],
  ['~', 'shop'],
  ['~', '*'],
  ['-', '-'],
];

const CLAIMS = [
  '@request.auth.claims.group',
  '@request.auth.claims[group]',
  '@request.auth.claims[group][name]',
  '@Request.Auth.Claims.group',
  '@request.auth.claims',
  '@request.auth.claims.',
  '@request.auth.claims[]',
  '@request.auth.claims[a',
  '@request.auth.claimsx',
  'request.auth.claims.group',
];

const CONVERTED = { annotations: { 'internal.istio.io/route-semantics': 'gateway' } };

const claim = (name: string, gateways: string[], field: string = 'headers'): object => ({
  hosts: ['a.com'],
  gateways,
  http: [{ match: [{ uri: { prefix: '/' } }, { [field]: { [name]: { exact: 'admin' } } }], ...ROUTE }],
});

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...each('host for the mesh', HOSTS, (host) => ({ hosts: [host], http: [ROUTE] })),
    ...each('host for a gateway', HOSTS, (host) => ({ hosts: [host], gateways: ['gateway'], http: [ROUTE] })),
    ...each('host for both', ['*', '*.com', 'reviews'], (host) => ({
      hosts: [host],
      gateways: ['gateway', 'mesh'],
      http: [ROUTE],
    })),
    ...each('name of a Service for gateways', SNI_HOSTS, (host) => ({
      hosts: [host],
      gateways: ['gateway'],
      tls: [{ match: [{ sniHosts: [host] }], ...ROUTE }],
    })),
    ...each('name of a Service for gateways, in the mesh', SNI_HOSTS.slice(0, 2), (host) => ({
      hosts: [host],
      gateways: ['gateway', 'mesh'],
      tls: [{ match: [{ sniHosts: [host] }], ...ROUTE }],
    })),
    ...each('name of a Service for gateways, without a match of TLS', SNI_HOSTS.slice(0, 2), (host) => ({
      hosts: [host],
      gateways: ['gateway'],
      tls: [{ match: [{ port: 443 }], ...ROUTE }],
    })),
    ...each('hosts', HOST_SETS, (hosts) => ({ hosts, http: [ROUTE] })),
    ...each('hosts with * of a gateway', [['*'], ['*', 'a.com'], ['*', '*.com'], ['*', '*']], (hosts) => ({
      hosts,
      gateways: ['gateway'],
      http: [ROUTE],
    })),
    ...each('gateways', GATEWAYS, (gateways) => ({ hosts: ['a.com'], gateways, http: [ROUTE] })),
    ...each('gateways of a match of HTTP', GATEWAYS, (gateways) => ({
      hosts: ['a.com'],
      http: [{ match: [{ gateways }], ...ROUTE }],
    })),
    ...each('gateways of a match of TLS', GATEWAYS, (gateways) => ({
      hosts: ['a.com'],
      tls: [{ match: [{ sniHosts: ['a.com'], gateways }], ...ROUTE }],
    })),
    ...each('gateways of a match of TCP', GATEWAYS, (gateways) => ({
      hosts: ['a.com'],
      tcp: [{ match: [{ gateways }], ...ROUTE }],
    })),
    ...each('exportTo', EXPORT_TO, (exportTo) => ({ hosts: ['a.com'], http: [ROUTE], exportTo })),
    ...each('claim of a token, in the mesh', CLAIMS, (name) => claim(name, [])),
    ...each('claim of a token, at a gateway', CLAIMS, (name) => claim(name, ['gateway'])),
    ...each('claim of a token, with gateways', [['mesh'], ['gateway', 'mesh']], (gateways) =>
      claim(CLAIMS[0], gateways),
    ),
    ...each('claim of a token that must not be, with gateways', [[], ['gateway']], (gateways) =>
      claim(CLAIMS[0], gateways, 'withoutHeaders'),
    ),
    ...each(
      'routes',
      [
        {},
        { http: [] },
        { tls: [], tcp: [] },
        { http: [ROUTE] },
        { tcp: [ROUTE] },
        { tls: [{ match: [{ sniHosts: ['a.com'] }], ...ROUTE }] },
        { http: [null] },
        { tls: [null] },
        { tcp: [null] },
      ],
      (routes) => ({ hosts: ['a.com'], ...routes }),
    ),
    ...each(
      'without hosts',
      [
        {},
        { http: [ROUTE] },
        { http: [ROUTE], gateways: ['gateway'] },
        { http: [ROUTE], gateways: [] },
        { http: [ROUTE], tls: [{ match: [{ sniHosts: ['a.com'] }], ...ROUTE }] },
        { http: [ROUTE], tcp: [ROUTE] },
        { tcp: [ROUTE] },
        { http: [ROUTE], hosts: [] },
        { http: [{ delegate: { name: 'other' } }] },
        { http: [{ delegate: { name: 'other' }, ...ROUTE }] },
        { http: [{ delegate: {}, redirect: { uri: '/' } }] },
      ],
      (spec) => spec,
    ),
    [
      'converted, with names of gateways',
      virtualService({ hosts: ['a.com'], gateways: ['a/b~c'], http: [ROUTE] }, CONVERTED),
    ],
    ['converted, without a name', virtualService({ hosts: ['a.com'], gateways: ['a/'], http: [ROUTE] }, CONVERTED)],
    [
      'converted, with another value',
      virtualService(
        { hosts: ['a.com'], gateways: ['a/b~c'], http: [ROUTE] },
        { annotations: { 'internal.istio.io/route-semantics': 'x' } },
      ),
    ],
    [
      'converted, with any destination',
      virtualService({ hosts: ['a.com'], http: [{ route: [{ destination: { host: '~' } }] }] }, CONVERTED),
    ],
    ['converted, without a destination', virtualService({ hosts: ['a.com'], http: [{ route: [{}] }] }, CONVERTED)],
    [
      'converted, with any destination of TCP',
      virtualService({ hosts: ['a.com'], tcp: [{ route: [{ destination: { host: '~' } }] }] }, CONVERTED),
    ],
    [
      'converted, with a mirror',
      virtualService({ hosts: ['a.com'], http: [{ ...ROUTE, mirror: { host: '~' } }] }, CONVERTED),
    ],
    [
      'converted, gateways of a match',
      virtualService({ hosts: ['a.com'], http: [{ match: [{ gateways: ['a/b~c'] }], ...ROUTE }] }, CONVERTED),
    ],
  ]),
};

export default grid;
