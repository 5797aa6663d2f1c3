import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import type { Grid } from '../grid';
import { variants } from '../variants';

const ROUTE = { route: [{ destination: { host: 'reviews' } }] };

/** With the Service, so that nothing else is to be said. */
const routes = (spec: object): Manifest[] => [
  manifest('Service', 'shop/reviews', { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 80 }] }),
  virtualService('shop/reviews', { hosts: ['reviews.shop.svc.cluster.local'], ...spec }),
];

/** A list of matches for each rule; `null` for a rule without. */
const http = (...rules: readonly (object[] | null)[]): Manifest[] =>
  routes({ http: rules.map((match) => (match === null ? ROUTE : { match, ...ROUTE })) });

const tls = (...rules: readonly object[][]): Manifest[] =>
  routes({
    tls: rules.map((match) => ({
      match: match.map((each) => ({ sniHosts: ['reviews.shop.svc.cluster.local'], ...each })),
      ...ROUTE,
    })),
  });

const tcp = (...rules: readonly (object[] | null)[]): Manifest[] =>
  routes({ tcp: rules.map((match) => (match === null ? ROUTE : { match, ...ROUTE })) });

const prefix = (text: string, more: object = {}): object => ({ uri: { prefix: text }, ...more });
const header = (value: object): object => ({ headers: { 'x-user': value } });

/** Two matches, in two rules. */
const PAIRS: [object, object][] = [
  [prefix('/a'), prefix('/a')],
  [prefix('/a'), prefix('/ab')],
  [prefix('/a'), prefix('/a/b')],
  [prefix('/ab'), prefix('/a')],
  [prefix('/a'), prefix('/b')],
  [prefix('/A'), prefix('/ab')],
  [prefix('/'), prefix('/a')],
  [prefix(''), prefix('/a')],
  [prefix('/a'), { uri: { exact: '/a/b' } }],
  [prefix('/a'), { uri: { regex: '/a.*' } }],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/a' } }],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/a/b' } }],
  [{ uri: { exact: '/a' } }, { uri: { prefix: '/a' } }],
  [{ uri: {} }, { uri: {} }],
  [{ uri: {} }, {}],
  [{}, {}],
  [{}, prefix('/a')],
  [prefix('/a', { name: 'x' }), prefix('/a', { name: 'y' })],
  [prefix('/a', { name: 'x' }), prefix('/ab', { name: 'y' })],
  [prefix('/a'), prefix('/a', { name: '' })],
  [prefix('/a'), prefix('/a', { port: 0 })],
  [prefix('/a'), prefix('/a', { port: 80 })],
  [prefix('/a'), prefix('/a', { headers: {} })],
  [prefix('/a'), prefix('/a', { headers: { a: {} } })],
  [prefix('/a'), prefix('/a', { gateways: [] })],
  [prefix('/a'), prefix('/a', { gateways: ['mesh'] })],
  [prefix('/a', { gateways: ['mesh', 'shop/a'] }), prefix('/a', { gateways: ['shop/a', 'mesh'] })],
  [prefix('/a'), prefix('/a', { ignoreUriCase: false })],
  [prefix('/a'), prefix('/a', { ignoreUriCase: true })],
  [prefix('/a'), prefix('/a', { statPrefix: '' })],
  [prefix('/a'), prefix('/a', { statPrefix: 'x' })],
  [prefix('/a'), prefix('/a', { sourceLabels: {} })],
  [prefix('/a'), prefix('/a', { sourceLabels: { app: 'x' } })],
  [prefix('/a', { sourceLabels: { a: 'b', c: 'd' } }), prefix('/a', { sourceLabels: { c: 'd', a: 'b' } })],
  [prefix('/a', { headers: { a: {}, b: {} } }), prefix('/a', { headers: { b: {}, a: {} } })],
  [prefix('/a', { headers: { a: {} } }), prefix('/a', { headers: { a: { exact: '' } } })],
  [prefix('/a', { sourceNamespace: 'x' }), prefix('/ab')],
  [prefix('/a', { gateways: ['mesh'] }), prefix('/ab')],
  [prefix('/a', { ignoreUriCase: true }), prefix('/ab')],
  [prefix('/a', { scheme: { exact: 'http' } }), prefix('/ab')],
  [prefix('/a', { port: 80 }), prefix('/ab', { port: 80 })],
  [prefix('/a', { port: 80 }), prefix('/ab', { port: 81 })],
  [prefix('/a', { port: 80 }), prefix('/ab')],
  [prefix('/a'), prefix('/ab', { port: 0 })],
];

/** What the method, the host or a header of the two matches is. */
const TEXTS: [object | undefined, object | undefined][] = [
  [undefined, undefined],
  [undefined, { exact: 'GET' }],
  [{ exact: 'GET' }, undefined],
  [undefined, { exact: 'POST' }],
  [{ exact: 'POST' }, undefined],
  [{ exact: 'POST' }, { exact: 'POST' }],
  [{ exact: 'GETS' }, { exact: 'GET' }],
  [{ exact: 'GET' }, { exact: 'GETS' }],
  [{ exact: 'GETS' }, undefined],
  [{ prefix: 'GET' }, undefined],
  [{ prefix: 'GET' }, { prefix: 'G' }],
  [{ prefix: 'G' }, { prefix: 'GET' }],
  [{ prefix: 'GET' }, { exact: 'GET' }],
  [{ regex: 'GET' }, undefined],
  [{ regex: 'GET' }, { regex: 'POST' }],
  [{ regex: 'GET' }, { exact: 'POST' }],
  [{ exact: 'POST' }, { regex: 'GET' }],
  [{ exact: 'POST' }, {}],
  [{}, { exact: 'POST' }],
  [{ exact: '' }, { exact: 'a' }],
];

const both = (field: string, [first, second]: (typeof TEXTS)[number]): Manifest[] =>
  http([prefix('/a', { [field]: first })], [prefix('/a/b', { [field]: second })]);

const inMap = (field: string, [first, second]: (typeof TEXTS)[number]): Manifest[] =>
  http([prefix('/a', first && { [field]: { x: first } })], [prefix('/a/b', second && { [field]: { x: second } })]);

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings', 'analysis'],
  cases: {
    ...Object.fromEntries([
      ...variants('matches', PAIRS, ([first, second]) => http([first], [second])),
      ...variants('matches in one rule', PAIRS.slice(0, 6), ([first, second]) => http([first, second])),
      ...['method', 'authority'].flatMap((field) => variants(field, TEXTS, (texts) => both(field, texts))),
      ...['headers', 'withoutHeaders', 'queryParams'].flatMap((field) =>
        variants(field, TEXTS, (texts) => inMap(field, texts)),
      ),
    ]),
    'one rule without matches': http(null),
    'the last rule without matches': http([prefix('/a')], null),
    'two rules without matches': http(null, null),
    'an empty list of matches': http([], null),
    'a rule after one without matches': http(null, [prefix('/a')]),
    'two rules after one without matches': http([prefix('/b')], null, [prefix('/a')], [prefix('/a')]),
    'the same match after a rule without matches': http([prefix('/a')], null, [prefix('/a')]),
    'a longer prefix after a rule without matches': http([prefix('/a')], null, [prefix('/ab')]),
    'all matches of a rule before': http([prefix('/a'), prefix('/b')], [prefix('/b'), prefix('/a')]),
    'all matches of a rule in two before': http([prefix('/a')], [prefix('/b')], [prefix('/b'), prefix('/a')]),
    'one of two matches before': http([prefix('/a')], [prefix('/b'), prefix('/a')]),
    'the same match twice in a rule': http([prefix('/a'), prefix('/a')]),
    'the same match twice in the second rule': http([prefix('/b')], [prefix('/a'), prefix('/a')]),
    'the same match three times': http([prefix('/a')], [prefix('/a')], [prefix('/a')]),
    'other headers': http(
      [prefix('/a', header({ exact: 'a' }))],
      [prefix('/ab', { headers: { 'x-other': { exact: 'a' } } })],
    ),
    'more headers': http(
      [prefix('/a', header({ exact: 'a' }))],
      [prefix('/ab', { headers: { 'x-user': { exact: 'a' }, 'x-other': { exact: 'a' } } })],
    ),
    'fewer headers': http(
      [prefix('/a', { headers: { 'x-user': { exact: 'a' }, 'x-other': { exact: 'a' } } })],
      [prefix('/ab', header({ exact: 'a' }))],
    ),
    'headers in another order': http(
      [prefix('/a', { headers: { b: { exact: 'a' }, a: { exact: 'a' } } })],
      [prefix('/ab', { headers: { a: { exact: 'a' }, b: { exact: 'a' } } })],
    ),
    'a prefix that two take': http([prefix('/a')], [prefix('/a/b')], [prefix('/a/b/c')]),
    'a prefix that the second takes': http([prefix('/a/b', { port: 80 })], [prefix('/a')], [prefix('/a/b/c')]),
    'named rules': routes({
      http: [
        { name: 'all', ...ROUTE },
        { name: 'late', match: [prefix('/a')], ...ROUTE },
      ],
    }),
    'rules of one kind do not hide those of another': routes({
      http: [ROUTE],
      tcp: [ROUTE],
    }),
    'TLS: the same match': tls([{}], [{}]),
    'TLS: another port': tls([{}], [{ port: 443 }]),
    'TLS: port 0': tls([{}], [{ port: 0 }]),
    'TLS: the same match twice in a rule': tls([{}, {}]),
    'TLS: one of two matches before': tls([{}], [{ port: 443 }, {}]),
    'TLS: names in another order': routes({
      hosts: ['a.example.com', 'b.example.com'],
      tls: [
        { match: [{ sniHosts: ['a.example.com', 'b.example.com'] }], ...ROUTE },
        { match: [{ sniHosts: ['b.example.com', 'a.example.com'] }], ...ROUTE },
      ],
    }),
    'TCP: the same match': tcp([{ port: 80 }], [{ port: 80 }]),
    'TCP: another port': tcp([{ port: 80 }], [{ port: 81 }]),
    'TCP: empty matches': tcp([{}], [{}]),
    'TCP: an empty match and a port': tcp([{}], [{ port: 80 }]),
    'TCP: without matches': tcp(null, null),
    'TCP: after one without matches': tcp(null, [{ port: 80 }]),
    'TCP: before one without matches': tcp([{ port: 80 }], null),
    'TCP: labels in another order': tcp([{ sourceLabels: { a: 'b', c: 'd' } }], [{ sourceLabels: { c: 'd', a: 'b' } }]),
    'TCP: another sourceSubnet': tcp([{ sourceSubnet: '10.0.0.0/8' }], [{ sourceSubnet: '11.0.0.0/8' }]),
    'TCP: all matches before': tcp([{ port: 80 }, { port: 81 }], [{ port: 81 }, { port: 80 }]),
  },
};

export default grid;
