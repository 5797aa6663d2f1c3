import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule } from '../../manifests';
import type { Grid } from '../grid';

type Values = Readonly<Record<string, unknown>>;

const rule = (spec: object): Manifest[] => [destinationRule('shop/reviews', { host: 'reviews', ...spec })];
const policy = (trafficPolicy: unknown): Manifest[] => rule({ trafficPolicy });
const pool = (connectionPool: unknown): Manifest[] => policy({ connectionPool });
const outlier = (outlierDetection: unknown): Manifest[] => policy({ outlierDetection });

/** Cases named by a rule and what is special about each. */
function named(about: string, make: (value: unknown) => Manifest[], values: Values): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 20)}...${text.slice(-20)} of ${text.length} characters`;
}

/** Cases named by a rule and their value. */
function each(about: string, make: (value: unknown) => Manifest[], values: readonly unknown[]): [string, Manifest[]][] {
  return values.map((value) => [`${about} ${short(JSON.stringify(value))}`, make(value)]);
}

const DURATIONS = ['1ms', '999us', '1.5ms', '0s', '-1s', '1h30m'];
const label = (length: number): string => 'a'.repeat(length);

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...each('host', (host) => rule({ host }), [
      'reviews',
      'reviews.shop.svc.cluster.local',
      'reviews.shop.',
      '*',
      '*.shop.svc.cluster.local',
      '*reviews.shop',
      '*-reviews.shop',
      'rev*.shop',
      'reviews.*',
      '',
      'reviews..shop',
      '.reviews',
      '10.0.0.1',
      'reviews.1',
      'reviews.9223372036854775807',
      'reviews.9223372036854775808',
      'Reviews.Shop',
      'reviews_v1.shop',
      'shop/reviews',
      `${label(63)}.shop`,
      `${label(64)}.shop`,
      `${`${label(63)}.`.repeat(3)}${label(63)}`,
      `${`${label(63)}.`.repeat(4)}`,
      `${`${label(63)}.`.repeat(4)}a`,
      '1',
      '::1',
    ]),
    ['host missing', [{ ...rule({})[0], spec: {} }]],
    ...named('policy', policy, {
      empty: {},
      'ports that are an empty list': { portLevelSettings: [] },
      'simple load balancer': { loadBalancer: { simple: 'RANDOM' } },
      'empty load balancer': { loadBalancer: {} },
      'retry budget only': { retryBudget: { percent: 20 } },
      'proxy protocol only': { proxyProtocol: {} },
      'proxy protocol V2': { proxyProtocol: { version: 'V2' } },
      'tunnel and proxy protocol': { tunnel: { targetHost: 'a.b', targetPort: 80 }, proxyProtocol: {} },
      'tunnel and proxy protocol hide warnings': {
        tunnel: { targetHost: 'a.b', targetPort: 80 },
        proxyProtocol: {},
        outlierDetection: { consecutiveErrors: 5 },
      },
    }),
    ...named('tunnel', (tunnel) => policy({ tunnel }), {
      right: { targetHost: 'proxy.shop', targetPort: 3128 },
      CONNECT: { protocol: 'CONNECT', targetHost: 'proxy.shop', targetPort: 3128 },
      POST: { protocol: 'POST', targetHost: 'proxy.shop', targetPort: 3128 },
      'lower case': { protocol: 'connect', targetHost: 'proxy.shop', targetPort: 3128 },
      'no protocol': { protocol: '', targetHost: 'proxy.shop', targetPort: 3128 },
      'IPv4 address': { targetHost: '10.0.0.1', targetPort: 3128 },
      'IPv6 address': { targetHost: '::1', targetPort: 3128 },
      wildcard: { targetHost: '*.shop', targetPort: 3128 },
      'no host': { targetPort: 3128 },
      'no port': { targetHost: 'proxy.shop' },
      'port 0': { targetHost: 'proxy.shop', targetPort: 0 },
      'port 65535': { targetHost: 'proxy.shop', targetPort: 65535 },
      'port 65536': { targetHost: 'proxy.shop', targetPort: 65536 },
    }),
    ...each('outlier interval', (interval) => outlier({ interval }), DURATIONS),
    ...each('outlier baseEjectionTime', (baseEjectionTime) => outlier({ baseEjectionTime }), DURATIONS),
    ...each('outlier maxEjectionPercent', (maxEjectionPercent) => outlier({ maxEjectionPercent }), [-1, 0, 100, 101]),
    ...each('outlier minHealthPercent', (minHealthPercent) => outlier({ minHealthPercent }), [-1, 0, 100, 101]),
    ...named('outlier', outlier, {
      empty: {},
      'consecutiveErrors 0': { consecutiveErrors: 0 },
      'consecutiveErrors 5': { consecutiveErrors: 5 },
      'consecutiveErrors negative': { consecutiveErrors: -1 },
      'local failures 0': { consecutiveLocalOriginFailures: 0 },
      'local failures': { consecutiveLocalOriginFailures: 1 },
      'local failures counted apart': { consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: true },
      'local failures not counted apart': { consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: false },
      'codes out of range': { outlierDetectionHttpErrorCodes: [99, 600] },
    }),
    ...named('pool', pool, {
      empty: {},
      'empty tcp': { tcp: {} },
      'empty http': { http: {} },
      'UPGRADE with client protocol': { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } },
      'UPGRADE without client protocol': { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: false } },
      'client protocol': { http: { h2UpgradePolicy: 'DEFAULT', useClientProtocol: true } },
      'empty keep alive of HTTP/2': { http: { http2KeepAlive: {} } },
      'keep alive of HTTP/2 without timeout': { http: { http2KeepAlive: { interval: '30s' } } },
      'keep alive of HTTP/2 without interval': { http: { http2KeepAlive: { timeout: '5s' } } },
      'keep alive of HTTP/2': { http: { http2KeepAlive: { interval: '30s', timeout: '5s' } } },
      'keep alive of HTTP/2 too fine': { http: { http2KeepAlive: { interval: '30s', timeout: '5.0001s' } } },
      'empty keep alive of TCP': { tcp: { tcpKeepalive: {} } },
    }),
    ...[
      'http1MaxPendingRequests',
      'http2MaxRequests',
      'maxRequestsPerConnection',
      'maxRetries',
      'maxConcurrentStreams',
    ].flatMap((name) => each(`pool http ${name}`, (value) => pool({ http: { [name]: value } }), [-1, 0, 1])),
    ...each('pool tcp maxConnections', (maxConnections) => pool({ tcp: { maxConnections } }), [-1, 0, 1]),
    ...each('pool http idleTimeout', (idleTimeout) => pool({ http: { idleTimeout } }), DURATIONS),
    ...each('pool tcp connectTimeout', (connectTimeout) => pool({ tcp: { connectTimeout } }), DURATIONS),
    ...each('pool tcp maxConnectionDuration', (value) => pool({ tcp: { maxConnectionDuration: value } }), DURATIONS),
    ...each('pool tcp idleTimeout', (idleTimeout) => pool({ tcp: { idleTimeout } }), [
      ...DURATIONS,
      '-1ms',
      '-999us',
      '1000us',
      '0.0015s',
    ]),
    ...each('pool tcp keepalive time', (time) => pool({ tcp: { tcpKeepalive: { time } } }), DURATIONS),
    ...each('pool tcp keepalive interval', (interval) => pool({ tcp: { tcpKeepalive: { interval } } }), DURATIONS),
    ...each('duration', (connectTimeout) => pool({ tcp: { connectTimeout } }), [
      '+5s',
      '.5s',
      '5.s',
      '1000\u00b5s',
      '1000\u03bcs',
      '1000000ns',
      '1000001ns',
      '1s1ns',
      '2562047h',
      '0',
      '-0',
      '0.00100000000000000000000001s',
    ]),
    ...named('subsets', (subsets) => rule({ subsets }), {
      none: [],
      'no labels': [{ name: 'v1' }],
      'no name': [{ labels: { version: 'v1' } }],
      'empty name': [{ name: '' }],
      'the same name': [{ name: 'v1' }, { name: 'v1' }],
      'names that differ in case': [{ name: 'v1' }, { name: 'V1' }],
      'name with a dot': [{ name: 'v1.2' }],
      'name with an underscore': [{ name: 'v_1' }],
      'name of 63 characters': [{ name: label(63) }],
      'name of 64 characters': [{ name: label(64) }],
      'empty policy': [{ name: 'v1', trafficPolicy: {} }],
      'a warning is lost': [{ name: 'v1', trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } } }],
      'an error is not lost': [{ name: 'v1', trafficPolicy: { outlierDetection: { interval: '0s' } } }],
      'ports in a subset': [{ name: 'v1', trafficPolicy: { portLevelSettings: [{ port: { number: 80 } }] } }],
    }),
    ...each('label', (labels) => rule({ subsets: [{ name: 'v1', labels }] }), [
      { version: 'v1' },
      { version: '' },
      { '': 'v1' },
      { version: 'v 1' },
      { version: '-v1' },
      { version: 'v1_2.3-4' },
      { version: label(64) },
      { 'Version_1.x': 'v1' },
      { 'a b': 'v1' },
      { 'example.com/version': 'v1' },
      { 'Example.com/version': 'v1' },
      { 'example..com/version': 'v1' },
      { 'example_com/version': 'v1' },
      { '/version': 'v1' },
      { 'example.com/': 'v1' },
      { 'a/b/c': 'v1' },
      { [label(63)]: 'v1' },
      { [label(64)]: 'v1' },
      { [`a/${label(63)}`]: 'v1' },
      { [`a/${label(64)}`]: 'v1' },
      { [`${label(253)}/a`]: 'v1' },
      { [`${label(254)}/a`]: 'v1' },
      { version: '*' },
    ]),
    ...named('as istiod reads it', (spec) => rule(spec as object), {
      'null in the list of subsets': { subsets: [null] },
      'null as the value of a label': { subsets: [{ name: 'v1', labels: { version: null } }] },
      'null in exportTo': { exportTo: [null] },
      'null in the list of ports': { trafficPolicy: { portLevelSettings: [null] } },
      'null for a policy': { trafficPolicy: null },
      'null for all fields of a policy': { trafficPolicy: { connectionPool: null } },
      'number for a version': { trafficPolicy: { proxyProtocol: { version: 1 } } },
      'number that is no version': { trafficPolicy: { proxyProtocol: { version: 2 } } },
      'number for a mode of tls': { trafficPolicy: { tls: { mode: 2 } } },
      'number as text': { trafficPolicy: { outlierDetection: { maxEjectionPercent: '101' } } },
      'unknown field': { trafficPolicy: { loadBalancing: {} } },
    }),
    ...named('port', (settings) => policy({ portLevelSettings: [settings] }), {
      right: { port: { number: 80 }, tls: { mode: 'SIMPLE' } },
      'no port': { tls: { mode: 'SIMPLE' } },
      'port without number': { port: {}, tls: { mode: 'SIMPLE' } },
      'port 0': { port: { number: 0 }, tls: { mode: 'SIMPLE' } },
      'port 70000': { port: { number: 70000 }, tls: { mode: 'SIMPLE' } },
      'nothing else': { port: { number: 80 } },
      'empty pool': { port: { number: 80 }, connectionPool: {} },
      'a warning is lost': { port: { number: 80 }, outlierDetection: { consecutiveErrors: 5 } },
      'an error is not lost': { port: { number: 80 }, outlierDetection: { minHealthPercent: 101 } },
      'outlier detection of the whole rule is another one': {
        port: { number: 80 },
        loadBalancer: { localityLbSetting: { failover: [{ from: 'us', to: 'us' }] } },
      },
    }),
    [
      'port: the same one twice',
      policy({
        portLevelSettings: [
          { port: { number: 80 }, tls: {} },
          { port: { number: 80 }, tls: {} },
        ],
      }),
    ],
    ...named('exportTo', (exportTo) => rule({ exportTo }), {
      own: ['.'],
      all: ['*'],
      nobody: ['~'],
      'by name': ['shop', 'prod'],
      'own twice': ['.', 'shop'],
      'the same twice': ['prod', 'prod'],
      'all and one': ['*', 'prod'],
      'no label': ['shop.example'],
      empty: [''],
      none: [],
    }),
    ...named('selector', (spec) => rule(spec as object), {
      right: { workloadSelector: { matchLabels: { app: 'web' } } },
      empty: { workloadSelector: {} },
      'no labels': { workloadSelector: { matchLabels: {} } },
      'star in a value': { workloadSelector: { matchLabels: { app: 'web*' } } },
      'star in a key': { workloadSelector: { matchLabels: { 'app*': 'web' } } },
      'no key': { workloadSelector: { matchLabels: { '': 'web' } } },
      'odd key': { workloadSelector: { matchLabels: { 'a b/c d': '?' } } },
      'exported to its own': { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['.'] },
      'exported to its own by name': { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['shop'] },
      'exported to another': { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['prod'] },
      'exported to two': { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['.', 'prod'] },
      'exported to all': { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['*'] },
      'exported to a wrong name only': { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['a.b'] },
    }),
  ]),
};

export default grid;
