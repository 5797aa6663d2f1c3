import { application, client, ingressGateway } from '../base';
import type { Fields, Manifest } from '../manifest';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const GATEWAY = 'istio-system/public';
const PARTNERS = '*.partner.example';
const FIRST = 'api.example.org';
const SECOND = 'www.example.org';

/** Rules at the gateway that leave their name in the answer. */
const marked = (minute: number, key: string, host: string, match?: Fields, more: Fields = {}): Manifest => {
  const [namespace, name] = key.split('/') as [string, string];
  return created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts: [host],
      gateways: [GATEWAY],
      http: [
        {
          ...(match && { match: [match] }),
          headers: { response: { set: { 'x-rules': key } } },
          route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 8080 } } }],
        },
      ],
      ...more,
    },
  });
};

/** TLS that asks for a server name is passed on to another server. */
const passedOn = (minute: number, name: string, sniHosts: string[], host: string): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: {
      hosts: [PARTNERS],
      gateways: [GATEWAY],
      tls: [{ match: [{ port: 443, sniHosts }], route: [{ destination: { host, port: { number: 443 } } }] }],
    },
  });

const answeredBy = (key: string): { status: number; header: { 'x-rules': string } } => ({
  status: 200,
  header: { 'x-rules': key },
});

const OLDER_FIRST =
  'of two rules that take everything that of the older VirtualService is asked, whose name comes first';
const OLDER_LAST = 'so it is where its name comes last';
const REGEX = 'the regular expression .* takes everything too';
const SAME_SECOND = 'of two that were created in one second the one whose name comes first is asked';
const CATCH_ALL_LAST = 'a rule for a path is asked before an older one that takes everything';
const REST = 'which gets the rest';
const SAME_PATH = 'of two rules for one path the older one is asked';
const EXACT = 'rules for a host are asked instead of older rules for a wildcard';
const NOT_MERGED = 'which are not asked for what they do not match either';
const PRIVATE = "a VirtualService that is private to the gateway's namespace is asked before an older one for all";
const NAME = 'of two tls rules for one server name that of the older VirtualService is asked';
const LOST = 'the match of the other is left out with its other server names: connections are closed';
const ELSEWHERE = 'rules of a VirtualService for another gateway do not count';

const REPORTED = [
  'VirtualService shop/z-younger',
  'VirtualService shop/z-older',
  'VirtualService shop/regex',
  'VirtualService shop/a-second',
  'VirtualService shop/path-younger',
  'VirtualService shop/tls-younger',
];

scenario({
  title:
    'At a gateway the rules of all VirtualServices for a host are merged, oldest first, and what takes everything comes last',
  manifests: [
    ...ingressGateway(),
    ...client('default', 'curl'),
    ...application('shop', 'web', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] },
          { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: [PARTNERS], tls: { mode: 'PASSTHROUGH' } },
        ],
      },
    },
    marked(0, 'shop/a-older', 'older-first.example.com'),
    marked(1, 'shop/z-younger', 'older-first.example.com', { uri: { prefix: '/' } }),
    marked(1, 'shop/a-younger', 'older-last.example.com'),
    marked(0, 'shop/z-older', 'older-last.example.com'),
    marked(1, 'shop/prefix', 'regex.example.com', { uri: { prefix: '/' } }),
    marked(0, 'shop/regex', 'regex.example.com', { uri: { regex: '.*' } }),
    marked(0, 'shop/z-second', 'same-second.example.com'),
    marked(0, 'shop/a-second', 'same-second.example.com'),
    marked(0, 'shop/all', 'paths.example.com'),
    marked(1, 'shop/api', 'paths.example.com', { uri: { prefix: '/api' } }),
    marked(0, 'shop/path-older', 'one-path.example.com', { uri: { prefix: '/api' } }),
    marked(1, 'shop/path-younger', 'one-path.example.com', { uri: { prefix: '/api' } }),
    marked(0, 'shop/wildcard', '*.example.com'),
    marked(1, 'shop/exact', 'exact.example.com', { uri: { prefix: '/a' } }),
    marked(0, 'shop/public', 'private.example.com'),
    marked(1, 'istio-system/private', 'private.example.com', undefined, { exportTo: ['.'] }),
    marked(0, 'shop/elsewhere', 'elsewhere.example.com', { gateways: ['mesh'] }, { gateways: ['mesh', GATEWAY] }),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'servers', namespace: 'shop' },
      spec: { hosts: [FIRST, SECOND], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] },
    },
    passedOn(0, 'tls-older', ['a.partner.example'], FIRST),
    passedOn(1, 'tls-younger', ['a.partner.example', 'b.partner.example'], SECOND),
    marked(1, 'shop/here', 'elsewhere.example.com'),
  ],
  externals: [
    { hosts: [FIRST], ports: { 443: 'tls' } },
    { hosts: [SECOND], ports: { 443: 'tls' } },
  ],
  check: { code: 'CDI0108', reported: REPORTED },
  requests: [
    { name: OLDER_FIRST, url: 'http://older-first.example.com/', expect: answeredBy('shop/a-older') },
    { name: OLDER_LAST, url: 'http://older-last.example.com/', expect: answeredBy('shop/z-older') },
    { name: REGEX, url: 'http://regex.example.com/', expect: answeredBy('shop/regex') },
    { name: SAME_SECOND, url: 'http://same-second.example.com/', expect: answeredBy('shop/a-second') },
    { name: CATCH_ALL_LAST, url: 'http://paths.example.com/api', expect: answeredBy('shop/api') },
    { name: REST, url: 'http://paths.example.com/', expect: answeredBy('shop/all') },
    { name: SAME_PATH, url: 'http://one-path.example.com/api', expect: answeredBy('shop/path-older') },
    { name: EXACT, url: 'http://exact.example.com/a', expect: answeredBy('shop/exact') },
    { name: NOT_MERGED, url: 'http://exact.example.com/b', expect: { status: 404 } },
    { name: PRIVATE, url: 'http://private.example.com/', expect: answeredBy('istio-system/private') },
    { name: NAME, url: 'https://a.partner.example/', trustsAnyone: true, expect: { status: 200, backend: FIRST } },
    { name: LOST, url: 'https://b.partner.example/', trustsAnyone: true, expect: { failed: 'connection closed' } },
    { name: ELSEWHERE, url: 'http://elsewhere.example.com/', expect: answeredBy('shop/here') },
  ],
  negatives: [
    {
      change: 'the older ones have a match that takes less',
      mutate: (manifests) => {
        for (const name of ['a-older', 'z-older', 'regex', 'a-second']) {
          find(manifests, 'VirtualService', name).spec.http[0].match = [{ uri: { prefix: '/api' } }];
        }
        find(manifests, 'VirtualService', 'tls-older').spec.tls[0].match[0].sniHosts = ['c.partner.example'];
      },
      because: {
        [NAME]: { status: 200, backend: SECOND },
        [LOST]: { status: 200, backend: SECOND },
        [OLDER_FIRST]: answeredBy('shop/z-younger'),
        [OLDER_LAST]: answeredBy('shop/a-younger'),
        [REGEX]: answeredBy('shop/prefix'),
        [SAME_SECOND]: answeredBy('shop/z-second'),
      },
      reported: ['VirtualService shop/path-younger'],
    },
    {
      change: 'everything is for everybody, and takes everything',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService', 'private').spec.exportTo;
        delete find(manifests, 'VirtualService', 'elsewhere').spec.http[0].match;
        delete find(manifests, 'VirtualService', 'api').spec.http[0].match;
      },
      because: {
        [PRIVATE]: answeredBy('shop/public'),
        [ELSEWHERE]: answeredBy('shop/elsewhere'),
        [CATCH_ALL_LAST]: answeredBy('shop/all'),
      },
      reported: [
        ...REPORTED,
        'VirtualService istio-system/private',
        'VirtualService shop/here',
        'VirtualService shop/api',
      ],
    },
  ],
});
