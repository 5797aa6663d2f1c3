import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';
import { variants } from '../variants';

const ROUTE = { route: [{ destination: { host: 'reviews' } }] };
const LABEL = 'a'.repeat(63);

const virtualService = (http: object): Manifest[] => [
  manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], gateways: ['gateway'], http: [http] }),
];

const each = <T>(what: string, values: readonly T[], match: (value: T) => object): [string, Manifest[]][] =>
  variants(what, values, (value) => virtualService({ match: [match(value)], ...ROUTE }));

const STRING_MATCHES = [
  {},
  { exact: '' },
  { exact: 'a' },
  { prefix: '' },
  { prefix: '/' },
  { regex: '' },
  { regex: '*' },
  { regex: '.*' },
  { regex: '(?=a)' },
  { regex: '(?P<name>a)\\d+' },
  { regex: '\\1' },
  { regex: '(' },
  { regex: '[a' },
  { regex: 'a{1000}' },
  { regex: 'a{1001}' },
  { regex: 'x'.repeat(1024) },
  { regex: 'x'.repeat(1025) },
  { regex: 'ä'.repeat(512) },
  { regex: 'ä'.repeat(513) },
];

const HEADER_NAMES = [
  'x-user',
  'X_User',
  'x.user',
  "!#$%&'*+-.^_`|~9",
  '',
  'a b',
  'a:b',
  'a,b',
  'a/b',
  '(a)',
  'ä',
  'a\n',
  ':path',
  ':method',
  ':scheme',
  ':authority',
  ':status',
  ':Path',
  ':protocol',
  'host',
  '@request.auth.claims.group',
  '@request.auth.claims[group]',
  '@request.auth.claims',
  '@request.auth',
];

const PORTS = [0, 1, 80, 65535, 65536, 4294967295];

const LABELS: Record<string, string>[] = [
  {},
  { app: 'web' },
  { app: '' },
  { '': 'web' },
  { 'example.com/app': 'web' },
  { '/app': 'web' },
  { 'example.com/': 'web' },
  { 'a/b/c': 'web' },
  { 'a..b/c': 'web' },
  { 'A.B/c_D.e': 'F' },
  { '-app': 'web' },
  { app: '-web' },
  { app: 'web.' },
  { app: 'a b' },
  { app: '*' },
  { ä: 'web' },
  { [LABEL]: LABEL },
  { [`${LABEL}a`]: 'web' },
  { app: `${LABEL}a` },
  { [`${Array(4).fill(LABEL).join('.').slice(0, 253)}/a`]: 'web' },
  { [`${Array(4).fill(LABEL).join('.').slice(0, 254)}/a`]: 'web' },
];

const NAMESPACES = ['', 'shop', 'Shop', 'a.b', 'a_b', '*', '.', LABEL, `${LABEL}a`];

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...['uri', 'scheme', 'method', 'authority'].flatMap((field) =>
      each(field, STRING_MATCHES, (match) => ({ [field]: match })),
    ),
    ...['headers', 'withoutHeaders', 'queryParams'].flatMap((field) =>
      each(field, STRING_MATCHES, (match) => ({ [field]: { a: match } })),
    ),
    ...['headers', 'withoutHeaders'].flatMap((field) =>
      each(`name in ${field}`, HEADER_NAMES, (name) => ({ [field]: { [name]: { exact: 'a' } } })),
    ),
    ...each('name in queryParams', HEADER_NAMES, (name) => ({ queryParams: { [name]: { exact: 'a' } } })),
    ...['headers', 'withoutHeaders', 'queryParams'].flatMap((field) =>
      each(`nothing in ${field}`, [null], (match) => ({ [field]: { a: match } })),
    ),
    ...each('port', PORTS, (port) => ({ port })),
    ...each('sourceLabels', LABELS, (sourceLabels) => ({ sourceLabels })),
    ...each('sourceNamespace', NAMESPACES, (sourceNamespace) => ({ sourceNamespace })),
    ['no match', virtualService(ROUTE)],
    ['empty list of matches', virtualService({ match: [], ...ROUTE })],
    ['match of nothing', virtualService({ match: [null], ...ROUTE })],
    ['empty match', virtualService({ match: [{}], ...ROUTE })],
    ['wrong in the second match', virtualService({ match: [{ port: 80 }, { port: 65536 }], ...ROUTE })],
  ]),
};

export default grid;
