import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';
import { variants } from '../variants';

const ROUTE = { route: [{ destination: { host: 'reviews' } }] };

const virtualService = (spec: object): Manifest[] => [
  manifest('VirtualService', 'shop/reviews', { hosts: ['a.com'], ...spec }),
];

const tls = <T>(what: string, values: readonly T[], match: (value: T) => object): [string, Manifest[]][] =>
  variants(`${what} of TLS`, values, (value) =>
    virtualService({ tls: [{ match: [{ sniHosts: ['a.com'], ...match(value) }], ...ROUTE }] }),
  );

const tcp = <T>(what: string, values: readonly T[], match: (value: T) => object): [string, Manifest[]][] =>
  variants(`${what} of TCP`, values, (value) => virtualService({ tcp: [{ match: [match(value)], ...ROUTE }] }));

const sni = (hosts: readonly string[], sniHosts: readonly string[], more: object = {}): Manifest[] =>
  virtualService({ hosts, tls: [{ match: [{ sniHosts }], ...ROUTE }], ...more });

const SUBNETS = [
  '10.0.0.0/8',
  '10.1.2.3/8',
  '10.0.0.0/0',
  '10.0.0.0/32',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/',
  '/8',
  '10.0.0.0/8/8',
  '10.0.0.1',
  '10.0.0',
  '010.0.0.1',
  '10.0.0.256',
  '2001:db8::/32',
  '::/0',
  '::1/128',
  '::1/129',
  '::1',
  'fe80::1%eth0',
  'fe80::1%eth0/64',
  'a.com',
  '*',
  '',
];
const PORTS = [0, 1, 443, 65535, 65536];
const LABELS = [{}, { app: 'web' }, { app: '*' }, { '': 'web' }, { 'a/b/c': 'web' }, { app: 'a'.repeat(64) }];
const WEIGHTS = [[0], [-1], [0, 0], [50, 50], [0, 1], [-1, 1]];
const DESTINATIONS = [
  null,
  {},
  { host: '*' },
  { host: 'a_b' },
  { host: 'a', subset: 'v_1' },
  { host: 'a', subset: 'v1' },
  { host: 'a', port: {} },
  { host: 'a', port: { number: 65536 } },
];
const SNI_HOSTS = ['a.com', 'A.com', 'b.a.com', '*.a.com', '*', '', 'a_b', '*a.com', '10.0.0.1', '::1', 'com'];

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...tls('destinationSubnets', SUBNETS, (subnet) => ({ destinationSubnets: [subnet] })),
    ...tcp('destinationSubnets', SUBNETS, (subnet) => ({ destinationSubnets: [subnet] })),
    ...tls('port', PORTS, (port) => ({ port })),
    ...tcp('port', PORTS, (port) => ({ port })),
    ...tls('sourceLabels', LABELS, (sourceLabels) => ({ sourceLabels })),
    ...tcp('sourceLabels', LABELS, (sourceLabels) => ({ sourceLabels })),
    ...tls('sourceNamespace', ['shop', '*'], (sourceNamespace) => ({ sourceNamespace })),
    ...tcp('sourceNamespace', ['shop', '*'], (sourceNamespace) => ({ sourceNamespace })),
    ...tcp('sourceSubnet', ['10.0.0.0/8', 'a'], (sourceSubnet) => ({ sourceSubnet })),
    ...tls('sniHosts', [undefined, [], [null], ['a.com', 'b.com']], (sniHosts) => ({ sniHosts })),
    ...variants('match of TLS', [undefined, [], [null], [{}], [{ sniHosts: ['a.com'] }, {}]], (match) =>
      virtualService({ tls: [{ match, ...ROUTE }] }),
    ),
    ...variants('match of TCP', [undefined, [], [null], [{}], [{ port: 80 }, { port: 65536 }]], (match) =>
      virtualService({ tcp: [{ match, ...ROUTE }] }),
    ),
    ...variants('route of TLS', [undefined, [], [null]], (route) =>
      virtualService({ tls: [{ match: [{ sniHosts: ['a.com'] }], route }] }),
    ),
    ...variants('route of TCP', [undefined, [], [null]], (route) => virtualService({ tcp: [{ route }] })),
    ...variants('destination of TLS', DESTINATIONS, (destination) =>
      virtualService({ tls: [{ match: [{ sniHosts: ['a.com'] }], route: [{ destination }] }] }),
    ),
    ...variants('destination of TCP', DESTINATIONS, (destination) =>
      virtualService({ tcp: [{ route: [{ destination }] }] }),
    ),
    ...variants('weights of TLS', WEIGHTS, (weights) =>
      virtualService({
        tls: [
          {
            match: [{ sniHosts: ['a.com'] }],
            route: weights.map((weight) => ({ destination: { host: 'a' }, weight })),
          },
        ],
      }),
    ),
    ...variants('weights of TCP', WEIGHTS, (weights) =>
      virtualService({ tcp: [{ route: weights.map((weight) => ({ destination: { host: 'a' }, weight })) }] }),
    ),
    ...variants('name, hosts a.com', SNI_HOSTS, (host) => sni(['a.com'], [host])),
    ...variants('name, hosts *.a.com', SNI_HOSTS, (host) => sni(['*.a.com'], [host])),
    ...variants('name, hosts *.com and b.org', SNI_HOSTS, (host) => sni(['*.com', 'b.org'], [host])),
    ...variants('name, hosts * of a gateway', SNI_HOSTS, (host) => sni(['*'], [host], { gateways: ['gateway'] })),
    ...variants('name, hosts 10.0.0.1', SNI_HOSTS, (host) => sni(['10.0.0.1'], [host])),
    ...variants('name, without hosts', SNI_HOSTS, (host) => sni([], [host])),
    ...variants(
      'name of a Service for gateways, with gateways',
      [[], ['mesh'], ['gateway'], ['gateway', 'mesh']],
      (gateways) => sni(['*.com'], ['outbound_.80_._.a.com'], { gateways }),
    ),
  ]),
};

export default grid;
