import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import type { Fields, Manifest } from '../manifest';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const CLIENT = 'frontend/web';
const OTHER_CLIENT = 'shop/job';
const EXTERNAL = 'api.example.com';
const WWW = 'www.example.com';
const PARTNERS = '*.partner.example';

const host = (service: string): string => `${service}.shop.svc.cluster.local`;

/** A Service of the same pods, for a case of its own. */
const service = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
});

/** Rules that leave their name in the answer. */
const marked = (minute: number, key: string, hosts: string[], more: Fields = {}, match?: Fields): Manifest => {
  const [namespace, name] = key.split('/') as [string, string];
  return created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts,
      http: [
        {
          ...(match && { match: [match] }),
          headers: { response: { set: { 'x-rules': key } } },
          route: [{ destination: { host: host('reviews'), port: { number: 9080 } } }],
        },
      ],
      ...more,
    },
  });
};

const answeredBy = (key: string): { status: number; header: { 'x-rules': string } } => ({
  status: 200,
  header: { 'x-rules': key },
});

/** TLS that asks for a server name goes to another server. */
const tlsRules = (minute: number, name: string, hosts: string[], sni: string, server: string): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: {
      hosts,
      tls: [
        {
          match: [{ port: 443, sniHosts: [sni] }],
          route: [{ destination: { host: server, port: { number: 443 } } }],
        },
      ],
    },
  });

/** A host outside of the mesh. */
const entry = (name: string, hosts: string[], resolution: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name, namespace: 'shop' },
  spec: {
    hosts,
    location: 'MESH_EXTERNAL',
    resolution,
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
  },
});

const [timeout, retries] = rules('CDI0108', 'wrong');

const TIMEOUT = 'a slow answer is cut off: the older of the two holds';
const RETRIES = 'an error is not tried again: the retries of the younger one are not in force';
const OLDER_FIRST = 'the older one holds, and its name comes first';
const OLDER_LAST = 'the older one holds, and its name comes last';
const NO_FALL_THROUGH = 'what the older one does not match gets 404: the younger one is not asked';
const SAME_SECOND = 'of two that were created in one second the one whose name comes first holds';
const SAME_NAME = 'of two with one name the one whose namespace comes first holds';
const PRIVATE = 'the one that is private to the namespace of the client holds there, although it is younger';
const ELSEWHERE = 'in another namespace the public one holds';
const EXPORTED = 'so does one that is exported to the namespace of the client by name';
const EXACT = 'rules for the host itself hold, although those for a wildcard are older';
const GATEWAY_ONLY = 'rules for a gateway alone take nothing away from rules for the mesh';
const BY_LABELS = 'rules for other clients alone take nothing away either';
const BY_PORT = 'nor do rules for another port';
const HTTP_BESIDE_TLS = 'http rules hold beside older tls rules for the host';
const TLS_BESIDE_HTTP = 'and the tls rules hold as well';
const TLS_OF_OLDER = 'of two VirtualServices with tls rules for different server names of one host the older one holds';
const TLS_OF_YOUNGER = 'and so does the younger one';
const SAME_NAME_TLS = 'of two with tls rules for one server name the older one holds';
const TCP = 'of two with tcp rules the older one holds';

/** Services of single versions, for bytes. */
const queue = (name: string, version?: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: 'queue', ...(version && { version }) }, ports: [{ name: 'tcp', port: 6379 }] },
});
const tcpRules = (minute: number, name: string, to: string): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: {
      hosts: [host('queue')],
      tcp: [{ route: [{ destination: { host: host(to), port: { number: 6379 } } }] }],
    },
  });

const REPORTED = [
  'VirtualService shop/reviews-retries',
  'VirtualService shop/z-younger',
  'VirtualService shop/z-older',
  'VirtualService shop/a-second',
  'VirtualService platform/same',
  'VirtualService shop/same-partner',
  'VirtualService shop/z-queue',
];

scenario({
  title: 'Of two VirtualServices for one host in the mesh sidecars ask the older one',
  manifests: [
    ...client('frontend', 'web'),
    ...client('shop', 'job'),
    ...application('shop', 'reviews', 9080, ['v1']),
    created(0, timeout),
    created(1, retries),
    service('older-first'),
    marked(0, 'shop/a-older', [host('older-first')]),
    marked(1, 'shop/z-younger', [host('older-first')]),
    service('older-last'),
    marked(1, 'shop/a-younger', [host('older-last')]),
    marked(0, 'shop/z-older', [host('older-last')], {}, { uri: { prefix: '/a' } }),
    service('same-second'),
    marked(0, 'shop/z-second', [host('same-second')]),
    marked(0, 'shop/a-second', [host('same-second')]),
    service('same-name'),
    marked(0, 'shop/same', [host('same-name')]),
    marked(0, 'platform/same', [host('same-name')]),
    service('private'),
    marked(0, 'shop/public', [host('private')]),
    marked(1, 'frontend/private', [host('private')], { exportTo: ['.'] }),
    service('exported'),
    marked(0, 'shop/to-all', [host('exported')]),
    marked(1, 'shop/to-frontend', [host('exported')], { exportTo: ['frontend'] }),
    service('catalog-items'),
    marked(0, 'shop/wildcard', ['*.shop.svc.cluster.local'], { exportTo: ['shop'] }),
    marked(1, 'shop/exact', [host('catalog-items')], { exportTo: ['shop'] }),
    service('gateway-only'),
    marked(
      0,
      'shop/for-gateway',
      [host('gateway-only')],
      { gateways: ['mesh', 'shop/none'] },
      { gateways: ['shop/none'] },
    ),
    marked(1, 'shop/for-mesh', [host('gateway-only')]),
    service('by-labels'),
    marked(0, 'shop/for-jobs', [host('by-labels')], {}, { sourceLabels: { app: 'job' } }),
    marked(1, 'shop/for-web', [host('by-labels')], {}, { sourceLabels: { app: 'web' } }),
    service('by-port'),
    marked(0, 'shop/for-8080', [host('by-port')], {}, { port: 8080 }),
    marked(1, 'shop/for-9080', [host('by-port')], {}, { port: 9080 }),
    entry('api', [EXTERNAL, WWW], 'DNS'),
    tlsRules(0, 'api-tls', [EXTERNAL], EXTERNAL, WWW),
    marked(1, 'shop/api-http', [EXTERNAL]),
    entry('partners', [PARTNERS], 'NONE'),
    tlsRules(0, 'first-partner', [PARTNERS], 'first.partner.example', EXTERNAL),
    tlsRules(1, 'same-partner', [PARTNERS], 'first.partner.example', WWW),
    ...application('shop', 'queue', 6379, ['v1', 'v2']),
    queue('queue'),
    queue('queue-v1', 'v1'),
    queue('queue-v2', 'v2'),
    tcpRules(1, 'a-queue', 'queue-v2'),
    tcpRules(0, 'z-queue', 'queue-v1'),
    tlsRules(1, 'second-partner', [PARTNERS], 'second.partner.example', WWW),
  ],
  externals: [
    { hosts: [EXTERNAL], ports: { 443: 'tls', 80: 'http' } },
    { hosts: [WWW], ports: { 443: 'tls' } },
    { hosts: [PARTNERS], ports: { 443: 'tls' } },
  ],
  check: {
    code: 'CDI0108',
    reported: REPORTED,
  },
  verdict: [
    { text: 'IST0109', reason: 'which sees hosts, and neither exportTo nor kinds of rules' },
    { text: 'IST0101 VirtualService shop/for-gateway', reason: 'its gateway is not needed here' },
    { text: 'IST0132 VirtualService shop/for-gateway', reason: 'as above' },
  ],
  requests: [
    {
      name: TIMEOUT,
      from: CLIENT,
      url: `http://${host('reviews')}:9080/`,
      headers: { 'x-behave': 'delay=1500' },
      expect: { status: 504 },
    },
    {
      name: RETRIES,
      from: CLIENT,
      url: `http://${host('reviews')}:9080/`,
      headers: { 'x-behave': 'status=503' },
      expect: { status: 503, attempts: 1 },
    },
    { name: OLDER_FIRST, from: CLIENT, url: `http://${host('older-first')}:9080/`, expect: answeredBy('shop/a-older') },
    { name: OLDER_LAST, from: CLIENT, url: `http://${host('older-last')}:9080/a`, expect: answeredBy('shop/z-older') },
    { name: NO_FALL_THROUGH, from: CLIENT, url: `http://${host('older-last')}:9080/b`, expect: { status: 404 } },
    {
      name: SAME_SECOND,
      from: CLIENT,
      url: `http://${host('same-second')}:9080/`,
      expect: answeredBy('shop/a-second'),
    },
    { name: SAME_NAME, from: CLIENT, url: `http://${host('same-name')}:9080/`, expect: answeredBy('platform/same') },
    { name: PRIVATE, from: CLIENT, url: `http://${host('private')}:9080/`, expect: answeredBy('frontend/private') },
    { name: ELSEWHERE, from: OTHER_CLIENT, url: `http://${host('private')}:9080/`, expect: answeredBy('shop/public') },
    { name: EXPORTED, from: CLIENT, url: `http://${host('exported')}:9080/`, expect: answeredBy('shop/to-frontend') },
    { name: EXACT, from: OTHER_CLIENT, url: `http://${host('catalog-items')}:9080/`, expect: answeredBy('shop/exact') },
    {
      name: GATEWAY_ONLY,
      from: CLIENT,
      url: `http://${host('gateway-only')}:9080/`,
      expect: answeredBy('shop/for-mesh'),
    },
    { name: BY_LABELS, from: CLIENT, url: `http://${host('by-labels')}:9080/`, expect: answeredBy('shop/for-web') },
    { name: BY_PORT, from: CLIENT, url: `http://${host('by-port')}:9080/`, expect: answeredBy('shop/for-9080') },
    { name: HTTP_BESIDE_TLS, from: CLIENT, url: `http://${EXTERNAL}/`, expect: answeredBy('shop/api-http') },
    {
      name: TLS_BESIDE_HTTP,
      from: CLIENT,
      url: `https://${EXTERNAL}/`,
      trustsAnyone: true,
      expect: { status: 200, backend: WWW },
    },
    {
      name: SAME_NAME_TLS,
      from: CLIENT,
      url: 'https://first.partner.example/',
      trustsAnyone: true,
      count: 3,
      expect: { status: 200, backend: EXTERNAL },
    },
    { name: TCP, from: CLIENT, url: `tcp://${host('queue')}:6379`, count: 5, expect: { backend: 'shop/queue-v1' } },
    {
      name: TLS_OF_OLDER,
      from: CLIENT,
      url: 'https://first.partner.example/',
      trustsAnyone: true,
      expect: { status: 200, backend: EXTERNAL },
    },
    {
      name: TLS_OF_YOUNGER,
      from: CLIENT,
      url: 'https://second.partner.example/',
      trustsAnyone: true,
      expect: { status: 200, backend: WWW },
    },
  ],
  negatives: [
    {
      change: 'the rules of both are in one VirtualService',
      mutate: putRight('CDI0108'),
      because: { [RETRIES]: { status: 503, attempts: 6 } },
      reported: REPORTED.slice(1),
    },
    {
      change: 'the older ones are gone',
      mutate: (manifests) => {
        for (const name of ['a-older', 'public', 'exact', 'first-partner', 'z-queue']) {
          manifests.splice(manifests.indexOf(find(manifests, 'VirtualService', name)), 1);
        }
      },
      because: {
        [OLDER_FIRST]: answeredBy('shop/z-younger'),
        [ELSEWHERE]: answeredBy('shop/wildcard'),
        [EXACT]: answeredBy('shop/wildcard'),
        [SAME_NAME_TLS]: { status: 200, backend: WWW },
        [TCP]: { backend: 'shop/queue-v2' },
      },
      reported: REPORTED.slice(0, 1).concat(REPORTED.slice(2, 5)),
    },
    {
      change: 'the older ones are for all clients, ports and kinds of requests',
      mutate: (manifests) => {
        for (const name of ['for-gateway', 'for-jobs', 'for-8080']) {
          delete find(manifests, 'VirtualService', name).spec.http[0].match;
        }
        const { spec } = find(manifests, 'VirtualService', 'api-tls');
        spec.http = [{ directResponse: { status: 418 } }];
      },
      because: {
        [GATEWAY_ONLY]: answeredBy('shop/for-gateway'),
        [BY_LABELS]: answeredBy('shop/for-jobs'),
        [BY_PORT]: answeredBy('shop/for-8080'),
        [HTTP_BESIDE_TLS]: { status: 418 },
      },
      reported: [
        ...REPORTED,
        ...['for-mesh', 'for-web', 'for-9080', 'api-http'].map((name) => `VirtualService shop/${name}`),
      ],
    },
  ],
});
